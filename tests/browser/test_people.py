"""Where people are looked after, as a browser shows it: the lists, the forms and a reviewer's own pages."""

from types import SimpleNamespace

import pytest

from conditions.models import Credential
from conditions.models.people import Role
from tests import factories
from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.test_reading import broken_rules, overflowing
from tests.conditions.test_editorial_invitations import asked, link
from tests.factories import NOON

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site's clock stands at the noon of the factories."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


def pages_of(people: SimpleNamespace) -> list[str]:
    """Every one of them, with something to show."""
    live = factories.published(people)
    credential = Credential.objects.get(reviewer=people.reviewer)
    invitation = asked(message="We met in Turin.")
    return [
        "/desk/invitations/",
        "/desk/invitations/new/",
        f"/desk/invitations/{invitation.pk}/again/",
        "/desk/credentials/",
        *(f"/desk/credentials/{credential.pk}/{part}" for part in ("", "revoke/")),
        "/desk/people/",
        f"/desk/people/{people.author.pk}/",
        f"/desk/people/{people.author.pk}/give/",
        *(f"/desk/me/{part}" for part in ("", "names/", "registration/", "topics/", "away/", "interests/")),
        f"/desk/me/interests/{live.answer.condition.slug}/",
        "/desk/me/letters/2026/",
    ]


@pytest.mark.one_engine
@pytest.mark.promise("A1", "A2", "A5")
@pytest.mark.parametrize(("width", "theme"), [(PHONE, "light"), (DESK, "dark")])
def test_pages_of_people_pass_axe_and_never_scroll_sideways(
    visit: Visit, library: object, width: int, theme: str
) -> None:
    people, wrong = factories.desk(), []
    pages = pages_of(people)
    person = factories.granted(people.colleague, Role.ADMINISTRATOR)
    page = visit(signed_in=factories.browser(person, second_factor=True), width=width, theme=theme)
    for address in pages:
        answered = page.goto(address)
        assert answered is not None
        assert answered.status == 200, address
        wrong += broken_rules(page) + overflowing(page)
    assert wrong == []


@pytest.mark.one_engine
@pytest.mark.promise("A1", "A4")
def test_newcomer_accepts_an_invitation_by_the_keys_alone(visit: Visit, library: object) -> None:
    asked(role=Role.AUTHOR)
    page = visit(f"/account/invitation/{link()}/", width=PHONE)
    assert broken_rules(page) + overflowing(page) == []
    page.get_by_label("Your name").focus()
    page.keyboard.type("Ada Quill")
    page.keyboard.press("Tab")
    page.keyboard.type("correct horse battery")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/second-factor/**")
    assert "second" in page.inner_text("h1").lower()
