"""Who may do what: the one place that reads grants."""

import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Q, QuerySet

from conditions.models import Answer, Assignment, Condition, Grant, User
from conditions.models.people import Role

if TYPE_CHECKING:
    from collections.abc import Collection

Person = User | AnonymousUser

SITE_WIDE = frozenset(
    {
        "add_conditions",
        "caution_sources",
        "handle_site_reports",
        "invite_reviewers",
        "manage_consents",
        "manage_countries",
        "manage_glossary",
        "manage_people",
        "manage_questions",
        "oversee_reviews",
        "repeat_mail",
        "safeguard",
        "sanction",
        "see_health",
        "see_ledger",
        "see_mail",
        "verify_credentials",
    }
)

# Which roles carry which action. A role given for one condition or language counts for that one alone.
ACTIONS: "dict[str, Collection[Role]]" = {
    "accept_facts": (Role.EDITOR,),
    "add_conditions": (Role.EDITOR, Role.ADMINISTRATOR),
    "caution_sources": (Role.EDITOR, Role.ADMINISTRATOR),
    "enter_desk": tuple(Role),
    "handle_reports": (Role.EDITOR,),
    "handle_site_reports": (Role.EDITOR, Role.ADMINISTRATOR),
    "invite_reviewers": (Role.EDITOR, Role.ADMINISTRATOR),
    "manage_catalogue": (Role.EDITOR, Role.ADMINISTRATOR),
    "manage_consents": (Role.ADMINISTRATOR,),
    "manage_countries": (Role.EDITOR, Role.ADMINISTRATOR),
    "manage_glossary": (Role.EDITOR, Role.ADMINISTRATOR),
    "manage_people": (Role.ADMINISTRATOR,),
    "manage_questions": (Role.EDITOR, Role.ADMINISTRATOR),
    "manage_sources": (Role.AUTHOR, Role.EDITOR),
    "moderate": (Role.MODERATOR,),
    "offer": (Role.EDITOR,),
    "oversee_reviews": (Role.EDITOR, Role.ADMINISTRATOR),
    "publish": (Role.EDITOR,),
    "read_plainly": (Role.LAY_READER,),
    "repeat_mail": (Role.ADMINISTRATOR,),
    "review": (Role.REVIEWER,),
    "safeguard": (Role.SAFEGUARDING,),
    "sanction": (Role.MODERATOR,),
    "seal": (Role.EDITOR, Role.ADMINISTRATOR),
    "see_answers": (Role.AUTHOR, Role.EDITOR, Role.REVIEWER, Role.ADMINISTRATOR),
    "see_evidence": (Role.EDITOR, Role.ADMINISTRATOR),
    "see_health": (Role.ADMINISTRATOR,),
    "see_ledger": (Role.EDITOR, Role.ADMINISTRATOR),
    "see_mail": (Role.ADMINISTRATOR,),
    "take_away": (Role.EDITOR, Role.ADMINISTRATOR),
    "verify_credentials": (Role.EDITOR, Role.ADMINISTRATOR),
    "write": (Role.AUTHOR, Role.EDITOR),
}


def may(
    user: Person,
    action: str,
    condition: Condition | None = None,
    *,
    on: datetime.date,
    language: str | None = None,
) -> bool:
    """Whether the person holds, on the day, a grant that carries the action there.

    Without a condition (or language) the question is whether they may do it anywhere, except for what
    concerns the whole site: that takes a grant for the whole site. What concerns every language, like an
    address, has the language "".
    Raises: KeyError for an action that nobody has defined.
    """
    roles = ACTIONS[action]
    if not isinstance(user, User) or not user.is_active:
        return False
    if user.is_superuser and Role.ADMINISTRATOR in roles:
        return True
    held = Grant.objects.in_force(on).filter(user=user, role__in=roles)
    return _there(held, action, condition, language).exists()


def reads(user: User, answer: Answer, *, on: datetime.date) -> bool:
    """Whether all words of the answer are theirs to read, also those that are not public: who writes or decides there,
    or reviews there and is asked about it at the moment. What they signed they go on reading, on a page of its own.
    """
    where, language = answer.condition, answer.language
    if any(may(user, each, where, on=on, language=language) for each in ("write", "see_evidence")):
        return True
    asked = Assignment.objects.kept().filter(round__answer=answer, round__closed_at=None, reviewer__user=user)
    return may(user, "review", where, on=on, language=language) and asked.exists()


def holders(
    action: str, condition: Condition | None = None, *, on: datetime.date, language: str | None = None
) -> QuerySet[User]:
    """Everybody of whom `may` says yes, outside experts left out: they are asked by a link, and for nothing else."""
    roles = ACTIONS[action]
    held = Grant.objects.in_force(on).filter(role__in=roles)
    above = Q(is_superuser=True) if Role.ADMINISTRATOR in roles else Q(pk__in=[])
    return User.objects.filter(
        above | Q(pk__in=_there(held, action, condition, language).values("user")), is_active=True, is_outside=False
    )


def places(user: Person, action: str, *, on: datetime.date, language: str | None = None) -> QuerySet[Condition]:
    """The conditions on which `may` says yes; without a language, those on which it does in one at least."""
    roles = ACTIONS[action]
    if not isinstance(user, User) or not user.is_active:
        return Condition.objects.none()
    if user.is_superuser and Role.ADMINISTRATOR in roles:
        return Condition.objects.all()
    held = _there(Grant.objects.in_force(on).filter(user=user, role__in=roles), action, None, language)
    everywhere = held.filter(condition__isnull=True)
    return Condition.objects.filter(Exists(everywhere) | Q(pk__in=held.values("condition")))


def _there(held: QuerySet[Grant], action: str, condition: Condition | None, language: str | None) -> QuerySet[Grant]:
    """Of the grants those that count there."""
    if action in SITE_WIDE:
        held = held.filter(condition__isnull=True, language="")
    if condition is not None:
        held = held.filter(Q(condition__isnull=True) | Q(condition=condition))
    if language is not None:
        held = held.filter(language__in=["", language])
    return held


def reach(user: Person, action: str, *, on: datetime.date, answer: str = "") -> Q:
    """Answers on which `may` says yes, for lists; `answer` is the way to them from a row, like “round__answer__”."""
    found = Q(pk__in=[])
    for condition, language in held(user, action, on=on):
        where = {f"{answer}condition": condition, f"{answer}language": language}
        there = Q(**{name: value for name, value in where.items() if value})
        if not there:
            return Q()
        found |= there
    return found


def held(user: Person, action: str, *, on: datetime.date) -> list[tuple[int | None, str]]:
    """Where the person holds the action: a condition and a language each, None and "" for all of them."""
    roles = ACTIONS[action]
    if not isinstance(user, User) or not user.is_active:
        return []
    if user.is_superuser and Role.ADMINISTRATOR in roles:
        return [(None, "")]
    grants = _there(Grant.objects.in_force(on).filter(user=user, role__in=roles), action, None, None)
    return list(grants.values_list("condition", "language"))


def actions(
    user: Person, condition: Condition | None = None, *, on: datetime.date, language: str | None = None
) -> frozenset[str]:
    """All that `may` answers yes to, in one query: for pages that ask about everything."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    grants = Grant.objects.in_force(on).filter(user=user)
    if condition is not None:
        grants = grants.filter(Q(condition__isnull=True) | Q(condition=condition))
    if language is not None:
        grants = grants.filter(language__in=["", language])
    held = list(grants.values_list("role", "condition", "language"))
    anywhere = {role for role, _, _ in held}
    everywhere = {role for role, where, language in held if where is None and not language}
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
