"""What administrators see of mail, and how they decide on it."""

import pytest
from django.urls import reverse

from conditions.models import Event, Mail
from conditions.models.people import Role
from tests import factories
from tests.conditions.test_mail_decisions import perhaps_sent
from tests.conditions.test_outbox import AT, queue

LIST = "/admin/conditions/mail/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return factories.browser(factories.administrator(), second_factor=True)


def ask(desk, action, *mails):
    return desk.post(LIST, {"action": action, "_selected_action": [mail.pk for mail in mails]})


def confirm(desk, action, mail, version):
    given = {"action": action, "_selected_action": [mail.pk], "seen": [f"{mail.pk}:{version}"]}
    return desk.post(LIST, given, follow=True).content.decode()


def test_mail_is_shown_without_its_words(desk):
    mail = queue(subject="News for you", text="Open https://example.org/reset/secret/", html="<p>secret</p>")
    detail = desk.get(reverse("admin:conditions_mail_change", args=[mail.pk])).content.decode()
    assert mail.recipient in detail
    assert "secret" not in detail + desk.get(LIST).content.decode()


@pytest.mark.parametrize("action", ["send_again", "close"])
def test_first_press_only_asks_and_carries_the_version_seen(desk, action):
    mail = perhaps_sent()
    page = ask(desk, action, mail, queue()).content.decode()
    assert page.count('name="seen"') == 1
    assert f'value="{mail.pk}:3"' in page
    assert Mail.objects.get(pk=mail.pk).version == 3
    assert not Event.objects.filter(stream=f"mail:{mail.pk}").exists()


@pytest.mark.promise("O2")
def test_confirmed_mail_goes_back_to_the_queue_and_into_the_ledger(desk):
    mail = perhaps_sent()
    assert "1 mail was decided on." in confirm(desk, "send_again", mail, 3)
    assert list(Mail.objects.waiting()) == [mail]
    assert Event.objects.get(stream=f"mail:{mail.pk}").action == "repeat mail"


def test_closed_mail_leaves_the_list_of_what_waits_for_a_decision(desk):
    mail = perhaps_sent()
    assert b"perhaps" in desk.get(LIST, {"state": "perhaps"}).content
    confirm(desk, "close", mail, 3)
    assert desk.get(LIST, {"state": "perhaps"}).context["cl"].result_count == 0
    assert Event.objects.get(stream=f"mail:{mail.pk}").action == "close mail"


@pytest.mark.promise("O2")
def test_mail_that_moved_while_somebody_looked_is_left_alone(desk):
    mail = perhaps_sent()
    assert "1 mail changed while you were looking" in confirm(desk, "send_again", mail, 2)
    assert not Mail.objects.waiting().exists()


def test_page_says_so_when_nothing_waits_for_a_decision(desk):
    assert b"None of the mails you chose waits for a decision" in ask(desk, "send_again", queue()).content


def test_what_names_no_mail_chooses_none_and_says_so(desk):
    mail = perhaps_sent()
    for nonsense in ("abc", "", "\0", "9" * 30, "9" * 5_000):
        answer = desk.post(LIST, {"action": "close", "_selected_action": [nonsense]}, follow=True)
        assert "Items must be selected in order to perform actions on them" in answer.content.decode()
        answer = desk.post(LIST, {"action": "close", "_selected_action": [mail.pk], "seen": [f"{nonsense}:{nonsense}"]})
        assert answer.status_code == 302
    assert Mail.objects.get(pk=mail.pk).version == 3


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_mail_is_closed_to_everybody_but_administrators(role):
    mail = perhaps_sent()
    desk = factories.browser(factories.holder(role, is_staff=True), second_factor=True)
    assert desk.get(LIST).status_code == 403
    assert ask(desk, "send_again", mail).status_code == 403


@pytest.mark.parametrize("state", ["waiting", "perhaps", "given-up", "sent"])
def test_list_of_mail_is_filtered_by_its_state(desk, state):
    queue(), perhaps_sent(), perhaps_sent(sent_at="2026-04-07T09:00Z")
    perhaps_sent(handing_over_since=None, failed_at="2026-04-07T09:00Z")
    assert desk.get(LIST, {"state": state}).context["cl"].result_count == 1


def test_recurring_work_is_shown_and_not_changed(desk):
    assert desk.get("/admin/conditions/chore/").status_code == 200
    assert desk.get("/admin/conditions/chore/add/").status_code == 403


@pytest.mark.parametrize("asked", ["text__contains", "html__regex", "subject", "text"])
def test_words_of_a_mail_are_not_told_by_asking_for_them(desk, asked):
    queue(text="Open https://example.org/reset/secret/", html="<p>secret</p>")
    assert desk.get(LIST, {asked: "secret"}).status_code == 400
    assert desk.get(LIST, {"purpose__exact": queue().purpose}).status_code == 200


@pytest.mark.parametrize("seen", ["", "abc", "1:", ":1", "1:x", "9" * 40 + ":1"])
def test_version_that_was_never_on_screen_decides_nothing(desk, seen):
    mail = perhaps_sent()
    given = {"action": "send_again", "_selected_action": [mail.pk], "seen": [seen]}
    assert "1 mail changed while you were looking" in desk.post(LIST, given, follow=True).content.decode()
    assert not Mail.objects.waiting().exists()


def test_mail_kept_for_the_mail_of_the_week_has_a_state_of_its_own(desk):
    kept, waiting = queue(gathered_on=AT.date()), queue()
    for state, expected in (("kept", [kept]), ("waiting", [waiting])):
        assert list(desk.get(LIST, {"state": state}).context["cl"].queryset) == expected
