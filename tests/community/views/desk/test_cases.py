"""One story before a moderator: why it is here, what was marked, and every decision previewed first (M4, M6, M14)."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from community import waiting
from community.models import Case, Decision, Level, Story, StoryText
from community.moderation import cases, reports
from conditions.models.people import Role
from tests import factories, stories
from tests.shared import made_once

pytestmark = pytest.mark.django_db
TEXT = f"{stories.WORDS}\n\nRing me on 020 7946 0123. <script>alert(1)</script>"
WHY = {"rule": "contact", "sentence": "The telephone number."}
NONE = {"cleared": "It is the number of the clinic."}
TICKED = {"is_none": "on", **NONE}


class World:
    """A story that waits, with a telephone number in it, and two moderators."""

    def __init__(self):
        self.people = stories.duty()
        self.case = stories.sent(factories.member("Quiet fern"), text=TEXT)
        self.text = self.case.story.texts.get()


world = made_once(World)


def address(case, name="case"):
    return reverse(f"desk:stories:{name}", args=[case.pk])


def sitting(person):
    return factories.browser(person, second_factor=True)


def shown(person, case, name="case"):
    return sitting(person).get(address(case, name)).content.decode()


def pressed(person, case, name, do="send", **typed):
    browser = sitting(person)
    seen = browser.get(address(case, name)).context["form"]["seen"].value()
    return browser.post(address(case, name), {"seen": seen, "do": do, **typed})


def reported(decision, *, at):
    return reports.report(decision.case.story, reason="advert", at=at)


@pytest.mark.one_engine
@pytest.mark.promise("M4", "M14")
def test_page_says_why_by_rule_and_words(world):
    page = shown(world.people.moderator, world.case)
    assert "It looks like an address, a number or a name by which somebody can be reached." in page
    assert page.count("<mark") == 2
    assert "<mark>020 7946 0123</mark>" in page
    assert "&lt;script&gt;" in page


@pytest.mark.one_engine
def test_page_tells_of_the_author_and_what_they_allow(world):
    page = shown(world.people.moderator, world.case)
    assert "Quiet fern" in page
    assert "Person with the condition" in page
    assert page.count("allowed until") == 2
    assert world.case.story.author.user.email not in page


@pytest.mark.promise("M6")
def test_refusal_is_read_before_it_is_sent(world):
    page = pressed(world.people.moderator, world.case, "decline", do="look", **WHY).content.decode()
    assert "As Quiet fern will read it" in page
    assert "We did not publish your story." in page
    assert "Another person will look again if you ask by" in page
    assert not Decision.objects.exists()


@pytest.mark.promise("M6")
def test_refusal_is_sent_by_the_second_press(world):
    answer = pressed(world.people.moderator, world.case, "decline", **WHY)
    assert answer["Location"] == address(world.case)
    assert Decision.objects.get().sentence == "The telephone number."
    assert "Declined" in shown(world.people.moderator, world.case)


def test_refusal_without_a_rule_says_so_and_keeps_what_was_typed(world):
    page = pressed(world.people.moderator, world.case, "decline", sentence="The number.").content.decode()
    assert "There is a problem" in page
    assert "Say which rule it breaks." in page
    assert "The number." in page


@pytest.mark.promise("M1")
def test_words_that_moved_are_not_published_unseen(world):
    browser = sitting(world.people.moderator)
    seen = browser.get(address(world.case, "publish")).context["form"]["seen"].value()
    said = {"title": "Other", "text": stories.WORDS, "because": "The number.", "at": timezone.now()}
    change = cases.propose_change(world.case, **said, by=world.people.second, seen=world.text.digest)
    cases.accept_change(change, by=world.case.story.author.user, at=timezone.now())
    answer = browser.post(address(world.case, "publish"), {"seen": seen, "do": "send"})
    assert (answer.status_code, Decision.objects.count()) == (409, 0)


@pytest.mark.promise("E4")
def test_reason_typed_meanwhile_is_kept(world):
    browser = sitting(world.people.moderator)
    seen = browser.get(address(world.case, "decline")).context["form"]["seen"].value()
    cases.raise_level(world.case, Level.HIGH, by=world.people.second, at=timezone.now())
    answer = browser.post(address(world.case, "decline"), {"seen": seen, "do": "send", **WHY})
    assert answer.status_code == 409
    assert "The telephone number." in answer.content.decode()


@pytest.mark.promise("M4")
def test_risky_story_says_that_it_waits_for_a_second_person(world):
    cases.raise_level(world.case, Level.HIGH, by=world.people.second, at=timezone.now())
    alone = "until a second moderator decides the same"
    assert alone in shown(world.people.moderator, world.case, "publish")
    pressed(world.people.moderator, world.case, "publish", **TICKED)
    assert "You decided so already." in shown(world.people.moderator, world.case, "publish")
    assert alone not in shown(world.people.second, world.case, "publish")
    assert "Waiting for a second moderator since" in shown(world.people.second, world.case)
    pressed(world.people.second, world.case, "publish", **TICKED)
    assert Story.objects.published(timezone.localdate()).get() == world.case.story


@pytest.mark.one_engine
@pytest.mark.promise("M11")
def test_danger_says_who_was_told_and_when(world):
    cases.raise_level(world.case, Level.DANGER, by=world.people.second, at=timezone.now())
    page = shown(world.people.lead, world.case)
    assert "Safeguarding lead told on" in page
    assert "Publish this story" not in page
    assert sitting(world.people.lead).get(address(world.case, "publish")).status_code == 403


@pytest.mark.promise("M11")
def test_safeguarding_lead_asks_the_author_in_danger_and_only_then(world):
    assert sitting(world.people.lead).get(address(world.case, "ask")).status_code == 404
    cases.raise_level(world.case, Level.DANGER, by=world.people.second, at=timezone.now())
    assert "Ask the author" in shown(world.people.lead, world.case)
    pressed(world.people.lead, world.case, "ask", sentence="How are you?")
    assert world.case.messages.get().by == world.people.lead


@pytest.mark.promise("M11", "M16")
def test_lead_who_says_not_me_in_danger_still_asks_the_author_and_is_told_so(world):
    lead = factories.granted(world.people.lead, Role.MODERATOR)
    cases.raise_level(world.case, Level.DANGER, by=world.people.second, at=timezone.now())
    page = sitting(lead).post(address(world.case, "not_me"), follow=True).content.decode()
    assert "As a safeguarding lead you still see it" in page
    pressed(lead, world.case, "ask", sentence="How are you?")
    assert world.case.messages.get().by == lead


@pytest.mark.promise("M7")
def test_case_says_that_the_author_asked_for_another_look(world):
    waits = "The author asked for another look"
    decision = stories.decided(world.case, world.people.moderator, "decline", at=timezone.now())
    assert waits not in shown(world.people.moderator, world.case)
    stories.appealed(decision, at=timezone.now())
    assert waits in shown(world.people.moderator, world.case)


@pytest.mark.promise("C16")
def test_telephone_number_is_asked_about_before_it_is_published(world):
    page = pressed(world.people.moderator, world.case, "publish", cleared="It is none.").content.decode()
    assert "a date of birth: “020 7946 0123”. Propose a change first" in page
    assert "Say that it is none, or propose a change first." in page
    page = pressed(world.people.moderator, world.case, "publish", is_none="on").content.decode()
    assert "Say why it is none, or propose a change first." in page
    assert not Decision.objects.exists()


@pytest.mark.promise("C16")
def test_why_it_is_none_is_read_in_what_was_decided_before(world):
    pressed(world.people.moderator, world.case, "publish", **TICKED)
    assert "It is the number of the clinic." in shown(world.people.second, world.case)
    assert Story.objects.published(timezone.localdate()).get() == world.case.story


@pytest.mark.one_engine
@pytest.mark.promise("C16")
def test_page_says_in_which_part_words_are_marked(world):
    said = {"title": "Write to fern@example.org", "ties": "Leaf, 12 Elm Street"}
    case = stories.sent(factories.member("Calm heron"), world.case.story.condition, **said)
    page = shown(world.people.moderator, case)
    assert 'dir="auto">fern@example.org</mark> (Title)' in page
    assert 'dir="auto">12 Elm Street</mark> (Links with companies)' in page


@pytest.mark.promise("C16", "M7")
def test_appeal_that_changes_nothing_clears_nothing(world):
    now = timezone.now()
    appeal = stories.appealed(stories.decided(world.case, world.people.moderator, "decline", at=now), at=now)
    page = pressed(world.people.second, appeal.case, "appeal", outcome="changed", sentence="So.").content.decode()
    assert "Say why it is none, or propose a change first." in page
    pressed(world.people.second, appeal.case, "appeal", outcome="stands", sentence="It is a number.")
    appeal.refresh_from_db()
    assert appeal.outcome == "stands"


@pytest.mark.promise("M5")
def test_proposed_change_is_previewed_as_a_difference(world):
    said = {"because": "The number is gone.", "heading": "A wet Tuesday", "text": stories.WORDS}
    page = pressed(world.people.moderator, world.case, "propose", do="look", **said).content.decode()
    assert "The number is gone." in page
    assert "change-removed" in page or "<del>" in page
    pressed(world.people.moderator, world.case, "propose", **said)
    assert StoryText.objects.get(proposed_by=world.people.moderator).text == stories.WORDS


@pytest.mark.promise("M21")
def test_question_is_asked_and_stands_in_the_thread(world):
    pressed(world.people.moderator, world.case, "ask", sentence="Whose number is it?")
    page = shown(world.people.second, world.case)
    assert "Whose number is it?" in page
    assert "It waits for the author, who was asked." in page
    assert Case.objects.with_the_author().get() == world.case


@pytest.mark.promise("S6")
def test_case_that_is_not_theirs_answers_like_one_that_never_was(world):
    elsewhere = factories.holder(Role.MODERATOR, condition=factories.condition("Lyme disease", "lyme"))
    nowhere = Case(pk=world.case.pk + 1_000)
    for person in (elsewhere, factories.holder(Role.EDITOR), world.people.lead):
        there = [sitting(person).get(address(world.case, name)) for name in ("case", "decline")]
        never = [sitting(person).get(address(nowhere, name)) for name in ("case", "decline")]
        assert {answer.status_code for answer in there + never} == {404}
        assert sitting(person).post(address(world.case, "not_me")).status_code == 404


@pytest.mark.promise("M9")
def test_author_who_moderates_does_not_read_what_others_say_of_their_story(world):
    now = timezone.now()
    stories.decided(world.case, world.people.second, at=now, **NONE)
    report = reports.report(world.case.story, reason="identity", words="I am her sister.", at=now)
    author = factories.granted(world.case.story.author.user, Role.MODERATOR)
    pages = [address(world.case), address(report.case), reverse("desk:stories:report", args=[report.number])]
    assert {sitting(author).get(page).status_code for page in pages} == {404}


@pytest.mark.promise("M16")
def test_who_stepped_back_does_not_meet_the_story_again(world):
    assert sitting(world.people.moderator).post(address(world.case, "not_me")).status_code == 302
    assert sitting(world.people.moderator).get(address(world.case)).status_code == 404
    assert sitting(world.people.second).get(address(world.case)).status_code == 200


@pytest.mark.promise("M16")
@pytest.mark.parametrize("again", [stories.appealed, reported], ids=["appeal", "report"])
def test_who_stepped_back_does_not_meet_a_later_case_of_the_story(world, again):
    now, away, other = timezone.now(), world.people.moderator, world.people.second
    cases.step_back(world.case, by=away, at=now)
    kind = "decline" if again is stories.appealed else "publish"
    case = again(stories.decided(world.case, other, kind, at=now, **(NONE if kind == "publish" else {})), at=now).case
    pages = [address(case), address(case, "decline")]
    assert {sitting(away).get(page).status_code for page in pages} == {404}
    assert sitting(other).get(address(case)).status_code == 200
    assert not waiting.theirs(away, on=timezone.localdate()).exists()
    with pytest.raises(ValidationError, match="stepped back"):
        cases.raise_level(case, Level.HIGH, by=away, at=now)


@pytest.mark.promise("M7")
def test_appeal_is_decided_on_its_own_page_by_somebody_else(world):
    now = timezone.now()
    appeal = stories.appealed(stories.decided(world.case, world.people.moderator, "decline", at=now), at=now)
    assert "You decided on this story before" in shown(world.people.moderator, appeal.case, "appeal")
    assert "That number is a year." in shown(world.people.second, appeal.case)
    pressed(world.people.second, appeal.case, "appeal", outcome="changed", sentence="It is a year.", **TICKED)
    assert Story.objects.published(timezone.localdate()).get() == world.case.story


@pytest.mark.promise("M8", "M9")
def test_report_stands_beside_the_story_and_is_closed_with_it(world):
    now = timezone.now()
    stories.decided(world.case, world.people.second, at=now, **NONE)
    report = reports.report(
        world.case.story, reason="advert", words="It sells tea.", email="reader@example.org", at=now
    )
    page = shown(world.people.moderator, report.case)
    assert "It sells tea." in page
    assert "reader@example.org" not in page
    pressed(world.people.moderator, report.case, "keep", **TICKED)
    report.refresh_from_db()
    assert report.outcome == "unchanged"


def test_report_that_is_none_is_closed_alone(world):
    now = timezone.now()
    stories.decided(world.case, world.people.second, at=now, **NONE)
    report = reports.report(world.case.story, reason="other", words="My own dose?", at=now)
    page = reverse("desk:stories:report", args=[report.number])
    browser = sitting(world.people.moderator)
    assert "Say how it was handled." in browser.post(page, {"outcome": "unchanged"}).content.decode()
    assert browser.post(page, {"outcome": "no-report"})["Location"] == "/desk/stories/"
    report.refresh_from_db()
    assert report.handled_by == world.people.moderator
