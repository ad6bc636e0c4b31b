"""The lists of stories in the administration: found by the code of a story, at the same cost for any number."""

import pytest

from community.models import Level
from community.moderation import cases, claims, reports, safety
from conditions.models.people import Role
from tests import factories, stories
from tests.factories import NOON

pytestmark = pytest.mark.django_db

# Queries, for one story as for two: who asks and what they may, the count, the days, and the rows with all they name.
COST = {
    "story": 13,
    "storytext": 12,
    "finding": 11,
    "consent": 12,
    "case": 12,
    "decision": 12,
    "appeal": 12,
    "storypublication": 12,
    "storyreport": 12,
}


def lived(people, about):
    """A story that is public again after an appeal, and was reported."""
    case = stories.sent(factories.member(), about, text=f"{stories.WORDS} My son Tom said so.")
    stories.appealed(stories.decided(case, people.moderator, "decline"))
    other = stories.published(people, factories.member(), about)
    reports.report(other, reason="other", at=NOON, words="It names my street.")
    return case.story


@pytest.mark.promise("M9", "M11")
def test_nobody_finds_what_others_did_about_their_own_story():
    people, author = stories.duty(), factories.member(is_staff=True)
    for role in (Role.MODERATOR, Role.SAFEGUARDING):
        factories.granted(author, role)
    about = factories.condition()
    for writer in (author, factories.member()):
        case = stories.sent(writer, about)
        claims.take(case, by=people.moderator, at=NOON)
        cases.raise_level(case, Level.DANGER, by=people.moderator, at=NOON)
        safety.note_step(case, kind="called", note="No.", is_told=False, by=people.lead, at=NOON)
    desk = factories.browser(author, second_factor=True)
    lists = ("story", "storytext", "case", "claim", "safetystep")
    found = {name: desk.get(f"/admin/community/{name}/").context["cl"].queryset.get() for name in lists}
    assert found["story"] == found["claim"].case.story == found["safetystep"].case.story == case.story
    own = type(found["safetystep"]).objects.exclude(pk=found["safetystep"].pk).get()
    assert desk.get(f"/admin/community/safetystep/{own.pk}/change/").status_code == 302


def test_lists_cost_the_same_for_any_number_and_find_a_story_by_its_code(django_assert_num_queries):
    people, about = stories.duty(), factories.condition()
    desk = factories.browser(factories.holder(Role.MODERATOR, is_staff=True), second_factor=True)
    desk.get("/admin/")
    for _story in range(2):
        story = lived(people, about)
        for name, queries in COST.items():
            with django_assert_num_queries(queries):
                assert desk.get(f"/admin/community/{name}/").context["cl"].result_count
    found = {name: desk.get(f"/admin/community/{name}/", {"q": story.code}).context["cl"] for name in COST}
    assert [name for name, listed in found.items() if listed.result_count >= listed.full_result_count] == []
    assert [found[name].result_count for name in ("story", "case", "decision", "appeal")] == [1, 2, 1, 1]
