"""The foot of every page: above all, whom to call."""

import datetime
import re

import pytest
from django.template import Context
from django.test import Client
from django.utils.translation import override

from conditions.models import Country
from conditions.templatetags.foot import emergency_call, help_lines, reach, spoken, whom_to_call
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 4, 7)
NOWHERE = "In an emergency call the emergency number of the country you are in."


def said() -> str:
    """The sentence without its links."""
    return re.sub("<[^>]+>", "", emergency_call(Context(), TODAY))


def served(**checked_on: datetime.date) -> None:
    numbers = {"GB": "999, 112", "IE": "112, 999", "US": "911", "ES": "112", "FR": "15"}
    for code, day in checked_on.items():
        factories.country(code, numbers[code], checked_on=day)


def test_every_country_served_is_named_with_its_numbers_in_order() -> None:
    served(GB=TODAY, IE=TODAY, US=TODAY, ES=TODAY, FR=TODAY)
    assert said() == (
        "In an emergency call 999 or 112 (United Kingdom), 112 or 999 (Ireland), 911 (United States), 112 (Spain)."
    )


def test_country_without_a_record_is_served_by_a_sentence_that_is_always_right() -> None:
    served(GB=TODAY)
    assert said() == (
        "In an emergency call 999 or 112 (United Kingdom); elsewhere, the emergency number of the country you are in."
    )


def test_number_that_nobody_checked_for_a_year_is_not_shown() -> None:
    served(GB=TODAY - datetime.timedelta(days=366), IE=TODAY - datetime.timedelta(days=365))
    assert "United Kingdom" not in said()
    assert "112 or 999 (Ireland)" in said()


def test_site_without_any_record_still_says_what_to_do() -> None:
    assert said() == NOWHERE


def test_country_is_called_as_in_the_language_of_the_reader() -> None:
    served(GB=TODAY)
    with override("es"):
        assert "999 o 112 (Reino Unido)" in said()


def test_number_can_be_called_with_one_touch() -> None:
    served(US=TODAY)
    assert '<a class="phone" href="tel:911">911</a>' in emergency_call(Context(), TODAY)


@pytest.mark.parametrize(
    ("contact", "address"),
    [("a@example.org", "mailto:a@example.org"), ("https://example.org/ask", "https://example.org/ask")],
)
def test_operator_is_reached_by_mail_or_by_a_page(contact: str, address: str) -> None:
    assert f'href="{address}"' in reach(contact)


def test_demonstration_says_so_and_keeps_search_engines_out(client: Client, settings) -> None:
    settings.DEMONSTRATION = True
    page = client.get("/").content.decode()
    assert "This is a demonstration. People in it are invented." in page
    assert '<meta name="robots" content="noindex">' in page
    assert client.get("/robots.txt").content.decode().splitlines()[1] == "Disallow: /"


def test_search_engines_are_kept_from_pages_about_one_person(client: Client) -> None:
    allowed = client.get("/robots.txt")
    assert allowed["Content-Type"] == "text/plain; charset=utf-8"
    closed = set(allowed.content.decode().splitlines())
    assert {"Disallow: /account/", "Disallow: /desk/", "Disallow: /es/me/"} <= closed
    assert "Disallow: /\n" not in allowed.content.decode()


def test_account_page_names_its_operator_and_not_the_host(client: Client) -> None:
    page = client.get("/account/login/").content.decode()
    assert "· DiseaseMaps demonstration</title>" in page
    assert "Nobody pays for this demonstration" in page
    assert ">testserver<" not in page


def lines_of(country, on=TODAY):
    found = Country.objects.with_lines(on).get(pk=country)
    return re.sub("<[^>]+>", "", whom_to_call(found, on))


@pytest.mark.promise("M11")
def test_help_line_stands_beside_the_number_until_a_year_after_its_check() -> None:
    britain = factories.country(checked_on=TODAY + datetime.timedelta(days=300))
    factories.help_line(britain, "Samaritans", checked_on=TODAY)
    factories.help_line(britain, "Taken down", number="", checked_on=TODAY)
    assert lines_of("GB", TODAY + datetime.timedelta(days=365)) == "999 or 112 (United Kingdom) or Samaritans 116 123"
    assert lines_of("GB", TODAY + datetime.timedelta(days=366)) == "999 or 112 (United Kingdom)"


@pytest.mark.promise("M11")
def test_help_lines_are_those_of_the_countries_served_in_one_query(django_assert_num_queries) -> None:
    for code in ("IE", "GB", "FR"):
        factories.help_line(factories.country(code, checked_on=TODAY), f"Line of {code}", languages="es, en")
    with django_assert_num_queries(1):
        lines = help_lines(Context(), TODAY)
    assert [line.name for line in lines] == ["Line of GB", "Line of IE"]
    assert spoken(lines[0]) == "Spanish and English"
