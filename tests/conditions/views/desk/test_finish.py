"""The reviewer's decision: what it needs, what it leaves, and what they are told where it cannot be taken."""

import datetime
from types import SimpleNamespace

import pytest

from conditions.editorial import comments, publications, reviewers, rounds
from conditions.models import Declaration, Grant, Verdict
from conditions.models.people import Role
from tests import factories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.one_engine]
DAY = datetime.timedelta(days=1)


def in_review():
    people = factories.desk()
    return SimpleNamespace(people=people, revision=factories.in_review(people))


made = made_once(in_review)
people, revision = copied("people"), copied("revision")


@pytest.fixture
def desk(people):
    return factories.browser(people.colleague, second_factor=True)


def at(revision, name="finish/"):
    return f"/desk/reviews/{revision.rounds.get().assignments.get().pk}/{name}"


def told(page):
    return " ".join(page.content.decode().split())


def approval(revision, **other):
    """What somebody sends who approves, without interests, for the first time."""
    return {
        "seen": revision.digest, "scopes": ["accuracy", "safety"], "topic": "none", "decision": "approve",
    } | other  # fmt: skip


def send(desk, revision, **other):
    return desk.post(at(revision), approval(revision, **other))


@pytest.mark.promise("R10", "R12")
def test_approval_keeps_what_was_seen_checked_and_declared(desk, revision):
    response = send(desk, revision, topic="other", interests="Paid by a company.")
    assert response["Location"] == at(revision, "signed/")
    verdict = Verdict.objects.get()
    assert (verdict.decision, verdict.digest, verdict.at) == ("approve", revision.digest, NOON)
    assert set(verdict.scopes) == {"accuracy", "safety"}
    assert (verdict.interests, Declaration.objects.get().interests) == ("Paid by a company.", "Paid by a company.")


def test_page_says_as_whom_they_sign(people, desk, revision):
    page = told(desk.get(at(revision)))
    name = people.reviewer.name
    assert "Your name, credential and interests will stand beside this text and stay in its history." in page
    assert f"Readers see: “{name}, MD, Hepatology”." in page


@pytest.mark.promise("R12")
@pytest.mark.parametrize("left_out", ["scopes", "topic", "decision"])
def test_nothing_is_signed_while_something_is_left_out(desk, revision, left_out):
    typed = approval(revision)
    del typed[left_out]
    page = desk.post(at(revision), typed)
    assert page.status_code == 200
    assert f'href="#id_{left_out}' in told(page)
    assert not Verdict.objects.exists()
    assert not Declaration.objects.exists()


@pytest.mark.promise("R12")
@pytest.mark.parametrize("nothing", ["", "  ", "\u2063\u3164"])
def test_interests_that_say_nothing_are_no_declaration(desk, revision, nothing):
    page = told(send(desk, revision, topic="other", interests=nothing))
    assert "Write which interests you have" in page
    assert not Declaration.objects.exists()


def test_same_interests_as_before_are_offered_and_declared_anew(people, desk, revision):
    about = {"interests": "Shares.", "by": people.colleague}
    before = reviewers.declare(people.reviewer, revision.answer.condition, at=NOON - 40 * DAY, **about)
    assert "Same as on 21 January 2026: “Shares.”" in told(desk.get(at(revision)))
    send(desk, revision, topic=f"same-{before.pk}")
    assert Verdict.objects.get().interests == "Shares."
    assert Declaration.objects.latest("at").at == NOON


def test_same_as_what_is_no_longer_the_last_word_is_refused(people, desk, revision):
    about = {"by": people.colleague, "at": NOON}
    before = reviewers.declare(people.reviewer, revision.answer.condition, interests="", **about)
    reviewers.declare(people.reviewer, revision.answer.condition, interests="Shares.", **about)
    page = told(send(desk, revision, topic=f"same-{before.pk}"))
    assert "Your declaration has changed meanwhile." in page
    assert not Verdict.objects.exists()


def test_who_should_not_review_steps_back_and_does_nothing_else(desk, revision):
    assert "Then choose “I step back”." in told(send(desk, revision, topic="not-me"))
    assert not Verdict.objects.exists()
    desk.post(at(revision), {"seen": revision.digest, "topic": "not-me"})
    assert Verdict.objects.get().decision == "recuse"
    assert "You stepped back." in told(desk.get(at(revision, "signed/")))


def test_asking_for_changes_needs_to_say_which(people, desk, revision):
    typed = {"seen": revision.digest, "decision": "changes"}
    assert "Say what should change" in told(desk.post(at(revision), typed))
    page = desk.post(at(revision), typed | {"text": "The dose is wrong."}, follow=True)
    assert f"{people.author} reads your comments" in told(page)
    assert Verdict.objects.get().decision == "changes"
    assert "The dose is wrong." in told(desk.get(at(revision, "")))


def test_comment_made_before_is_enough_to_ask_for_changes(people, desk, revision):
    given = {"by": people.colleague, "at": NOON, "seen": revision.digest, "weight": "must"}
    comments.comment(revision.rounds.get(), "The dose is wrong.", place="body-1", **given)
    assert "You wrote 1 comment on something that must change." in told(desk.get(at(revision)))
    desk.post(at(revision), {"seen": revision.digest, "decision": "changes"})
    assert Verdict.objects.get().decision == "changes"


def test_only_wording_can_be_confirmed_where_only_wording_is_in_question(people, desk):
    live = factories.published(people)
    revision = factories.written(people, live.answer, short=factories.SHORT.replace("harmless", "harmless, common"))
    round_ = rounds.correct(revision, by=people.author, at=NOON, seen=revision.digest)
    rounds.offer(round_, [people.reviewer], by=people.author, at=NOON)
    page = told(desk.get(at(revision)))
    assert "Only the wording changed; the medical content is the same." in page
    assert "The statements are accurate." not in page
    declared = f"same-{people.reviewer.declarations.get().pk}"
    assert send(desk, revision, topic=declared).status_code == 200
    assert send(desk, revision, topic=declared, scopes=["wording"]).status_code == 302


def test_second_press_and_the_way_back_are_a_sentence_and_no_error(desk, revision):
    send(desk, revision)
    for again in (desk.post(at(revision), approval(revision), follow=True), desk.get(at(revision), follow=True)):
        assert again.redirect_chain == [(at(revision, "signed/"), 302)]
        assert "You decided on these words already, on 2 March 2026" in told(again)
    assert Verdict.objects.count() == 1


def test_signed_page_says_truthfully_what_comes_next(people, desk, revision):
    send(desk, revision)
    page = told(desk.get(at(revision, "signed/")))
    assert "Readers do not see these words yet" in page
    due = TODAY + datetime.timedelta(days=revision.answer.question.policy.days)
    assert f'the next check is due on <time datetime="{due.isoformat()}">' in page
    live = publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)
    page = told(desk.get(at(revision, "signed/")))
    assert f'Next due <time datetime="{live.next_due_on.isoformat()}">' in page
    assert "See it as readers do." in page
    factories.withdrawn(live)
    assert "Readers had these words from" in told(desk.get(at(revision, "signed/")))


@pytest.mark.promise("E4", "E5")
def test_text_that_moved_is_not_signed_and_what_was_typed_stays(people, desk, revision):
    newer = factories.written(people, revision.answer, body="It works more slowly.[^ers-2017]")
    page = send(desk, revision, topic="other", interests="An interest that is long to type.")
    assert page.status_code == 409
    assert f"{newer.created_by} changed 1 place while you were reading." in told(page)
    assert "<del>" in told(page)
    assert "Your notes are safe." in told(page)
    assert "An interest that is long to type.</textarea>" in told(page)
    assert not Verdict.objects.exists()


@pytest.mark.promise("E4")
def test_page_about_the_moved_text_leads_to_the_new_review(people, desk, revision):
    first = at(revision)
    newer = factories.in_review(people, revision.answer, body="It works more slowly.[^ers-2017]")
    page = desk.post(first, approval(revision))
    assert page.status_code == 409
    assert f'href="{at(newer, "")}">Look at the new text</a>' in told(page)


def test_review_that_was_dismissed_meanwhile_says_by_whom_and_why(people, desk, revision):
    rounds.dismiss(revision.rounds.get(), "The question is withdrawn.", by=people.author, at=NOON)
    page = send(desk, revision)
    assert page.status_code == 409
    assert f"{people.author} ended this review. Why: “The question is withdrawn.”" in told(page)
    assert desk.get(at(revision))["Location"] == at(revision, "")


def test_other_digest_than_that_of_the_words_signs_nothing(desk, revision):
    page = send(desk, revision, seen="0" * 64)
    assert page.status_code == 409
    assert "What you sent was about other words than these." in told(page)
    assert not Verdict.objects.exists()


@pytest.mark.promise("R9")
def test_credential_that_lapses_meanwhile_is_a_sentence_beside_the_form(people, desk, revision):
    assert "You cannot approve this today" not in told(desk.get(at(revision)))
    credential = people.reviewer.credentials.get()
    reviewers.revoke(credential, on=TODAY, reason="Left the register", by=people.author, at=NOON)
    page = send(desk, revision, topic="other", interests="Long to type.")
    assert page.status_code == 200
    assert "has no credential that somebody verified and that is valid today." in told(page)
    assert "Long to type.</textarea>" in told(page)
    assert "You cannot approve this today" in told(desk.get(at(revision)))
    assert not Verdict.objects.exists()


@pytest.mark.promise("R8")
def test_who_wrote_the_text_reads_why_they_cannot_sign_it(people, revision):
    writer = factories.granted(people.author, Role.REVIEWER)
    asked = {"reviewer": factories.reviewer(writer), "offered_by": people.colleague, "offered_at": NOON}
    address = f"/desk/reviews/{revision.rounds.get().assignments.create(**asked).pk}/finish/"
    desk = factories.browser(writer, second_factor=True)
    page = desk.post(address, approval(revision))
    assert page.status_code == 200
    assert "had a part in these words, and cannot approve them." in told(page)
    assert "You cannot approve this today" in told(desk.get(address))
    assert not Verdict.objects.exists()


def test_role_that_ended_meanwhile_is_a_sentence_beside_the_form(people, desk, revision):
    Grant.objects.filter(user=people.colleague, role="reviewer").update(ends_on=TODAY - DAY)
    page = send(desk, revision)
    assert page.status_code == 200
    assert "Your role does not allow this." in told(page)
    assert not Verdict.objects.exists()
