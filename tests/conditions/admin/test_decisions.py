"""What may be decided in the administration: asked first, with the version that was on screen, by who may."""

import pytest
from django.urls import reverse

from conditions.editorial import rounds
from conditions.editorial.rows import version
from conditions.models import Assignment, Confirmation, Grant, Notice, Publication, Round
from conditions.models.people import Role
from tests import factories

TYPED = {"reason": "It names a wrong dose.", "advice": "Ask your doctor before you take any more."}

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return factories.holder(Role.EDITOR, is_staff=True)


@pytest.fixture
def desk(editor):
    return factories.browser(editor, second_factor=True)


def at(row, name):
    return reverse(f"admin:conditions_{row._meta.model_name}_{name}", args=[row.pk])


def decide(desk, row, name, seen=None, **typed):
    return desk.post(at(row, name), {"seen": version(row) if seen is None else seen} | typed)


def told(answer):
    return answer.content.decode()


@pytest.mark.promise("E7")
def test_withdrawal_asks_first_and_says_what_will_happen(desk):
    live = factories.published(factories.desk())
    page = desk.get(at(live, "withdraw"))
    assert f'value="{version(live)}"' in told(page)
    assert all(words in told(page) for words in ("within 24 hours", "translations", live.code, live.revision.question))
    assert Publication.objects.live().get() == live


@pytest.mark.promise("E7")
def test_one_editor_takes_text_from_readers(desk, editor):
    live = factories.published(factories.desk())
    page = desk.post(at(live, "withdraw"), {"seen": version(live), **TYPED}, follow=True)
    assert "Ask a colleague to confirm it within 24 hours." in told(page)
    assert not Publication.objects.live().exists()
    assert (Notice.objects.get().advice, Notice.objects.get().by) == (TYPED["advice"], editor)


def test_withdrawal_without_advice_keeps_what_was_typed(desk):
    live = factories.published(factories.desk())
    page = decide(desk, live, "withdraw", reason=TYPED["reason"], advice=" ")
    assert page.context["form"].errors.keys() == {"advice"}
    assert TYPED["reason"] in told(page)
    assert Publication.objects.live().exists()


@pytest.mark.promise("E4")
@pytest.mark.parametrize("seen", ["", "0" * 16, "x" * 400])
def test_what_was_never_on_screen_decides_nothing(desk, seen):
    live = factories.published(factories.desk())
    page = decide(desk, live, "withdraw", seen=seen, **TYPED)
    assert "Somebody changed this while you were looking" in told(page)
    assert TYPED["advice"] in told(page)
    assert Publication.objects.live().exists()
    assert desk.post(at(live, "withdraw"), {"seen": page.context["form"]["seen"].value(), **TYPED}).status_code == 302


@pytest.mark.promise("E4")
def test_who_was_slower_reads_that_it_is_live_no_more(desk):
    live = factories.published(factories.desk())
    seen = version(live)
    factories.withdrawn(live)
    page = decide(desk, live, "withdraw", seen=seen, **TYPED)
    assert "This version is live no more." in told(page)
    assert Notice.objects.count() == 1


@pytest.mark.promise("E7")
def test_a_second_person_confirms_and_the_first_cannot(desk, editor):
    notice = factories.withdrawn(factories.published(factories.desk()), by=editor)
    assert "Whoever withdrew a text does not confirm it." in told(desk.get(at(notice, "confirm")))
    assert "Whoever withdrew a text does not confirm it." in told(decide(desk, notice, "confirm"))
    assert not Confirmation.objects.exists()
    other = factories.holder(Role.EDITOR, is_staff=True)
    assert decide(factories.browser(other, second_factor=True), notice, "confirm").status_code == 302
    assert Confirmation.objects.get().by == other


def test_page_of_a_row_links_to_what_can_be_decided_now(desk):
    live = factories.published(factories.desk())
    page = f"/admin/conditions/publication/{live.pk}/change/"
    assert at(live, "withdraw") in told(desk.get(page))
    factories.withdrawn(live)
    assert at(live, "withdraw") not in told(desk.get(page))


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.EDITOR, Role.ADMINISTRATOR}])
def test_other_roles_take_nothing_away(role):
    live = factories.published(factories.desk())
    stranger = factories.browser(factories.holder(role, is_staff=True), second_factor=True)
    assert stranger.get(at(live, "withdraw")).status_code == 403
    assert decide(stranger, live, "withdraw", **TYPED).status_code == 403
    assert Publication.objects.live().exists()


def test_editor_of_another_condition_or_language_takes_nothing_away():
    live = factories.published(factories.desk())
    elsewhere = factories.holder(Role.EDITOR, is_staff=True, condition=factories.condition("Other", "other"))
    assert decide(factories.browser(elsewhere, second_factor=True), live, "withdraw", **TYPED).status_code == 403
    spanish = factories.browser(factories.holder(Role.EDITOR, is_staff=True, language="es"), second_factor=True)
    assert "Your role does not allow this." in told(decide(spanish, live, "withdraw", **TYPED))
    assert Publication.objects.live().exists()


def test_what_is_nowhere_cannot_be_decided_on(desk):
    assert desk.get("/admin/conditions/publication/99999999999999999999/withdraw/").status_code == 404
    assert desk.post("/admin/conditions/publication/7/withdraw/", TYPED).status_code == 404


@pytest.fixture
def review():
    people = factories.desk()
    revision = factories.written(people)
    rounds.submit(revision, by=people.author, at=factories.NOON, seen=revision.digest)
    return Round.objects.get()


def test_reviewers_are_asked_by_a_move(desk, editor, review):
    able = factories.reviewer(days=1827)
    page = desk.get(at(review, "offer"))
    assert able.name in told(page)
    assert decide(desk, review, "offer", reviewers=[able.pk]).status_code == 302
    asked = Assignment.objects.get()
    assert (asked.reviewer, asked.offered_by) == (able, editor)


@pytest.mark.promise("R8")
def test_who_wrote_the_words_is_not_asked_to_review_them(desk, review):
    author = factories.reviewer(review.revision.created_by, days=1827)
    granted = {"role": Role.REVIEWER, "starts_on": factories.DAY_ONE, "granted_by": factories.administrator()}
    Grant.objects.create(user=author.user, **granted)
    page = decide(desk, review, "offer", reviewers=[author.pk])
    assert "had a part in these words" in str(page.context["form"].errors)
    assert f'value="{author.pk}"' in told(page)
    assert not Assignment.objects.exists()


def test_who_cannot_sign_or_was_asked_is_not_on_the_list(desk, review):
    able, lapsed = factories.reviewer(days=1827), factories.reviewer(days=1)
    decide(desk, review, "offer", reviewers=[able.pk])
    listed = desk.get(at(review, "offer")).context["form"].fields["reviewers"].queryset
    assert able not in listed
    assert lapsed not in listed


def test_review_that_has_ended_is_offered_to_nobody(desk, review):
    able, seen = factories.reviewer(days=1827), version(review)
    rounds.dismiss(review, "Not needed", by=review.opened_by, at=factories.NOON)
    assert "This review has ended." in told(desk.get(at(review, "offer")))
    assert decide(desk, review, "offer", seen=seen, reviewers=[able.pk]).status_code == 200
    assert not Assignment.objects.exists()
