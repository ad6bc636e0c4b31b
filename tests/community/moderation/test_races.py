"""Several people at once over one story: one outcome, nothing public that should not be, and nobody waits in a ring."""

import datetime

import pytest

from community import membership
from community.models import Claim, Decision, Erasure, Hold, Member, Story, StoryPublication, StoryText
from community.moderation import claims, erasures, holds, leaving, publications, sending, writing
from conditions import ledger
from tests import factories, stories
from tests.conditions.test_publishing_races import ROUNDS, together, won
from tests.factories import NOON, TODAY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people():
    return stories.duty()


def author(story):
    return story.author.user


def decider(case, person, kind="publish"):
    return lambda: stories.decided(case, person, kind)


def taking(case, person):
    return lambda: claims.take(case, by=person, at=NOON)


def taker(story):
    return lambda: publications.take_down(story, by=author(story), at=NOON)


def eraser(story):
    return lambda: erasures.erase(story, by=author(story), at=NOON)


def holder(story, person):
    told = {"basis": "A court", "until": TODAY + datetime.timedelta(days=9), "is_told": True}
    return lambda: holds.hold(story, by=person, at=NOON, **told)


def sender(draft):
    return lambda: sending.submit(draft, by=draft.member.user, at=NOON, seen=draft.version)


def leaver(member):
    return lambda: leaving.close_account(member, "words", by=member.user, at=NOON)


def unsound(story):
    """What must never be: public without a standing consent, or erased with anything left."""
    live = StoryPublication.objects.live().filter(story=story)
    erased = Erasure.objects.filter(story=story).exists()
    left = story.texts.exclude(text="").exists() or story.cases.open().exists() or live.exists()
    return [row for row in live if row.consent.ended_at] + ([story] if erased and left else [])


@pytest.mark.promise("C1", "M1")
def test_of_two_moderators_one_publishes(people):
    about = factories.condition()
    for _ in range(ROUNDS):
        case = stories.sent(factories.member(), about)
        outcomes = together(decider(case, people.moderator), decider(case, people.second))
        assert len(won(outcomes)) == 1
        assert StoryPublication.objects.get(story=case.story).ended_at is None


@pytest.mark.promise("M1")
def test_of_two_who_take_a_case_at_once_one_holds_it(people):
    about = factories.condition()
    for _ in range(ROUNDS):
        case = stories.sent(factories.member(), about)
        outcomes = together(taking(case, people.moderator), taking(case, people.second))
        assert won(outcomes) == [Claim.objects.get(case=case)]


@pytest.mark.promise("M4")
def test_two_who_decide_on_a_risky_story_at_once_publish_it_once(people):
    about = factories.condition()
    for _ in range(ROUNDS):
        case = stories.sent(factories.member(), about, text=f"{stories.WORDS} I stopped taking my tablets.")
        assert len(won(together(decider(case, people.moderator), decider(case, people.second)))) == 2
        live = StoryPublication.objects.get(story=case.story)
        assert {live.first.by, live.second.by} == {people.moderator, people.second}


@pytest.mark.promise("C1", "C5", "C6")
def test_consent_withdrawn_during_publication_leaves_nothing_public(people):
    about = factories.condition()
    for _ in range(ROUNDS):
        case = stories.sent(factories.member(), about)
        outcomes = together(decider(case, people.moderator), taker(case.story))
        assert outcomes[1] == case.story
        assert not Story.objects.published(TODAY).exists()
        assert unsound(case.story) == []
    assert list(ledger.verify()) == []


@pytest.mark.promise("C8")
def test_story_is_erased_whatever_is_decided_meanwhile(people):
    about = factories.condition()
    for _ in range(ROUNDS):
        case = stories.sent(factories.member(), about)
        outcomes = together(decider(case, people.moderator, "decline"), eraser(case.story))
        assert isinstance(outcomes[1], Erasure)
        assert unsound(case.story) == []
        assert not Decision.objects.filter(case=case).exclude(sentence="").exists()


@pytest.mark.promise("C8")
def test_story_is_either_held_or_erased(people):
    about = factories.condition()
    for _ in range(ROUNDS):
        story = stories.published(people, factories.member(), about)
        assert len(won(together(holder(story, people.lead), eraser(story)))) == 1
        assert Hold.objects.filter(story=story).exists() != Erasure.objects.filter(story=story).exists()


@pytest.mark.promise("C8")
def test_account_closes_while_its_stories_are_decided_on_and_sent(people):
    about = factories.condition()
    for _ in range(ROUNDS):
        waiting, member, again, fresh = busy(people, about)
        outcomes = together(leaver(member), decider(waiting, people.moderator), sender(again), sender(fresh))
        assert isinstance(outcomes[0], Erasure)
        assert not StoryText.objects.filter(story__author=member).exclude(text="").exists()
        assert not Story.objects.published(TODAY).filter(author=member).exists()
    assert list(ledger.verify()) == []


@pytest.mark.promise("C8")
def test_nothing_is_begun_for_somebody_who_leaves_at_that_moment(people):
    about = factories.condition()
    for _ in range(ROUNDS):
        member = factories.member().member
        again = Member.objects.select_related("user").get(pk=member.pk)
        outcomes = together(
            leaver(member),
            lambda member=member: writing.start(member, at=NOON, language="en"),
            lambda member=member: membership.belong(member, about, relation="person", on=TODAY),
            lambda again=again: membership.rename(again, "Brave otter", on=TODAY),
        )
        assert isinstance(outcomes[0], Erasure)
        gone = Member.objects.get(pk=member.pk)
        assert (gone.display_name, gone.drafts.count(), gone.memberships.count()) == ("", 0, 0)


def test_pressing_start_twice_at_once_is_no_error(people):
    author, about = factories.member(), factories.condition()
    starts = f"/me/stories/new/?condition={about.slug}"
    phone = factories.browser(author)
    phone.post(starts)
    for _ in range(ROUNDS):
        outcomes = together(*[lambda: factories.browser(author).post(starts).status_code] * 2)
        assert outcomes == [302, 302]
    assert author.member.drafts.count() == 1


def busy(people, about):
    """A member with a public story of which other words are written, one that waits, and a draft of a third."""
    member = factories.member().member
    public = stories.published(people, member.user, about)
    waiting = stories.sent(member.user, about)
    again = writing.edit(public, by=member.user, at=NOON)
    again = writing.save(again, {"years": 3}, by=member.user, at=NOON, seen=again.version)
    return waiting, Member.objects.get(pk=member.pk), again, stories.draft(member.user, about)
