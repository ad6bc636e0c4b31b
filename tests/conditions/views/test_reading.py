"""The reading pages: what they say, what they cost, and that they ask nothing of the reader."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db

ABOUT = ["how_we_review", "moderation_rules", "privacy", "accessibility", "contact"]


def addresses() -> list[str]:
    found = factories.condition()
    pages = [reverse(f"conditions:{name}") for name in ["home", "a_to_z", *ABOUT]]
    return [*pages, "/conditions/?letter=g", found.get_absolute_url(), "/es/", "/conditions/never-there/"]


def test_reading_pages_set_no_cookie_and_vary_by_none(client: Client) -> None:
    for address in addresses():
        response = client.get(address)
        assert not response.cookies, address
        assert "Cookie" not in response.headers.get("Vary", ""), address


def test_reading_pages_are_the_same_for_somebody_signed_in(client: Client) -> None:
    address = factories.condition().get_absolute_url()
    anonymous = client.get(address).content
    client.force_login(factories.user())
    assert client.get(address).content == anonymous
