"""The words of the demonstration are explained by two people, and its answers use them."""

import datetime
import tomllib

import pytest

from conditions import glossary
from conditions.demonstration import glossary as words
from conditions.demonstration import reading
from conditions.models import Condition, GlossaryTerm, Proposal
from conditions.models.people import Role
from tests import factories
from tests.conditions.demonstration.test_content import texts

AT = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


@pytest.mark.django_db
def test_words_are_explained_by_two_and_once():
    two = {"by": factories.holder(Role.EDITOR), "second": factories.holder(Role.EDITOR)}
    assert words.load(**two, at=AT) >= 25
    assert words.load(**two, at=AT) == 0
    assert set(Proposal.objects.values_list("proposed_by", "decided_by")) == {(two["by"].pk, two["second"].pk)}
    factories.condition()
    for language in ("en", "es"):
        asked = glossary.Glossary(language)
        row = asked.beside(Condition.objects.all()).get()
        found = {each.slug for each in asked.explained(row, said(language))}
        assert found == set(GlossaryTerm.objects.shown(language).values_list("slug", flat=True))


def said(language):
    """What the answers of the demonstration say in that language."""
    answers = [answer for file in reading.files() for answer in file.answer if answer.language == language]
    return [text for answer in answers for each in answer.version for text in texts(each).values()]


def test_explanations_are_short_and_whole():
    told = [each for those in tomllib.loads(words.WORDS.read_text("utf-8")).values() for each in those]
    assert [each["term"] for each in told if len(each["explanation"]) > 300 or each["explanation"][-1] != "."] == []
