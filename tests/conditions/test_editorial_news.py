"""One mail a week for those who wish it: exactly what can wait, on their day, and never twice in a week."""

import datetime
import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import ValidationError

from conditions import outbox
from conditions.editorial import letters, news, rounds
from conditions.models import Mail, User
from conditions.models.people import Role
from tests import factories
from tests.factories import NOON
from tests.shared import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.promise("M22")]
DAY = datetime.timedelta(days=1)
THURSDAY = 3  # noon of the factories is a Monday

people = made_once(factories.desk)


def wishes(person, weekday=THURSDAY, at=NOON):
    return news.choose(person, weekday, at=at)


def happened(person, said="Something.", purpose="review-ended", at=NOON):
    letters.send(person, "%(site)s: news", said, "/desk/", purpose=purpose, at=at)


def sent(at):
    """What the worker hands over by then."""
    mail.outbox.clear()
    news.gather(at=at)
    outbox.hand_over_due(clock=lambda: at)
    return [(each.to[0], each.body.count("Something")) for each in mail.outbox]


def test_what_can_wait_comes_in_one_mail_on_the_chosen_day(people):
    person = wishes(people.author)
    for number in range(3):
        happened(person, f"Something {number}.", at=NOON + number * DAY)
    assert [sent(NOON + number * DAY) for number in range(3)] == [[], [], []]
    assert sent(NOON + 3 * DAY) == [(person.email, 3)]
    assert sent(NOON + 10 * DAY) == []


def test_whoever_chose_nothing_gets_each_thing_at_once(people):
    happened(people.author)
    assert sent(NOON) == [(people.author.email, 1)]


@pytest.mark.promise("E14", "M11")
@pytest.mark.parametrize(
    "purpose",
    ["review-offered", "review-unanswered-lead", "confirmation-wanted", "confirmation-overdue", "report-danger"],
)
def test_what_is_urgent_never_waits(people, purpose):
    person = wishes(people.author)
    happened(person, purpose=purpose)
    assert sent(NOON) == [(person.email, 1)]


def test_nobody_gets_two_in_a_week_whatever_day_they_choose(people):
    person = wishes(people.author)
    happened(person)
    assert sent(NOON + 3 * DAY) == [(person.email, 1)]
    wishes(person, 4, at=NOON + 3 * DAY)
    person.refresh_from_db()
    happened(person, at=NOON + 3 * DAY)
    assert [sent(NOON + days * DAY) for days in (4, 10)] == [[], []]
    assert sent(NOON + 11 * DAY) == [(person.email, 1)]


def test_after_a_late_run_the_next_comes_on_the_chosen_day_again(people):
    person = wishes(people.author)
    found = []
    for late in (5, 10, 17):
        happened(person, at=NOON + (late - 5) * DAY)
        found += [len(sent(NOON + day * DAY)) for day in (late, late + 1)]
    assert found == [1, 0, 1, 0, 1, 0]


def test_one_who_cannot_be_written_to_keeps_nobody_else_from_their_mail(people):
    for person in (people.author, people.colleague):
        happened(wishes(person))
    User.objects.filter(pk=people.author.pk).update(email="0 no address")
    Mail.objects.filter(recipient=people.author.email).update(recipient="0 no address")
    with pytest.raises(ValidationError):
        news.gather(at=NOON + 3 * DAY)
    assert Mail.objects.get(purpose=news.PURPOSE).recipient == people.colleague.email


def test_clock_that_jumps_sends_once(people):
    person = wishes(people.author)
    for week in range(3):
        happened(person, at=NOON + 7 * week * DAY)
    assert sent(NOON + 60 * DAY) == [(person.email, 3)]
    happened(person, at=NOON + 14 * DAY)
    assert [sent(NOON + days * DAY) for days in (17, 24, 61)] == [[(person.email, 1)], [], []]


def test_choosing_each_thing_at_once_again_brings_what_waits(people):
    person = wishes(people.author)
    happened(person)
    wishes(person, None)
    assert sent(NOON) == [(person.email, 1)]


def test_mail_is_discreet_and_stands_as_text_and_html(people):
    person = wishes(people.author)
    happened(person, "Dr 1 approved the text.")
    sent(NOON + 3 * DAY)
    (message,) = mail.outbox
    assert message.subject.endswith(": news of the week")
    ((html, kind),) = message.alternatives
    assert kind == "text/html"
    assert "Dr 1 approved the text." in html
    assert "/desk/mail/" in html
    assert Mail.objects.exclude(text="").count() == 1


def test_nothing_is_sent_to_whoever_left(people):
    person = wishes(people.author)
    happened(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    assert sent(NOON + 3 * DAY) == []
    assert not Mail.objects.waiting().exists()


@pytest.mark.promise("C8")
def test_what_is_kept_follows_a_change_of_address(people):
    person = wishes(people.author)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    happened(person)
    browser = factories.browser(person, second_factor=True)
    browser.post("/account/email/", {"action_add": "1", "email": "moved@example.org"})
    link = re.search(r"http://localhost:8000(\S+)", Mail.objects.get(recipient="moved@example.org").text)[1]
    browser.post(link)
    assert Mail.objects.get(purpose="review-ended").recipient == "moved@example.org"
    assert ("moved@example.org", 1) in sent(NOON + 3 * DAY)


@pytest.mark.promise("C8")
def test_mail_kept_for_an_address_that_is_nobodys_is_emptied(people):
    person = wishes(people.author)
    happened(person)
    User.objects.filter(pk=person.pk).update(email="moved@example.org")
    assert sent(NOON + 3 * DAY) == []
    assert not Mail.objects.exclude(recipient="").exists()


def test_moves_keep_their_letters_for_those_who_wish_it(people):
    revision = factories.in_review(people)
    wishes(people.author)
    round_ = revision.rounds.get()
    rounds.decline(round_.assignments.get(), "time", by=people.colleague, at=NOON)
    kept = Mail.objects.get(purpose="review-declined")
    assert (kept.recipient, kept.gathered_on) == (people.author.email, NOON.date() + 3 * DAY)
    assert Mail.objects.get(purpose="review-offered").gathered_on is None


def test_page_keeps_the_choice(people):
    client = factories.browser(factories.holder(Role.EDITOR), second_factor=True)
    assert client.post("/desk/mail/", {"when": str(THURSDAY)})["Location"] == "/desk/"
    assert client.get("/desk/mail/").context["form"]["when"].value() == str(THURSDAY)
    assert "Choose when we write to you." in client.post("/desk/mail/").content.decode()
    client.post("/desk/mail/", {"when": "at-once"})
    assert client.get("/desk/mail/").context["form"]["when"].value() == "at-once"
