"""Every text of the interface can be translated (A7)."""

from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from django.conf import settings as site_settings
from django.test import Client
from django.utils import translation

from conditions.models import Code, Name, User, Wording
from conditions.outside import PAGES
from tests import factories, pseudo
from tests.pages import SEARCHED, open_pages, reading_pages

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every text in brackets, which takes seconds to gather."""
    folder = tmp_path_factory.mktemp("brackets")
    pseudo.build(folder)
    return folder


@pytest.fixture
def brackets(catalogue: Path, settings: Any) -> Any:
    """The site in a language in which each translated text stands in brackets."""
    settings.LOCALE_PATHS = [catalogue]
    settings.LANGUAGES = [("en", "English"), (pseudo.CODE, "Ido")]
    yield
    translation.activate("en")


def data() -> set[str]:
    """What pages show that no translator touches: names, codes, what was typed, the operator's own words."""
    countries = {Locale("en").territories[code] for code in site_settings.DISEASEMAPS["countries"]}
    own = {str(value) for value in site_settings.DISEASEMAPS.values()}
    names = {*Name.objects.values_list("text", flat=True), *(code.get_system_display() for code in Code.objects.all())}
    asked = {
        text.replace("{condition}", "alpha 1-antitrypsin deficiency")
        for text in Wording.objects.values_list("text", flat=True)
    }
    titles = {page[0] for page in PAGES.values()} | {"MedlinePlus", "Mondo", "CC BY 4.0", "English", "Ido"}
    people = {word for person in User.objects.all() for word in (person.name, person.email)}
    return own | names | asked | titles | people | countries | {*SEARCHED, "A", "P", "R"}


@pytest.mark.promise("A7")
def test_every_text_of_reading_pages_can_be_translated(client: Client, brackets: None) -> None:
    library = factories.library()
    with translation.override(pseudo.CODE):
        addresses = reading_pages(library)
    for address in addresses:
        page = client.get(address).content.decode()
        assert pseudo.untranslated(page, data=data()) == [], address


@pytest.mark.promise("A7")
@pytest.mark.parametrize("role", ["anonymous", "member"])
def test_every_text_of_account_pages_can_be_translated(client: Client, brackets: None, role: str) -> None:
    if role == "member":
        client.force_login(factories.user())
    with translation.override(pseudo.CODE):
        addresses = open_pages(client)
    for address in addresses:
        page = client.get(address).content.decode()
        assert pseudo.untranslated(page, data=data()) == [], address
