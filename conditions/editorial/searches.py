"""What an editor makes of words that many searched for and nobody found: a name, a condition, or nothing of ours."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conditions import ledger, listed, rendering
from conditions.editorial import catalogue, proposals, rows
from conditions.models import Condition, FailedSearch, User
from conditions.search import find
from conditions.stale import Stale

ACTION = "add_conditions"
STREAM = "searches"
Outcome = FailedSearch.Outcome


@transaction.atomic
def settle(
    failed: FailedSearch,
    outcome: str,
    *,
    by: User,
    at: datetime.datetime,
    name: str = "",
    condition: Condition | None = None,
    why: str = "",
) -> FailedSearch:
    """Does what follows from it, and deletes the words: the ledger tells what was decided, and none of them.

    Raises: PermissionDenied; Stale if it was settled already; ValidationError.
    """
    rows.enter(by, ACTION, at=at)
    now = FailedSearch.objects.waiting().select_for_update().filter(pk=failed.pk).first()
    if now is None:
        raise Stale
    reason, today = rendering.line(why), timezone.localdate(at)
    match Outcome(outcome):
        case Outcome.FOUND if not finds(now, on=today):
            raise ValidationError({"outcome": _("The search finds nothing for these words today. Say what they are.")})
        case Outcome.NAME if condition is not None:
            catalogue.add_name(condition, name, by=by, at=at, language=now.language)
        case Outcome.NAME:
            raise ValidationError({"condition": _("Say which condition it is a name of.")})
        case Outcome.CONDITION:
            proposals.propose_condition(name, by=by, at=at, reason=reason)
        case Outcome.NOT_OURS if not reason:
            raise ValidationError({"why": _("Say why, so that colleagues need not ask again.")})
    settled = {"words": "", "language": "", "settled_on": today, "settled_by": by, "outcome": outcome}
    FailedSearch.objects.filter(pk=now.pk).update(**settled)
    ledger.record(STREAM, "settled", by=by, at=at, data={"search": now.pk, "outcome": outcome, "reason": reason})
    return now


def finds(failed: FailedSearch, *, on: datetime.date) -> bool:
    """Whether a reader who types the words today, in the language in which they were typed, meets something of ours."""
    found = find(failed.words, language=failed.language, told=listed.searched(on))
    return bool(found.hits or found.answers)
