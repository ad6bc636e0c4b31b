"""Words that many searched for in vain, at the desk: listed, kept as a file, and settled on a page."""

import pytest

from conditions.models import FailedSearch, Name
from conditions.models.people import Role
from tests import factories
from tests.conditions.views.desk.sitting import Sitting, errors
from tests.shared import made_once

pytestmark = pytest.mark.django_db
editor = made_once(lambda: Sitting(factories.holder(Role.EDITOR, is_staff=True)))


def test_list_and_file_say_how_often_and_lead_to_the_page(editor):
    failed = factories.searched_in_vain()
    page = editor.browser.get("/desk/lists/searches/").content.decode()
    assert f'<a href="/desk/searches/{failed.pk}/">quivering ear lobe</a>' in page
    told = b"".join(editor.browser.get("/desk/lists/searches.csv").streaming_content).decode()
    assert "quivering ear lobe,English,5 or more,2026-03-02" in told
    assert failed.mark not in told + page


def test_connections_are_told_as_they_were_when_the_words_were_kept(editor, settings):
    factories.searched_in_vain()
    settings.DISEASEMAPS = settings.DISEASEMAPS | {"searched_by": 20}
    assert ">5 or more</td>" in editor.browser.get("/desk/lists/searches/").content.decode()
    FailedSearch.objects.update(connections=20)
    assert ">20 or more</td>" in editor.browser.get("/desk/lists/searches/").content.decode()


def test_another_name_is_added_on_the_page(editor):
    failed, ears = factories.searched_in_vain(), factories.findable("Ear disorder")
    assert "searched for in English from 5 or more" in editor.told("settle_search", failed)
    typed = {"outcome": "name", "written": "Quivering ear lobe"}
    page = editor.decide("settle_search", failed, condition="no such thing", **typed)
    assert "No condition has this name" in errors(page)
    page = editor.decide("settle_search", failed, condition="EAR disorder", **typed)
    assert page["Location"] == "/desk/lists/searches/"
    assert Name.objects.filter(condition=ears, text="Quivering ear lobe").exists()
    assert "settled already" in editor.told("settle_search", failed)


def test_condition_is_told_by_its_address_where_two_share_a_name(editor):
    failed = factories.searched_in_vain()
    for slug in ("one", "two"):
        factories.findable("Ear disorder", slug=slug)
    typed = {"outcome": "name", "written": "Quivering ear lobe"}
    assert "Several conditions" in errors(editor.decide("settle_search", failed, condition="ear disorder", **typed))
    assert editor.decide("settle_search", failed, condition="two", **typed).status_code == 302


@pytest.mark.promise("E4")
def test_decision_about_what_a_colleague_settled_is_kept_and_not_made(editor):
    failed = factories.searched_in_vain()
    seen = editor.seen("settle_search", failed)
    colleague = Sitting(factories.holder(Role.EDITOR))
    colleague.decide("settle_search", failed, outcome="not-ours", why="It is a song.")
    assert editor.decide("settle_search", failed, seen, outcome="not-ours", why="A film.").status_code == 409


@pytest.mark.promise("S1", "S7")
def test_who_edits_one_condition_alone_and_what_is_marks_alone_are_not_shown(editor):
    failed = factories.searched_in_vain()
    elsewhere = Sitting(factories.holder(Role.EDITOR, condition=factories.condition(slug="elsewhere")))
    assert elsewhere.get("settle_search", failed).status_code == 403
    FailedSearch.objects.update(words="", kept_on=None, lasting="", connections=None)
    assert editor.get("settle_search", failed).status_code == 404


@pytest.mark.promise("S7")
def test_administration_shows_words_and_no_mark(editor):
    failed = factories.searched_in_vain()
    listed = editor.browser.get("/admin/conditions/failedsearch/").content.decode()
    page = editor.browser.get(f"/admin/conditions/failedsearch/{failed.pk}/change/").content.decode()
    assert "quivering ear lobe" in listed
    assert failed.mark not in listed + page
    assert 'name="_save"' not in page
