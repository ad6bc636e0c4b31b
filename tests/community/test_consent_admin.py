"""An administrator switches a purpose on with its words, and off, and reads before what it does (C3, C11)."""

import pytest
from django.urls import reverse

from community.models import Consent, ConsentDocument
from conditions.models.people import Role
from tests import factories, stories
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db
ADD = "/admin/community/consentdocument/add/"
TYPED = {
    "purpose": "quotation",
    "language": "en",
    "label": "You may quote it.",
    "text": "A line or two, with the name.",
}


made = made_once(stories.duty)
people = copied()


@pytest.fixture
def desk(people):
    return factories.browser(people.administrator, second_factor=True)


def off(document):
    return reverse("admin:community_consentdocument_switch-off", args=[document.pk])


def pressed(desk, document):
    return desk.post(off(document), {"seen": desk.get(off(document)).context["form"]["seen"].value()})


@pytest.mark.promise("C3", "C11")
def test_purpose_is_switched_on_with_its_words_and_says_before_what_that_does(desk):
    page = desk.get(ADD).content.decode()
    assert "Saving switches the purpose on" in page
    assert "goes on allowing what they say" in page
    assert desk.post(ADD, TYPED).status_code == 302
    assert ConsentDocument.objects.in_force("en").get(purpose="quotation").label == "You may quote it."


@pytest.mark.promise("C11")
def test_purpose_is_switched_off_and_what_was_allowed_before_stands(desk, people):
    story = stories.published(people)
    document = ConsentDocument.objects.in_force("en").get(purpose="indexing")
    page = desk.get(off(document)).content.decode()
    assert "1 story rests on these words." in page
    assert "Whoever allowed it before goes on allowing it" in page
    assert pressed(desk, document).status_code == 302
    assert not ConsentDocument.objects.in_force("en").filter(purpose="indexing").exists()
    assert Consent.objects.get(story=story, purpose="indexing").ended_at is None


@pytest.mark.promise("C3")
def test_switching_off_what_every_story_needs_says_that_nobody_can_send_one(desk):
    document = ConsentDocument.objects.in_force("en").get(purpose="display")
    assert "Nobody can send a story in this language" in desk.get(off(document)).content.decode()
    pressed(desk, document)
    author = factories.member()
    closed = factories.browser(author).get("/me/stories/new/")
    assert closed.context["closed"]


def test_what_is_off_already_is_not_switched_off_again(desk):
    document = ConsentDocument.objects.in_force("en").get(purpose="indexing")
    seen = desk.get(off(document)).context["form"]["seen"].value()
    assert desk.post(off(document), {"seen": seen}).status_code == 302
    assert "These words are not asked any more." in desk.get(off(document)).content.decode()
    assert desk.post(off(document), {"seen": seen}).status_code == 200


def test_nobody_but_an_administrator_switches_anything(people):
    document = ConsentDocument.objects.in_force("en").get(purpose="display")
    for role in (Role.EDITOR, Role.MODERATOR):
        browser = factories.browser(factories.holder(role, is_staff=True), second_factor=True)
        assert browser.post(off(document), {"seen": ""}).status_code == 403
    assert document in ConsentDocument.objects.in_force("en")
