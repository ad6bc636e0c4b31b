"""Nothing typed is lost: where the desk cannot take what was posted, the page that says so keeps it."""

import pkgutil
import re
from html import unescape
from importlib import import_module

import pytest
from django import forms
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from conditions import forms as rooms
from conditions.models import Draft
from conditions.models.people import Role
from conditions.stale import Stale
from conditions.views.desk import kept
from tests import factories

pytestmark = pytest.mark.django_db

WORDS = 'Zwei\nZeilen, "Zitat" & <b>mehr</b>'
TYPED = {"body": WORDS, "note-IE": "Call 112.", "is_unknown": "on", "seen": "3"}
OURS = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def carried(response):
    """What the page would post again."""
    page = response.content.decode()
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: unescape(value) for name, value in hidden if name != "csrfmiddlewaretoken"}


@pytest.fixture
def asked(rf):
    """A request that came in by the door of the desk, as its pages are given it."""

    def asked(person, path="/desk/", **posted):
        request = rf.post(path, posted)
        request.resolver_match = resolve(path)
        request.user, request.session = person, factories.browser(person, second_factor=True).session
        request._dont_enforce_csrf_checks = True
        return request

    return asked


def keeper():
    return kept.Keeper(lambda _request: HttpResponse())


@pytest.mark.promise("E4")
def test_words_outlive_the_session():
    response = Client().post("/desk/?from=2", TYPED)
    assert response.status_code == 403
    assert carried(response) == TYPED
    assert 'action="/desk/?from=2"' in response.content.decode()
    assert 'href="/account/login/" target="_blank"' in response.content.decode()


@pytest.mark.promise("E4")
def test_whatever_is_typed_into_a_form_is_known_as_typed():
    modules = [import_module(f"{rooms.__name__}.{room.name}") for room in pkgutil.iter_modules(rooms.__path__)]
    fields = {
        name: field
        for module in modules
        for form in vars(module).values()
        if isinstance(form, forms.forms.DeclarativeFieldsMetaclass)
        for name, field in form.base_fields.items()
    }
    typed = {name for name, field in fields.items() if type(field.widget) in (forms.Textarea, forms.TextInput)}
    assert {"closed_because", "reply", "suggestion"} <= typed
    for name in sorted(typed):
        assert carried(Client().post("/desk/", {name: WORDS})) == {name: WORDS}, name


@pytest.mark.promise("E4", "S4")
def test_words_outlive_a_missing_second_factor():
    person = factories.confirmed(factories.holder(Role.AUTHOR))
    response = factories.browser(person).post("/desk/", TYPED)
    assert response.status_code == 403
    assert carried(response) == TYPED
    assert 'href="/account/second-factor/" target="_blank"' in response.content.decode()


def test_who_lost_their_role_may_copy_what_they_typed():
    response = factories.browser(factories.member(), second_factor=True).post("/desk/", TYPED)
    assert response.status_code == 403
    assert "Zwei\nZeilen, &quot;Zitat&quot; &amp; &lt;b&gt;mehr&lt;/b&gt;</textarea>" in response.content.decode()
    assert "Send it again" not in response.content.decode()


@pytest.mark.promise("E4")
@pytest.mark.parametrize("told", [OURS, {"HTTP_ORIGIN": "http://testserver"}])
def test_words_outlive_a_sign_in_in_another_tab(told):
    person = factories.holder(Role.AUTHOR)
    browser = factories.browser(person, second_factor=True, enforce_csrf_checks=True)
    response = browser.post("/desk/", TYPED, **told)
    assert response.status_code == 403
    assert carried(response) == TYPED
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', response.content.decode())[1]
    assert browser.post("/desk/", TYPED | {"csrfmiddlewaretoken": token}, **told).status_code == 405


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "http://testserver"},
        {"HTTP_ORIGIN": "https://a.example"},
    ],
)
def test_what_another_site_posts_is_not_repeated(told):
    person = factories.holder(Role.AUTHOR)
    browser = factories.browser(person, second_factor=True, enforce_csrf_checks=True)
    response = browser.post("/desk/", TYPED, **told)
    assert response.status_code == 403
    assert "Zeilen" not in response.content.decode()


def test_what_is_kept_stands_on_that_page_alone():
    response = Client().post("/desk/", TYPED)
    assert "no-store" in response["Cache-Control"]
    assert "sessionid" not in response.cookies
    assert Draft.objects.count() == 0


def test_script_is_told_in_a_sentence_and_gets_a_token_that_holds():
    response = Client().post("/desk/", TYPED, HTTP_ACCEPT="application/json")
    assert response.status_code == 403
    assert response.json()["why"] == "signed-out"
    assert len(response.json()["token"]) == 64


def test_button_alone_leads_to_signing_in_as_before():
    assert Client().post("/desk/", {"seen": "3"})["Location"] == "/account/login/?next=/desk/"


@pytest.mark.promise("E4")
def test_words_outlive_a_colleague_who_was_faster(asked):
    response = keeper().process_exception(asked(factories.holder(Role.AUTHOR), **TYPED), Stale())
    assert response.status_code == 409
    assert carried(response) == TYPED
    assert 'name="look-again"' in response.content.decode()


@pytest.mark.parametrize(("problem", "status"), [(OperationalError("locked"), 503), (PermissionDenied(), 403)])
def test_words_outlive_what_the_site_or_a_move_refuses(asked, problem, status):
    response = keeper().process_exception(asked(factories.holder(Role.AUTHOR), **TYPED), problem)
    assert response.status_code == status
    assert "Zeilen" in response.content.decode()


def test_looking_again_opens_the_page_with_what_was_typed(asked):
    request = asked(factories.holder(Role.AUTHOR), **TYPED, **{"look-again": "1"})
    assert keeper().process_view(request, lambda: None, (), {}) is None
    assert request.method == "GET"
    assert kept.typed(request) == {"body": WORDS, "note-IE": "Call 112.", "is_unknown": "on"}


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("http://testserver/desk/answers/1/?part=body", "/desk/answers/1/?part=body"),
        ("https://a.example/desk/answers/1/", "/desk/"),
        ("http://testserver//a.example/desk/answers/1/", "/desk/"),
        ("http://testserver/glossary/", "/desk/"),
    ],
)
def test_looking_again_leads_to_the_page_on_which_was_typed(asked, page, address):
    request = asked(factories.holder(Role.AUTHOR), **TYPED)
    request.META["HTTP_REFERER"] = page
    response = keeper().process_exception(request, Stale())
    assert f'action="{address}"' in response.content.decode()
