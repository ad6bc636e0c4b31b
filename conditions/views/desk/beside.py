"""What stands beside the sheet: sources to cite and facts to quote, each with the mark that the text needs."""

from collections.abc import Container, Iterable
from typing import Any, NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q
from django.utils import translation

from conditions import rendering
from conditions.countries import country_name
from conditions.editorial import revisions, typed
from conditions.forms.words import NOTE
from conditions.models import Answer, Draft, FactValue, FactVersion, Source
from conditions.names import fold

MOST = 12  # sources that a search shows


class Cited(NamedTuple):
    """A key that the text cites, and its source if there is one."""

    key: str
    source: Source | None


class Quotable(NamedTuple):
    """A fact of the condition, and how its value reads in the language of the text; empty if nobody said it there."""

    version: FactVersion
    text: str


class Beside(NamedTuple):
    """`words` are what was searched for, `found` what was found, or nothing where nobody searched."""

    cited: list[Cited]
    facts: list[Quotable]
    words: str
    found: list[Source] | None


def quotable(answer: Answer) -> list[Quotable]:
    """The facts that text about the condition may quote, with their accepted values."""
    spoken = Prefetch("values", FactValue.objects.filter(language=answer.language).order_by("position"))
    versions: Any = FactVersion.objects.quotable().filter(fact__condition=answer.condition_id).select_related("fact")
    newest = {version.fact_id: version for version in versions.order_by("number").prefetch_related(spoken)}
    with translation.override(answer.language):
        return [
            Quotable(version, revisions.spoken(version.values.all()))
            for version in sorted(newest.values(), key=lambda version: version.fact.key)
        ]


def of(words: Draft, facts: list[Quotable], searched: str) -> Beside:
    """All of it for the words as they are typed."""
    said = searched.replace("\0", " ").strip()
    return Beside(cited(words), facts, said, list(found(said)) if said else None)


def cited(words: Draft) -> list[Cited]:
    """The sources that the text cites, in the order in which it does."""
    keys = rendering.mentioned(typed.parts(words)).sources
    known = {source.key: source for source in Source.objects.filter(key__in=keys).select_related("replaced_by")}
    return [Cited(key, known.get(key)) for key in keys]


def found(words: str) -> Iterable[Source]:
    """Sources in which each word stands somewhere; those that new text should not rest on come last."""
    asked = Q()
    for word in words.split()[:8]:
        asked &= Q(key__icontains=word) | Q(title__icontains=word) | Q(publisher__icontains=word)
    outdated = ExpressionWrapper(
        Q(retracted_on__isnull=False) | Q(replaced_by__isnull=False), output_field=BooleanField()
    )
    return Source.objects.filter(asked).select_related("replaced_by").order_by(outdated, "-added_at", "key")[:MOST]


def countries(there: Container[str]) -> list[tuple[str, str]]:
    """Codes and names of the countries for which there is no note yet, by name."""
    named = [(code, country_name(code)) for code in typed.COUNTRIES if f"{NOTE}{code}" not in there]
    return sorted(named, key=lambda pair: fold(pair[1]))
