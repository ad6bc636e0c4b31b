"""Past the moves: words of members never change, and nobody accepts for them what they did not write (C12, M5)."""

import pytest
from django.db import IntegrityError, transaction

from community.models import Story, StoryDraft, StoryText
from community.moderation import leaving
from tests import stories
from tests.community.guards.world import insert, proposal, seen
from tests.conditions.guards.installation import allowed, refused
from tests.factories import NOON

pytestmark = pytest.mark.django_db

GONE = {"title": "", "text": "", "because": "", "ties": "", "salt": "", "is_sealed": True}


def write(found, **changed):
    """The next words of a story; the author's own, unless somebody proposes them."""
    kept = {"accepted_at": NOON, "because": ""} if not changed.get("by") else {}
    words = proposal(found, **kept | changed)
    return insert(StoryText, **{field.name: getattr(words, field.name) for field in words._meta.concrete_fields[1:]})


def test_database_takes_the_next_words_of_either_side(world):
    assert allowed(write(world.ready))
    assert allowed(write(world.ready, by=world.people.moderator))


COMES_NEXT = {
    "out of order": lambda w: write(w.ready, number=7),
    "born erased": lambda w: write(w.ready, is_sealed=True),
    "accepted by who proposes it": lambda w: write(w.ready, by=w.people.moderator, accepted_at=NOON),
    "refused by who proposes it": lambda w: write(w.ready, by=w.people.moderator, refused_at=NOON),
    "proposed by the author": lambda w: write(w.ready, by=w.ready.story.author.user),
}


@pytest.mark.promise("C12", "M5")
@pytest.mark.parametrize("attack", COMES_NEXT)
def test_database_refuses_words(world, attack):
    assert refused("storytext_comes_next", COMES_NEXT[attack](world))


IN_ONE_ROW = {
    "without a reason for the change": (
        "change_has_a_reason",
        lambda w: write(w.ready, by=w.people.second, because=""),
    ),
    "own, but not sent by the author": ("of_the_author", lambda w: write(w.ready, accepted_at=None)),
    "own, with a reason": ("of_the_author", lambda w: write(w.ready, because="A name.")),
    "own, and refused": ("answered_once", lambda w: write(w.ready, refused_at=NOON)),
    "empty": ("has_words", lambda w: write(w.ready, text="")),
    "without salt": ("has_words", lambda w: write(w.ready, salt="")),
    "in a role that nobody has": ("words_known", lambda w: write(w.ready, relation="doctor")),
}


@pytest.mark.promise("C13", "M5")
@pytest.mark.parametrize("attack", IN_ONE_ROW)
def test_row_of_words_is_refused(world, attack):
    rule, forged = IN_ONE_ROW[attack]
    assert refused(f"storytext_{rule}", forged(world))


def test_words_have_one_number(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        write(world.ready, number=1)()


@pytest.mark.promise("C12", "M5")
@pytest.mark.parametrize(
    "changed", [{"text": "Other."}, {"proposed_by": None}, {"is_sealed": True}, {"digest": "0" * 64}, {"country": "ES"}]
)
def test_database_keeps_words_as_they_are(world, changed):
    assert refused("storytext_stays", lambda: StoryText.objects.filter(pk=world.offered.text.pk).update(**changed))


@pytest.mark.promise("M5")
@pytest.mark.parametrize("reason", ["Another one.", ""])
def test_reason_of_a_change_is_neither_reworded_nor_taken_away(world, reason):
    offered = StoryText.objects.filter(pk=world.offered.text.pk)
    assert refused("storytext_reason_only_goes", lambda: offered.update(because=reason))


@pytest.mark.promise("C12")
def test_author_answers_once(world):
    offered = StoryText.objects.filter(pk=world.offered.text.pk)
    offered.update(refused_at=NOON)
    assert refused("storytext_(stays|answered_once)", lambda: offered.update(accepted_at=NOON))
    assert refused("storytext_stays", lambda: offered.update(refused_at=None))


def test_story_keeps_its_author(world):
    story = Story.objects.filter(pk=world.ready.story.pk)
    assert refused("story_stays", lambda: story.update(author=world.stranger.member))


@pytest.mark.promise("C8")
def test_words_are_emptied_only_after_the_receipt(world):
    assert refused("storytext_stays", lambda: StoryText.objects.filter(pk=world.ready.text.pk).update(**GONE))
    erased = StoryText.objects.filter(pk=world.erased.text.pk)
    assert refused("storytext_stays", lambda: erased.update(**GONE | {"title": "Something of it"}))
    assert allowed(lambda: erased.update(**GONE))


def left_behind(found):
    """The author closed the account without a name: words that were sent and never read, and those that readers see."""
    case = stories.resent(found.story)
    unread = seen(case).text
    leaving.close_account(found.story.author, "name", by=found.story.author.user, at=NOON)
    return (StoryText.objects.filter(pk=text.pk) for text in (unread, found.text))


@pytest.mark.promise("C8", "M5")
@pytest.mark.parametrize(
    "changed",
    [
        {"text": "I stole."},
        {"title": "", "text": "I stole.", "because": "", "ties": "", "salt": ""},
        {"is_sealed": False},
        {"because": "A name."},
    ],
)
def test_words_of_who_left_without_a_name_change_no_more_than_others(world, changed):
    with transaction.atomic():
        emptied, shown = left_behind(world.live)
        assert refused("storytext_(stays|reason_only_goes)", lambda: emptied.update(**changed))
        assert refused("storytext_stays", lambda: shown.update(text="I stole."))
        assert refused("storytext_stays", lambda: shown.update(**GONE))
        transaction.set_rollback(True)


@pytest.mark.promise("C8")
def test_nothing_is_written_about_an_erased_story(world):
    story = world.erased.story
    draft = insert(StoryDraft, member=story.author, story=story, language="en", saved_at=NOON)
    assert refused("storytext_not_after_erasing", write(world.erased))
    assert refused("storydraft_not_after_erasing", draft)
