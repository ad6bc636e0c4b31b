"""What a member follows, on pages of their own, and the ways to it from what readers read."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from community.changed import Change
from community.models import Following
from community.moderation import followings as moves
from conditions.models import Condition
from tests import factories, stories
from tests.conditions.views.conftest import clock  # noqa: F401 (a fixture)
from tests.shared import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

MINE = "/me/following/"
HERE = f"{MINE}gilbert-syndrome/"
CONDITION = "/conditions/gilbert-syndrome/"
ANSWER = f"{CONDITION}causes/"
COST = 9


def prepared():
    desk = factories.desk()
    desk.duty = stories.duty()
    desk.about, desk.asked = factories.condition(), factories.question("causes", "What causes it?")
    desk.fern, desk.crow = factories.member("Quiet fern"), factories.member("Calm crow")
    return desk


world = made_once(prepared)


@pytest.fixture
def phone(world):
    return factories.browser(world.fern)


def text(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def answered(world):
    return factories.published(world, factories.started(world, condition=world.about, question=world.asked))


def test_member_follows_reads_what_changed_and_stops(phone, world):
    assert "You follow nothing." in text(phone.get(MINE))
    assert "Nothing has changed yet." in text(phone.post(HERE, {"way": "mail"}, follow=True))
    phone.post(f"{HERE}causes/", {"way": "here"})
    Following.objects.update(begun_at=factories.NOON.replace(year=2025))
    answered(world)
    page = text(phone.get(MINE))
    assert page.count(f'<a href="{ANSWER}">What causes it?</a> · First published') == 2
    assert "What causes it? · Gilbert syndrome" in page
    for each in Following.objects.all():
        assert "You no longer follow it." in text(phone.post(f"{MINE}stop/{each.pk}/", follow=True))
    assert not Following.objects.exists()


def test_older_changes_are_folded_and_none_is_cut_off():
    day = factories.NOON
    news = [
        Change(about=(1, "en"), question=1, at=day, what="First published", page=f"/{n}/", asked=f"Question {n}?")
        for n in range(7)
    ]
    about = Condition(slug="gilbert-syndrome")
    following = Following(pk=1, condition=about, language="en", begun_at=day)
    request = RequestFactory().get(MINE)
    request.user = AnonymousUser()
    shown = {"followings": [(following, "Gilbert syndrome", news)]}
    page = render_to_string("community/followings.html", shown, request)
    at_once, folded = page.split('<details class="folded">')
    assert "2 older changes" in folded
    assert [f"Question {n}?" in at_once for n in range(7)] == [True] * 5 + [False] * 2
    assert "Question 5?" in folded
    assert "Question 6?" in folded


def test_pressing_twice_follows_once_and_stops_once(phone, world):
    for _press in range(2):
        phone.post(HERE, {"way": "here"})
    only = Following.objects.get()
    assert "Stop following it?" in text(phone.get(f"{MINE}stop/{only.pk}/"))
    for _press in range(2):
        assert "no longer" in text(phone.post(f"{MINE}stop/{only.pk}/", follow=True))


def test_form_says_what_is_missing_and_nothing_is_chosen_beforehand(phone):
    assert " checked" not in text(phone.get(HERE))
    page = text(phone.post(HERE))
    assert "There is a problem" in page
    assert not Following.objects.exists()


@pytest.mark.promise("S1")
def test_what_somebody_else_follows_is_neither_seen_nor_stopped(phone, world):
    factories.browser(world.crow).post(HERE, {"way": "mail"})
    theirs = Following.objects.get()
    assert "Gilbert" not in text(phone.get(MINE))
    assert phone.get(f"{MINE}stop/{theirs.pk}/").status_code == 404
    phone.post(f"{MINE}stop/{theirs.pk}/")
    assert Following.objects.get() == theirs


def test_what_is_asked_no_more_can_still_be_stopped(phone, world):
    phone.post(f"{HERE}causes/", {"way": "here"})
    type(world.asked).objects.update(is_asked=False)
    assert phone.get(f"{HERE}causes/").status_code == 404
    assert "What causes it?" in text(phone.get(f"{MINE}stop/{Following.objects.get().pk}/"))


def test_account_for_work_is_told_that_it_cannot_follow(world):
    page = text(factories.browser(world.author, second_factor=True).post(HERE, {"way": "here"}))
    assert "Things are followed with a member’s account." in page


def test_family_of_conditions_is_not_followed(phone):
    factories.condition("liver disease", "liver-disease", is_grouping=True)
    assert phone.get(f"{MINE}liver-disease/").status_code == 404


def test_pages_lead_to_it_and_to_the_feed(client, world):
    answered(world)
    for page, following in ((CONDITION, HERE), (ANSWER, f"{HERE}causes/")):
        found = text(client.get(page))
        assert f'<a href="{following}" rel="nofollow">Follow it</a>' in found
        assert f'<a href="{page}changes.atom" rel="nofollow">' in found


def test_list_costs_the_same_for_two_as_for_four(phone, world, django_assert_num_queries):
    answered(world)
    for each in ("", "causes/"):
        phone.post(f"{HERE}{each}", {"way": "here"})
    phone.get(MINE)
    with django_assert_num_queries(COST):
        phone.get(MINE)
    live = factories.published(world)
    stories.published(world.duty, about=world.about)
    for each in ("", f"{live.answer.question.slug}/"):
        phone.post(f"{MINE}{live.answer.condition.slug}/{each}", {"way": "here"})
    assert Following.objects.count() == 4
    with django_assert_num_queries(COST):
        phone.get(MINE)


def test_mail_is_ended_from_its_link_by_one_press_and_never_by_looking(phone, client, world):
    phone.post(HERE, {"way": "mail"})
    page = f"{MINE}stop/mail/{moves.key(world.fern.member)}/"
    looked = text(client.get(page))
    assert "End this mail" in looked
    assert [word for word in ("Gilbert", "Quiet fern", world.fern.email) if word in looked] == []
    assert client.head(page).status_code == 200
    assert Following.objects.get().by_mail
    assert "We do not write to you" in text(client.post(page, follow=True))
    assert not Following.objects.get().by_mail
    assert "We do not write to you" in text(client.get(page))


def test_program_that_reads_mail_ends_it_without_a_page_and_is_not_led_on(phone, world):
    phone.post(HERE, {"way": "mail"})
    program = Client(enforce_csrf_checks=True)
    page = f"{MINE}stop/mail/{moves.key(world.fern.member)}/"
    assert program.post(page, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Following.objects.get().by_mail
    assert program.post(f"{page[:-2]}/", {"List-Unsubscribe": "One-Click"}).status_code == 404
