"""How a review ends, and with it what was planned of its words."""

import datetime

from django.db import models
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from conditions import rendering
from conditions.editorial import letters, reading_letters, rows
from conditions.models import Round, Schedule, User


def close(round_: Round, outcome: str, *, by: User, at: datetime.datetime, because: str = "") -> list[models.Model]:
    """Part of a move, the answer locked: the review ends. Gives what changed, for the event of the move.

    A publication that was planned of it ends with it: whoever planned it is told, unless they ended it themselves.
    Raises: Stale if it has ended.
    """
    planned = Schedule.objects.open().filter(round=round_).select_related("by").first()
    if planned:
        rows.once(planned, ended_at=at, ended_by=by, outcome=Schedule.Outcome.OVERTAKEN)
        _overtaken(planned, outcome, by=by, at=at)
    rows.once(round_, closed_at=at, closed_by=by, outcome=outcome, closed_because=rendering.line(because))
    letters.ended(round_, at=at)
    reading_letters.ended(round_, at=at)
    return [round_, planned] if planned else [round_]


def _overtaken(planned: Schedule, outcome: str, *, by: User, at: datetime.datetime) -> None:
    person = planned.by
    if person.pk == by.pk:
        return
    with translation.override(person.language):
        subject = _("%(site)s: a planned publication ended")
        if outcome == Round.Outcome.PUBLISHED:
            text = _("%(who)s published the text that you had planned to publish later. You need not do anything:")
        else:
            text = _("%(who)s ended the review of a text that you had planned to publish, so it will not be published:")
        page = reverse("desk:answer", args=[planned.answer_id])
        letters.send(person, subject, text % {"who": by}, page, purpose="plan-overtaken", at=at)
