"""Every route times every role, as written in `matrix.toml` (S1).

A new route fails here until it has a row. Run

    python -m pytest tests/test_routes.py -k matrix

and the failure prints the row to add, with what the route answers now. Read every word of it before adding
it to the file: the row says what the route *should* answer. One word stands for all roles; else there is
one for each of anonymous, member, other (member), author, reviewer, moderator, editor, administrator.
`to:name` means that the route leads to the route of that name.
"""

import pytest
from django.contrib import admin
from django.db import connection

from conditions.models.people import Role
from tests import blank, factories, routes
from tests.routes import METHODS, ROLES, World, answer, matrix, skeleton, visit, walk, written
from tests.shared import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.long]

world = made_once(World)


@pytest.mark.promise("S1")
def test_every_route_is_in_the_matrix(world):
    missing = [(name, route) for name, route in walk() if name not in matrix()]
    rows = skeleton(world, missing) if missing else ""
    assert not missing, f"Add to tests/matrix.toml, after reading each word:\n\n{rows}"


@pytest.mark.promise("S1")
def test_matrix_has_no_route_that_is_gone():
    assert set(matrix()) - {name for name, _ in walk()} == set()


def asked(role):
    """What somebody with the role is asked: all of it on SQLite, on PostgreSQL what nobody before them is answered."""
    every = [(name, row, method) for name, row in matrix().items() for method in METHODS]
    if connection.vendor == "sqlite":
        return every
    return [(name, row, method) for name, row, method in every if routes.is_first(row, method, role)]


@pytest.mark.promise("S1")
@pytest.mark.parametrize("role", ROLES)
def test_route_answers_each_role_as_the_matrix_says(role, world, settings):
    """Pages are rendered once; of all others the decision alone is asked for, at half the time."""
    wrong, every = [], asked(role)
    for is_rendered in (True, False):
        settings.TEMPLATES = settings.TEMPLATES if is_rendered else blank.TEMPLATES
        for name, row, method in every:
            if routes.is_seen(row, method, role) is is_rendered:
                told, should = answer(world, role, method, row["at"]), written(row, method, role)
                wrong += [f"{method} {name}: {told}, not {should}"] if told != should else []
    assert wrong == []


@pytest.mark.promise("S1")
@pytest.mark.one_engine
def test_each_answer_of_the_matrix_is_first_given_to_somebody():
    for row in matrix().values():
        for method in METHODS:
            firsts = [written(row, method, role) for role in ROLES if routes.is_first(row, method, role)]
            assert sorted(firsts) == sorted({written(row, method, role) for role in ROLES})


def shut(role):
    """What only the second factor opens to them; whoever is asked first is led there from all the rest as well."""
    for row in matrix().values():
        opened = {method for method in METHODS if written(row, method, role)[:3] not in {"403", "404", "405"}}
        for method in METHODS if role == routes.ASKED[0] else opened:
            if row["at"].startswith(("/desk/", "/admin/")):
                yield method, row["at"]


@pytest.mark.promise("S1", "S4")
@pytest.mark.one_engine
@pytest.mark.parametrize("role", routes.DESK_ROLES)
def test_no_route_of_the_desk_or_the_administration_opens_without_a_second_factor(role, world):
    browser, behind = world.browser(role, second_factor=False), list(shut(role))
    assert len(behind) > 10
    assert {visit(browser, method, world.fill(path)) for method, path in behind} == {"to:second_factor"}


# What is the same for the whole site, and what is the same for a condition in every language.
SITE = {"applicability", "condition", "country", "glossaryterm", "helpline", "question", "reviewpolicy"}
SHARED = {"here": SITE | {"source"}, "es": SITE | {"source", "declaration", "fact", "factvalue", "factversion"}}


def elsewhere(scope):
    """Somebody with every role, but for a condition of which nothing is told yet, or for a language."""
    given = {"language": "es"} if scope == "es" else {"condition": factories.condition("Lyme disease", "lyme-disease")}
    person = factories.holder(Role.EDITOR, is_staff=True, **given)
    for role in (Role.AUTHOR, Role.MODERATOR, Role.REVIEWER):
        factories.granted(person, role, **given)
    return factories.browser(person, second_factor=True)


@pytest.mark.promise("S1")
@pytest.mark.parametrize("scope", SHARED)
def test_whose_role_counts_elsewhere_finds_nothing_in_the_administration(scope, world, settings):
    settings.TEMPLATES, browser, found, opened = blank.TEMPLATES, elsewhere(scope), set(), set()
    for model in admin.site._registry:
        name, rows = model._meta.model_name, model._default_manager.order_by("pk")
        at = f"/admin/{model._meta.app_label}/{name}/"
        page = browser.get(at)
        if page.status_code == 200 and page.context_data["cl"].result_count:
            found.add(name)
        if rows and any(browser.get(f"{at}{row.pk}/change/").status_code == 200 for row in rows[:3]):
            opened.add(name)
    assert found == opened == SHARED[scope]
