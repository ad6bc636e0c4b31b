"""A file of facts: taken whole as proposals, or refused with every mistake in it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from conditions.editorial import facts
from conditions.imports import facts as imports
from conditions.imports.catalogue import BadFile
from conditions.models import Condition, Event, Fact, FactVersion, Publication
from tests import factories
from tests.factories import NOON

pytestmark = pytest.mark.django_db

FILE = """
origin = "Orphanet, data of 3 March 2025"

[[fact]]
condition = "gilbert-syndrome"
key = "prevalence"
label = "How common"
scope = "adults in Europe"
reason = "First figures"
[[fact.value]]
source = "ers-2017"
as_of = "2012"
text = {en = "1 in 20", es = "1 de 20"}
[[fact.value]]
source = "idsa-2020"
text = {en = "1 in 30", es = "1 de 30"}
"""


@pytest.fixture
def file(tmp_path):
    factories.condition()
    for key in ("ers-2017", "idsa-2020"):
        factories.source(key)

    def written(text=FILE):
        path = tmp_path / "facts.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return written


@pytest.mark.promise("E22", "E15")
def test_facts_arrive_as_proposals_with_their_origin(file):
    told = StringIO()
    call_command("import_facts", file(), stdout=told)
    version = FactVersion.objects.get()
    assert (version.origin, version.proposed_by, version.accepted_at) == ("Orphanet, data of 3 March 2025", None, None)
    assert list(version.values.filter(language="en").values_list("text", "as_of")) == [
        ("1 in 20", "2012"),
        ("1 in 30", ""),
    ]
    assert "1 value was proposed. It waits" in told.getvalue()
    assert set(Event.objects.filter(stream__startswith="fact:").values_list("action", "by")) == {
        ("fact started", None),
        ("value proposed", None),
    }


def test_heading_in_another_language_comes_with_the_first_value_there(file):
    headed = FILE.replace("reason =", 'labels = {es = "Frecuencia"}\nscopes = {es = "Europa"}\nreason =')
    imports.load(file(headed), at=NOON)
    values = FactVersion.objects.get().values.order_by("language", "position")
    told = list(values.values_list("language", "label", "scope"))
    assert told == [("en", "", ""), ("en", "", ""), ("es", "Frecuencia", "Europa"), ("es", "", "")]


@pytest.mark.promise("E15", "E22")
def test_import_moves_no_date_and_publishes_nothing(file):
    people = factories.desk()
    fact = factories.fact(people, Condition.objects.get())
    factories.value_accepted(people, fact, "1 in 50", es="1 de 50")
    factories.quoting(people, fact.condition)
    before = list(Publication.objects.values())
    assert imports.load(file(), at=NOON).proposed == 1
    assert list(Publication.objects.values()) == before
    assert not Publication.objects.context_changed().exists()


@pytest.mark.promise("E22")
def test_what_is_known_or_was_refused_is_not_proposed_again(file):
    assert imports.load(file(), at=NOON) == imports.Report(1, 0)
    assert imports.load(file(), at=NOON) == imports.Report(0, 1)
    facts.drop_fact(FactVersion.objects.get(), "Misread", by=factories.desk().author, at=NOON)
    assert imports.load(file(), at=NOON) == imports.Report(0, 1)
    assert FactVersion.objects.count() == 1


@pytest.mark.promise("E7")
def test_what_an_import_brought_is_accepted_by_an_editor(file):
    imports.load(file(), at=NOON)
    version = FactVersion.objects.get()
    facts.accept_fact(version, by=factories.desk().author, at=NOON, seen=facts.screen(version))
    assert FactVersion.objects.in_force().get().origin


MISTAKES = {
    "": "is empty",
    b"\xff\xfe": "is no TOML file in UTF-8",
    "[[fact]\n": "is no TOML file in UTF-8",
    "origin = 1\nfact = []": "the file: “origin” is not what it should be",
    'origin = "x"': "the file: “fact” is missing",
    'origin = "x"\nfact = [1]': "fact 1 (): this is no table",
    FILE.replace("reason =", "labels = {es = 1}\nreason ="): "“es” is not what it should be",
    FILE.replace("reason =", 'labels = {es = "Frecuencia"}\nreason ='): "or neither",
    FILE.replace("reason =", "because ="): "“because” is not known here",
    FILE.replace('"1 in 20"', "20"): "“en” is not what it should be",
    FILE.replace("as_of = ", "as_of = 2012 # "): "“as_of” is not what it should be",
    FILE.replace("gilbert-syndrome", "nothing"): "There is no condition at the address “nothing”",
    FILE.replace("idsa-2020", "idsa-2021"): "There is no source “idsa-2021”",
    FILE.replace("prevalence", "Not A Key"): "fact 1 (Not A Key): Enter a valid “slug”",
    FILE.replace("1 in 20", "x" * 10_000): "at most 200 characters",
    FILE.replace("1 in 20", " "): "cannot be blank",
    FILE.replace(', es = "1 de 30"', ""): "Give the same values in each language",
    FILE.replace("Orphanet", "x" * 500): "at most 120 characters",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_mistake_refuses_the_whole_file(file, text):
    with pytest.raises(BadFile) as refusal:
        imports.load(file(text), at=NOON)
    assert MISTAKES[text] in str(refusal.value)
    assert not Fact.objects.exists()


def test_every_mistake_is_told_at_once_and_nothing_is_kept(file):
    two = FILE + FILE.replace('origin = "Orphanet, data of 3 March 2025"', "").replace("gilbert-syndrome", "nothing")
    three = two + FILE.replace('origin = "Orphanet, data of 3 March 2025"', "").replace("adults", "children")
    with pytest.raises(CommandError) as refusal:
        call_command("import_facts", file(three))
    assert str(refusal.value).count("\n") == 2
    assert "another label or scope" in str(refusal.value)
    assert not Fact.objects.exists()
