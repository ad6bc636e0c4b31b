"""Answers with all that stands behind them, to be read: every change of words is a move of the desk."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions import stages
from conditions.admin.base import Evidence
from conditions.admin.evidence import SHORT, AnswerEvidence, AtTheDesk, EvidencePart, linked, listed, named_answers
from conditions.models import (
    Answer,
    Caution,
    Citation,
    Contribution,
    Draft,
    Owner,
    Publication,
    Quotation,
    ReaderReport,
    Revision,
    Round,
    Seal,
)


class Readers(admin.SimpleListFilter):
    """What readers have of it today."""

    title = _("readers have")
    parameter_name = "readers"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("live", _("live text")),
            ("overdue", _("text whose review has run out")),
            ("nothing", _("nothing")),
            ("in-review", _("text in review, seen or not")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Answer]) -> QuerySet[Answer]:
        published = Publication.objects.filter(answer=OuterRef("pk"))
        match self.value():
            case "live":
                return queryset.filter(Exists(published.live()))
            case "overdue":
                return queryset.filter(Exists(published.overdue(timezone.localdate())))
            case "nothing":
                return queryset.filter(~Exists(published.live()))
            case "in-review":
                return queryset.filter(Exists(Round.objects.filter(answer=OuterRef("pk"), closed_at=None)))
        return queryset


class Staged(ChangeList):
    """A list that says of each answer in which stage it is, at the same number of queries for any."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        facts = stages.gather([stages.Cell.of(answer) for answer in self.result_list])
        for answer in self.result_list:
            answer.facts = facts[stages.Cell.of(answer)]


class DraftPart(EvidencePart):
    """That somebody writes, and since when; the words are theirs alone until they save a revision (E6)."""

    model = Draft
    fk_name = "answer"
    fields = ("editor", "saved_at")
    related = ("editor",)


class OwnerPart(EvidencePart):
    """Who looks after it; the desk names them."""

    model = Owner
    fields = ("user",)
    related = ("user",)


class RevisionPart(EvidencePart):
    model = Revision
    fk_name = "answer"
    fields = ("number", "created_at", "created_by", "change", "is_sealed")
    related = ("created_by",)
    ordering = ("-number",)


class RoundPart(EvidencePart):
    model = Round
    fields = ("revision", "kind", "opened_at", "opened_by", "due_on", "outcome", "closed_at", "closed_because")
    related = ("revision", "opened_by")


class PublicationPart(EvidencePart):
    model = Publication
    fields = ("number", "code", "kind", "published_on", "published_by", "reviewed_on", "next_due_on", "ending")
    related = ("published_by",)
    ordering = ("-number",)


class CautionPart(EvidencePart):
    model = Caution
    fields = ("starts_on", "ends_on", "words", "reason", "by", "lifted_at")
    related = ("answer__condition", "answer__question", "by")


class ReportPart(EvidencePart):
    model = ReaderReport
    fields = ("number", "reason", "at", "outcome")


class ContributionPart(EvidencePart):
    model = Contribution
    fields = ("name", "role")


class CitationPart(EvidencePart):
    model = Citation
    fields = ("position", "title", "publisher", "published", "read_on", "source")
    related = ("source",)


class QuotationPart(EvidencePart):
    model = Quotation
    fields = ("key", "text", "version")
    related = ("version__fact",)


class SealPart(EvidencePart):
    model = Seal
    fields = ("ground", "reason", "asked_by", "asked_at", "sealed_by", "sealed_at", "refused_by", "refused_at")
    related = ("asked_by", "sealed_by", "refused_by")


@admin.register(Answer)
class AnswerAdmin(AtTheDesk, Evidence):
    """The whole life of an answer on one page: where it stands today, and every step on the way."""

    to_place = ""
    list_display = ("condition", "question", "language", "stage", "work")
    list_filter = (Readers, "language", "question")
    list_select_related = ("question",)
    search_fields: ClassVar = ("condition__slug", "condition__names__text", "question__slug")
    search_help_text = _("Any name of the condition, or the address of the question.")
    ordering = ("-pk",)
    fields = ("desk", ("condition", "question", "language"), ("stage", "work"), "why")
    readonly_fields = ("desk", "stage", "work", "why")
    inlines = (OwnerPart, PublicationPart, RoundPart, RevisionPart, DraftPart, CautionPart, ReportPart)

    def ways(self, row: Answer) -> list[tuple[object, str]]:
        return [
            (gettext("The whole life of the answer"), reverse("desk:answer", args=[row.pk])),
            (gettext("Put a caution over it"), reverse("desk:caution", args=[row.pk])),
            (gettext("Withdraw this text"), reverse("desk:withdraw", args=[row.pk])),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Answer]:
        return named_answers().filter(self.within(request))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Staged

    @admin.display(description=_("readers have today"))
    def stage(self, answer: Answer) -> str:
        return str(stages.stage(_facts(answer), timezone.localdate()).label)

    @admin.display(description=_("colleagues are at"))
    def work(self, answer: Answer) -> str:
        underway = stages.underway(_facts(answer))
        return str(underway.label) if underway else "–"

    @admin.display(description=_("because"))
    def why(self, answer: Answer) -> str:
        live = _facts(answer).live
        return listed(cause.label for cause in stages.causes(live, timezone.localdate())) if live else "–"


def _facts(answer: Any) -> stages.Facts:
    """Gathered once for a page."""
    if not hasattr(answer, "facts"):
        cell = stages.Cell.of(answer)
        answer.facts = stages.gather([cell])[cell]
    facts: stages.Facts = answer.facts
    return facts


@admin.register(Draft)
class DraftAdmin(AnswerEvidence):
    """That somebody writes, and since when; the words are theirs alone until they save a revision (E6)."""

    list_display = ("about", "editor", "saved_at")
    list_filter = ("saved_at",)
    list_select_related = ("editor",)
    ordering = ("-saved_at", "-pk")
    fields = ("about", "editor", "based_on", "saved_at", "version")


WORDS = (
    ("question", "condition_name"),
    "short_answer",
    "urgent_help",
    "body",
    "sources_differ",
    "unknowns",
    "notes",
    "change",
)


@admin.register(Revision)
class RevisionAdmin(AtTheDesk, AnswerEvidence):
    """Words that never change, to be read as they were typed; a sealed one says why it has none (E19)."""

    list_display = ("about", "number", "created_by", "created_at", "change", "short_digest", "is_sealed")
    list_display_links = ("number",)
    list_filter = ("is_sealed", "machine_help")
    list_select_related = ("created_by",)
    date_hierarchy = "created_at"
    search_fields: ClassVar = ("digest",)
    ordering = ("-created_at", "-pk")
    readonly_fields = ("about", "desk", "notes", "seal")
    inlines = (ContributionPart, CitationPart, QuotationPart, SealPart)

    def ways(self, row: Revision) -> list[tuple[object, str]]:
        here = (gettext("See it as reader"), reverse("desk:preview", args=[row.pk]))
        return [here] if row.is_sealed else [here, (gettext("Ask for a seal"), reverse("desk:seal", args=[row.pk]))]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        saved = ("desk", "about", ("number", "based_on"), ("created_by", "created_at"), "digest")
        kept = (("searched_on", "machine_help", "is_unknown"), ("within", "translates"))
        words = ("seal",) if obj and obj.is_sealed else WORDS
        return [(None, {"fields": saved}), (_("Words"), {"fields": words}), (_("Beside the words"), {"fields": kept})]

    @admin.display(description=_("digest"))
    def short_digest(self, revision: Revision) -> str:
        return revision.digest[:SHORT]

    @admin.display(description=_("notes for countries"))
    def notes(self, revision: Revision) -> str:
        return listed(f"{code}: {text}" for code, text in sorted(revision.country_notes.items()))

    @admin.display(description=_("sealed"))
    def seal(self, revision: Revision) -> str:
        seal = revision.seals.filter(sealed_at__isnull=False).first()
        if seal is None or seal.sealed_at is None:
            return "–"
        told = {
            "ground": seal.get_ground_display(),
            "reason": seal.reason,
            "day": date_format(timezone.localtime(seal.sealed_at), "DATE_FORMAT"),
        }
        return gettext("Sealed: %(ground)s, %(reason)s, %(day)s") % told


class OfARevision(AnswerEvidence):
    """What belongs to a revision, with a link to it."""

    to_answer = "revision__answer"
    ordering = ("-pk",)

    @admin.display(description=_("revision"), ordering="revision__number")
    def of(self, row: Any) -> str:
        return linked(row.revision, str(row.revision.number))


@admin.register(Contribution)
class ContributionAdmin(OfARevision):
    list_display = ("name", "role", "about", "of")
    list_filter = ("role",)
    list_select_related = ("revision",)
    search_fields: ClassVar = ("name",)
    fields = ("about", "revision", "name", "user", "role", "comment")


@admin.register(Citation)
class CitationAdmin(OfARevision):
    list_display = ("key", "title", "read_on", "about", "of", "position")
    list_filter = ("read_on",)
    list_select_related = ("revision",)
    search_fields: ClassVar = ("key", "title", "publisher")


@admin.register(Quotation)
class QuotationAdmin(OfARevision):
    list_display = ("key", "text", "about", "of")
    list_select_related = ("revision",)
    search_fields: ClassVar = ("key",)
