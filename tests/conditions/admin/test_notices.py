"""Cautions, seals and reports in the administration: asked first, by who may, and by two where it takes two."""

import pytest
from django.urls import reverse
from django.utils import timezone

from conditions.editorial import cautions, seals
from conditions.editorial.rows import version
from conditions.models import Caution, Revision, Seal
from conditions.models.people import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return factories.holder(Role.EDITOR, is_staff=True)


@pytest.fixture
def desk(editor):
    return factories.browser(editor, second_factor=True)


@pytest.fixture
def live():
    return factories.published(factories.desk())


def at(row, name):
    return reverse(f"admin:conditions_{row._meta.model_name}_{name}", args=[row.pk])


def decide(desk, row, name, **typed):
    return desk.post(at(row, name), {"seen": version(row)} | typed)


def told(answer):
    return answer.content.decode()


@pytest.mark.promise("E21")
def test_caution_of_fixed_wording_is_put_and_lifted_by_one(desk, editor, live):
    assert "ask a doctor, a nurse or a pharmacist" in told(desk.get(at(live.answer, "caution")))
    assert decide(desk, live.answer, "caution", reason="A reader doubts the dose.").status_code == 302
    made = Caution.objects.get()
    assert (made.by, made.words, made.lifted_at) == (editor, "", None)
    assert decide(desk, made, "lift").status_code == 302
    assert Caution.objects.get().lifted_by == editor
    assert "This caution has ended." in told(desk.get(at(made, "lift")))


@pytest.mark.promise("E21")
def test_own_words_of_a_caution_take_a_second_person(desk, editor, live):
    who = {"by": editor, "at": timezone.now(), "reason": "A reader doubts the dose."}
    made = cautions.caution(live.answer, words="The dose may be wrong.", **who)
    assert "Own words need a second person." in told(decide(desk, made, "confirm"))
    assert Caution.objects.get().confirmed_at is None
    other = factories.browser(factories.holder(Role.EDITOR, is_staff=True), second_factor=True)
    assert decide(other, made, "confirm").status_code == 302
    assert Caution.objects.get().confirmed_by != editor


def test_caution_where_nothing_is_live_is_refused_and_the_reason_kept(desk):
    answer = factories.written(factories.desk()).answer
    page = decide(desk, answer, "caution", reason="A reader doubts the dose.")
    assert "No text of this answer is live" in told(page)
    assert "A reader doubts the dose." in told(page)


@pytest.mark.promise("E19")
def test_seal_takes_two_and_leaves_no_word_on_any_page(desk, editor, live):
    factories.withdrawn(live)
    typed = {"ground": "personal", "reason": "It named a patient."}
    assert decide(desk, live.revision, "seal", **typed).status_code == 302
    asked = Seal.objects.get()
    assert "A seal takes two people." in told(decide(desk, asked, "confirm"))
    assert not Revision.objects.get().is_sealed
    other = factories.browser(factories.holder(Role.EDITOR, is_staff=True), second_factor=True)
    assert decide(other, asked, "confirm").status_code == 302
    page = told(desk.get(at(live.revision, "change")))
    assert "Sealed: Personal data, It named a patient.," in page
    assert factories.SHORT not in page


def test_seal_is_refused_by_whoever_thinks_again(desk, editor, live):
    asked = seals.ask_seal(live.revision, ground="libel", reason="A letter", by=editor, at=timezone.now())
    assert decide(desk, asked, "refuse").status_code == 302
    assert Seal.objects.get().refused_by == editor
    assert "decided on already" in told(desk.get(at(asked, "refuse")))


def test_sealing_asks_for_a_recent_proof(desk, editor, live, settings):
    asked = seals.ask_seal(live.revision, ground="libel", reason="A letter", by=editor, at=timezone.now())
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    assert desk.get(at(asked, "confirm"))["Location"].startswith("/account/reauthenticate/?next=")
    assert desk.get(at(asked, "refuse")).status_code == 200
