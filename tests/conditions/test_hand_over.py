"""Mail is handed over at most once, whatever the mail server does and wherever the worker dies (O2)."""

import datetime
import itertools
import logging

import pytest

from conditions import outbox, smtp
from conditions.models import Mail
from tests.conditions.test_outbox import AT, queue
from tests.post_office import HANG_UP, open_post_office

MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)

pytestmark = pytest.mark.django_db

PROVES_NOTHING_TAKEN = [
    ({"greeting": "421 too many of you"}, "SMTPConnectError 421"),
    ({"greeting": HANG_UP}, "SMTPServerDisconnected"),
    ({"MAIL": "451 later"}, "SMTPSenderRefused 451"),
    ({"MAIL": "550 not you"}, "SMTPSenderRefused 550"),
    ({"MAIL": HANG_UP}, "SMTPServerDisconnected"),
    ({"RCPT": "450 <reader@example.org> later"}, "SMTPRecipientsRefused 450"),
    ({"RCPT": "550 no <reader@example.org> here"}, "SMTPRecipientsRefused 550"),
    ({"RCPT": HANG_UP}, "SMTPServerDisconnected"),
    ({"DATA": "451 later"}, "SMTPDataError 451"),
    ({"text": "451 later, and I have not taken it"}, "SMTPDataError 451"),
    ({"text": "554 this looks like an advert"}, "SMTPDataError 554"),
]
PROVES_NOTHING = [
    ({"DATA": HANG_UP}, "SMTPServerDisconnected"),
    ({"text": HANG_UP}, "SMTPServerDisconnected"),
    ({"text": "what?"}, "SMTPDataError -1"),
]


class Dies(smtp.EmailBackend):
    """A worker that is killed at the step that the test names. A `SystemExit` passes every `except Exception`."""

    step = ""

    def open(self):
        if self.step == "open":
            raise SystemExit
        return super().open()

    def send_messages(self, email_messages):
        super().send_messages(email_messages)
        raise SystemExit


class Slow(smtp.EmailBackend):
    """Opens the line so slowly that the lease runs out, and another worker takes the mail meanwhile."""

    rivals = 0

    def open(self):
        if Slow.rivals:
            Slow.rivals -= 1
            work(at=AT + outbox.LEASE)
        return super().open()


@pytest.fixture(autouse=True)
def office(settings):
    with open_post_office() as office:
        settings.EMAIL_BACKEND = "conditions.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", office.port, 1
        yield office


def work(at=AT):
    return outbox.hand_over_due(clock=lambda: at)


def died(settings, step):
    """A mail on which a worker died."""
    settings.EMAIL_BACKEND = "tests.conditions.test_hand_over.Dies"
    Dies.step = step
    mail = queue()
    with pytest.raises(SystemExit):
        work()
    settings.EMAIL_BACKEND = "conditions.smtp.EmailBackend"
    return mail


def test_mail_is_handed_over_once_and_noted(office):
    mail = queue(html="<p>Please look.</p>")
    assert work(AT + MINUTE) == 1
    mail.refresh_from_db()
    assert (mail.sent_at, mail.attempts, mail.leased_until) == (AT + MINUTE, 1, None)
    assert office.received == [mail.message_id]
    assert work(AT + DAY) == 0


@pytest.mark.promise("S4")
@pytest.mark.parametrize(("purpose", "kept"), [("expert-asked", ""), ("invitation", ""), ("review-offered", "Please.")])
def test_link_that_lets_somebody_in_stays_nowhere_once_the_mail_is_sent(office, purpose, kept):
    mail = queue(purpose=purpose, text="Please.", html="<p>Please.</p>")
    work()
    mail.refresh_from_db()
    assert (mail.text, bool(mail.html), mail.recipient) == (kept, bool(kept), "reader@example.org")
    assert "Please." in office.texts[0]


@pytest.mark.promise("S4")
def test_link_in_a_mail_that_was_not_taken_stays_so_that_it_can_go_out_later(office):
    office.manner = PROVES_NOTHING_TAKEN[0][0]
    mail = queue(purpose="expert-asked")
    before = mail.text
    work()
    mail.refresh_from_db()
    assert (mail.text, bool(mail.sent_at)) == (before, False)


def test_mail_says_that_a_machine_sent_it_and_carries_both_forms(office):
    queue(html="<p>Please look.</p>")
    work()
    for part in ("Auto-Submitted: auto-generated", "To: reader@example.org", "text/plain", "<p>Please look.</p>"):
        assert part in office.texts[0]


@pytest.mark.promise("O2")
@pytest.mark.parametrize(("manner", "problem"), PROVES_NOTHING_TAKEN)
def test_refused_mail_waits_and_goes_out_once_later(office, manner, problem):
    office.manner = manner
    mail = queue()
    work()
    mail.refresh_from_db()
    assert (mail.attempts, mail.problem, mail.handing_over_since) == (1, problem, None)
    office.manner, office.received[:] = {}, []
    assert work(mail.due_at - MINUTE) == 0
    assert work(mail.due_at) == 1
    assert office.received == [mail.message_id]


def test_mail_waits_while_there_is_no_mail_server(settings):
    settings.EMAIL_PORT = 1
    mail = queue()
    work()
    mail.refresh_from_db()
    assert (mail.problem, mail.attempts) == ("ConnectionRefusedError", 1)
    assert list(Mail.objects.waiting()) == [mail]


@pytest.mark.promise("O2")
@pytest.mark.parametrize(("manner", "problem"), PROVES_NOTHING)
def test_silence_after_the_text_shows_as_perhaps_sent_and_is_not_repeated(office, manner, problem):
    office.manner = manner
    mail = queue()
    work()
    office.manner = {}
    assert work(AT + DAY) == 0
    assert [found.problem for found in Mail.objects.perhaps_sent(AT)] == [problem]
    assert office.received.count(mail.message_id) <= 1


@pytest.mark.promise("O2")
def test_answer_that_does_not_come_in_time_shows_as_perhaps_sent(office, settings):
    settings.EMAIL_TIMEOUT, office.pause = 0.3, 0.5
    queue()
    work()
    assert [found.problem for found in Mail.objects.perhaps_sent(AT)] == ["SMTPServerDisconnected"]


def test_pause_between_attempts_grows_until_the_mail_is_given_up(office):
    office.manner = {"RCPT": "450 later"}
    mail, due = queue(), []
    for _ in range(outbox.LAST_ATTEMPT):
        due.append(mail.due_at)
        work(mail.due_at)
        mail.refresh_from_db()
    pauses = [later - sooner for sooner, later in itertools.pairwise(due)]
    assert pauses == sorted(pauses)
    assert AT + DAY < mail.failed_at < AT + 7 * DAY
    assert list(Mail.objects.given_up()) == [mail]
    assert work(AT + 30 * DAY) == 0


def test_one_refused_mail_does_not_stop_the_others(office):
    office.manner = {"RCPT": "450 later"}
    queue()
    work()
    office.manner = {}
    two, three = queue(), queue()
    work(AT)
    assert office.received == [two.message_id, three.message_id]


@pytest.mark.promise("O2")
def test_worker_killed_before_the_hand_over_leaves_the_mail_to_another(office, settings):
    mail = died(settings, "open")
    assert work(AT + outbox.LEASE - MINUTE) == 0
    assert not Mail.objects.perhaps_sent(AT + outbox.LEASE).exists()
    assert work(AT + outbox.LEASE) == 1
    assert office.received == [mail.message_id]


@pytest.mark.promise("O2")
def test_worker_killed_after_the_hand_over_leaves_the_mail_as_perhaps_sent(office, settings):
    mail = died(settings, "send")
    assert work(AT + DAY) == 0
    assert not Mail.objects.perhaps_sent(AT).exists()
    assert list(Mail.objects.perhaps_sent(AT + outbox.LEASE)) == [mail]
    assert office.received == [mail.message_id]


@pytest.mark.promise("O2")
def test_worker_whose_lease_ran_out_lets_go(office, settings):
    settings.EMAIL_BACKEND, Slow.rivals = "tests.conditions.test_hand_over.Slow", 1
    mail = queue()
    work()
    mail.refresh_from_db()
    assert office.received == [mail.message_id]
    assert mail.attempts == 2
    assert mail.sent_at == AT + outbox.LEASE


def test_mail_that_kills_every_worker_is_given_up(settings):
    mail = died(settings, "open")
    Mail.objects.filter(pk=mail.pk).update(attempts=outbox.LAST_ATTEMPT)
    assert work(AT + DAY) == 0
    assert [found.problem for found in Mail.objects.given_up()] == ["no worker survived it"]


def test_log_names_neither_the_address_nor_the_words(office, caplog):
    caplog.set_level(logging.INFO)
    for manner in ({"RCPT": "550 no <reader@example.org> here"}, {"text": HANG_UP}, {}):
        office.manner = manner
        queue(text="Your answer came.")
        work()
    said = " ".join(str(vars(record)) for record in caplog.records if record.name == "conditions.outbox")
    assert [record.message for record in caplog.records][-3:] == ["mail put back", "mail perhaps sent", "mail sent"]
    for private in ("reader@example.org", "Your answer", "News for you"):
        assert private not in said
