"""The administration of sources: every save is a move, and every usual spelling is taken."""

import pytest

from conditions.models import Event, Source
from conditions.models.people import Role
from tests import factories
from tests.conditions.admin.forms import filled

pytestmark = pytest.mark.django_db
ADD = "/admin/conditions/source/add/"
TOLD = {
    "key": "ers-2017",
    "title": "A statement",
    "publisher": "A journal",
    "published": "2017",
    "read_on": "2026-03-02",
}


def desk(role=Role.EDITOR):
    return factories.browser(factories.holder(role, is_staff=True), second_factor=True)


def address(source):
    return f"/admin/conditions/source/{source.pk}/change/"


def add(desk, **typed):
    return desk.post(ADD, filled(desk.get(ADD), **TOLD | typed))


def save(desk, source, **typed):
    return desk.post(address(source), filled(desk.get(address(source)), **typed))


def test_author_adds_a_source_in_any_spelling():
    typed = {"doi": "https://doi.org/10.1183/X.", "pmid": "PMID: 29191952", "url": "HTTPS://Example.org"}
    assert add(desk(Role.AUTHOR), **typed).status_code == 302
    source = Source.objects.get()
    assert (source.doi, source.pmid, source.url) == ("10.1183/x", "29191952", "https://example.org/")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"doi": "doi:10.1183/X"}, "“there” is this publication already"),
        ({"url": "https://dx.doi.org/10.1183/X"}, "“there” is this publication already"),
        ({"published": "2017-02-30"}, "No calendar has this day"),
        ({"read_on": "2999-01-01"}, "has not come yet"),
        ({"url": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"url": "https://me:secret@example.org/"}, "without a name or password"),
        ({"title": "a\0b"}, "Null characters are not allowed"),
        ({"title": "x" * 10_000}, "at most 400 characters"),
    ],
)
def test_source_that_cannot_be_taken_is_told(typed, sentence):
    factories.source("there", doi="10.1183/x")
    assert sentence in add(desk(), **typed).content.decode()
    assert Source.objects.count() == 1


def test_editor_mends_flags_and_replaces_in_one_save():
    source, newer = factories.source(), factories.source("newer")
    typed = {"title": "Mended", "retracted_on": "2026-03-01", "retraction_note": "Data", "replaced_by": newer.pk}
    browser = desk()
    shown = save(browser, source, **typed)
    assert "Readers will see this in its place: “" in shown.content.decode()
    assert browser.post(address(source), filled(shown)).status_code == 302
    source.refresh_from_db()
    assert (source.title, str(source.retracted_on), source.replaced_by) == ("Mended", "2026-03-01", newer)
    told = Event.objects.filter(stream="source:ers-2017").values_list("action", flat=True)
    assert list(told) == ["added", "changed", "retracted", "replaced"]


def test_mistaken_flag_is_taken_off():
    source = factories.source()
    person = desk()
    save(person, source, retracted_on="2026-03-01", retraction_note="Data")
    save(person, source, retracted_on="", retraction_note="")
    source.refresh_from_db()
    assert source.retracted_on is None


def test_address_that_is_a_doi_becomes_one_in_a_change():
    source = factories.source()
    assert save(desk(), source, url="https://doi.org/10.1183/X").status_code == 302
    source.refresh_from_db()
    assert (source.doi, source.url) == ("10.1183/x", "")


def test_author_flags_nothing():
    source = factories.source()
    page = desk(Role.AUTHOR)
    assert (
        page.post(address(source), filled(page.get(address(source))) | {"retracted_on": "2026-03-01"}).status_code
        == 302
    )
    source.refresh_from_db()
    assert source.retracted_on is None


def test_source_that_a_colleague_changed_is_not_overwritten():
    source, person = factories.source(), desk()
    page = person.get(address(source))
    Source.objects.update(title="By a colleague")
    answer = person.post(address(source), filled(page, publisher="Mine"))
    assert "Somebody changed this while you were looking" in answer.content.decode()
    assert Source.objects.get().publisher == "A journal"
