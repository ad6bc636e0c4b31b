"""The ledger in the administration: read, searched and filtered, and nothing else."""

import pytest
from django.urls import reverse

from conditions.models import Event, Stream
from conditions.models.people import Role
from tests import factories
from tests.evidence import record

EVENTS = "/admin/conditions/event/"
STREAMS = "/admin/conditions/stream/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return factories.browser(factories.administrator(), second_factor=True)


def shown(desk, address):
    """What stands in the rows of a list."""
    return desk.get(address).context["cl"].queryset.values_list("stream", "sequence")


def test_events_are_listed_newest_first(desk):
    for stream in ("condition:1", "condition:2", "condition:1"):
        record(stream)
    assert list(shown(desk, EVENTS)) == [("condition:1", 2), ("condition:2", 1), ("condition:1", 1)]


def test_events_are_found_by_stream_and_by_person(desk):
    record("condition:1", by=factories.user(name="Ada Example", email="member-6@example.org"))
    record("condition:2", by=factories.user(name="", email="nameless@example.org"))
    assert list(shown(desk, f"{EVENTS}?q=condition:2")) == [("condition:2", 1)]
    assert list(shown(desk, f"{EVENTS}?q=ada")) == [("condition:1", 1)]
    assert list(shown(desk, f"{EVENTS}?q=member-6")) == []
    assert "@example.org" not in desk.get(EVENTS).content.decode().partition('id="result_list"')[2]


def test_a_hash_is_found_whole_so_that_no_name_is_found_in_one(desk):
    event = record("condition:1")
    assert list(shown(desk, f"{EVENTS}?q={event.hash}")) == [("condition:1", 1)]
    assert list(shown(desk, f"{EVENTS}?q={event.hash[20:30]}")) == []


def test_events_are_filtered_by_what_happened(desk):
    record("condition:1")
    record("mail:7")
    assert len(shown(desk, f"{EVENTS}?action=condition.renamed")) == 2
    assert len(shown(desk, f"{EVENTS}?action=mail.closed")) == 0


@pytest.mark.promise("E1")
def test_nobody_changes_evidence_in_the_administration(desk):
    event = record()
    for model, row in (("event", event), ("stream", Stream.objects.get())):
        page = reverse(f"admin:conditions_{model}_change", args=[row.pk])
        assert desk.post(page, {"action": "x", "post": "yes"}).status_code == 403
        for gone in ("add/", f"{row.pk}/delete/"):
            assert desk.post(f"/admin/conditions/{model}/{gone}", {"post": "yes"}).status_code == 404
    assert Event.objects.get() == event


def test_details_show_every_column(desk):
    event = record(by=factories.user(name="Ada Example"))
    page = desk.get(reverse("admin:conditions_event_change", args=[event.pk])).content.decode()
    assert all(text in page for text in ("condition:1", "condition.renamed", "Ada Example", "Sjögren", event.hash))
    assert event.hash in desk.get(STREAMS).content.decode()


def test_editor_of_the_whole_site_reads_the_ledger_and_nobody_else_does():
    record()
    here = {"condition": factories.condition()}
    for role, scope, status in ((Role.EDITOR, {}, 200), (Role.EDITOR, here, 403), (Role.REVIEWER, {}, 403)):
        desk = factories.browser(factories.holder(role, is_staff=True, **scope), second_factor=True)
        assert {desk.get(page).status_code for page in (EVENTS, STREAMS)} == {status}


@pytest.mark.promise("C8")
@pytest.mark.parametrize("kind", ["story", "member", "consent", "user", "invitation", "name-held"])
def test_nobody_reads_there_what_members_did(desk, kind):
    member = factories.member()
    event, stream = record(f"{kind}:7", by=member), Stream.objects.get(name=f"{kind}:7")
    assert list(shown(desk, EVENTS)) == list(shown(desk, f"{EVENTS}?q={kind}:")) == []
    assert f"{kind}:7" not in desk.get(STREAMS).content.decode()
    for row in (event, stream):
        page = reverse(f"admin:conditions_{row._meta.model_name}_change", args=[row.pk])
        assert desk.get(page)["Location"] == "/admin/"


@pytest.mark.parametrize("events", [1, 3])
def test_list_costs_the_same_for_any_number_of_events(desk, events, django_assert_num_queries):
    person = factories.user()
    for _ in range(events):
        record(by=person)
    desk.get(EVENTS)
    with django_assert_num_queries(7):
        desk.get(EVENTS)
    assert Event.objects.count() == events
