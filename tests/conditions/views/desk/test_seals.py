"""A seal at the desk: what goes is said before, other versions are offered, and a second person decides (E19)."""

import pytest

from conditions.editorial import drafts, seals
from conditions.models import Draft, Mail, Revision, Seal
from conditions.models.people import Role
from tests import factories
from tests.conditions.views.desk.sitting import Sitting
from tests.factories import NOON
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db

TYPED = {"ground": "personal", "reason": "It named a patient."}


made = made_once(factories.desk)
people = copied()


@pytest.fixture
def editor():
    return Sitting(factories.holder(Role.EDITOR))


def two_versions(people):
    """The same sentence in two versions of which the second is live."""
    first = factories.published(people, body="It is so. Mr Miller of Hill Road has it.[^ers-2017]").revision
    second = factories.published(people, first.answer, body="Mr Miller of Hill Road has it![^ers-2017]").revision
    third = factories.written(people, first.answer, body="It is so.[^ers-2017]\n\nMr Miller of Hill Road has it.")
    return first, second, third


@pytest.mark.promise("E19")
def test_page_names_every_version_that_says_the_same_and_whose_draft_goes(people, editor):
    first, second, third = two_versions(people)
    drafts.save_draft(first.answer, {"short": "Mine."}, by=people.author, at=NOON, seen=0)
    page = editor.get("seal", third)
    choices = dict(page.context["form"].fields["others"].choices)
    assert choices.keys() == {first.pk, second.pk}
    assert "live: withdraw it before it is sealed" in choices[second.pk]
    assert choices[first.pk] == "Revision 1: repeats 3 sentences"
    assert f"The draft of {people.author}, last saved on 2 March 2026" in page.content.decode()


def test_page_names_a_translation_by_its_language(people, editor):
    live = factories.published(people)
    other = factories.translated(people, live)
    choices = dict(editor.get("seal", live.revision).context["form"].fields["others"].choices)
    named = "Revision 1 of the translation into Spanish (live: withdraw it before it is sealed)"
    assert choices == {other.revision_id: named}


@pytest.mark.promise("E19")
def test_versions_asked_for_together_go_together_by_a_second_person(people, editor):
    first, _second, third = two_versions(people)
    drafts.save_draft(first.answer, {"short": "Mine."}, by=people.author, at=NOON, seen=0)
    editor.decide("seal", third, **TYPED, others=[first.pk])
    asked = Seal.objects.get(revision=third)
    assert "A seal takes two people." in editor.told("confirm_seal", asked)
    other = Sitting(factories.holder(Role.ADMINISTRATOR))
    assert "It named a patient." in other.told("confirm_seal", asked)
    other.decide("confirm_seal", asked, versions=list(Seal.objects.values_list("pk", flat=True)))
    assert set(Revision.objects.filter(is_sealed=True)) == {first, third}
    assert not Draft.objects.exists()
    assert "Mr Miller" not in editor.told("answer", first.answer)


def test_second_person_may_leave_one_out_and_refuse_it(people, editor):
    first, _second, third = two_versions(people)
    editor.decide("seal", third, **TYPED, others=[first.pk])
    asked = {seal.revision_id: seal for seal in Seal.objects.all()}
    other = Sitting(factories.holder(Role.EDITOR))
    other.decide("confirm_seal", asked[third.pk], versions=[asked[third.pk].pk])
    other.decide("refuse_seal", asked[first.pk], versions=[asked[first.pk].pk])
    assert list(Revision.objects.filter(is_sealed=True)) == [third]
    assert Seal.objects.get(revision=first).refused_by == other.person
    assert "decided on already" in other.told("refuse_seal", asked[first.pk])


def test_live_version_is_not_ticked_and_the_move_says_why(people, editor):
    _first, second, third = two_versions(people)
    editor.decide("seal", second, **TYPED, others=[third.pk])
    asked = {seal.revision_id: seal.pk for seal in Seal.objects.all()}
    other, one = Sitting(factories.holder(Role.EDITOR)), Seal.objects.get(revision=second)
    assert other.get("confirm_seal", one).context["form"]["versions"].value() == [asked[third.pk]]
    page = other.decide("confirm_seal", one, versions=list(asked.values()))
    assert "This version is live." in page.content.decode()
    assert not Revision.objects.filter(is_sealed=True).exists()


def test_seal_that_was_asked_for_is_not_asked_for_again(people, editor):
    revision = factories.written(people)
    seals.ask_seal(revision, **TYPED, by=people.author, at=NOON)
    assert "asked for already" in editor.told("seal", revision)
    assert "Look at it and confirm" in editor.told("answer", revision.answer)


def test_sealing_asks_for_a_recent_proof(people, editor, settings):
    asked = seals.ask_seal(factories.written(people), **TYPED, by=people.author, at=NOON)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    assert editor.get("confirm_seal", asked)["Location"].startswith("/account/reauthenticate/?next=")
    assert editor.get("refuse_seal", asked).status_code == 200


@pytest.mark.promise("E4")
def test_press_with_a_stale_proof_is_kept_in_the_page_and_repeated_by_nobody(people, editor, settings):
    asked = seals.ask_seal(factories.written(people), **TYPED, by=people.author, at=NOON)
    seen = editor.seen("confirm_seal", asked)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    page = editor.decide("confirm_seal", asked, seen=seen, versions=[asked.pk])
    told = page.content.decode()
    assert (page.status_code, 'href="/account/reauthenticate/" target="_blank"' in told) == (403, True)
    assert f'name="versions" value="{asked.pk}"' in told
    assert "account_reauthentication_state" not in editor.browser.session
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    assert not Revision.objects.filter(is_sealed=True).exists()
    editor.decide("confirm_seal", asked, seen=seen, versions=[asked.pk])
    assert Revision.objects.filter(is_sealed=True).exists()


@pytest.mark.promise("M22")
def test_those_whom_a_seal_concerns_are_written_to(people):
    revision = factories.written(people)
    drafts.save_draft(revision.answer, {"short": "Mine."}, by=people.colleague, at=NOON, seen=0)
    asked = seals.ask_seal(revision, **TYPED, by=people.author, at=NOON)
    seals.seal(asked, by=factories.holder(Role.EDITOR), at=NOON)
    wrote = set(
        Mail.objects.filter(recipient__in=[people.author.email, people.colleague.email]).values_list(
            "purpose", "recipient"
        )
    )
    assert wrote == {
        ("seal-asked", people.colleague.email),
        ("seal-decided", people.author.email),
        ("draft-deleted", people.colleague.email),
    }
    assert not [mail for mail in Mail.objects.all() if "patient" in mail.text or "Gilbert" in mail.subject + mail.text]
