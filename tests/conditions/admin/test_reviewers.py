"""How editors look after those who sign: entered, looked up by somebody else, and revoked."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from conditions.editorial import reviewers
from conditions.editorial.rows import version
from conditions.models import Credential, Event, Reviewer, Revocation, Verification
from conditions.models.people import Role
from tests import factories
from tests.conditions.admin.forms import filled

ADD = "/admin/conditions/reviewer/add/"
TODAY = timezone.localdate()
LOOKED = {"verified_on": TODAY.isoformat(), "days": 1827, "evidence": "The register's page"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return factories.holder(Role.EDITOR, is_staff=True)


@pytest.fixture
def desk(editor):
    return factories.browser(editor, second_factor=True)


@pytest.fixture
def credential(editor):
    return entered(factories.holder(Role.REVIEWER), editor)


def entered(person, editor):
    who = {"by": editor, "at": timezone.now()}
    profile = Reviewer(user=person, slug=f"dr-{person.pk}", name="Dr Ada Example", discipline="Hepatology")
    reviewers.add_reviewer(profile, **who)
    claimed = Credential(reviewer=profile, profession="physician", title="MD", register="A register", number="7")
    return reviewers.enter_credential(claimed, **who)


def at(row, name):
    return reverse(f"admin:conditions_{row._meta.model_name}_{name}", args=[row.pk])


def decide(desk, row, name, **typed):
    return desk.post(at(row, name), {"seen": f"{version(row)},{version(row.reviewer)}"} | typed)


def states(desk, **query):
    page = desk.get("/admin/conditions/credential/", query)
    return [page.context["cl"].model_admin.today(row) for row in page.context["cl"].result_list]


def test_profile_is_of_somebody_with_the_role_and_made_by_a_move(desk):
    person, other = factories.holder(Role.REVIEWER), factories.holder(Role.AUTHOR)
    page = desk.get(ADD)
    assert list(page.context["adminform"].form.fields["user"].queryset) == [person]
    typed = {"name": "Dr Ada Example", "slug": "ada-example", "discipline": "Hepatology"}
    assert desk.post(ADD, filled(page, user=other.pk, **typed)).status_code == 200
    assert desk.post(ADD, filled(page, user=person.pk, **typed)).status_code == 302
    assert Event.objects.get(stream=f"reviewer:{Reviewer.objects.get().pk}").action == "reviewer added"


@pytest.mark.promise("E4")
def test_who_was_slower_with_a_profile_changes_nothing_and_keeps_the_words(desk, credential):
    here = at(credential.reviewer, "change")
    page = desk.get(here)
    Reviewer.objects.update(discipline="Surgery")
    answer = desk.post(here, filled(page, name="Dr Ada Other"))
    assert "Somebody changed this while you were looking" in answer.content.decode()
    assert "is: Surgery" in answer.content.decode()
    assert answer.context["adminform"].form["name"].value() == "Dr Ada Other"
    assert Reviewer.objects.get().name == "Dr Ada Example"


def test_credential_is_entered_and_counts_for_nothing_yet(desk, credential):
    page = desk.get("/admin/conditions/credential/add/")
    typed = {"reviewer": credential.reviewer_id, "profession": "nurse", "title": "RN", "register": "B", "number": "8"}
    assert desk.post("/admin/conditions/credential/add/", filled(page, **typed)).status_code == 302
    assert states(desk) == ["Never verified", "Never verified"]
    assert desk.post(at(credential, "change"), {"title": "Professor"}).status_code == 403


@pytest.mark.promise("R9")
def test_credential_is_verified_by_somebody_who_says_what_they_saw(desk, editor, credential):
    asked = desk.get(at(credential, "verify")).content.decode()
    assert all(words in asked for words in ("Look this person up yourself", "A register", "no restriction is noted"))
    assert decide(desk, credential, "verify", **LOOKED).status_code == 302
    assert Verification.objects.get().by == editor
    assert states(desk)[0].startswith("Valid until")


@pytest.mark.promise("R9")
def test_nobody_verifies_their_own_credential_in_the_administration(desk, editor):
    own = entered(editor, factories.holder(Role.EDITOR))
    assert "Nobody verifies their own credential." in desk.get(at(own, "verify")).content.decode()
    assert "Nobody verifies their own credential." in decide(desk, own, "verify", **LOOKED).content.decode()
    assert not Verification.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"evidence": " "}, "evidence"), ({"days": 9_999}, "days"), ({"verified_on": "2999-01-01"}, "verified_on")],
)
def test_refused_verification_keeps_what_was_typed(desk, credential, typed, field):
    page = decide(desk, credential, "verify", **LOOKED | typed)
    assert list(page.context["form"].errors) == [field]
    assert page.context["form"]["days"].value() == str((LOOKED | typed)["days"])
    assert not Verification.objects.exists()


@pytest.mark.promise("E13")
def test_credential_is_revoked_with_a_reason_and_once(desk, credential):
    today = timezone.localdate().isoformat()
    decide(desk, credential, "verify", **LOOKED)
    assert list(decide(desk, credential, "revoke", on=today, reason="").context["form"].errors) == ["reason"]
    assert decide(desk, credential, "revoke", on=today, reason="Struck off").status_code == 302
    assert Revocation.objects.get().reason == "Struck off"
    assert states(desk)[0].startswith("Revoked from")
    assert "revoked already" in decide(desk, credential, "revoke", on=today, reason="Again").content.decode()


@pytest.mark.parametrize(
    ("state", "words"),
    [("valid", "Valid until"), ("lapsed", "Lapsed on"), ("never", "Never verified"), ("revoked", "Revoked from")],
)
def test_list_tells_and_filters_the_state_of_each_credential(desk, editor, state, words):
    made = {name: entered(factories.holder(Role.REVIEWER), editor) for name in ("valid", "lapsed", "never", "revoked")}
    who = {"by": editor, "at": timezone.now(), "on": TODAY - datetime.timedelta(days=9)}
    for name, days in (("valid", 1827), ("lapsed", 1), ("revoked", 1827)):
        reviewers.verify(made[name], days=days, evidence="A page", **who)
    reviewers.revoke(made["revoked"], reason="Struck off", **who)
    assert [told.startswith(words) for told in states(desk, state=state)] == [True]


def test_verifying_asks_for_a_recent_proof_and_revoking_does_not(desk, credential, settings):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    assert desk.get(at(credential, "verify"))["Location"].startswith("/account/reauthenticate/?next=")
    assert decide(desk, credential, "verify", **LOOKED).status_code == 403
    assert not Verification.objects.exists()
    assert desk.get(at(credential, "revoke")).status_code == 200


@pytest.mark.promise("E4")
def test_press_with_a_stale_proof_is_repeated_by_whoever_gave_it_and_not_by_itself(desk, credential, settings):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    page = decide(desk, credential, "verify", **LOOKED)
    assert 'href="/account/reauthenticate/" target="_blank"' in page.content.decode()
    assert {(name, str(value)) for name, value in LOOKED.items()} <= set(page.context["posted"])
    assert "account_reauthentication_state" not in desk.session
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    assert decide(desk, credential, "verify", **LOOKED).status_code == 302
    assert Verification.objects.get().credential == credential


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.EDITOR, Role.ADMINISTRATOR}])
def test_other_roles_look_after_no_credentials(role, credential):
    stranger = factories.browser(factories.holder(role, is_staff=True), second_factor=True)
    for name in ("verify", "revoke"):
        assert decide(stranger, credential, name, **LOOKED).status_code == 403
    assert stranger.get(ADD).status_code == 403


def test_interests_are_read_and_never_written_here(desk):
    people = factories.desk()
    made = factories.published(people)
    page = f"/admin/conditions/declaration/{people.reviewer.declarations.get().pk}/change/"
    assert made.answer.condition.slug in desk.get(page).content.decode()
    assert desk.post(page, {"interests": "None"}).status_code == 403
    assert desk.get("/admin/conditions/declaration/add/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_one_and_for_three(desk, editor, count, django_assert_num_queries):
    for _ in range(count):
        decide(desk, entered(factories.holder(Role.REVIEWER), editor), "verify", **LOOKED)
    desk.get("/admin/conditions/reviewer/")
    for name, queries in {"reviewer": 9, "credential": 9, "verification": 11}.items():
        with django_assert_num_queries(queries):
            assert len(desk.get(f"/admin/conditions/{name}/").context["cl"].result_list) == count
