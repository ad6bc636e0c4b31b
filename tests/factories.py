"""Builders that reach a state by the same road as life."""

import itertools
from typing import Any

from conditions.imports.catalogue import Catalogue, Term
from conditions.models import Condition, Grant, Name, User
from conditions.models.people import Role

DAY_ONE = "2026-01-01"
numbers = itertools.count(1)


def user(**fields: Any) -> User:
    """Somebody who may sign in; password “correct horse battery”."""
    return User.objects.create_user(
        **{"email": f"person{next(numbers)}@example.org", "name": "A Person", "password": "correct horse battery"}
        | fields
    )


def administrator() -> User:
    return User.objects.create_superuser(
        email=f"administrator{next(numbers)}@example.org", password="correct horse battery", name="An Administrator"
    )


def holder(role: Role, *, is_staff: bool = False, **grant: Any) -> User:
    """Somebody with one grant, given by an administrator."""
    person = user(is_staff=is_staff)
    Grant.objects.create(**{"user": person, "role": role, "starts_on": DAY_ONE, "granted_by": administrator()} | grant)
    return person


def condition(name: str = "Gilbert syndrome", slug: str = "gilbert-syndrome") -> Condition:
    """A condition with one preferred English name."""
    made = Condition.objects.create(slug=slug)
    Name.objects.create(condition=made, text=name, folded=name.casefold(), use=Name.Use.PREFERRED)
    return made


def term(mondo: str, name: str = "", *, parents: tuple[str, ...] = (), synonyms: tuple[str, ...] = ()) -> Term:
    """A condition as an import brings it."""
    return Term(mondo, name or f"Disease {mondo}", is_grouping=False, parents=parents, synonyms=synonyms)


def catalogue(*terms: Term, release: str = "2026-05-05") -> Catalogue:
    return Catalogue(release, terms)
