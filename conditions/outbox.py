"""Mail is queued in the transaction of the move that causes it, and handed over at most once (O2).

The road of a mail: claim (a lease, one attempt more) -> open the line -> commit that the hand-over begins
-> hand over -> commit that it is sent. Cut before it begins, the lease runs out and another worker takes
it. Cut after, it shows as perhaps sent, and only a person repeats it. Every step is one UPDATE guarded by
the version that was read, so of two workers, or a worker and a person, one wins and the other stops.
"""

import datetime
import logging
import secrets
import smtplib
from collections.abc import Callable
from contextlib import suppress
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from conditions import ledger
from conditions.models import Mail, User
from conditions.models.outbox import UNFINISHED, MailQuerySet
from conditions.permissions import may
from conditions.smtp import NothingTaken
from conditions.stale import Stale

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime.datetime]

LEASE = datetime.timedelta(minutes=5)  # longer than the slowest hand-over (EMAIL_TIMEOUT at each of its steps)
FIRST_DELAY = datetime.timedelta(minutes=1)
LONGEST_DELAY = datetime.timedelta(hours=12)
LAST_ATTEMPT = 12  # about two days after the first
KEEP_TEXT = datetime.timedelta(days=30)
# Whoever has the link in one of these gets in, or proves that an address is theirs: it stays nowhere once it is sent.
OPENS = frozenset(
    {
        "choose-password",
        "email-confirmation",
        "email-confirmation-signup",
        "expert-asked",
        "invitation",
        "old-stories",
        "password-reset-key",
    }
)
WORDLESS = {"text": "", "html": ""}
EMPTY = {"recipient": "", "subject": "", "text": "", "html": "", "stop": ""}


def queue(
    recipient: str,
    subject: str,
    text: str,
    *,
    purpose: str,
    at: datetime.datetime,
    html: str = "",
    stop: str = "",
    language: str = "en",
    due_at: datetime.datetime | None = None,
    gathered_on: datetime.date | None = None,
) -> Mail:
    """Writes the mail down, with the Message-ID that it keeps for ever; the worker hands it over.

    `purpose` is a fixed word for the kind of mail; the subject says neither condition nor question nor story (M22).
    `stop` is an address that ends mail of this kind when it is posted to, without signing in (RFC 8058).
    With a day on which it is gathered it never goes out by itself, but as a part of one mail (`editorial.news`).
    Raises: TransactionManagementError outside a transaction; ValidationError for what is no address or no header line.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A mail is queued in the transaction of what causes it.")
    said: dict[str, Any] = {"subject": subject, "text": text, "html": html, "stop": stop, "language": language}
    mail = Mail(
        message_id=_new_message_id(),
        purpose=purpose,
        recipient=recipient,
        **said,
        queued_at=at,
        due_at=due_at or at,
        gathered_on=gathered_on,
    )
    mail.clean_fields()
    try:
        with transaction.atomic():
            mail.save(force_insert=True)
    except IntegrityError:
        mail.validate_constraints()  # finds the sentence; asked first, each constraint would cost three queries
        raise
    return mail


def _new_message_id() -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{secrets.token_hex(16)}@{domain.encode('idna').decode('ascii')}>"


def hand_over_due(*, clock: Clock, stopping: Callable[[], bool] = lambda: False) -> int:
    """Hands over what is due, one by one, until nothing is or the worker is asked to stop. Returns how many."""
    tried = 0
    while not stopping() and (mail := _claim(at=clock())):
        _hand_over(mail, clock=clock)
        tried += 1
    return tried


def _claim(*, at: datetime.datetime) -> Mail | None:
    """The next due mail, held for this worker alone; None when nothing is due."""
    while mail := Mail.objects.due(at).first():
        if mail.attempts >= LAST_ATTEMPT:  # each attempt ended with a dead worker: this mail kills them
            _change(mail, failed_at=at, problem="no worker survived it")
        elif _change(mail, leased_until=at + LEASE, attempts=mail.attempts + 1):
            return mail
    return None


def _hand_over(mail: Mail, *, clock: Clock) -> None:
    line = get_connection()
    message = _message(mail, line)
    try:
        if hindrance := _hindrance(line, message):
            _put_back(mail, hindrance, at=clock())
        elif _begin(mail, at=clock()):
            _offer(mail, message, clock=clock)
    finally:
        with suppress(Exception):  # a failing goodbye says nothing about the mail
            line.close()


def _hindrance(line: BaseEmailBackend, message: EmailMultiAlternatives) -> Exception | None:
    """Why the mail cannot be offered at all. No server has seen any of it yet."""
    try:
        message.message()
        line.open()
    except Exception as error:
        return error
    return None


@transaction.atomic(durable=True)
def _begin(mail: Mail, *, at: datetime.datetime) -> bool:
    """Committed before the first word is said. False: the lease ran out, and the mail is another worker's."""
    return _change(mail, handing_over_since=at)


def _offer(mail: Mail, message: EmailMultiAlternatives, *, clock: Clock) -> None:
    """The step that cannot be taken back: from here on only an answer tells what became of the mail."""
    try:
        message.send()
    except NothingTaken as refusal:
        _put_back(mail, refusal.__cause__ or refusal, at=clock())
    except Exception as error:  # anything at all leaves it open whether the mail was taken
        _note(mail, leased_until=None, problem=_kind(error))
        _log(logging.ERROR, "mail perhaps sent", mail)
    else:
        words = WORDLESS if mail.purpose in OPENS else {}
        _note(mail, leased_until=None, problem="", sent_at=clock(), **words)
        _log(logging.INFO, "mail sent", mail)


def _put_back(mail: Mail, error: BaseException, *, at: datetime.datetime) -> None:
    """Nothing was taken: later again, each time after a longer pause, and at last given up."""
    outcome: dict[str, Any] = {"leased_until": None, "handing_over_since": None, "problem": _kind(error)}
    if mail.attempts >= LAST_ATTEMPT:
        _note(mail, failed_at=at, **outcome)
        _log(logging.ERROR, "mail given up", mail)
    else:
        _note(mail, due_at=at + min(FIRST_DELAY * 2**mail.attempts, LONGEST_DELAY), **outcome)
        _log(logging.WARNING, "mail put back", mail)


def _message(mail: Mail, line: BaseEmailBackend) -> EmailMultiAlternatives:
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    if mail.stop:
        headers |= {"List-Unsubscribe": f"<{mail.stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.recipient], connection=line, headers=headers)
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _change(mail: Mail, **values: Any) -> bool:
    """One conditional UPDATE. False: somebody was faster, and the mail is theirs."""
    is_ours = Mail.objects.filter(pk=mail.pk, version=mail.version).update(version=mail.version + 1, **values) == 1
    if is_ours:
        for name, value in {"version": mail.version + 1, **values}.items():
            setattr(mail, name, value)
    return is_ours


def _note(mail: Mail, **values: Any) -> None:
    """Writes down what happened outside; once more if the database went away during the hand-over."""
    try:
        _change(mail, **values)
    except (OperationalError, InterfaceError):
        connection.close_if_unusable_or_obsolete()
        _change(mail, **values)


def _kind(error: BaseException) -> str:
    """The class and the server's number. Never its words: a server repeats the address that it refuses."""
    code = getattr(error, "smtp_code", None)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next((answer[0] for answer in error.recipients.values()), None)
    return type(error).__name__ if code is None else f"{type(error).__name__} {code}"


def _log(level: int, event: str, mail: Mail) -> None:
    told = {"mail": mail.pk, "message_id": mail.message_id, "purpose": mail.purpose, "attempts": mail.attempts}
    logger.log(level, event, extra=told | ({"problem": mail.problem} if mail.problem else {}))


def repeat(mail: Mail, *, by: User, at: datetime.datetime, seen: int) -> Mail:
    """Sends again, under the same Message-ID, what perhaps was sent or was given up. Only a person decides this.

    Raises: PermissionDenied; Stale if the mail is no longer at the version `seen`, or needs no decision.
    """
    again = {"due_at": at, "attempts": 0, "handing_over_since": None, "failed_at": None, "problem": ""}
    return _decide(mail, "repeat mail", again, by=by, at=at, seen=seen)


def settle(mail: Mail, *, by: User, at: datetime.datetime, seen: int) -> Mail:
    """Closes, without sending again, what perhaps was sent or was given up: a link that opens something goes with it.

    Raises: as `repeat`.
    """
    words = WORDLESS if mail.purpose in OPENS else {}
    return _decide(mail, "close mail", {"settled_at": at, **words}, by=by, at=at, seen=seen)


@transaction.atomic
def _decide(mail: Mail, action: str, values: dict[str, Any], *, by: User, at: datetime.datetime, seen: int) -> Mail:
    if not may(by, "repeat_mail", on=timezone.localdate(at)):
        raise PermissionDenied
    now = Mail.objects.undecided(at).select_for_update().filter(pk=mail.pk, version=seen).first()
    if now is None or not _change(now, leased_until=None, **values):
        raise Stale
    ledger.record(f"mail:{now.pk}", action, by=by, at=at, data={"message_id": now.message_id, "seen": seen})
    return now


def empty_old(*, at: datetime.datetime) -> int:
    """Empties mail that was finished 30 days ago; purpose, times and Message-ID stay. Returns how many."""
    long_ago = at - KEEP_TEXT
    finished = Q(sent_at__lte=long_ago) | Q(failed_at__lte=long_ago) | Q(settled_at__lte=long_ago)
    return Mail.objects.filter(finished).exclude(**EMPTY).update(version=F("version") + 1, **EMPTY)


def readdress(was: str, now: str) -> None:
    """Part of a move: what is kept for one mail of the week follows its reader to their new address (C8, M22)."""
    kept = Mail.objects.filter(UNFINISHED, recipient=was, gathered_on__isnull=False)
    kept.update(recipient=now, version=F("version") + 1)


def forget(mails: MailQuerySet, *, at: datetime.datetime) -> int:
    """Part of a move: empties them, sent or not. What still waits is never sent (C8). Returns how many."""
    found = list(mails.select_for_update(no_key=True).values_list("pk", flat=True))
    mails = Mail.objects.filter(pk__in=found)
    mails.filter(UNFINISHED).update(version=F("version") + 1, leased_until=None, settled_at=at, **EMPTY)
    mails.exclude(**EMPTY).update(version=F("version") + 1, **EMPTY)
    return len(found)
