"""What somebody who owns the tables cannot change about a story without `verify` saying so (E11, C8, C12, M1)."""

import pytest

from community import words
from community.models import Decision, StoryPublication, StoryText
from community.moderation import cases, erasures, threads
from tests import stories
from tests.conditions.evidence.world import disarm, found, rearm, rechain
from tests.factories import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.promise("E11")]


@pytest.fixture
def people():
    yield stories.duty()
    rearm()


@pytest.fixture
def live(people):
    return StoryPublication.objects.get(story=stories.published(people))


def forge(*changed, **said):
    """Writes the rows as they are in memory, and the whole stream as if it had always been so."""
    disarm()
    for row in changed:
        row.save(force_update=True)
    rechain(threads.stream(StoryText.objects.get().story), *changed, **said)


def problem(row, sentence):
    return [f"{threads.stream(StoryText.objects.get().story)}: community_{row._meta.model_name}:{row.pk} {sentence}"]


def test_one_letter_is_found(live):
    disarm()
    StoryText.objects.update(text=stories.WORDS.replace("wet", "wed"))
    assert found() == problem(live.text, "is not what event 1 recorded.")


@pytest.mark.promise("M1")
def test_letter_is_found_though_the_stream_is_told_anew(live):
    live.text.text = "Take more of it."
    forge(live.text)
    assert found() == problem(live.text, "has other words than its digest says.")


@pytest.mark.promise("M1")
def test_words_and_digest_told_anew_are_not_what_was_decided_on(live):
    live.text.text = "Take more of it."
    live.text.digest = words.digest(live.text)
    forge(live.text)
    assert found() == problem(live, "was public without a decision on its words.")


@pytest.mark.promise("M1")
def test_refusal_is_not_told_anew_as_an_approval(live):
    live.first.kind = Decision.Kind.KEEP
    forge(live.first)
    assert found() == problem(live, "was public without a decision on its words.")


@pytest.mark.promise("C12")
def test_acceptance_by_somebody_else_than_the_author_is_found(people):
    case = stories.sent()
    seen = threads.current(case.story).digest
    told = {"title": "Another", "text": "Other words.", "because": "A name.", "seen": seen}
    change = cases.propose_change(case, **told, by=people.moderator, at=NOON)
    assert found() == []
    StoryText.objects.filter(pk=change.pk).update(accepted_at=NOON)
    assert [f"community_storytext:{change.pk}" in sentence for sentence in found()] == [True]


@pytest.mark.promise("C8")
def test_everything_holds_after_an_erasure_and_words_that_come_back_are_found(live):
    erasures.erase(live.story, by=live.story.author.user, at=NOON)
    assert found() == []
    text = StoryText.objects.get()
    text.text = "It was never erased."
    forge(text)
    assert found() == problem(text, "is erased, but has words.")
