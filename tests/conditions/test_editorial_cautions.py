"""Words above live text: at once where they are fixed, one's own after a second person, for 14 days."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from conditions import ledger, standing
from conditions.editorial import cautions
from conditions.models import Caution, Publication, Source
from conditions.models.cautions import CAUTION
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


made = made_once(lambda: factories.published(factories.desk()))
live = copied()


def put(about, *, by=None, at=NOON, **told):
    return cautions.caution(about, by=by or factories.holder(Role.EDITOR), at=at, **{"reason": "Retracted?"} | told)


def shown(publication, on=TODAY):
    """What the page of the answer says above the text."""
    live = standing.told(on).get(answer=publication.answer)
    return list(standing.of(live, on).cautions)


@pytest.mark.promise("E21")
def test_one_editor_puts_fixed_words_over_an_answer_at_once(live):
    other = factories.published(factories.desk())
    put(live.answer)
    assert shown(live) == [str(CAUTION)]
    assert shown(other) == []
    assert list(ledger.verify()) == []


@pytest.mark.promise("E21")
def test_caution_over_a_condition_reaches_its_answers(live):
    other = factories.published(factories.desk())
    put(live.answer.condition)
    assert (len(shown(live)), shown(other)) == (1, [])


@pytest.mark.promise("E21")
def test_caution_over_a_source_reaches_all_that_cite_it(live):
    factories.source("other-source")
    other = factories.published(factories.desk(), body="It is so.[^other-source]")
    put(Source.objects.get(key="ers-2017"))
    assert (len(shown(live)), shown(other)) == (1, [])


@pytest.mark.promise("E21")
def test_source_that_live_text_cites_no_more_brings_no_caution(live):
    put(Source.objects.get(key="ers-2017"))
    factories.source("other-source")
    assert len(shown(live)) == 1
    factories.published(factories.desk(), live.answer, body="It is so.[^other-source]")
    assert shown(live) == []


@pytest.mark.promise("E21")
def test_the_same_words_over_several_things_stand_once_and_take_one_query(live, django_assert_num_queries):
    for about in (live.answer, live.answer.condition, Source.objects.get()):
        put(about)
    with django_assert_num_queries(1):
        assert shown(live) == [str(CAUTION)]


@pytest.mark.promise("E21")
def test_caution_ends_after_14_days(live):
    caution = put(live.answer)
    assert (caution.starts_on, caution.ends_on) == (TODAY, TODAY + 14 * DAY)
    assert len(shown(live, TODAY + 14 * DAY)) == 1
    assert shown(live, TODAY + 15 * DAY) == []
    assert shown(live, TODAY - DAY) == []


def renew(caution, **told):
    return cautions.renew_caution(
        caution, by=factories.holder(Role.EDITOR), at=NOON + 10 * DAY, reason="Still so", **told
    )


@pytest.mark.promise("E21")
def test_caution_is_renewed_by_another_one_that_takes_its_place(live):
    first = put(live.answer)
    fresh = renew(first)
    assert [shown(live, TODAY + days * DAY) for days in (10, 24, 25)] == [[str(CAUTION)], [str(CAUTION)], []]
    assert Caution.objects.get(lifted_at=None) == fresh
    assert list(ledger.verify()) == []
    with pytest.raises(Stale):
        renew(first)


@pytest.mark.promise("E21")
def test_own_words_are_renewed_by_two_people_again(live):
    own = put(live.answer, words="The dose may be wrong.")
    with pytest.raises(ValidationError, match="Nobody has confirmed these words yet"):
        renew(own)
    cautions.confirm_caution(own, by=factories.holder(Role.EDITOR), at=NOON)
    fresh = renew(own)
    assert [shown(live, TODAY + days * DAY) for days in (14, 15)] == [["The dose may be wrong."], []]
    cautions.confirm_caution(fresh, by=factories.holder(Role.EDITOR), at=NOON + 10 * DAY)
    assert shown(live, TODAY + 24 * DAY) == ["The dose may be wrong."]


@pytest.mark.promise("E21")
def test_own_words_wait_for_a_second_person(live):
    caution = put(live.answer, words="Do not take it with grapefruit.")
    assert shown(live) == []
    cautions.confirm_caution(caution, by=factories.holder(Role.EDITOR), at=NOON)
    assert shown(live) == ["Do not take it with grapefruit."]


@pytest.mark.promise("E21")
def test_whoever_wrote_own_words_does_not_confirm_them(live):
    editor = factories.holder(Role.EDITOR)
    caution = put(live.answer, by=editor, words="Do not take it.")
    with pytest.raises(ValidationError, match="need a second person"):
        cautions.confirm_caution(caution, by=editor, at=NOON)
    assert shown(live) == []


@pytest.mark.promise("E21")
@pytest.mark.parametrize("values", [{"confirmed_at": NOON}, {"confirmed_at": NOON, "confirmed_by": "who wrote them"}])
def test_database_refuses_own_words_of_one_person(live, values):
    caution = put(live.answer, words="Do not take it.")
    named = values | ({"confirmed_by": caution.by} if "confirmed_by" in values else {})
    with pytest.raises(IntegrityError), transaction.atomic():
        Caution.objects.update(**named)
    assert shown(live) == []


@pytest.mark.promise("E21")
def test_caution_touches_no_words_and_no_dates(live):
    before = Publication.objects.values().get()
    put(live.answer)
    assert Publication.objects.values().get() == before


def test_fixed_words_need_no_second_person(live):
    caution = put(live.answer)
    with pytest.raises(ValidationError, match="wording is fixed"):
        cautions.confirm_caution(caution, by=factories.holder(Role.EDITOR), at=NOON)
    assert caution.confirmed_at is None


def test_lifted_caution_is_seen_no_more(live):
    caution = put(live.answer)
    cautions.lift_caution(caution, by=factories.holder(Role.EDITOR), at=NOON)
    assert shown(live) == []
    with pytest.raises(Stale):
        cautions.lift_caution(caution, by=factories.holder(Role.EDITOR), at=NOON)


def test_caution_that_has_ended_is_not_confirmed(live):
    caution = put(live.answer, words="Do not take it.")
    with pytest.raises(Stale):
        cautions.confirm_caution(caution, by=factories.holder(Role.EDITOR), at=NOON + 15 * DAY)
    assert Caution.objects.get().confirmed_at is None


def test_caution_needs_a_reason_for_colleagues(live):
    with pytest.raises(ValidationError):
        put(live.answer, reason=" ")
    assert not Caution.objects.exists()


def test_nothing_live_needs_no_caution(live):
    factories.withdrawn(live)
    with pytest.raises(ValidationError, match="nothing to put a caution over"):
        put(live.answer)


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.REVIEWER])
def test_other_roles_put_no_caution(live, role):
    with pytest.raises(PermissionDenied):
        put(live.answer, by=factories.holder(role))
    assert not Caution.objects.exists()


def test_role_for_one_condition_puts_no_caution_over_a_source(live):
    editor = factories.holder(Role.EDITOR, condition=live.answer.condition)
    put(live.answer, by=editor)
    with pytest.raises(PermissionDenied):
        put(Source.objects.get(), by=editor)
    assert Caution.objects.count() == 1


def test_role_for_one_language_puts_no_caution_over_a_condition(live):
    editor = factories.holder(Role.EDITOR, language="en")
    put(live.answer, by=editor)
    with pytest.raises(PermissionDenied):
        put(live.answer.condition, by=editor)
    assert Caution.objects.count() == 1
