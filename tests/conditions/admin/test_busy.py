"""A move that waits too long for another is taken back, whole; who began it is told, and keeps what they typed (E4)."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.urls import reverse

from conditions.editorial import proposals
from conditions.editorial.comparison import screen
from conditions.editorial.rows import version
from conditions.models import Credential, Name, Revocation, Source
from conditions.models.people import Role
from tests import factories
from tests.conditions.admin.forms import filled
from tests.factories import NOON

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.promise("E4")]
BUSY = "The site was busy for a moment, so nothing was saved. What you typed is still here: save it again."
LEFT = "The site was busy for a moment, so the rest was left as it was."
# On SQLite every transaction of ours holds the only lock there is, and a connection that closes forgets its patience.
# On PostgreSQL it goes back to the pool as it is.
IMPATIENT, HELD, PATIENT = {
    "sqlite": ("PRAGMA busy_timeout = 100", "SELECT 1", "SELECT 1"),
    "postgresql": (
        "SET lock_timeout = '100ms'",
        "LOCK TABLE conditions_stream IN EXCLUSIVE MODE",
        "RESET lock_timeout",
    ),
}[connection.vendor]


@pytest.fixture
def desk():
    """Somebody who has opened a page already: the first one of the day notes their device."""
    browser = factories.browser(factories.holder(Role.EDITOR, is_staff=True), second_factor=True)
    browser.get(reverse("admin:index"))
    return browser


@contextmanager
def somebody_else_writing():
    """Another connection is in the middle of a move, and we wait for it no longer than a moment."""
    begun, ended = threading.Event(), threading.Event()

    def write():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(HELD)
            begun.set()
            ended.wait(timeout=60)
        connection.close()

    other = threading.Thread(target=write)
    other.start()
    try:
        assert begun.wait(timeout=60)
        with connection.cursor() as cursor:
            cursor.execute(IMPATIENT)
        yield
    finally:
        ended.set()
        other.join()
        with connection.cursor() as cursor:
            cursor.execute(PATIENT)
        connection.close()


def test_form_keeps_what_was_typed_and_saves_it_again(desk):
    source = factories.source()
    address = reverse("admin:conditions_source_change", args=[source.pk])
    typed = filled(desk.get(address), title="Mended")
    with somebody_else_writing():
        page = desk.post(address, typed)
    assert BUSY in page.content.decode()
    assert (page.context["adminform"].form["title"].value(), Source.objects.get().title) == ("Mended", "A statement")
    assert desk.post(address, typed).status_code == 302
    assert Source.objects.get().title == "Mended"


def test_decision_keeps_what_was_typed_and_is_sent_again(desk):
    credential = Credential.objects.get(reviewer=factories.reviewer())
    address = reverse("admin:conditions_credential_revoke", args=[credential.pk])
    seen = f"{version(credential)},{version(credential.reviewer)}"
    typed = {"seen": seen, "on": "2026-03-02", "reason": "Struck off"}
    with somebody_else_writing():
        page = desk.post(address, typed)
    assert page.context["form"].non_field_errors() == [BUSY]
    assert (page.context["form"]["reason"].value(), Revocation.objects.count()) == ("Struck off", 0)
    assert desk.post(address, typed).status_code == 302
    assert Revocation.objects.get().reason == "Struck off"


def chosen(model, row, action, seen):
    """What the page that asks would send: one row, and what was on screen of it."""
    return reverse(f"admin:conditions_{model}_changelist"), {
        "action": action,
        "_selected_action": [row.pk],
        "seen": f"{row.pk}:{seen}",
    }


def a_proposal():
    name = factories.named(factories.condition(), "GS", use=Name.Use.SEARCH)
    who = {"by": factories.holder(Role.EDITOR), "at": NOON}
    proposal = proposals.propose_use(name, "shown", seen=version(name), **who)
    return proposal, *chosen("proposal", proposal, "accept", screen(proposal))


def a_value():
    people = factories.desk()
    value = factories.value_proposed(people, factories.fact(people, factories.condition()))
    return value, *chosen("factversion", value, "accept", factories.facts.screen(value))


@pytest.mark.parametrize("made", [a_proposal, a_value])
def test_list_leaves_the_rest_as_it_was(desk, made):
    row, address, typed = made()
    before = version(row)
    with somebody_else_writing():
        page = desk.post(address, typed, follow=True)
    row.refresh_from_db()
    assert LEFT in page.content.decode()
    assert version(row) == before
    assert "was decided on." in desk.post(address, typed, follow=True).content.decode()
