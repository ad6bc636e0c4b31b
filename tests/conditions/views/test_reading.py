"""The reading pages: what they say, what they cost, and that they ask nothing of the reader."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.conf import settings
from django.test import Client

from community.models import Rule
from conditions.models import Applicability, Code, Name, Question
from tests import factories
from tests.pages import library_pages

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
Queries = Callable[[int], AbstractContextManager[object]]


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.promise("S7")
def test_reading_pages_set_no_cookie_and_vary_by_none(client: Client) -> None:
    for address in [*library_pages(), "/es/"]:
        response = client.get(address)
        assert not response.cookies, address
        assert "Cookie" not in response.headers.get("Vary", ""), address


def test_reading_pages_are_the_same_for_somebody_signed_in(client: Client) -> None:
    pages = library_pages()
    anonymous = [client.get(address).content for address in pages]
    client.force_login(factories.user())
    assert [client.get(address).content for address in pages] == anonymous


@pytest.mark.promise("R20")
def test_reading_pages_say_who_runs_and_pays_and_how_review_works(client: Client) -> None:
    for address in library_pages():
        page = text(client, address)
        assert settings.DISEASEMAPS["publisher"] in page, address
        assert settings.DISEASEMAPS["funding"] in page, address
        assert "/how-we-review/" in page, address


@pytest.mark.promise("M2")
def test_moderation_rules_say_who_decides_when_how_long_it_takes_and_how_to_contest(client: Client) -> None:
    page = client.get("/moderation-rules/").content.decode()
    assert f"at these times: {settings.DISEASEMAPS['reading_hours']}" in page
    assert f"{settings.DISEASEMAPS['publisher']} has asked to read stories" in page
    assert f"within {settings.DISEASEMAPS['reading_days']} days" in page
    assert "Ask for another look" in page


@pytest.mark.promise("M2")
def test_every_rule_by_which_a_story_is_declined_is_public(client: Client) -> None:
    page = text(client, "/moderation-rules/")
    named = [str(label) for value, label in Rule.choices if value]
    assert [label for label in named if f"{label}." not in page] == []


def test_privacy_tells_of_stories_and_leads_to_what_is_held(client: Client) -> None:
    page = client.get("/privacy/").content.decode()
    assert "When you delete a story, every word of it goes" in page
    assert 'href="/me/data/"' in page


def test_page_that_still_holds_is_not_sent_again(client: Client) -> None:
    first = client.get("/privacy/")
    again = client.get("/privacy/", headers={"if-none-match": first["ETag"]})
    assert first["Cache-Control"] == "public, no-cache"
    assert again.status_code == 304


def test_page_is_squeezed_for_a_slow_line(client: Client) -> None:
    squeezed = client.get("/privacy/", headers={"accept-encoding": "gzip"})
    assert squeezed["Content-Encoding"] == "gzip"
    assert len(squeezed.content) * 2 < len(client.get("/privacy/").content)


@pytest.mark.parametrize(("address", "queries"), [("/privacy/", 1), ("/contact/", 1), ("/nowhere/", 1)])
def test_page_without_a_list_costs_few_queries(
    client: Client, django_assert_num_queries: Queries, address: str, queries: int
) -> None:
    with django_assert_num_queries(queries):
        assert "<h1>" in text(client, address)


@pytest.mark.parametrize("items", [1, 3])
def test_condition_costs_three_queries(client: Client, django_assert_num_queries: Queries, items: int) -> None:
    found = factories.condition()
    for number in range(items):
        factories.named(found, f"Other name {number}")
        Code.objects.create(condition=found, system="omim", value=f"14350{number}")
        found.parents.add(factories.condition(f"Family {number}", f"family-{number}", is_grouping=True))
        found.children.add(factories.condition(f"Kind {number}", f"kind-{number}"))
        factories.question(f"question-{number}", "What is {condition}?")
    with django_assert_num_queries(3):
        page = text(client, found.get_absolute_url())
    assert page.count("<li>What is Gilbert syndrome?") == items


@pytest.mark.parametrize("items", [1, 3])
def test_family_costs_two_queries(client: Client, django_assert_num_queries: Queries, items: int) -> None:
    family = factories.condition("liver disorder", "liver-disorder", is_grouping=True)
    for number in range(items):
        family.children.add(factories.condition(f"Member {number}", f"member-{number}"))
    with django_assert_num_queries(2):
        page = text(client, family.get_absolute_url())
    assert page.count('<li><a href="/conditions/member-') == items


def test_condition_shows_the_names_that_an_editor_chose_and_no_other(client: Client) -> None:
    found = factories.condition()
    factories.named(found, "Constitutional jaundice")
    factories.named(found, "An old unkind name", use=Name.Use.SEARCH)
    page = text(client, found.get_absolute_url())
    assert '<span lang="en">Constitutional jaundice</span>' in page
    assert "An old unkind name" not in page


def test_condition_is_called_as_in_the_language_of_the_reader(client: Client) -> None:
    found, address = factories.condition(), "/conditions/gilbert-syndrome/"
    assert '<h1 lang="en">Gilbert syndrome</h1>' in text(client, f"/es{address}")
    factories.named(found, "síndrome de Gilbert", use=Name.Use.PREFERRED, language="es")
    assert '<h1 lang="es">Síndrome de Gilbert</h1>' in text(client, f"/es{address}")
    assert '<h1 lang="en">Gilbert syndrome</h1>' in text(client, address)


def test_name_in_another_language_says_so_wherever_it_stands(client: Client) -> None:
    found = factories.library()
    found.parents.add(factories.condition("liver disorder", "liver-disorder", is_grouping=True))
    address = found.get_absolute_url()
    page = text(client, f"/es{address}")
    for slug, name in (("pi-zz", "PI ZZ"), ("liver-disorder", "Liver disorder")):
        assert f'<a href="/es/conditions/{slug}/" lang="en">{name}</a>' in page
    assert 'lang="en">Liver' not in text(client, address)
    assert 'lang="en">PI ZZ</a>' in text(client, "/es/conditions/?letter=p")


def test_condition_that_has_lost_its_names_is_called_by_its_address(client: Client) -> None:
    factories.condition().names.all().delete()
    assert '<h1 lang="en">Gilbert-syndrome</h1>' in text(client, "/conditions/gilbert-syndrome/")


def test_condition_leads_to_pages_of_others_without_saying_from_where(client: Client) -> None:
    page = text(client, factories.library().get_absolute_url())
    for address in ("orpha.net/en/disease/detail/60", "nih.gov/diseases/5784/index", "omim.org/entry/613490"):
        assert f'{address}"' in page
    assert page.count('rel="noreferrer external"') == 5
    assert "query=alpha%201-antitrypsin%20deficiency" in page


def test_condition_lists_only_the_questions_that_apply_to_it(client: Client) -> None:
    found, other = factories.condition(), factories.condition("Lyme disease", "lyme-disease")
    for slug, applies in (
        ("always-asked", "always"),
        ("ruled-out", "always"),
        ("flagged", "by-flag"),
        ("rare", "by-flag"),
    ):
        factories.question(slug, f"Is it {slug}?", applies=applies)
    factories.question("switched-off", "Is it off?", is_asked=False)
    for slug, applies in (("ruled-out", False), ("flagged", True)):
        question = Question.objects.get(slug=slug)
        Applicability.objects.create(condition=found, question=question, applies=applies, reason="For editors alone")
    page = text(client, found.get_absolute_url())
    assert "Still being written (2)" in page
    assert "Is it always-asked?" in page
    assert "Is it flagged?" in page
    assert "For editors alone" not in page
    assert "Still being written (2)" in text(client, other.get_absolute_url())


def test_family_lists_its_members_in_parts(client: Client) -> None:
    family = factories.condition("liver disorder", "liver-disorder", is_grouping=True)
    for number in range(101):
        family.children.add(factories.condition(f"Member {number:03}", f"member-{number:03}"))
    first, second = text(client, family.get_absolute_url()), text(client, f"{family.get_absolute_url()}?page=2")
    assert "Its 101 members" in first
    assert ("Member 099" in first, "Member 100" in first) == (True, False)
    assert ("Member 099" in second, "Member 100" in second) == (False, True)
    assert 'rel="next" href="?page=2"' in first


@pytest.mark.parametrize("page", ["2", "0", "-1", "x", "²", "9" * 400, ""])
def test_part_of_a_list_that_is_not_there_is_not_found(client: Client, page: str) -> None:
    assert client.get(factories.library().get_absolute_url(), {"page": page}).status_code == 404
    assert client.get("/conditions/", {"letter": "a", "page": page}).status_code == 404


def test_condition_that_was_never_there_is_not_found(client: Client) -> None:
    response = client.get("/conditions/never-there/")
    assert response.status_code == 404
    assert "This page is not here" in response.content.decode()
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_condition_without_an_answer_is_kept_from_search_engines(client: Client) -> None:
    assert 'content="noindex, follow"' in text(client, factories.condition().get_absolute_url())
    assert "noindex" not in text(client, "/")


def test_language_links_lead_to_the_same_page(client: Client) -> None:
    found = factories.condition()
    page = text(client, f"{found.get_absolute_url()}?page=1")
    assert 'href="/es/conditions/gilbert-syndrome/?page=1" lang="es"' in page
    assert 'href="/conditions/gilbert-syndrome/" lang="en"' in text(client, "/es/conditions/gilbert-syndrome/")
    assert 'href="/es/" lang="es"' in text(client, "/nowhere/")
