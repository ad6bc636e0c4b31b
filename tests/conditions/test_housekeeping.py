"""What is done to keep house loses no version, no sign-off and no address (E18)."""

import datetime

import pytest
from django.db.models import ProtectedError
from django.urls import reverse

from community import membership
from community.moderation import leaving
from conditions import chores, ledger
from conditions.accounts import closing
from conditions.editorial import people as standing
from conditions.editorial import rows
from conditions.models import Answer, Condition, Grant, Notice, Publication, Revision, SignOff, Verdict
from tests import factories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db

KEPT = (Answer, Revision, Verdict, Publication, SignOff, Notice)
YEARS = datetime.timedelta(days=4_000)


made = made_once(factories.desk)
people = copied()


@pytest.fixture
def publication(people):
    """A live version after one that was withdrawn, so that every kind of row stands."""
    former = factories.published(people)
    factories.withdrawn(former)
    return factories.published(people, former.answer, short="It is common.")


def kept():
    return [list(model.objects.order_by("pk").values()) for model in KEPT]


def leave(person):
    """Their account is closed and every role of theirs ends."""
    administrator = factories.administrator()
    seen = rows.version(person)
    standing.change_standing(person, is_active=False, by=administrator, at=NOON, seen=seen)
    for grant in person.grants.all():
        seen = rows.version(grant)
        standing.end_grant(grant, ends_on=TODAY, by=administrator, at=NOON, seen=seen)


@pytest.mark.promise("E18")
def test_other_address_of_a_condition_loses_nothing(publication):
    before, condition = kept(), publication.answer.condition
    former = condition.slug
    factories.placed(condition, slug="another-name", at=NOON)
    assert kept() == before
    assert Condition.objects.get(former_slugs__slug=former).slug == "another-name"
    assert Publication.objects.get(code=publication.code).answer.condition.slug == "another-name"


@pytest.mark.promise("E18", "E12")
def test_people_who_leave_stay_on_what_they_wrote_and_signed(publication, people):
    before = kept()
    leave(people.author)
    leave(people.colleague)
    assert kept() == before
    assert publication.sign_offs.get().verdict.name == people.reviewer.name
    assert Publication.objects.live().get() == publication


@pytest.mark.promise("E18", "E12")
def test_account_that_somebody_closes_themselves_loses_nothing_of_their_work(client, publication, people):
    before, signer, after = kept(), people.reviewer, NOON + datetime.timedelta(days=1)
    codes = list(Publication.objects.values_list("code", flat=True))
    pages = [*(reverse("conditions:version", args=[code]) for code in codes), f"/reviewers/{signer.slug}/"]
    for person, kind in ((people.author, "words"), (signer.user, "name")):
        Grant.objects.filter(user=person).update(ends_on=TODAY)
        membership.join(person, f"Fern of {kind}", on=TODAY)
        leaving.close_account(person.member, kind, by=person, at=after)
        person.refresh_from_db()
        assert (person.email, person.has_usable_password()) == (f"{person.pk}@{closing.NOWHERE}", False)
    assert kept() == before
    assert [each for kind in ledger.EVIDENCE.values() for each in kind.problems(lambda: None)] == []
    assert [client.get(page, follow=True).status_code for page in pages] == [200, 200, 200]
    assert all(signer.name in client.get(page).content.decode() for page in pages[1:])


@pytest.mark.promise("E18")
@pytest.mark.parametrize("part", ["author", "colleague"])
def test_account_of_who_had_a_part_is_not_deleted(publication, people, part):
    before = kept()
    with pytest.raises(ProtectedError):
        getattr(people, part).delete()
    assert kept() == before


@pytest.mark.promise("E18")
def test_every_chore_years_later_loses_nothing(publication):
    before = kept()
    assert chores.do_due(clock=lambda: NOON + YEARS) == len(chores.declared)
    assert chores.failing() == []
    assert kept() == before
