"""The six conditions of the demonstration, named by the moves of life."""

import datetime

import pytest

from conditions import names, search
from conditions.demonstration import catalogue
from conditions.editorial import catalogue as moves
from conditions.editorial.rows import version
from conditions.imports import everyday, loading
from conditions.models import Condition, Event, Name
from conditions.models.people import Role
from tests import factories

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
MONDO = {
    "0013282": "alpha 1-antitrypsin deficiency",
    "0007739": "Huntington disease",
    "0008310": "Hutchinson-Gilford progeria syndrome",
    "0005130": "celiac disease",
    "0019632": "Lyme disease",
    "0007745": "Gilbert syndrome",
}


@pytest.fixture
def two():
    """The editor who names the conditions, and the one who accepts it."""
    terms = factories.catalogue(*[factories.term(*row) for row in MONDO.items()])
    loading.load(everyday.added_to(terms), at=AT)
    return {"by": factories.holder(Role.EDITOR), "second": factories.holder(Role.EDITOR)}


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Condition, Name, Event)]


def test_all_six_are_named_and_found_by_their_codes(two):
    assert catalogue.load(**two, at=AT) == 6
    for typed in ("ORPHA:60", "E88.0", "CIE-10 E88.01", "OMIM #613490", "a1at", "déficit de alfa 1 antitripsina"):
        assert [hit.slug for hit in search.find(typed, language="en").hits] == ["alpha-1-antitrypsin-deficiency"], typed
    assert Condition.objects.named("es").get(slug="coeliac-disease").name == "enfermedad celíaca"
    assert Name.objects.filter(language="es", use="preferred").count() == 6
    shown = Name.objects.filter(condition__slug="coeliac-disease", use="shown")
    assert list(shown.values_list("text", flat=True)) == ["celiac disease"]


def test_every_condition_keeps_one_preferred_name(two):
    catalogue.load(**two, at=AT)
    preferred = Name.objects.filter(use="preferred", language="en")
    assert preferred.count() == 6
    assert preferred.filter(text="alpha-1 antitrypsin deficiency").exists()


def test_names_stand_in_a_question_with_the_capitals_that_are_theirs(two):
    catalogue.load(**two, at=AT)
    asked = [names.asked("What is {condition}?", str(each)) for each in Condition.objects.by_name("en")]
    assert asked[:3] == [
        "What is alpha-1 antitrypsin deficiency?",
        "What is coeliac disease?",
        "What is Gilbert syndrome?",
    ]


def test_second_start_keeps_what_was_entered(two):
    catalogue.load(**two, at=AT)
    name = Name.objects.get(text="Lyme borreliosis")
    moves.lower_use(name, Name.Use.SEARCH, seen=version(name), by=two["by"], at=AT)
    before = everything()
    assert catalogue.load(**two, at=AT) == 0
    assert everything() == before


def test_conditions_that_are_not_there_are_left_out():
    assert catalogue.load(by=factories.holder(Role.EDITOR), second=factories.holder(Role.EDITOR), at=AT) == 0
