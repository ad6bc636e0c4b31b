"""A term comes to readers by two people, and leaves them by one."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from conditions.editorial import glossary, proposals
from conditions.editorial.comparison import differences, screen
from conditions.editorial.rows import version
from conditions.models import Event, GlossaryTerm
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
SAID = {"language": "en", "explanation": "A plan for one part of the body."}


@pytest.fixture
def editor():
    return factories.holder(Role.EDITOR)


@pytest.mark.promise("E7")
def test_term_waits_for_another_person(editor):
    made = proposals.propose_term("gene", forms="genes\n gene \n\ngenes", by=editor, at=AT, **SAID)
    assert not GlossaryTerm.objects.exists()
    with pytest.raises(ValidationError, match="You proposed this yourself"):
        proposals.accept(made, by=editor, at=AT, seen=screen(made))
    factories.accepted(made, at=AT)
    assert GlossaryTerm.objects.values("slug", "forms", "explanation").get() == {
        "slug": "gene",
        "forms": "genes",
        "explanation": SAID["explanation"],
    }


def test_other_words_keep_the_address_and_show_what_was(editor):
    term = factories.explained("gene", by=editor)
    said = SAID | {"forms": "genes", "there": term, "seen": version(term)}
    made = proposals.propose_term("Gene (in a cell)", by=editor, at=AT, **said)
    lines = {line.what: (line.was, line.becomes) for line in differences(made)}
    assert lines["Explanation"] == ("What gene means.", SAID["explanation"])
    factories.accepted(made, at=AT)
    assert GlossaryTerm.objects.values_list("slug", "term").get() == ("gene", "Gene (in a cell)")
    assert Event.objects.filter(stream="term:en:gene", action="explained").count() == 2


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"explanation": " "}, "Explain the term"),
        ({"explanation": "x" * 301}, "at most 300"),
        ({"forms": "…"}, "letter"),
        ({"forms": "Biopsies"}, "“Biopsies” leads to the term “biopsy” already"),
        ({"source_url": "https://example.org/"}, "what the source is called"),
        ({"source_title": "A page", "source_url": "javascript:alert(1)"}, "valid URL"),
    ],
)
def test_what_explains_nothing_is_refused(editor, said, refusal):
    factories.explained("biopsy", forms="biopsies", by=editor)
    with pytest.raises(ValidationError, match=refusal):
        proposals.propose_term("gene", by=editor, at=AT, **SAID | said)


def test_term_that_is_there_is_not_begun_again(editor):
    term = factories.explained("gene", by=editor)
    glossary.take_down(term, by=editor, at=AT, seen=version(term))
    with pytest.raises(ValidationError, match="in the glossary already"):
        proposals.propose_term("Gene", by=editor, at=AT, **SAID)


def test_form_that_was_accepted_meanwhile_for_another_term_is_refused_at_last(editor):
    first, second = (proposals.propose_term(term, forms="DNA", by=editor, at=AT, **SAID) for term in ("gene", "genome"))
    factories.accepted(first, at=AT)
    with pytest.raises(ValidationError, match="“DNA” leads to the term “gene” already"):
        factories.accepted(second, at=AT)
    assert GlossaryTerm.objects.count() == 1


@pytest.mark.promise("E7")
def test_one_person_takes_a_term_down(editor):
    term = factories.explained("gene", by=editor)
    glossary.take_down(term, by=editor, at=AT, seen=version(term))
    assert not GlossaryTerm.objects.shown("en").exists()
    with pytest.raises(Stale):
        glossary.take_down(term, by=editor, at=AT, seen="0" * 16)


@pytest.mark.promise("S1")
def test_only_an_editor_of_the_whole_site_proposes(editor):
    for person in (factories.holder(Role.AUTHOR), factories.holder(Role.EDITOR, language="en")):
        with pytest.raises(PermissionDenied):
            proposals.propose_term("gene", by=person, at=AT, **SAID)


COLUMNS = "language, slug, term, forms, explanation, source_title, source_url, mark"
STAYS = "glossaryterm_stays|glossaryterm_by_two"
NEW = "VALUES ('en', 'new', 'new', '', 'Something', '', '', 5)"
FORBIDDEN = {
    "show a term": ("glossaryterm_by_two", f"INSERT INTO conditions_glossaryterm ({COLUMNS}) {NEW}"),
    "say something else": ("glossaryterm_by_two", "UPDATE conditions_glossaryterm SET explanation = 'x', mark = 5"),
    "call it otherwise": ("glossaryterm_by_two", "UPDATE conditions_glossaryterm SET term = 'x', mark = 5"),
    "find it elsewhere": ("glossaryterm_by_two", "UPDATE conditions_glossaryterm SET forms = 'x', mark = 5"),
    "lead elsewhere": ("glossaryterm_by_two", "UPDATE conditions_glossaryterm SET source_title = 'x', mark = 5"),
    "say it in Spanish": (STAYS, "UPDATE conditions_glossaryterm SET language = 'es', mark = 5"),
    "move it": (STAYS, "UPDATE conditions_glossaryterm SET slug = 'x', explanation = '', mark = 5"),
    "forget it": ("glossaryterm_stays", "DELETE FROM conditions_glossaryterm"),
    "change it unseen": ("glossaryterm_marked", "UPDATE conditions_glossaryterm SET explanation = ''"),
}  # fmt: skip


@pytest.mark.promise("E7")
def test_database_shows_no_words_that_one_person_wrote(editor):
    factories.explained("gene", by=editor)
    proposals.propose_term("new", by=editor, at=AT, language="en", explanation="Something")
    before = list(GlossaryTerm.objects.values())
    for rule, statement in FORBIDDEN.values():
        with pytest.raises(IntegrityError, match=rule), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert list(GlossaryTerm.objects.values()) == before


def test_database_lets_a_term_be_taken_down(editor):
    factories.explained("gene", by=editor)
    assert GlossaryTerm.objects.update(explanation="", mark=5) == 1
