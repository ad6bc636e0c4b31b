"""Many live texts sent to review again from one page: what it says before, and what one press does."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conditions.editorial import policies, sources
from conditions.editorial.rows import version
from conditions.models import Bundle, Caution, Round, Source
from conditions.models.people import Role
from tests import factories
from tests.conditions.views.desk.sitting import Sitting, errors
from tests.shared import copied, made_once

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
TWO = "It is so.[^ers-2017] It is so too.[^kept]"


def begun():
    people = factories.desk()
    factories.source("kept")
    factories.source()
    return people


made = made_once(begun)
people = copied()


@pytest.fixture
def editor(people):
    return Sitting(people.author)


def live(people, number=1, about=None):
    about = about or factories.condition(slug=f"condition-{next(factories.numbers)}")
    return [
        factories.published(people, factories.started(people, condition=about), body=TWO) for _text in range(number)
    ]


def cited(name="ers-2017"):
    return Source.objects.get(key=name)


def retracted():
    source = cited()
    told = {"by": factories.holder(Role.EDITOR), "at": timezone.now(), "seen": version(source)}
    return sources.retract_source(source, on=factories.TODAY, note="Made up.", **told)


def sent(page):
    """What the page carries: the question, and for each bundle whom it offers first."""
    form = page.context["form"]
    return {name: form[name].value() or "" for name in form.fields}


@pytest.mark.promise("E16")
def test_page_of_a_source_says_what_will_happen_and_one_press_sends_it(people, editor):
    live(people, 2)
    live(people, 1)
    alone = factories.published(people)
    page = editor.get("source", retracted())
    told = page.content.decode()
    assert "This sends 3 live texts to review again" in told
    assert "It takes 2 bundles" in told
    assert "1 text has to be written again first" in told
    assert f"/desk/answers/{alone.answer_id}/write/" in told
    assert "was retracted on 2 March 2026: Made up." in page.context["form"]["question"].value()
    assert editor.browser.post(page.request["PATH_INFO"], sent(page)).status_code == 302
    assert sorted(bundle.rounds.count() for bundle in Bundle.objects.all()) == [1, 2]
    assert "3 are in review already" in editor.told("source", cited())


def test_bundle_for_which_nobody_is_chosen_stays(people, editor):
    (first,), (second,) = live(people), live(people)
    page = editor.get("source", cited())
    typed = sent(page) | {f"reviewers-{second.answer.condition_id}-en": []}
    editor.browser.post(page.request["PATH_INFO"], typed)
    assert Bundle.objects.get().condition == first.answer.condition


@pytest.mark.promise("E4")
def test_text_that_came_or_went_meanwhile_sends_nothing(people, editor):
    live(people)
    page = editor.get("source", cited())
    live(people)
    answered = editor.browser.post(page.request["PATH_INFO"], sent(page))
    assert answered.status_code == 409
    assert page.context["form"]["question"].value() in answered.content.decode()
    assert not Bundle.objects.exists()


def test_question_that_was_emptied_is_asked_for_beside_its_field(people, editor):
    live(people)
    page = editor.get("source", cited())
    assert "Write what the reviewers should look at: they read it first." in errors(
        editor.browser.post(page.request["PATH_INFO"], sent(page) | {"question": ""})
    )
    assert not Round.objects.filter(closed_at=None).exists()


def test_where_nobody_can_sign_the_page_says_so(people, editor):
    live(people)
    people.colleague.grants.filter(role=Role.REVIEWER).update(ends_on=factories.DAY_ONE)
    told = editor.told("source", cited())
    assert "None of these texts can go out to review as it is." in told
    assert "1 bundle has no reviewer" in told


def test_due_list_leads_to_sending_all_of_it(people, editor):
    listed, way = reverse("desk:listing", args=["due"]), f"{reverse('desk:again')}?part=overdue"
    live(people)
    assert reverse("desk:again") not in editor.browser.get(listed).content.decode()
    shorter = {"reason": "Much is new.", "by": factories.holder(Role.EDITOR), "at": factories.NOON}
    policies.change_policy(factories.policy(), {"days": 200}, **shorter)
    live(people, 2)
    assert way in editor.browser.get(listed, {"part": "overdue"}).content.decode()
    page = editor.browser.get(way)
    editor.browser.post(way, sent(page) | {"question": "Does it hold?"})
    assert Bundle.objects.get().rounds.count() == 2


def test_chosen_texts_of_several_conditions_go_out_as_several_bundles(people, editor):
    (first,), (second,) = live(people), live(people)
    ticked = {"cell": [f"{each.answer.condition_id}-{each.answer.question_id}" for each in (first, second)]}
    page = editor.browser.get(reverse("desk:coverage_together"), ticked | {"language": "en"}, follow=True)
    address = page.redirect_chain[-1][0]
    assert page.context["form"].about.number == 2
    page = editor.browser.post(address, sent(page) | {"question": "Does it hold?"}, follow=True)
    assert "2 texts were sent to review." in page.content.decode()
    assert {each.condition for each in Bundle.objects.all()} == {first.answer.condition, second.answer.condition}


@pytest.mark.promise("S1")
def test_only_editors_of_the_place_find_its_texts(people):
    (text,) = live(people)
    elsewhere = Sitting(factories.holder(Role.EDITOR, language="es"))
    assert text.revision.question not in elsewhere.told("source", cited())
    assert Sitting(factories.holder(Role.AUTHOR)).get("source", cited()).status_code == 403
    assert editor_of(text).get("source", cited()).context["form"].about.number == 1


def editor_of(text):
    return Sitting(factories.holder(Role.EDITOR, condition=text.answer.condition))


def test_page_costs_the_same_for_one_text_and_four(people, editor):
    about, told = factories.condition(slug="of-many"), []
    page = reverse("desk:source", args=[cited().pk])
    live(people, 1, about)
    editor.browser.get(page)
    for number in (0, 3):
        live(people, number, about)
        with CaptureQueriesContext(connection) as asked:
            editor.browser.get(page)
        told.append(len(asked))
    assert told == [15, 15]


@pytest.mark.promise("E21")
@pytest.mark.parametrize("over", ["condition", "source"])
def test_wide_caution_says_above_how_much_it_will_stand(people, editor, over):
    (first,), _second = live(people), live(people)
    about = {"condition": first.answer.condition, "source": cited()}[over]
    told = editor.told(f"caution_{over}", about)
    expected = {"condition": "above 1 live text.", "source": "above 2 live texts, about 2 conditions."}[over]
    assert f"It will stand {expected}" in told
    editor.decide(f"caution_{over}", about, reason="A letter.", words="")
    assert Caution.objects.shown(timezone.localdate()).count() == 1


@pytest.mark.promise("R6")
def test_editor_asks_for_a_second_clinician_where_the_policy_lets_them(people, editor):
    (left_to_them,), (other,) = live(people), live(people)
    factories.ruled(left_to_them.answer, second_clinician="asked")
    page = editor.get("source", cited())
    assert "A second clinician signs too" in page.content.decode()
    done = editor.browser.post(page.request["PATH_INFO"], sent(page) | {"second_clinician": "on"}, follow=True)
    assert "2 texts were sent to review. A second clinician is still to be asked." in done.content.decode()
    asked = {each.answer: each.second_clinician for each in Round.objects.filter(closed_at=None)}
    assert asked == {left_to_them.answer: True, other.answer: False}


@pytest.mark.promise("R6")
def test_two_are_chosen_already_where_two_always_sign(people, editor):
    second = factories.reviewer()
    (text,) = live(people)
    factories.ruled(text.answer, second_clinician="always")
    page = editor.get("source", cited())
    assert "Choose two, or ask the second one later." in page.content.decode()
    assert "second_clinician" not in page.context["form"].fields
    chosen = sent(page)[f"reviewers-{text.answer.condition_id}-en"]
    assert set(chosen) == {str(people.reviewer.pk), str(second.pk)}
