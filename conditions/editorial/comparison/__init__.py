"""What a decision on a proposal rests on: how it was, how it will be, and which answers must be looked at again."""

from collections.abc import Callable, Iterable

from django.db import models

from conditions.digest import canonical, sha256
from conditions.editorial import forecasts, questions
from conditions.editorial.comparison import of_questions, of_the_catalogue
from conditions.editorial.comparison.line import Difference, label
from conditions.editorial.comparison.of_the_catalogue import becomes_preferred
from conditions.editorial.parts import parts
from conditions.editorial.rows import version
from conditions.models import Country, GlossaryTerm, HelpLine, Name, Proposal, Publication
from conditions.models.publications import PublicationQuerySet

ADDS = frozenset({Proposal.Kind.CONDITION, Proposal.Kind.NAMES, Proposal.Kind.CODES})  # and changes no row


def differences(proposal: Proposal) -> list[Difference]:
    """All that will be otherwise, line by line, but for the `parts` of it: in names and codes each of those is new."""
    found = DIFFERENCES.get(proposal.kind)
    return found(proposal) if found else []


def forecast(proposal: Proposal) -> PublicationQuerySet:
    """What is live and will need to be confirmed again: it was signed under the former words (E3)."""
    if proposal.kind == Proposal.Kind.WORDING:
        language, text = proposal.key.partition(":")[0], proposal.wanted["text"]
        return forecasts.of_wording(questions.of(proposal), text, language).select_related("answer", "revision")
    if proposal.kind == Proposal.Kind.QUESTION:
        words = proposal.wanted.get("wordings", {})
        return forecasts.of_question(questions.of(proposal), words).select_related("answer", "revision")
    if proposal.kind != Proposal.Kind.NAME or not becomes_preferred(proposal):
        return Publication.objects.none()
    name = Name.objects.select_related("condition").get(proposals=proposal)
    return forecasts.of_name(name.condition, name.text, name.language).select_related("answer", "revision")


def screen(proposal: Proposal) -> str:
    """The version of the page on which somebody decides: another one as soon as a row moves that will change."""
    stands = [*map(version, _rows(proposal)), *([part.place, part.is_here] for part in parts(proposal))]
    return sha256(canonical([proposal.pk, proposal.outcome, *stands]))[:16]


def has_moved(proposal: Proposal) -> bool:
    """Whether what it would change is not what was on screen when it was proposed, so that it can only be refused."""
    seen = "".join(version(row) for row in _rows(proposal)[:1])
    return proposal.kind not in ADDS and (seen != proposal.seen or of_questions.is_asked_otherwise(proposal))


def _rows(proposal: Proposal) -> list[models.Model]:
    """The rows that will change or be linked, first the one that was on screen when it was proposed."""
    found = ROWS.get(proposal.kind)
    return list(found(proposal)) if found else []


def _rows_of_name(proposal: Proposal) -> list[Name]:
    name = Name.objects.get(proposals=proposal)
    return [name, *(Name.objects.giving_way_to(name) if becomes_preferred(proposal) else ())]


def _rows_of_question(proposal: Proposal) -> list[models.Model]:
    asked = questions.of(proposal)
    return [asked, *asked.wordings.order_by("pk")]


def _of_row(model: type[models.Model], proposal: Proposal) -> list[Difference]:
    there, wanted = next(iter(_rows(proposal)), None), proposal.wanted
    columns = [field.name for field in model._meta.concrete_fields if field.name in wanted]
    return [
        Difference(label(model, column), str(getattr(there, column, "")), str(wanted[column])) for column in columns
    ]


ROWS: dict[str, Callable[[Proposal], Iterable[models.Model]]] = {
    Proposal.Kind.NAME: _rows_of_name,
    Proposal.Kind.COUNTRY: lambda proposal: Country.objects.filter(pk=proposal.key),
    Proposal.Kind.LINE: lambda proposal: HelpLine.objects.filter(slug=proposal.key),
    Proposal.Kind.TERM: lambda proposal: GlossaryTerm.objects.at(proposal.key),
    Proposal.Kind.WORDING: lambda proposal: [of_questions.wording(proposal), questions.of(proposal)],
    Proposal.Kind.QUESTION: _rows_of_question,
    Proposal.Kind.PLACE: of_the_catalogue.rows_of_place,
    Proposal.Kind.CONDITION: of_the_catalogue.rows_of_condition,
}
DIFFERENCES: dict[str, Callable[[Proposal], list[Difference]]] = {
    Proposal.Kind.NAME: of_the_catalogue.of_name,
    Proposal.Kind.COUNTRY: lambda proposal: _of_row(Country, proposal),
    Proposal.Kind.LINE: lambda proposal: _of_row(HelpLine, proposal),
    Proposal.Kind.TERM: lambda proposal: _of_row(GlossaryTerm, proposal),
    Proposal.Kind.CONDITION: of_the_catalogue.of_condition,
    Proposal.Kind.WORDING: of_questions.of_wording,
    Proposal.Kind.QUESTION: of_questions.of_question,
    Proposal.Kind.PLACE: of_the_catalogue.of_place,
}
