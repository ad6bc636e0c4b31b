"""Who may do what: the one place that reads grants."""

import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from conditions.models import Condition, Grant, User
from conditions.models.people import Role

if TYPE_CHECKING:
    from collections.abc import Collection

Person = User | AnonymousUser

SITE_WIDE = frozenset(
    {"manage_people", "manage_questions", "manage_countries", "repeat_mail", "see_health", "see_mail"}
)

# Which roles carry which action. A role given for one condition or language counts for that one alone.
ACTIONS: "dict[str, Collection[Role]]" = {
    "enter_desk": tuple(Role),
    "manage_catalogue": (Role.EDITOR, Role.ADMINISTRATOR),
    "manage_countries": (Role.EDITOR, Role.ADMINISTRATOR),
    "manage_people": (Role.ADMINISTRATOR,),
    "manage_questions": (Role.EDITOR, Role.ADMINISTRATOR),
    "repeat_mail": (Role.ADMINISTRATOR,),
    "see_evidence": (Role.EDITOR, Role.ADMINISTRATOR),
    "see_health": (Role.ADMINISTRATOR,),
    "see_mail": (Role.ADMINISTRATOR,),
}


def may(
    user: Person,
    action: str,
    condition: Condition | None = None,
    *,
    on: datetime.date,
    language: str = "",
) -> bool:
    """Whether the person holds, on the day, a grant that carries the action there.

    Without a condition (or language) the question is whether they may do it anywhere, except for what
    concerns the whole site: that takes a grant for the whole site.
    Raises: KeyError for an action that nobody has defined.
    """
    roles = ACTIONS[action]
    if not isinstance(user, User) or not user.is_active:
        return False
    if user.is_superuser and Role.ADMINISTRATOR in roles:
        return True
    held = Grant.objects.in_force(on).filter(user=user, role__in=roles)
    if action in SITE_WIDE:
        held = held.filter(condition__isnull=True, language="")
    if condition is not None:
        held = held.filter(Q(condition__isnull=True) | Q(condition=condition))
    if language:
        held = held.filter(language__in=["", language])
    return held.exists()


def actions(user: Person, *, on: datetime.date) -> frozenset[str]:
    """All that `may` answers yes to, asked without a condition or language: for pages that ask about everything."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    held = list(Grant.objects.in_force(on).filter(user=user).values_list("role", "condition", "language"))
    anywhere = {role for role, _condition, _language in held}
    everywhere = {role for role, condition, language in held if condition is None and not language}
    if user.is_superuser:
        anywhere, everywhere = anywhere | {Role.ADMINISTRATOR}, everywhere | {Role.ADMINISTRATOR}
    return frozenset(
        action
        for action, roles in ACTIONS.items()
        if not (everywhere if action in SITE_WIDE else anywhere).isdisjoint(roles)
    )


def needs_second_factor(user: Person, *, on: datetime.date) -> bool:
    """Everyone who may enter the desk (S4)."""
    return may(user, "enter_desk", on=on)
