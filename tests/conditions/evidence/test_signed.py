"""What somebody who owns the tables cannot hide by telling the ledger the same story, unless they tell all of it."""

import datetime
import json
from types import SimpleNamespace

import pytest

from conditions import ledger, words
from conditions.digest import canonical
from conditions.models import Citation, Contribution, Event, Quotation, Seal, SignOff, Verdict
from conditions.models.people import Role
from tests import factories
from tests.conditions.evidence.world import disarm, found, rearm, rechain, sealed
from tests.factories import NOON

pytestmark = pytest.mark.promise("E11")
A_DAY = datetime.timedelta(days=1)


@pytest.fixture
def live(db):
    """A published answer; afterwards the database refuses again what it should."""
    people = factories.desk()
    publication = factories.published(people)
    publication.people = people
    yield publication
    rearm()


def forge(live, *changed, **said):
    """Writes the rows as they are in memory, and the whole stream as if it had always been so."""
    disarm()
    for row in changed:
        row.save(force_update=True)
    rechain(f"answer:{live.answer_id}", *changed, **said)


def redigested(revision):
    """The revision, with the digest of what it says now."""
    citations, quotations = Citation.objects.filter(revision=revision), Quotation.objects.filter(revision=revision)
    revision.digest = words.digest(revision, citations, quotations)
    return revision


def only(kind):
    return kind.objects.get()


@pytest.mark.promise("E3")
def test_words_told_anew_do_not_give_the_digest(live):
    revision = live.revision
    revision.body = "Take more of it."
    forge(live, revision)
    assert found() == [
        f"answer:{live.answer_id}: conditions_revision:{revision.pk} has other words than its digest says."
    ]


@pytest.mark.promise("E3")
def test_words_and_digest_told_anew_are_not_what_was_approved(live):
    revision = live.revision
    revision.body = "Take more of it."
    forge(live, redigested(revision), digest=revision.digest)
    verdict = only(Verdict)
    assert found() == [
        f"answer:{live.answer_id}: conditions_verdict:{verdict.pk} approves other words than those of its revision."
    ]


def test_digest_told_anew_alone_is_not_the_one_of_the_ledger(live):
    revision = live.revision
    revision.digest = "0" * 64
    forge(live, revision)
    assert "does not carry the digest that the ledger recorded" in found()[0]


def test_whole_stream_told_anew_shows_against_a_note(live):
    noted, revision, verdict = list(ledger.ends()), live.revision, only(Verdict)
    revision.body = "Take more of it."
    verdict.digest = redigested(revision).digest
    forge(live, revision, verdict, digest=revision.digest)
    assert found() == []
    assert [problem.where for problem in ledger.verify_ends(noted)] == [f"answer:{live.answer_id}"]


@pytest.mark.promise("R8")
def test_approval_by_a_writer_is_named(live):
    part = only(Contribution)
    part.user = live.people.colleague
    forge(live, part)
    assert "was given by somebody who had a part in the words" in found()[0]


@pytest.mark.promise("R8")
def test_approval_by_who_saved_the_words_is_named(live):
    live.revision.created_by = live.people.colleague
    forge(live, live.revision)
    assert "was given by somebody who had a part in the words" in found()[0]


@pytest.fixture
def outside(db):
    """A text that an outside expert approved by their link."""
    people = factories.desk()
    link = factories.asked_outside(people, 1)
    (verdict,) = factories.signed_outside(link)
    yield SimpleNamespace(people=people, link=link, verdict=verdict, answer_id=verdict.round.answer_id)
    rearm()


@pytest.mark.promise("R9")
@pytest.mark.parametrize("forged", ["voucher", "withdrawn", "ended"])
def test_approval_that_rests_on_no_link_is_named(outside, forged):
    assert found() == []
    verdict, link, of = outside.verdict, outside.link, f"condition:{outside.link.bundle.condition_id}"
    if forged == "voucher":
        verdict.voucher = factories.holder(Role.EDITOR)
        forge(outside, verdict)
    else:
        disarm()
        link.withdrawn_at = NOON - A_DAY if forged == "withdrawn" else None
        link.withdrawn_by = outside.people.author if forged == "withdrawn" else None
        link.expires_at = link.expires_at if forged == "withdrawn" else NOON
        link.asked_at = NOON - A_DAY
        link.save(force_update=True)
        rechain(of, link)
    assert [line for line in found() if "rests on no link that worked then" in line] == found()
    assert len(found()) == 1


@pytest.fixture
def understood(db):
    """A published answer that a lay reader understood."""
    people = factories.desk()
    live = factories.understood(people, factories.to_be_read(people))
    yield SimpleNamespace(people=people, reading=live.reading, live=live, answer_id=live.answer_id)
    rearm()


def of_other_words(understood):
    understood.reading.digest = "0" * 64


def by_the_writer(understood):
    understood.reading.reader = understood.people.author


def by_the_clinician(understood):
    understood.reading.reader = understood.people.colleague


def too_late(understood):
    understood.reading.answered_at = NOON + A_DAY


def with_words(understood):
    understood.reading.is_sealed = True


def overtaken_by_nothing(understood):
    understood.reading.overtaken_at = NOON


READ = {
    of_other_words: "is of other words than those of a review that asks for a lay reader",
    by_the_writer: "had a part in the words",
    by_the_clinician: "decided on the same words as a clinician",
    too_late: "was answered before they were asked, or after the review ended",
    with_words: "is taken back, but has words",
    overtaken_by_nothing: "is not what the same person said last of these words",
}


@pytest.mark.promise("E3")
@pytest.mark.parametrize("forged", READ)
def test_reading_that_was_not_given_so_is_named(understood, forged):
    assert found() == []
    forged(understood)
    forge(understood, understood.reading)
    assert READ[forged] in found()[0]


@pytest.mark.promise("E3")
def test_reading_of_which_the_ledger_tells_elsewhere_is_named(understood):
    """The one event that tells of the answer says that it was of other words."""
    of = f"answer:{understood.answer_id}"
    disarm()
    event = Event.objects.get(stream=of, action="understood")
    other = json.loads(event.data) | {"digest": "0" * 64}
    Event.objects.filter(pk=event.pk).update(data=canonical(other))
    rechain(of)
    assert "no event tells of it after they were asked about these words" in found()[0]


@pytest.mark.promise("R6")
@pytest.mark.parametrize("forged", ["none", "unclear"])
def test_publication_without_the_lay_reader_whom_it_takes_is_named(understood, forged):
    if forged == "none":
        understood.live.reading = None
        forge(understood, understood.live)
        assert "names no lay reader, though its review asked for one" in found()[0]
    else:
        understood.reading.said = "unclear"
        forge(understood, understood.reading)
        assert "names a lay reader who had not understood these words when it began" in found()[0]


@pytest.mark.promise("E7")
def test_publication_by_a_writer_is_named(live):
    live.published_by = live.people.author
    forge(live, live)
    assert "was published by somebody who had a part in its words" in found()[0]


@pytest.mark.promise("E3")
def test_publication_on_a_verdict_that_approves_nothing_is_named(live):
    verdict = only(Verdict)
    verdict.decision = Verdict.Decision.CHANGES
    forge(live, verdict)
    assert "rests on no approval of its words" in found()[0]


@pytest.mark.promise("E3")
def test_publication_that_nobody_stands_behind_is_named(live):
    sign_off = only(SignOff)
    number = sign_off.pk
    disarm()
    sign_off.delete()
    rechain(f"answer:{live.answer_id}", gone=f"conditions_signoff:{number}")
    assert "rests on no approval of its words" in found()[0]


@pytest.mark.promise("E3")
def test_publication_of_other_words_than_the_approved_is_named(live):
    other = factories.written(live.people, live.answer, body="Other words.[^ers-2017]")
    live.revision = other
    forge(live, live)
    assert "rests on no approval of its words" in found()[0]


@pytest.fixture
def gone(live):
    """A version that was withdrawn, and whose words two people sealed."""
    factories.withdrawn(live)
    sealed(live.revision, live.people)
    return live


@pytest.mark.promise("E19")
def test_sealed_version_holds(gone):
    assert gone.revision.is_sealed
    assert found() == []


@pytest.mark.promise("E19")
def test_words_of_a_sealed_version_are_named(gone):
    gone.revision.unknowns = "Something"
    forge(gone, gone.revision)
    assert "is sealed, but has words" in found()[0]


@pytest.mark.promise("E19")
def test_seal_by_one_person_is_named(gone):
    seal = only(Seal)
    seal.sealed_by = seal.asked_by
    forge(gone, seal)
    assert "is not sealed by two people, or not as they decided" in found()[0]


@pytest.mark.promise("E19")
def test_emptied_version_without_a_seal_is_named(gone):
    seal = only(Seal)
    seal.sealed_by = seal.sealed_at = None
    forge(gone, seal)
    assert "is not sealed by two people, or not as they decided" in found()[0]


@pytest.mark.promise("E19")
def test_digest_of_a_sealed_version_is_the_one_that_the_ledger_recorded(gone):
    gone.revision.digest = "0" * 64
    forge(gone, gone.revision)
    assert "does not carry the digest that the ledger recorded" in found()[0]
