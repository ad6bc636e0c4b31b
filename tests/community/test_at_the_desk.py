"""Whoever works or reads here gets all that is held on them, member or not, and may leave (C8, C17, O3)."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from community import export
from community.models import Closure
from community.moderation import journal, leaving
from conditions.editorial import comments, declining, drafts, lay_names, readings
from conditions.models import Comment, Draft, User, Verdict
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories
from tests.community.moderation.test_journal import after_restoring
from tests.factories import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return factories.desk()


@pytest.fixture
def reading(people):
    return factories.to_be_read(people)


def told(person):
    return json.loads(json.dumps(export.held_on(person)))


def ended(person):
    """Whoever has no role any more."""
    person.grants.update(ends_on=factories.DAY_ONE)
    return person


@pytest.mark.promise("C17")
def test_lay_reader_who_never_joined_gets_what_they_were_asked_and_said(reading):
    readings.lost_here(reading, "Which pigment?", place="body-1", by=reading.reader, at=NOON, seen=reading.digest)
    factories.read(reading, "unclear", text="")
    found = told(reading.reader)
    (asked,) = found["readings"]
    text = reading.revision
    assert (asked["condition"], asked["question"]) == (text.condition_name, text.question)
    kept = ("asked_by", "asked_at", "answered_at", "said", "name", "standpoint")
    assert [asked[key] for key in kept] == ["editor", NOON.isoformat(), NOON.isoformat(), "unclear", "", ""]
    assert [(each["paragraph"], each["text"], each["weight"]) for each in found["remarks"]] == [
        ("body-1", "Which pigment?", "unclear")
    ]
    assert [each["role"] for each in found["roles"]] == ["lay-reader"]


@pytest.mark.promise("C17")
def test_why_they_declined_and_why_a_name_was_taken_away_is_in_it(people, reading):
    declining.decline(reading, "close", by=reading.reader, at=NOON)
    other = factories.read(factories.to_be_read(people, reading.reader))
    assert [told(reading.reader)["readings"][1][key] for key in ("name", "standpoint")] == ["Fern Reader", "lives"]
    lay_names.remove_name(other, "false", by=people.author, at=NOON)
    first, second = told(reading.reader)["readings"]
    assert (first["declined_because"], first["declined_at"]) == ("close", NOON.isoformat())
    assert (second["name"], second["removed_because"]) == ("", "false")


@pytest.mark.promise("C17")
def test_remarks_of_others_are_not_in_it(people, reading):
    factories.signed(people, reading.revision)
    seen = {"at": NOON, "seen": reading.digest}
    comments.comment(reading.round, "The dose is wrong.", by=people.colleague, **seen)
    assert "The dose is wrong." not in json.dumps(told(reading.reader))
    mine = told(people.colleague)
    assert [each["text"] for each in mine["remarks"]] == ["The dose is wrong."]
    assert [each["decision"] for each in mine["clinician"]["decisions"]] == ["approve"]
    assert mine["clinician"]["credentials"][0]["verifications"]


@pytest.mark.promise("C17")
def test_page_of_my_data_names_the_condition_of_each_text(reading):
    factories.read(reading)
    shown = factories.browser(ended(reading.reader)).get("/me/data/").content.decode()
    assert reading.revision.condition_name in shown
    assert reading.revision.question in shown
    assert "I understood all of it" in shown
    assert "I live with it" in shown
    assert "/account/readings/" in shown


@pytest.mark.promise("C8")
def test_whoever_never_joined_closes_their_account_and_what_they_signed_stays(people, reading):
    factories.signed(people, reading.revision)
    signer = ended(people.colleague)
    leaving.close_without_membership(by=signer, at=NOON)
    signer.refresh_from_db()
    assert (signer.is_active, signer.name, signer.email.endswith("@closed.invalid")) == (False, "A Person", True)
    assert Verdict.objects.get().name == people.reviewer.name
    with pytest.raises(Stale):
        leaving.close_without_membership(by=signer, at=NOON)


@pytest.mark.promise("C8")
def test_drafts_at_the_desk_go_with_the_account(people):
    drafts.save_draft(factories.started(people), {"short": "Mine."}, by=people.author, at=NOON, seen=0)
    leaving.close_without_membership(by=ended(people.author), at=NOON)
    assert not Draft.objects.exists()


def test_account_closes_by_its_own_road_once_nobody_counts_on_it(people):
    with pytest.raises(ValidationError, match="You have a role"):
        leaving.close_without_membership(by=people.author, at=NOON)
    with pytest.raises(PermissionDenied):
        leaving.close_without_membership(by=factories.member(), at=NOON)


@pytest.mark.promise("O3")
def test_closed_account_of_no_member_is_closed_again_after_a_restore(people, reading):
    readings.lost_here(reading, "Which pigment?", place="body-1", by=reading.reader, at=NOON, seen=reading.digest)
    lines = after_restoring(lambda: leaving.close_without_membership(by=reading.reader, at=NOON))
    reading.reader.refresh_from_db()
    assert reading.reader.is_active
    assert journal.replay(lines) == (1, 0, {})
    assert User.objects.get(pk=reading.reader_id).name == ""
    assert (Comment.objects.get().text, Closure.objects.get().number) == ("", json.loads(lines[-1])["number"])
    assert journal.replay(lines) == (0, 1, {})


@pytest.mark.promise("O3")
def test_name_that_was_taken_back_is_gone_again_after_a_restore(reading):
    factories.read(reading)
    lines = after_restoring(lambda: lay_names.take_back_name(reading, by=reading.reader, at=NOON))
    journal.check(lines)
    assert journal.replay(lines).done == 1
    reading.refresh_from_db()
    assert (reading.name, reading.standpoint, reading.is_sealed) == ("", "", True)


def test_receipt_of_a_closed_account_stays(reading):
    leaving.close_without_membership(by=reading.reader, at=NOON)
    for sql in ("UPDATE community_closure SET number = 'AAAAAAAA'", "DELETE FROM community_closure"):
        with pytest.raises(IntegrityError, match="closure_stays"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


@pytest.mark.promise("C8")
def test_page_says_what_stays_and_closes_the_account(reading):
    person = ended(reading.reader)
    browser = factories.browser(person)
    shown = browser.get("/me/close/").content.decode()
    assert "what was not clear to you and why you declined are erased" in shown
    assert "checked and signed here" not in shown
    worker = factories.browser(ended(factories.holder(Role.AUTHOR)))
    assert "checked and signed here as part of your work stays" in worker.get("/me/close/").content.decode()
    assert "Tick the box if you are sure." in browser.post("/me/close/").content.decode()
    assert Closure.objects.count() == 0
    closed = browser.post("/me/close/", {"sure": "on"}).content.decode()
    assert Closure.objects.get().number in closed
    assert not User.objects.get(pk=person.pk).is_active
