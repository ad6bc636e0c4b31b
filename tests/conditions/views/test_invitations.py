"""The page of an invitation: opened from a mail, by somebody with an account or without."""

import pytest
from django.utils import timezone

from conditions.editorial import invitations
from conditions.models import Invitation, User
from conditions.models.people import Role
from tests import factories
from tests.conditions.test_editorial_invitations import asked, link, owner
from tests.factories import NOON

pytestmark = pytest.mark.django_db
PAGE = "/account/invitation/"


def opened(person=None, **told):
    """A browser in which the link of an invitation was opened."""
    made = asked(at=timezone.now(), **told)
    browser = factories.browser(person)
    return made, browser, browser.get(f"{PAGE}{link()}/")


def test_link_is_taken_out_of_the_address():
    _made, browser, answer = opened()
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    page = browser.get(PAGE)
    assert link() not in page.content.decode()
    assert page["Referrer-Policy"] == "same-origin"


def test_session_keeps_no_link_either():
    _made, browser, _answer = opened()
    assert link() not in str(dict(browser.session.items()))
    assert browser.get(PAGE).status_code == 200


def test_newcomer_writes_one_line_into_the_mail_to_others():
    _made, browser, _answer = opened()
    browser.post(PAGE, {"name": "Ada\r\n\r\nQuill", "password": "correct horse battery"})
    assert User.objects.get(email="new.person@example.org").name == "Ada Quill"
    _made, browser, _answer = opened(email="second@example.org")
    page = browser.post(PAGE, {"name": "\u200b", "password": "correct horse battery"}).content.decode()
    assert "Please fill this in." in page


def test_opening_the_link_gives_nothing():
    made, browser, _answer = opened(owner())
    browser.get(PAGE)
    made.refresh_from_db()
    assert made.accepted_at is None


def test_newcomer_makes_an_account_and_is_led_to_a_second_factor():
    _made, browser, _answer = opened(role=Role.EDITOR, message="Glad to have you.")
    assert "Glad to have you." in browser.get(PAGE).content.decode()
    answer = browser.post(PAGE, {"name": "Ada Quill", "password": "correct horse battery"})
    assert answer["Location"] == "/desk/"
    assert browser.get("/desk/")["Location"].startswith("/account/second-factor/")
    assert User.objects.get(email="new.person@example.org").grants.get().role == Role.EDITOR


def test_weak_password_keeps_the_name_that_was_typed():
    _made, browser, _answer = opened()
    page = browser.post(PAGE, {"name": "Ada Quill", "password": "password"}).content.decode()
    assert "There is a problem" in page
    assert 'value="Ada Quill"' in page
    assert not User.objects.filter(email="new.person@example.org").exists()


def test_owner_of_an_account_is_asked_to_sign_in_and_comes_back():
    owner()
    _made, browser, _answer = opened()
    assert f"/account/login/?next={PAGE}" in browser.get(PAGE).content.decode()
    typed = {"login": "new.person@example.org", "password": "correct horse battery"}
    assert browser.post(f"/account/login/?next={PAGE}", {**typed, "next": PAGE})["Location"] == PAGE
    assert browser.post(PAGE)["Location"] == "/desk/me/"
    assert Invitation.objects.get().accepted_by.email == "new.person@example.org"


def test_account_of_somebody_else_accepts_nothing():
    made, browser, _answer = opened(owner("other@example.org"))
    assert "signed in with another address" in browser.post(PAGE).content.decode()
    made.refresh_from_db()
    assert made.accepted_at is None


@pytest.mark.parametrize(
    ("end", "says"), [("withdrawn", "was taken back"), ("accepted", "accepted this invitation"), ("ended", "has ended")]
)
def test_link_that_is_over_says_what_to_do(end, says):
    made, browser, _answer = opened()
    match end:
        case "withdrawn":
            invitations.withdraw(made, by=made.invited_by, at=timezone.now())
        case "accepted":
            invitations.accept(made, by=owner(), at=timezone.now())
        case _:
            asked(made.invited_by, at=NOON)
            browser.get(f"{PAGE}{link()}/")
    page = browser.get(PAGE)
    assert page.status_code == 410
    assert says in page.content.decode()
    assert "<form" not in page.content.decode().partition("<main")[2].partition("</main")[0]


def test_link_that_never_was_says_how_to_copy_it():
    browser = factories.browser()
    browser.get(f"{PAGE}nonsense/")
    page = browser.get(PAGE)
    assert page.status_code == 404
    assert "Copy the whole link" in page.content.decode()


@pytest.mark.promise("S5")
def test_links_are_not_tried_without_end():
    browser = factories.browser()
    answers = [browser.get(f"{PAGE}guess-{number}/").status_code for number in range(31)]
    assert (answers[29], answers[30]) == (302, 429)


def at_the_desk(role):
    return factories.browser(factories.holder(role), second_factor=True)


def test_administrator_invites_and_sees_what_became_of_it():
    browser = at_the_desk(Role.ADMINISTRATOR)
    typed = {"seen": "", "email": "a@example.org", "role": "moderator", "write_in": "en"}
    page = browser.get("/desk/invitations/new/").content.decode()
    typed["seen"] = page.partition('name="seen" value="')[2].partition('"')[0]
    assert browser.post("/desk/invitations/new/", typed)["Location"] == "/desk/invitations/"
    listed = browser.get("/desk/invitations/").content.decode()
    assert "a@example.org" in listed
    assert "Not answered yet" in listed


def test_editor_is_shown_no_invitation_but_those_of_reviewers():
    made = asked(role=Role.MODERATOR, email="moderator@example.org", at=timezone.now())
    asked(email="reviewer@example.org", at=timezone.now())
    browser = at_the_desk(Role.EDITOR)
    listed = browser.get("/desk/invitations/").content.decode()
    assert "reviewer@example.org" in listed
    assert "moderator@example.org" not in listed
    assert browser.get(f"/desk/invitations/{made.pk}/withdraw/").status_code == 404


def test_condition_of_an_invitation_is_found_by_name():
    about, browser = factories.condition(), at_the_desk(Role.EDITOR)
    page = browser.get("/desk/invitations/new/").content.decode()
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    typed = {"seen": seen, "email": "a@example.org", "role": "reviewer", "write_in": "en"}
    refused = browser.post("/desk/invitations/new/", typed | {"condition": "Gilbert"}).content.decode()
    assert "We know no condition called “Gilbert”" in refused
    browser.post("/desk/invitations/new/", typed | {"condition": "gilbert SYNDROME"})
    assert Invitation.objects.get().condition == about


def test_member_without_a_name_gives_one_to_a_role_that_readers_see():
    person = owner()
    User.objects.filter(pk=person.pk).update(name="")
    made, browser, _answer = opened(person, role=Role.AUTHOR)
    page = browser.post(PAGE, {"name": person.email}).content.decode()
    assert "Write your name here, and no address" in page
    assert not person.grants.exists()
    assert browser.post(PAGE, {"name": "Ada Quill"}).status_code == 302
    assert (User.objects.get(pk=person.pk).name, person.grants.get().role) == ("Ada Quill", made.role)
