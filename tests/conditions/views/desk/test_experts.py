"""Asking an outside expert at the desk: who may, the mail before it goes, and what becomes of the link."""

import datetime
import re

import pytest
from django.utils import timezone

from conditions.models import ExpertLink, Mail
from conditions.models.people import Role
from tests import factories
from tests.shared import made_once

pytestmark = pytest.mark.django_db


def built():
    """Two texts of the author that could go out, and a colleague who could vouch."""
    people = factories.desk()
    people.about = factories.condition()
    people.texts = [
        factories.written(people, factories.started(people, condition=people.about), body=f"Text {n}.[^ers-2017]")
        for n in range(2)
    ]
    chosen = "&".join(f"answer={each.answer_id}" for each in people.texts)
    people.page = f"/desk/conditions/{people.about.slug}/outside/?language=en&{chosen}"
    return people


people = made_once(built)


def browser(person):
    return factories.browser(person, second_factor=True)


def typed(people, **other):
    today = timezone.localdate()
    told = {"name": "Dr Ada Far", "discipline": "Hepatology", "profession": "physician", "title": "MD"}
    told |= {"register": "A far register", "number": "F-77", "verified_on": today, "evidence": "The register's page"}
    told |= {"email": "ada.far@example.org", "write_in": "es", "question": "Is the dose right?", "due_on": today}
    told |= {"due_on": today + datetime.timedelta(days=9)}
    return told | {f"seen-{each.answer_id}": each.digest for each in people.texts} | other


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_page_that_sends_texts_leads_to_asking_from_outside(people):
    page = browser(people.colleague).get(people.page.replace("/outside/", "/bundle/")).content.decode()
    assert people.page.replace("&", "&amp;") in page


def test_mail_is_seen_before_it_goes(people):
    page = words(browser(people.colleague).post(people.page, typed(people)))
    assert "A Person le pide" in page
    assert "Dr Ada Far, MD, number F-77" in page
    assert not Mail.objects.filter(purpose="expert-asked").exists()


def test_second_press_sends_it_and_the_list_shows_how_far_they_are(people):
    answer = browser(people.colleague).post(people.page, typed(people, send="1"))
    assert answer["Location"] == "/desk/outside/"
    page = words(browser(people.colleague).get("/desk/outside/"))
    assert "Dr Ada Far" in page
    assert "ada.far@example.org" in page
    assert "Not answered yet" in page


def test_what_was_typed_comes_back_to_be_changed(people):
    page = browser(people.colleague).post(people.page, typed(people, change="1")).content.decode()
    assert 'value="Dr Ada Far"' in page
    assert "There is a problem" not in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"due_on": "2020-01-01"}, "Choose a day that is still to come"),
        ({"name": ""}, "This field is required"),
        ({"verified_on": "2999-01-01", "send": "1"}, "This day has not come yet"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(people, wrong, sentence):
    page = words(browser(people.colleague).post(people.page, typed(people) | wrong))
    assert "There is a problem" in page
    assert sentence in page


def test_translation_is_offered_to_nobody_outside(people):
    factories.named(people.about, "Síndrome", use="preferred", language="es")
    source = factories.published(people, people.texts[0].answer)
    text = factories.translated(people, source).revision
    page = f"/desk/conditions/{people.about.slug}/outside/?language=es&answer={text.answer_id}"
    here = browser(factories.holder(Role.EDITOR))
    for address in (page, page.replace("/outside/", "/bundle/")):
        told = here.get(address)
        assert "is a translation. Whoever checks one" in words(told)
        assert f'<a href="{page.replace("&", "&amp;")}">' not in told.content.decode()
    assert "<textarea" not in here.get(page).content.decode()


@pytest.mark.promise("R6")
def test_second_clinician_is_asked_for_beside_an_expert_too(people):
    left, fixed = people.texts
    factories.ruled(left.answer, second_clinician="asked")
    here = browser(people.colleague)
    confirmed = here.post(people.page, typed(people, second_clinician="on"))
    assert 'name="second_clinician" value="True"' in confirmed.content.decode()
    changed = here.post(people.page, typed(people, second_clinician="False", change="1"))
    assert 'name="second_clinician"' in changed.content.decode()
    assert not changed.context["form"]["second_clinician"].value()
    sent = here.post(people.page, typed(people, second_clinician="on", send="1"), follow=True)
    assert "A second clinician is still to be asked." in words(sent)
    assert [each.rounds.get().second_clinician for each in (left, fixed)] == [True, False]


@pytest.mark.promise("R6")
def test_page_that_asks_from_outside_says_where_two_always_sign(people):
    assert "two clinicians sign" not in words(browser(people.colleague).get(people.page))
    factories.ruled(people.texts[0].answer, second_clinician="always")
    assert "asks that two clinicians sign" in words(browser(people.colleague).get(people.page))


@pytest.mark.promise("E7")
def test_author_reads_why_they_cannot_vouch(people):
    page = browser(people.author).get(people.page)
    assert "neither author nor publisher" in words(page)
    assert "<textarea" not in page.content.decode()


def test_editor_of_one_condition_asks_nobody_from_outside(people):
    person = factories.holder(Role.EDITOR, condition=people.about)
    assert browser(person).get(people.page).status_code == 403


def test_new_link_and_taking_it_back(people):
    link = factories.asked_outside(people, at=timezone.now())
    here = browser(people.colleague)
    form = here.get(f"/desk/outside/{link.pk}/again/").context["form"]
    told = {"seen": form.initial["seen"], "due_on": timezone.localdate() + datetime.timedelta(days=5)}
    assert here.post(f"/desk/outside/{link.pk}/again/", told)["Location"] == "/desk/outside/"
    new = ExpertLink.objects.latest("pk")
    seen = here.get(f"/desk/outside/{new.pk}/withdraw/").context["form"].initial["seen"]
    here.post(f"/desk/outside/{new.pk}/withdraw/", {"seen": seen})
    assert [each.state(timezone.now()) for each in ExpertLink.objects.all()] == ["withdrawn"] * 2


def test_list_takes_as_many_queries_for_one_as_for_many(people, django_assert_num_queries):
    here = browser(people.colleague)
    here.get("/desk/outside/")
    for number in (1, 2):
        factories.asked_outside(people, at=timezone.now())
        with django_assert_num_queries(7):
            assert here.get("/desk/outside/").content.count(b"<article") == number
