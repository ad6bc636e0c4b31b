"""Past the moves: moderators decide on words that they saw, of others, and nobody decides twice (M1, M4, M6, M7)."""

from types import SimpleNamespace

import pytest

from community.models import Appeal, Case, Decision, Finding, SteppedBack, StoryReport
from tests import stories
from tests.community.guards.world import CONTEST, DAY, appeal, insert, message, said
from tests.conditions.guards.installation import allowed, refused
from tests.factories import NOON, TODAY

pytestmark = pytest.mark.django_db


def decide(found, by, kind="publish", **changed):
    return insert(Decision, **said(found, by, kind, **changed))


@pytest.mark.parametrize("kind", ["publish", "decline", "keep", "remove"])
def test_database_takes_what_a_move_would_write(world, kind):
    assert allowed(decide(world.waiting, world.people.moderator, kind))


ON_WORDS = {
    "on other words than were on screen": lambda w: decide(w.waiting, w.people.second, digest="0" * 64),
    "on words of another story": lambda w: decide(w.waiting, w.people.second, text=w.ready.text),
    "with another story's digest": lambda w: decide(w.waiting, w.people.second, digest=w.ready.text.digest),
    "in a case that is closed": lambda w: decide(w.live, w.people.second),
    "born erased": lambda w: decide(w.waiting, w.people.second, is_sealed=True),
}
BY_ANOTHER = {
    "by the author": lambda w: decide(w.waiting, w.waiting.story.author.user),
    "by who stepped back": lambda w: decide(w.waiting, w.people.lead),
}


@pytest.mark.promise("M1")
@pytest.mark.parametrize("attack", ON_WORDS)
def test_database_refuses_a_decision_on_what_was_not_seen(world, attack):
    assert refused("decision_on_words", ON_WORDS[attack](world))


@pytest.mark.promise("M1", "M16")
@pytest.mark.parametrize("attack", BY_ANOTHER)
def test_database_refuses_who_may_not_decide(world, attack):
    SteppedBack.objects.create(case=world.waiting.case, by=world.people.lead, at=NOON)
    assert refused("decision_by_another", BY_ANOTHER[attack](world))


IN_ONE_ROW = {
    "decision_gives_its_rule": {"rule": ""},
    "decision_gives_its_reason": {"sentence": ""},
    "decision_words_known": {"rule": "because"},
}


@pytest.mark.promise("M6")
@pytest.mark.parametrize("rule", IN_ONE_ROW)
def test_refusal_without_its_reason_is_refused(world, rule):
    assert refused(rule, decide(world.waiting, world.people.second, "decline", **IN_ONE_ROW[rule]))


@pytest.mark.promise("C16")
@pytest.mark.parametrize("kind", ["publish", "keep"])
def test_words_that_could_lead_to_somebody_stay_only_if_a_person_says_that_they_do_not(world, kind):
    found = Finding(text=world.waiting.text, part="ties", rule="birth", level="usual", place=0, length=3)
    stories.told(world.waiting.story, found, by=None)
    assert refused("decision_clears_what_is_marked", decide(world.waiting, world.people.second, kind))
    assert allowed(decide(world.waiting, world.people.second, kind, cleared="It is none."))


@pytest.mark.promise("C16")
def test_refusal_clears_nothing(world):
    assert refused("decision_clears_what_stays", decide(world.waiting, world.people.second, "decline", cleared="So."))


@pytest.mark.promise("M7")
def test_refusal_can_be_contested_for_six_months(world):
    short = decide(world.waiting, world.people.second, "decline", contest_until=CONTEST - 10 * DAY)
    assert refused("decision_contestable_for_long", short)
    assert refused("decision_gives_its_rule", decide(world.waiting, world.people.second, "decline", contest_until=None))


@pytest.mark.promise("M7")
def test_appeal_comes_in_time(world):
    late = {"at": NOON + 184 * DAY, "on": CONTEST + DAY}
    assert allowed(appeal(world, at=NOON + 183 * DAY, on=CONTEST))
    assert refused("appeal_in_time", appeal(world, **late))
    assert refused("appeal_of_its_day", appeal(world, at=late["at"]))
    assert refused("appeal_in_time", appeal(world, decision=world.refused.first))


@pytest.mark.promise("M7")
def test_appeal_is_not_born_decided(world):
    decided = {"decided_at": NOON, "decided_by": world.people.lead, "outcome": "stands", "sentence": "No."}
    assert refused("appeal_in_time", appeal(world, **decided))
    assert refused("appeal_decided_as_a_whole", appeal(world, decided_by=world.people.lead))


@pytest.mark.promise("M7")
@pytest.mark.parametrize("who", ["moderator", "second", "author", "lead"])
def test_appeal_is_decided_by_nobody_who_decided_or_wrote(world, who):
    appeal(world)()
    person = world.refused.story.author.user if who == "author" else getattr(world.people, who)
    told = {"decided_at": NOON, "decided_by": person, "outcome": "stands", "sentence": "It stands."}
    decide_it = lambda: Appeal.objects.filter(decision=world.refusal).update(**told)  # noqa: E731
    assert allowed(decide_it) if who == "lead" else refused("appeal_by_another", decide_it)


@pytest.mark.promise("M7")
def test_appeal_has_a_case_of_its_own(world):
    assert refused("appeal_opens_a_case", appeal(world, case=world.refused.case))
    assert refused("appeal_opens_a_case", appeal(world, case=world.ready.case))


@pytest.mark.promise("M7")
def test_who_decided_before_the_appeal_does_not_decide_after_it(world):
    appeal(world)()
    found = SimpleNamespace(case=world.refused.again, text=world.refused.text)
    assert allowed(decide(found, world.people.lead))
    assert refused("decision_by_another", decide(found, world.people.second))


@pytest.mark.promise("M7")
def test_appeal_is_decided_once(world):
    told = {"decided_at": NOON, "decided_by": world.people.lead, "outcome": "stands", "sentence": "It stands."}
    appeal(world)()
    Appeal.objects.update(**told)
    assert refused("appeal_stays", lambda: Appeal.objects.update(outcome="changed"))


@pytest.mark.promise("M4")
def test_risk_rises_and_is_never_lowered(world):
    case = Case.objects.filter(pk=world.risky.case.pk)
    assert allowed(lambda: case.update(level="danger"))
    assert refused("case_level_rises", lambda: case.update(level="usual"))
    usual = Case.objects.filter(pk=world.waiting.case.pk)
    assert refused("case_words_known", lambda: usual.update(level="none"))


def test_case_closes_once(world):
    closed = Case.objects.filter(pk=world.live.case.pk)
    assert refused("case_stays", lambda: closed.update(closed_at=None, outcome=""))
    assert refused("case_closed_as_a_whole", lambda: Case.objects.filter(pk=world.ready.case.pk).update(closed_at=NOON))
    second = insert(Case, story=world.ready.story, cause="reported", opened_at=NOON, due_on=TODAY)
    assert refused("case_stays|case_one_open", second)


@pytest.mark.promise("M21")
def test_each_side_speaks_for_itself(world):
    moderator, author = world.people.moderator, world.waiting.story.author.user
    assert allowed(message(world.waiting, moderator, is_from_author=False))
    assert allowed(message(world.waiting, author, is_from_author=True))
    assert refused("message_of_its_side", message(world.waiting, moderator, is_from_author=True))
    assert refused("message_of_its_side", message(world.waiting, author, is_from_author=False))
    assert refused("message_of_its_side", message(world.live, moderator, is_from_author=False))


@pytest.fixture
def reported(world):
    """The public story, with an open case as a report opens it."""
    case = Case(story=world.live.story, cause="reported", opened_at=NOON, due_on=TODAY)
    (case,) = stories.told(world.live.story, case, by=None)
    return SimpleNamespace(publication=world.live.publication, case=case)


def report(found, **changed):
    told = {"number": "DDDDDDDD", "publication": found.publication, "case": found.case, "reason": "other"}
    return insert(
        StoryReport, **told | {"language": "en", "at": NOON, "words": "A name.", "email": "a@b.org"} | changed
    )


@pytest.mark.promise("M9")
def test_report_is_about_what_was_read(world, reported):
    assert allowed(report(reported))
    for case in (world.ready.case, world.live.case):
        assert refused("storyreport_on_what_was_read", report(reported, case=case))


@pytest.mark.promise("M9")
@pytest.mark.parametrize("changed", [{"words": "Another name."}, {"email": "other@b.org"}, {"reply": "No."}])
def test_report_is_never_reworded_and_can_be_emptied(reported, changed):
    report(reported, reply="We looked.")()
    found = StoryReport.objects.filter(number="DDDDDDDD")
    assert refused("storyreport_words_only_go", lambda: found.update(**changed))
    assert allowed(lambda: found.update(words="", email="", reply="", emptied_at=NOON))
    assert refused("storyreport_stays", found.delete)
    assert refused("storyreport_emptied_as_a_whole", lambda: found.update(emptied_at=NOON))


@pytest.mark.promise("C8")
def test_no_case_is_opened_of_an_erased_story(world):
    case = insert(Case, story=world.erased.story, cause="reported", opened_at=NOON, due_on=TODAY)
    assert refused("case_not_after_erasing", case)
