"""Past the moves: only what is not public is erased, for who wrote it, and not while it must be kept (C6, C8)."""

import pytest

from community.models import Case, Consent, Erasure, Following, Hold, Member, Membership, StoryDraft
from tests.community.guards.world import DAY, insert, receipt
from tests.conditions.guards.installation import allowed, refused
from tests.factories import NOON, TODAY

pytestmark = pytest.mark.django_db


def erase(found, **changed):
    return insert(Erasure, **receipt(found, **{"number": "EEEEEEEE"} | changed))


def ended(found):
    """The story with nothing that is allowed or undecided."""
    Case.objects.filter(story=found.story, closed_at=None).update(closed_at=NOON, outcome="declined")
    Consent.objects.filter(story=found.story, ended_at=None).update(ended_at=NOON, ending="withdrawn")
    return found


def hold(found, until):
    told = {"basis": "A court", "until": until, "is_told": True, "at": NOON}
    return insert(Hold, story=found.story, by=found.story.author.user, **told)


def test_database_takes_what_a_move_would_write(world):
    assert allowed(erase(ended(world.refused)))


@pytest.mark.promise("C6")
def test_nothing_public_allowed_or_undecided_is_erased(world):
    assert refused("erasure_takes_down_first", erase(world.live))
    Consent.objects.filter(story=world.ready.story).update(ended_at=NOON, ending="withdrawn")
    assert refused("erasure_takes_down_first", erase(world.ready))
    Case.objects.filter(pk=world.risky.case.pk).update(closed_at=NOON, outcome="declined")
    assert refused("erasure_takes_down_first", erase(world.risky))


@pytest.mark.promise("C6")
def test_whoever_erases_everything_leaves_nothing_public(world):
    assert refused("erasure_takes_down_first", erase(world.live, story=None))
    assert allowed(erase(world.live, story=None, kind="name"))
    assert allowed(erase(ended(world.refused), story=None))


@pytest.mark.promise("C8")
def test_story_is_erased_for_who_wrote_it(world):
    ended(world.refused)
    assert refused("erasure_of_their_own", erase(world.refused, member=world.stranger.member))
    assert refused("erasure_of_its_day", erase(world.refused, on=TODAY + 9 * DAY))
    assert refused("erasure_kind_known", erase(world.refused, kind="name"))


@pytest.mark.promise("C8")
def test_what_must_be_kept_is_kept_until_its_day(world):
    ended(world.refused)
    hold(world.refused, TODAY)()
    assert refused("erasure_not_held", erase(world.refused))
    assert allowed(erase(world.refused, at=NOON + DAY, on=TODAY + DAY))


@pytest.mark.promise("C8")
def test_what_is_erased_is_held_no_more(world):
    assert refused("hold_not_after_erasing", hold(world.erased, TODAY))
    assert refused("erasure_stays", lambda: Erasure.objects.filter(story=world.erased.story).update(number="F"))


@pytest.mark.promise("C8")
def test_whoever_left_gets_no_name_and_nothing_new(world):
    member = world.stranger.member
    drafted = {"member": member, "language": "en", "saved_at": NOON}
    belonging = {"member": member, "condition": world.about, "relation": "person", "joined_on": TODAY}
    assert allowed(insert(StoryDraft, **drafted))
    followed = {"member": member, "condition": world.about, "language": "en", "begun_at": NOON, "told_at": NOON}
    assert allowed(insert(Membership, **belonging))
    assert allowed(insert(Following, **followed))
    Member.objects.filter(pk=member.pk).update(left_on=TODAY, display_name="", folded_name="#1")
    assert refused("storydraft_not_after_leaving", insert(StoryDraft, **drafted))
    assert refused("membership_not_after_leaving", insert(Membership, **belonging))
    assert refused("following_not_after_leaving", insert(Following, **followed))
    for back in ({"display_name": "Loud crow"}, {"left_on": None, "display_name": "Loud crow", "folded_name": "crow"}):
        assert refused("member_stays_gone", lambda: Member.objects.filter(pk=member.pk).update(**back))  # noqa: B023
