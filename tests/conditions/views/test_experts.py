"""What somebody without an account gets by a link: one bundle, once, and nothing else (R9, S1, E17)."""

import datetime
import re

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from conditions import limits, pace
from conditions.editorial import experts, publications
from conditions.models import Assignment, Comment, Verdict
from conditions.models.people import Role
from conditions.views import experts as experts_views
from tests import factories
from tests.shared import made_once

pytestmark = pytest.mark.django_db
LINK = "/outside/link/{}/"


def built():
    """Two experts, each asked for two texts."""
    people = factories.desk()
    people.link = factories.asked_outside(people, at=timezone.now())
    people.secret = factories.secret()
    people.other = factories.asked_outside(people, at=timezone.now())
    people.page = f"/outside/{people.link.pk}/"
    return people


people = made_once(built)


def opened(people, *, begun=True, person=None, **extra):
    """A browser in which the expert opened the link, and went on to the texts."""
    browser = factories.browser(person, **extra)
    browser.get(LINK.format(people.secret))
    if begun:
        browser.post(people.page)
    return browser


def asked(people):
    return list(Assignment.objects.filter(round__bundle=people.link.bundle).order_by("pk"))


def decisions(texts, decision="approve", **other):
    """What the form of the last page posts."""
    told = {"scopes": ["accuracy"], "topic": "none"}
    for each in texts:
        told |= {f"seen-{each.pk}": each.round.revision.digest, f"decision-{each.pk}": decision}
    return told | other


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_link_leaves_the_address_and_uses_nothing_up(people):
    browser = factories.browser()
    for _scanner in range(2):
        answer = browser.get(LINK.format(people.secret))
        assert (answer.status_code, answer["Location"]) == (302, people.page)
        assert answer["Referrer-Policy"] == "no-referrer"
    page = browser.get(people.page)
    assert people.secret not in page.content.decode() + str(dict(browser.session))
    assert not Assignment.objects.filter(opened_at__isnull=False).exists()


@pytest.mark.promise("S4")
def test_session_that_was_known_before_opens_nothing(people):
    browser, cookie = factories.browser(), settings.SESSION_COOKIE_NAME
    before = browser.session.session_key
    browser.get(LINK.format(people.secret))
    assert browser.cookies[cookie].value != before
    assert browser.get(people.page).status_code == 200
    browser.cookies[cookie] = before
    assert browser.get(people.page).status_code == 404


def test_first_page_says_who_asks_what_and_who_vouches(people):
    told = words(opened(people, begun=False).get(people.page))
    assert "A Person asks you to check 2 texts" in told
    assert "Is the dose right?" in told
    assert "A Person, who looked your registration up" in told


@pytest.mark.promise("E17")
def test_reading_begins_with_the_press_and_not_with_the_mail(people):
    browser = opened(people, begun=False)
    assert browser.get(f"{people.page}texts/")["Location"] == people.page
    browser.post(people.page)
    assert all(each.opened_at and each.accepted_at for each in asked(people))


def test_expert_reads_comments_signs_and_gets_a_receipt(people):
    browser, (first, second) = opened(people), asked(people)
    page = browser.get(f"{people.page}texts/").content.decode()
    assert "Here stands text 0." in page
    assert "/desk/" not in page
    there = f"{people.page}texts/{first.pk}/comment/body-1/"
    assert there in page
    said = {"text": "Say how much.", "weight": "should", "seen": first.round.revision.digest}
    assert browser.post(there, said)["Location"] == f"{people.page}texts/#text-{first.pk}-body-1"
    done = browser.post(f"{people.page}finish/", decisions([first, second]))
    assert done["Location"] == f"{people.page}signed/"
    assert "Signed. Thank you." in words(browser.get(done["Location"]))
    assert Comment.objects.get().by == people.link.reviewer.user


def test_expert_suggests_wording(people):
    browser, (first, _second) = opened(people), asked(people)
    said = {"suggestion": "Here stands more.", "weight": "should", "seen": first.round.revision.digest}
    browser.post(f"{people.page}texts/{first.pk}/comment/body-1/", said)
    assert Comment.objects.get().suggestion == "Here stands more."


@pytest.mark.promise("R9")
def test_nothing_is_signed_twice(people):
    browser, texts = opened(people), asked(people)
    for _press in range(2):
        assert browser.post(f"{people.page}finish/", decisions(texts))["Location"] == f"{people.page}signed/"
    assert Verdict.objects.count() == 2
    assert browser.post(people.page)["Location"] == f"{people.page}texts/"


def test_expert_declines_and_the_link_says_so(people):
    browser = opened(people, begun=False)
    assert "Tell the editor" in words(browser.get(f"{people.page}decline/"))
    browser.post(f"{people.page}decline/", {"declined_because": "time"})
    assert "Nothing of this waits" in words(browser.get(people.page))
    assert {each.declined_because for each in asked(people)} == {"time"}


def test_text_that_moved_leaves_and_what_was_typed_stays(people):
    browser, (first, second) = opened(people), asked(people)
    factories.written(people, first.round.answer, at=timezone.now(), body="Other words.[^ers-2017]")
    page = browser.post(f"{people.page}finish/", decisions([first, second], interests="Shares", topic="some"))
    assert "A text left this review" in words(page)
    assert "Shares" in page.content.decode()
    late = {"text": "Say how much.", "weight": "should", "seen": first.round.revision.digest}
    moved = browser.post(f"{people.page}texts/{first.pk}/comment/body-1/", late)
    assert (moved.status_code, "Say how much." in words(moved)) == (409, True)
    assert "/desk/" not in moved.content.decode()


@pytest.mark.parametrize("where", ["", "texts/", "finish/", "decline/", "signed/"])
@pytest.mark.promise("S1")
def test_without_a_link_or_with_another_s_nothing_opens(people, where):
    other = f"/outside/{people.other.pk}/"
    for browser in (factories.browser(), opened(people)):
        for send in (browser.get, browser.post):
            assert send(f"{other}{where}").status_code in {404, 405}
    assert not Assignment.objects.filter(round__bundle=people.other.bundle, accepted_at__isnull=False).exists()


@pytest.mark.promise("S1")
def test_text_of_another_bundle_is_neither_read_nor_decided(people):
    browser, mine = opened(people), asked(people)
    theirs = Assignment.objects.filter(round__bundle=people.other.bundle).first()
    assert browser.get(f"{people.page}texts/{theirs.pk}/comment/body-1/").status_code == 404
    swapped = decisions([theirs]) | decisions(mine)
    page = browser.post(f"{people.page}finish/", swapped)
    assert page.status_code == 200
    assert not Verdict.objects.exists()


@pytest.mark.promise("S5")
def test_guessed_link_opens_nothing_and_many_guesses_are_stopped(people):
    browser = factories.browser()
    for guess in ("x" * 32, "0", "1%00", "../1", people.link.digest):
        assert browser.get(LINK.format(guess)).status_code == 404
    answers = [browser.get(LINK.format("guess")).status_code for _try in range(limits.EXPERT_LINKS.most)]
    assert (answers[0], answers[-1]) == (404, 429)
    assert browser.get(LINK.format(people.secret)).status_code == 429


@pytest.mark.promise("S1")
def test_closed_link_opens_nothing_in_this_browser_until_the_mail_opens_it_again(people):
    browser = opened(people)
    page = browser.get(f"{people.page}texts/")
    assert f'action="{people.page}close/"' in page.content.decode()
    assert f'action="{people.page}close/"' in browser.get(f"{people.page}finish/").content.decode()
    assert browser.get(f"{people.page}close/")["Location"] == people.page
    before = browser.session.session_key
    closed = browser.post(f"{people.page}close/", follow=True)
    assert (closed.status_code, "closed in this browser" in words(closed)) == (200, True)
    assert browser.session.session_key != before
    assert {browser.get(f"{people.page}{page}").status_code for page in ("", "texts/", "finish/")} == {404}
    assert browser.get(LINK.format(people.secret), follow=True).redirect_chain[-1][0] == f"{people.page}texts/"


@pytest.mark.promise("S1")
def test_closing_forgets_every_link_that_this_browser_opened(people):
    """Who closes one in a shared browser is done there: the next person gets to none of them, by no page."""
    browser = opened(people)
    browser.get(LINK.format(factories.secret()))
    others = [f"{people.page}{page}" for page in ("", "texts/", "finish/", "decline/", "signed/")]
    assert browser.get(others[1]).status_code == 200
    browser.post(f"/outside/{people.other.pk}/close/")
    assert {browser.get(page).status_code for page in (f"/outside/{people.other.pk}/", *others)} == {404}
    assert experts_views.KEPT_AS not in browser.session


def test_texts_are_wanted_by_the_day_of_the_link_that_was_sent_again(people):
    later = timezone.localdate() + datetime.timedelta(days=28)
    link = experts.again(people.link, by=people.colleague, at=timezone.now(), due_on=later)
    browser = factories.browser()
    browser.get(LINK.format(factories.secret()))
    browser.post(f"/outside/{link.pk}/")
    told = words(browser.get(f"/outside/{link.pk}/texts/"))
    assert f"by {date_format(later)}" in told
    assert date_format(people.link.last_day) not in told


def test_link_that_is_over_says_why_and_gives_back_what_was_typed(people):
    browser, (first, _second) = opened(people), asked(people)
    experts.withdraw(people.link, by=people.author, at=timezone.now())
    page = browser.post(f"{people.page}texts/{first.pk}/comment/body-1/", {"text": "Say how much."})
    assert (page.status_code, "taken back" in words(page), "Say how much." in words(page)) == (410, True, True)
    assert not Comment.objects.exists()
    assert factories.browser().get(LINK.format(people.secret), follow=True).status_code == 410


def test_link_ends_with_its_day(people):
    old = timezone.now() - datetime.timedelta(days=20)
    link = factories.asked_outside(people, at=old)
    browser = factories.browser()
    browser.get(LINK.format(factories.secret()))
    page = browser.get(f"/outside/{link.pk}/")
    assert (page.status_code, "This link has ended" in words(page)) == (410, True)


@pytest.mark.promise("S1")
def test_who_is_signed_in_opens_nothing_by_it(people):
    for person in (people.colleague, people.link.reviewer.user, factories.member()):
        browser = opened(people, person=person)
        assert browser.get(LINK.format(people.secret)).status_code == 403
        assert browser.get(people.page).status_code == 403
    late = opened(people)
    late.force_login(people.colleague)
    assert late.post(f"{people.page}finish/", decisions(asked(people))).status_code == 403
    assert not Verdict.objects.exists()


@pytest.mark.promise("S4")
def test_expert_gets_into_no_other_room(people):
    browser = opened(people)
    for page in ("/desk/", "/desk/reviews/", f"/desk/bundles/{people.link.bundle_id}/", "/admin/", "/me/"):
        assert browser.get(page)["Location"].startswith("/account/login/")
    forced = factories.browser(people.link.reviewer.user, second_factor=True)
    assert forced.get("/desk/").status_code == 403


@pytest.mark.promise("S4")
def test_no_form_of_another_site_decides(people):
    browser = opened(people, enforce_csrf_checks=True, begun=False)
    assert browser.post(people.page).status_code == 403
    assert browser.post(f"{people.page}finish/", decisions(asked(people))).status_code == 403
    assert not Assignment.objects.filter(accepted_at__isnull=False).exists()


def test_posts_are_limited_and_nothing_typed_is_lost(people, monkeypatch):
    monkeypatch.setattr(limits, "EXPERT_POSTS", limits.EXPERT_POSTS._replace(most=1))
    browser, (first, _second) = opened(people), asked(people)
    page = browser.post(f"{people.page}texts/{first.pk}/comment/body-1/", {"text": "Say how much."})
    assert (page.status_code, "Say how much." in words(page)) == (429, True)


@pytest.mark.promise("R9")
def test_readers_are_told_who_vouched_and_when(people):
    texts, third = asked(people), factories.holder(Role.EDITOR)
    opened(people).post(f"{people.page}finish/", decisions(texts))
    live = publications.publish(
        texts[0].round.revision, by=third, at=timezone.now(), seen=texts[0].round.revision.digest
    )
    browser, about = factories.browser(), live.answer
    page = words(browser.get(f"/conditions/{about.condition.slug}/{about.question.slug}/"))
    assert "asked from outside" in page
    assert "A Person looked the registration (A far register) up on" in page
    assert "A Person vouches" in words(browser.get(f"/reviewers/{people.link.reviewer.slug}/"))
    number = people.link.verification.credential.number
    assert number not in page + words(browser.get(f"/reviewers/{people.link.reviewer.slug}/"))


@pytest.mark.promise("E17")
def test_sign_off_in_haste_is_told_of_an_expert_too(people):
    texts = asked(people)
    opened(people).post(f"{people.page}finish/", decisions(texts))
    hasty = pace.quick(Verdict.objects.signed(), on=timezone.localdate())
    assert {each.verdict.reviewer for each in hasty} == {people.link.reviewer}
    assert all(
        each.took is not None and each.words == sum(pace.words(one.round.revision) for one in texts) for each in hasty
    )
