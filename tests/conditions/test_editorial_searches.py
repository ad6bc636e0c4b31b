"""What many searched for in vain is settled by one editor: something follows from it, and the words go."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from conditions.editorial import searches
from conditions.models import Event, FailedSearch, Name, Proposal
from conditions.models.people import Role
from conditions.search import find
from conditions.stale import Stale
from tests import factories
from tests.factories import NOON, TODAY
from tests.shared import made_once

pytestmark = pytest.mark.django_db
WORDS = "quivering ear lobe"
editor = made_once(lambda: factories.holder(Role.EDITOR))


def settle(failed, outcome, editor, **told):
    return searches.settle(failed, outcome, by=editor, at=NOON, **told)


def test_another_name_is_found_by_search_at_once(editor):
    failed, ears = factories.searched_in_vain(), factories.findable("Ear disorder")
    settle(failed, "name", editor, name="Quivering ear lobe", condition=ears)
    assert Name.objects.get(condition=ears, text="Quivering ear lobe").use == Name.Use.SEARCH
    assert [hit.slug for hit in find(WORDS, language="en").hits] == ["ear-disorder"]


@pytest.mark.promise("E7")
def test_condition_that_is_not_here_is_proposed(editor):
    settle(factories.searched_in_vain(), "condition", editor, name="Quivering ear lobe")
    assert Proposal.objects.get(kind="condition").wanted["name"] == "Quivering ear lobe"
    assert find(WORDS, language="en").hits == []


def test_what_search_finds_since_is_settled_so_and_in_its_own_language_alone(editor):
    failed, spanish = factories.searched_in_vain(), factories.searched_in_vain(language="es")
    factories.findable(WORDS)
    settle(failed, "found", editor)
    assert list(FailedSearch.objects.waiting()) == [spanish]
    assert FailedSearch.objects.get(pk=failed.pk).outcome == "found"


@pytest.mark.promise("S7")
def test_words_go_and_do_not_come_back_and_the_ledger_tells_none(editor):
    failed = factories.searched_in_vain()
    settle(failed, "not-ours", editor, why="It is a song.")
    with pytest.raises(FailedSearch.DoesNotExist):
        factories.searched_in_vain()
    row, event = FailedSearch.objects.get(), Event.objects.get(stream="searches")
    assert (row.words, row.language, row.sources, row.settled_on, row.settled_by) == ("", "", "", TODAY, editor)
    assert ("not-ours" in event.data, "It is a song." in event.data, "quivering" in event.data) == (True, True, False)


def test_refusals_change_nothing(editor):
    failed = factories.searched_in_vain()
    for outcome, told, sentence in [
        ("name", {"name": WORDS}, "which condition"),
        ("not-ours", {}, "Say why"),
        ("condition", {"name": ""}, "cannot be blank"),
        ("found", {}, "finds nothing for these words"),
    ]:
        with pytest.raises(ValidationError, match=sentence):
            settle(failed, outcome, editor, **told)
    for person in (factories.holder(Role.EDITOR, language="es"), factories.holder(Role.MODERATOR)):
        with pytest.raises(PermissionDenied):
            settle(failed, "not-ours", person, why="It is a song.")
    assert FailedSearch.objects.get().words == WORDS


def test_what_a_colleague_settled_is_not_settled_again(editor):
    failed = factories.searched_in_vain()
    settle(failed, "not-ours", editor, why="It is a song.")
    with pytest.raises(Stale):
        settle(failed, "not-ours", editor, why="It is a song.")


@pytest.mark.promise("S7")
def test_database_keeps_no_words_beside_who_asked_or_after_they_are_settled(editor):
    failed = factories.searched_in_vain()
    settled = {"settled_on": TODAY, "settled_by": editor, "outcome": "not-ours", "words": ""}
    unmarked = ({"kept_on": None}, {"lasting": ""}, {"connections": None}, {"words": "", "sources": "a" * 64})
    outcomes = (settled | {"words": WORDS}, settled | {"outcome": ""}, settled | {"outcome": "no matter"})
    for wrong in ({"sources": "a" * 64}, *unmarked, *outcomes):
        with pytest.raises(IntegrityError), transaction.atomic():
            FailedSearch.objects.filter(pk=failed.pk).update(**wrong)
