"""Codes of a condition: what another system calls it comes by two people, and goes by one (E7)."""

import datetime
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conditions import ledger, rendering, search
from conditions.editorial import catalogue, rows
from conditions.editorial.proposing import begin
from conditions.models import Code, Condition, Proposal, User


@transaction.atomic
def propose(
    condition: Condition, codes: Sequence[Code], *, by: User, at: datetime.datetime, reason: str = ""
) -> Proposal:
    """What other systems call the condition, as an editor looked it up: shown when somebody else accepts it.

    Raises: PermissionDenied; ValidationError also for one that is there, or while others of the condition wait.
    """
    rows.enter(by, catalogue.ACTION, condition, at=at)
    Condition.objects.select_for_update(no_key=True).get(pk=condition.pk)
    for code in codes:
        code.condition, code.value = condition, rendering.line(code.value)
        code.full_clean()
    if len({(code.system, code.value) for code in codes}) < len(codes):
        raise ValidationError(_("This condition has this code already."))
    named = {"name": str(Condition.objects.named().get(pk=condition.pk)), "codes": [_said(code) for code in codes]}
    made = Proposal(kind=Proposal.Kind.CODES, about=f"codes:{condition.pk}")
    return begin(made, named, by=by, at=at, reason=reason)


@transaction.atomic
def take_away(code: Code, *, by: User, at: datetime.datetime, seen: str) -> None:
    """From readers and from search: one person alone may. The ledger keeps what it was, and no import brings it back.

    Raises: PermissionDenied; Stale.
    """
    rows.enter(by, catalogue.ACTION, code.condition, at=at)
    Condition.objects.select_for_update(no_key=True).get(pk=code.condition_id)
    now = rows.locked(code, seen)
    ledger.record(catalogue.stream(code.condition), "code taken away", by=by, at=at, data=_said(now))
    now.delete()
    search.index(code.condition)


def _said(code: Code) -> dict[str, str]:
    return {"system": str(code.system), "value": code.value, "relation": str(code.relation)}
