"""What only a person decides: whether a mail that perhaps was sent goes out again (O2)."""

import datetime
import json

import pytest
from django.core.exceptions import PermissionDenied

from conditions import outbox
from conditions.models import Event, Mail
from conditions.models.people import Role
from conditions.stale import Stale
from tests.conditions.test_outbox import AT, queue
from tests.factories import administrator, holder

DAY = datetime.timedelta(days=1)

pytestmark = pytest.mark.django_db


def perhaps_sent(**fields):
    """A mail whose worker died an hour ago, between handing over and noting it."""
    mail = queue()
    before = {"handing_over_since": AT, "leased_until": AT + outbox.LEASE, "attempts": 1, "version": 3}
    Mail.objects.filter(pk=mail.pk).update(**before | fields)
    mail.refresh_from_db()
    return mail


def work(at):
    return outbox.hand_over_due(clock=lambda: at)


@pytest.mark.promise("O2")
def test_person_repeats_under_the_same_message_id(mailoutbox):
    mail, by = perhaps_sent(), administrator()
    assert work(AT + DAY) == 0
    outbox.repeat(mail, by=by, at=AT + DAY, seen=3)
    assert work(AT + DAY) == 1
    assert [sent.extra_headers["Message-ID"] for sent in mailoutbox] == [mail.message_id]


def test_repeating_is_an_event_that_names_nobody():
    mail, by = perhaps_sent(), administrator()
    outbox.repeat(mail, by=by, at=AT + DAY, seen=3)
    event = Event.objects.get(stream=f"mail:{mail.pk}")
    assert (event.action, event.by, event.at) == ("repeat mail", by, AT + DAY)
    assert json.loads(event.data) == {"message_id": mail.message_id, "seen": 3}


@pytest.mark.promise("E4")
@pytest.mark.parametrize("decide", [outbox.repeat, outbox.settle])
def test_decision_on_another_version_than_seen_is_refused(decide):
    mail, by = perhaps_sent(), administrator()
    with pytest.raises(Stale):
        decide(mail, by=by, at=AT + DAY, seen=2)
    decide(mail, by=by, at=AT + DAY, seen=3)
    with pytest.raises(Stale):
        decide(mail, by=by, at=AT + DAY, seen=3)
    assert Event.objects.filter(stream=f"mail:{mail.pk}").count() == 1


@pytest.mark.parametrize("decide", [outbox.repeat, outbox.settle])
@pytest.mark.parametrize(
    "fields",
    [
        {"leased_until": AT + 2 * DAY},
        {"sent_at": AT},
        {"handing_over_since": None},
        {"settled_at": AT},
    ],
    ids=["a worker is at it", "sent", "waiting", "closed"],
)
def test_mail_that_needs_no_decision_takes_none(decide, fields):
    mail = perhaps_sent(**fields)
    with pytest.raises(Stale):
        decide(mail, by=administrator(), at=AT + DAY, seen=3)
    assert not Event.objects.filter(stream=f"mail:{mail.pk}").exists()


@pytest.mark.parametrize("decide", [outbox.repeat, outbox.settle])
def test_only_an_administrator_decides_about_mail(decide):
    mail = perhaps_sent()
    for role in set(Role) - {Role.ADMINISTRATOR}:
        with pytest.raises(PermissionDenied):
            decide(mail, by=holder(role), at=AT + DAY, seen=3)
    decide(mail, by=holder(Role.ADMINISTRATOR), at=AT + DAY, seen=3)


def test_mail_that_was_given_up_gets_all_its_attempts_again(mailoutbox):
    mail = perhaps_sent(handing_over_since=None, failed_at=AT, attempts=outbox.LAST_ATTEMPT)
    again = outbox.repeat(mail, by=administrator(), at=AT + DAY, seen=3)
    assert (again.attempts, again.failed_at, again.problem) == (0, None, "")
    work(AT + DAY)
    assert len(mailoutbox) == 1


def test_closed_mail_is_neither_sent_nor_asked_about_again(mailoutbox):
    mail = perhaps_sent()
    outbox.settle(mail, by=administrator(), at=AT + DAY, seen=3)
    assert work(AT + 2 * DAY) == 0
    assert not Mail.objects.undecided(AT + 2 * DAY).exists()
    assert mailoutbox == []


@pytest.mark.promise("S5")
@pytest.mark.parametrize("purpose", sorted(outbox.OPENS))
def test_closed_mail_keeps_no_link_that_opens_anything(purpose):
    """It may well have been sent, and its link may work."""
    mail = perhaps_sent(purpose=purpose, text="https://example.org/outside/link/secret/", html="<a>secret</a>")
    outbox.settle(mail, by=administrator(), at=AT + DAY, seen=3)
    assert Mail.objects.filter(pk=mail.pk).values_list("text", "html", "settled_at").get() == ("", "", AT + DAY)


def test_closed_mail_that_opens_nothing_keeps_its_words_for_their_month():
    mail = perhaps_sent()
    outbox.settle(mail, by=administrator(), at=AT + DAY, seen=3)
    assert Mail.objects.get(pk=mail.pk).text == mail.text != ""


FINISHED = {
    "sent": {"sent_at": AT},
    "given up": {"failed_at": AT, "handing_over_since": None},
    "closed": {"settled_at": AT},
}


@pytest.mark.parametrize("fields", FINISHED.values(), ids=FINISHED)
def test_finished_mail_is_emptied_after_30_days(fields):
    mail = perhaps_sent(**fields)
    assert outbox.empty_old(at=AT + 29 * DAY) == 0
    assert outbox.empty_old(at=AT + 30 * DAY) == 1
    kept = Mail.objects.get(pk=mail.pk)
    assert (kept.recipient, kept.subject, kept.text, kept.html) == ("", "", "", "")
    assert (kept.message_id, kept.purpose, kept.queued_at) == (mail.message_id, "news", AT)
    assert outbox.empty_old(at=AT + 30 * DAY) == 0


def test_unfinished_mail_keeps_its_words():
    queue(), perhaps_sent()
    assert outbox.empty_old(at=AT + 365 * DAY) == 0
    assert not Mail.objects.filter(text="").exists()


def test_emptied_mail_waits_for_nobody():
    perhaps_sent(failed_at=AT, handing_over_since=None)
    outbox.empty_old(at=AT + 30 * DAY)
    assert not Mail.objects.undecided(AT + 30 * DAY).exists()
