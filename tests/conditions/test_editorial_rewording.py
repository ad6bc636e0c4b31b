"""A correction of wording leaves as it is whatever a reviewer weighed beside the words (R4)."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from conditions.editorial import publications, rounds, rows, sources, withdrawals
from conditions.models import Publication, Round, Source
from conditions.stale import Stale
from tests import factories
from tests.factories import BODY, NOON, SHORT, TODAY
from tests.shared import copied, made_once

pytestmark = [pytest.mark.django_db, pytest.mark.promise("R4")]

DAY = datetime.timedelta(days=1)
BOTH = f"{BODY} It is common.[^who-2020]"
FIGURE = "Why {fact:prevalence}.[^ers-2017]"
MORE_THAN_WORDS = [
    ("sources", {"body": BODY}),
    ("sources", {"body": f"{BOTH} It is old.[^old-2001]"}),
    ("values of facts", {"unknowns": "Why.[^ers-2017]"}),
    ("nobody knows yet", {"is_unknown": True}),
    ("evidence searched up to", {"searched_on": TODAY - DAY}),
    ("machine help", {"machine_help": "drafted"}),
    ("answered within", {"body": "", "unknowns": "", "short": f"{SHORT}[^ers-2017][^who-2020] {{fact:prevalence}}."}),
]


made = made_once(factories.desk)
people = copied()


@pytest.fixture
def live(people):
    """Text that cites two sources and quotes a figure; a third source and another answer stand beside it."""
    about = factories.condition()
    factories.value_accepted(people, factories.fact(people, about))
    factories.source("who-2020")
    factories.source("old-2001")
    return factories.published(people, factories.started(people, condition=about), body=BOTH, unknowns=FIGURE)


def variants(people, live):
    """What differs, and the revision, one on top of the other."""
    host = factories.published(people, factories.started(people, condition=live.answer.condition)).answer
    for what, words in MORE_THAN_WORDS:
        kept = {"body": BOTH, "unknowns": FIGURE, "within": host if what == "answered within" else None}
        kept |= {"is_unknown": False, "machine_help": ""}
        yield what, factories.written(people, live.answer, **kept | words)


def test_more_than_wording_is_sent_to_medical_review(people, live):
    for what, revision in variants(people, live):
        with pytest.raises(ValidationError, match=f"More than the wording differs from the live text: {what}\\."):
            rounds.correct(revision, by=people.author, at=NOON, seen=revision.digest)
    assert not Round.objects.filter(kind=Round.Kind.WORDING).exists()


def test_database_lets_no_more_than_wording_through(people, live):
    for what, revision in variants(people, live):
        round_ = Round.objects.create(
            answer=live.answer, revision=revision, kind="wording", opened_by=people.author, opened_at=NOON
        )
        rounds.offer(round_, [people.reviewer], by=people.author, at=NOON)
        factories.signed(people, revision, scopes=("wording",))
        with pytest.raises(Stale) as refused:
            publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)
        assert isinstance(refused.value.__cause__, IntegrityError), what
        assert "publication_wording_alone, R4" in str(refused.value.__cause__)
    assert Publication.objects.live().get(answer=live.answer) == live


def test_source_that_became_another_publication_is_no_wording(people, live):
    source = Source.objects.get(key="ers-2017")
    other = {"title": "Another", "url": "https://example.org/other"}
    sources.change_source(source, other, by=people.author, at=NOON, seen=rows.version(source))
    revision = factories.written(people, live.answer, body=BOTH, short="It is a common change.")
    with pytest.raises(ValidationError, match=r"More than the wording differs from the live text: sources\."):
        rounds.correct(revision, by=people.author, at=NOON, seen=revision.digest)


def test_source_that_was_read_again_and_is_spelt_better_stays_the_same(people, live):
    source, said = Source.objects.get(key="ers-2017"), {"by": people.author, "at": NOON + DAY}
    spelt = sources.change_source(source, {"title": "A statement of 2017"}, **said, seen=rows.version(source))
    sources.read_again(spelt, on=TODAY + DAY, **said, seen=rows.version(spelt))
    revision = factories.written(people, live.answer, body=BOTH, short="It is a common change.")
    round_ = rounds.correct(revision, **said, seen=revision.digest)
    assert round_.kind == Round.Kind.WORDING


def follows(people, spanish, source):
    """The Spanish words, which now name a later version of their source."""
    return factories.written(people, spanish.answer, translates=source, change="Sigue a la versión nueva.")


@pytest.mark.promise("R23")
def test_translation_follows_a_source_that_was_only_reworded(people, live):
    english = factories.published(people)
    spanish = factories.translated(people, english)
    reworded = factories.reworded(people, english, at=NOON + DAY)
    newer = publications.publish(reworded, by=people.colleague, at=NOON + DAY, seen=reworded.digest)
    revision = follows(people, spanish, newer)
    said = {"at": NOON + DAY, "seen": revision.digest}
    round_ = rounds.correct(revision, by=people.author, **said)
    rounds.offer(round_, [people.reviewer], by=people.author, at=NOON + DAY)
    factories.signed(people, revision, at=NOON + DAY, scopes=("wording",))
    fresh = publications.publish(revision, by=people.colleague, **said)
    assert (fresh.kind, fresh.reviewed_on, fresh.revision.translates) == ("wording", spanish.reviewed_on, newer)


@pytest.mark.promise("R23")
def test_translation_follows_words_that_were_withdrawn_and_reviewed_anew(people, live):
    english = factories.published(people)
    spanish = factories.translated(people, english)
    factories.withdrawn(english)
    newer = factories.reviewed_anew(people, english)
    withdrawals.restore(spanish, by=people.colleague, at=NOON, reason="The dose was right.")
    revision = follows(people, spanish, newer)
    round_ = rounds.correct(revision, by=people.author, at=NOON, seen=revision.digest)
    rounds.offer(round_, [people.reviewer], by=people.author, at=NOON)
    factories.signed(people, revision, scopes=("wording",))
    fresh = publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)
    assert (fresh.kind, fresh.revision.translates) == ("wording", newer)


@pytest.mark.promise("R23")
def test_translation_of_another_meaning_is_sent_to_medical_review(people, live):
    english = factories.published(people)
    spanish = factories.translated(people, english)
    changed = factories.approved(people, english.answer, short="It is mild.")
    newer = publications.publish(changed, by=people.colleague, at=NOON, seen=changed.digest)
    revision = follows(people, spanish, newer)
    with pytest.raises(ValidationError, match="live text: the version that it translates, whose meaning is another"):
        rounds.correct(revision, by=people.author, at=NOON, seen=revision.digest)
    asked = Round.objects.create(
        answer=spanish.answer, revision=revision, kind="wording", opened_by=people.author, opened_at=NOON
    )
    rounds.offer(asked, [people.reviewer], by=people.author, at=NOON)
    factories.signed(people, revision, scopes=("wording",))
    with pytest.raises(Stale) as refused:
        publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)
    assert "publication_wording_alone, R4" in str(refused.value.__cause__)
