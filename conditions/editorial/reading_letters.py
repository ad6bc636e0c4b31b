"""Mail about lay readings: one link each, silent about what the text is on (M22)."""

import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conditions.editorial import letters
from conditions.models import Reading, Round, User


def asked(reading: Reading) -> None:
    """To the lay reader."""
    person, due_on = reading.reader, reading.round.due_on
    with translation.override(person.language):
        text = _(
            "%(editor)s asks you to read a text, and to say where you lose the thread. You are not asked whether it is "
            "true: clinicians check that."
        ) % {"editor": reading.asked_by}
        until = _("It is needed by %(day)s.") % {"day": date_format(due_on)} if due_on else ""
        whole = " ".join(filter(None, (text, until, _("Read it here, or say that it is not for you:"))))
        page = reverse("desk:reading", args=[reading.pk])
        subject = _("%(site)s: please read a text")
        letters.send(person, subject, whole, page, purpose="reading-asked", at=reading.asked_at)


def declined(reading: Reading, *, at: datetime.datetime) -> None:
    """To the editor who asked. It says neither who nor why: both are the reader's own, and can be taken back."""
    with translation.override(reading.asked_by.language):
        text = _("A lay reader whom you asked cannot read the text. See who it is, and ask somebody else:")
        _to_editor(reading.asked_by, _("%(site)s: a lay reader said no"), text, reading, at=at)


def answered(reading: Reading, *, at: datetime.datetime) -> None:
    """To the editor who asked; without the name, as above."""
    with translation.override(reading.asked_by.language):
        subject = _("%(site)s: a lay reader answered")
        text = _("A lay reader understood all of the text. That is no medical review. See what comes next:")
        if reading.said == Reading.Said.UNCLEAR:
            text = _("A lay reader did not understand some places of the text. Read which:")
        _to_editor(reading.asked_by, subject, text, reading, at=at)


def ended(round_: Round, *, at: datetime.datetime) -> None:
    """To every lay reader from whom an answer was still wanted."""
    if not round_.lay_reader:
        return
    for reading in Reading.objects.unanswered().filter(round=round_).select_related("reader"):
        with translation.override(reading.reader.language):
            text = _("The text that you were asked to read is not in review any more. You need not do anything:")
            _to_reader(reading, _("%(site)s: a text need not be read any more"), text, "reading-ended", at=at)


def reminded(person: User, number: int, *, at: datetime.datetime) -> None:
    """To the lay reader, on the day by which they are wanted: of how many texts."""
    with translation.override(person.language):
        text = ngettext(
            "%(n)d text still waits for you to read it for plain language. Please read it, or say that it is not for "
            "you:",
            "%(n)d texts still wait for you to read them for plain language. Please read them, or say that they are "
            "not for you:",
            number,
        )
        _waiting(person, _("%(site)s: a text waits for you"), text % {"n": number}, "reading-unanswered", at=at)


def day_moved(person: User, number: int, due_on: datetime.date, *, at: datetime.datetime) -> None:
    """To the lay reader: of how many texts."""
    with translation.override(person.language):
        text = ngettext(
            "%(n)d text that you were asked to read is wanted by another day now: %(day)s.",
            "%(n)d texts that you were asked to read are wanted by another day now: %(day)s.",
            number,
        )
        told = {"n": number, "day": date_format(due_on)}
        _waiting(person, _("%(site)s: a text is wanted by another day"), text % told, "reading-due-day", at=at)


def _waiting(person: User, subject: str, text: str, purpose: str, *, at: datetime.datetime) -> None:
    letters.send(person, subject, text, reverse("desk:readings"), purpose=purpose, at=at)


def needless(reading: Reading, *, at: datetime.datetime) -> None:
    """To the lay reader whose role ended while a text waited for them."""
    with translation.override(reading.reader.language):
        text = _("Your role as a lay reader has ended, so a text that waited for you no longer does. What you read:")
        _to_reader(reading, _("%(site)s: a text need not be read any more"), text, "reading-ended", at=at)


def removed(reading: Reading, *, at: datetime.datetime) -> None:
    """To the lay reader: why nobody sees the name that they gave any more, and whom to write to."""
    with translation.override(reading.reader.language):
        text = _(
            "An editor took away the name under which you read a text, and what you said about yourself: "
            "%(reason)s. Your answer stays. If you think that this is wrong, write to the address on our privacy page. "
            "What you read:"
        ) % {"reason": reading.get_removed_because_display()}
        _to_reader(reading, _("%(site)s: a name was taken away"), text, "reading-name-removed", at=at)


def _to_reader(reading: Reading, subject: str, text: str, purpose: str, *, at: datetime.datetime) -> None:
    """With the page that stands open to whoever ever read, also after their role ended."""
    letters.send(reading.reader, subject, text, reverse("my_readings"), purpose=purpose, at=at)


def _to_editor(person: User, subject: str, text: str, reading: Reading, *, at: datetime.datetime) -> None:
    page = reverse("desk:answer", args=[reading.round.answer_id])
    letters.send(person, subject, text, page, purpose="reading-answered", at=at)
