"""Mail about lay readings: one link each, silent about what the text is on (M22)."""

import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

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
    """To the editor who asked."""
    with translation.override(reading.asked_by.language):
        text = _("%(name)s cannot read the text for which you asked them: %(reason)s. Please ask somebody else:")
        told = {"name": reading.reader, "reason": reading.get_declined_because_display()}
        _to_editor(reading.asked_by, _("%(site)s: a lay reader said no"), text % told, reading, at=at)


def answered(reading: Reading, *, at: datetime.datetime) -> None:
    """To the editor who asked."""
    with translation.override(reading.asked_by.language):
        subject = _("%(site)s: a lay reader answered")
        text = _("%(name)s understood all of the text. That is no medical review. See what comes next:")
        if reading.said == Reading.Said.UNCLEAR:
            text = _("%(name)s did not understand some places of the text. Read which:")
        _to_editor(reading.asked_by, subject, text % {"name": reading.reader}, reading, at=at)


def ended(round_: Round, *, at: datetime.datetime) -> None:
    """To every lay reader from whom an answer was still wanted."""
    if not round_.lay_reader:
        return
    for reading in Reading.objects.unanswered().filter(round=round_).select_related("reader"):
        with translation.override(reading.reader.language):
            text = _("The text that you were asked to read is not in review any more. You need not do anything:")
            subject, page = _("%(site)s: a text need not be read any more"), reverse("desk:reading", args=[reading.pk])
            letters.send(reading.reader, subject, text, page, purpose="reading-ended", at=at)


def _to_editor(person: User, subject: str, text: str, reading: Reading, *, at: datetime.datetime) -> None:
    page = reverse("desk:answer", args=[reading.round.answer_id])
    letters.send(person, subject, text, page, purpose="reading-answered", at=at)
