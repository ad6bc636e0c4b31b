"""What is decided in the administration is asked first, about what was on screen; the rest it leads to the desk for."""

import pytest
from django.urls import reverse

from conditions.editorial import cautions, reviewers, rounds, seals
from conditions.editorial.rows import version
from conditions.models import Credential, Revocation, Round, Source
from conditions.models.people import Role
from tests import factories
from tests.factories import NOON, TODAY

pytestmark = pytest.mark.django_db

TYPED = {"on": str(TODAY), "reason": "Struck off"}


@pytest.fixture
def desk():
    return factories.browser(factories.holder(Role.EDITOR, is_staff=True), second_factor=True)


def at(row, name="change"):
    return reverse(f"admin:conditions_{row._meta.model_name}_{name}", args=[row.pk])


def told(answer):
    return answer.content.decode()


def links(desk, row):
    """Where the page of the row leads at the desk."""
    page = told(desk.get(at(row))).partition("field-desk")[2].partition("</div></div>")[0]
    return [part.partition('"')[0] for part in page.split('href="')[1:] if part.startswith("/desk/")]


@pytest.fixture
def credential():
    return Credential.objects.get(reviewer=factories.reviewer())


@pytest.mark.promise("E4")
@pytest.mark.parametrize("seen", ["", "0" * 16, "x" * 400])
def test_what_was_never_on_screen_decides_nothing(desk, credential, seen):
    page = desk.post(at(credential, "revoke"), {"seen": seen, **TYPED})
    assert "Somebody changed this while you were looking" in told(page)
    assert "Struck off" in told(page)
    assert not Revocation.objects.exists()
    again = {"seen": page.context["form"]["seen"].value(), **TYPED}
    assert desk.post(at(credential, "revoke"), again).status_code == 302


@pytest.mark.promise("E4")
def test_who_was_slower_reads_that_it_was_decided(desk, credential):
    seen = version(credential)
    reviewers.revoke(credential, **TYPED | {"on": TODAY}, by=factories.holder(Role.EDITOR), at=NOON)
    page = desk.post(at(credential, "revoke"), {"seen": seen, **TYPED})
    assert "This credential was revoked already." in told(page)
    assert Revocation.objects.count() == 1


def test_what_is_nowhere_cannot_be_decided_on(desk):
    assert desk.get("/admin/conditions/credential/99999999999999999999/revoke/").status_code == 404
    assert desk.post("/admin/conditions/credential/7/revoke/", TYPED).status_code == 404


@pytest.mark.promise("E21")
def test_answer_condition_and_source_lead_to_their_caution(desk):
    live = factories.published(factories.desk())
    answer, source = live.answer, Source.objects.get()
    assert f"/desk/answers/{answer.pk}/caution/" in links(desk, answer)
    assert f"/desk/conditions/{answer.condition.slug}/caution/" in links(desk, answer.condition)
    assert links(desk, source) == [f"/desk/sources/{source.pk}/caution/", f"/desk/sources/{source.pk}/"]
    made = cautions.caution(answer, by=factories.holder(Role.EDITOR), at=NOON, reason="A letter")
    assert links(desk, made) == [f"/desk/cautions/{made.pk}/{name}/" for name in ("renew", "lift")]


@pytest.mark.promise("E7")
def test_publication_and_notice_lead_to_what_can_be_decided_now(desk):
    live = factories.published(factories.desk())
    here = f"/desk/answers/{live.answer_id}/"
    assert links(desk, live) == [f"{here}withdraw/", here]
    notice = factories.withdrawn(live)
    assert links(desk, live) == [here]
    assert links(desk, notice) == [f"{here}confirm/", here]


def test_review_and_seal_lead_on_while_they_wait(desk):
    people = factories.desk()
    revision = factories.in_review(people)
    opened = Round.objects.get()
    assert links(desk, opened) == [f"/desk/answers/{revision.answer_id}/offer/", f"/desk/rounds/{opened.pk}/"]
    rounds.dismiss(opened, "Not needed", by=people.author, at=NOON)
    assert links(desk, opened) == [f"/desk/rounds/{opened.pk}/"]
    asked = seals.ask_seal(revision, ground="libel", reason="A letter", by=people.author, at=NOON)
    assert links(desk, asked) == [f"/desk/seals/{asked.pk}/{name}/" for name in ("confirm", "refuse")]
    seals.refuse_seal(asked, by=people.author, at=NOON)
    assert links(desk, asked) == []


@pytest.mark.promise("E4", "R9")
def test_who_was_renamed_meanwhile_is_verified_under_neither_name(desk, credential):
    page = desk.get(at(credential, "verify"))
    looked_up = {"seen": page.context["form"]["seen"].value(), "verified_on": str(TODAY), "days": 30, "evidence": "X"}
    reviewer, own = credential.reviewer, {"by": factories.holder(Role.EDITOR), "at": NOON}
    reviewers.verify(credential, on=TODAY, days=30, evidence="Jo Other on the register", **own)
    before = credential.verifications.count()
    reviewers.change_profile(reviewer, {"name": "Jo Other"}, seen=version(reviewer), **own)
    slower = desk.post(at(credential, "verify"), looked_up)
    assert "Somebody changed this while you were looking" in told(slower)
    assert "Jo Other" in told(slower)
    assert credential.verifications.count() == before
