"""Reviews of answers, to be read: who was asked, what they said and decided. An editor asks a further reviewer here."""

import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions.admin.decisions import Decides, Decision
from conditions.admin.evidence import SHORT, AnswerEvidence, EvidencePart, linked, listed
from conditions.editorial import rounds
from conditions.models import Assignment, Comment, Reviewer, Round, Verdict, Verification


class Offer(Decision):
    address = "offer"
    title = _("Ask reviewers")
    says = (
        _("Whoever had a part in the words cannot approve them, and is refused here."),
        _("A reviewer who was asked can accept or decline."),
    )
    done = _("The reviewers were asked.")
    needs = "offer"

    reviewers = forms.ModelMultipleChoiceField(
        Reviewer.objects.none(),
        label=_("reviewers"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those with a credential that is valid today, and who were not asked yet."),
    )

    def __init__(self, row: Round, by: Any, data: Any = None) -> None:
        super().__init__(row, by, data)
        valid = Verification.objects.valid(timezone.localdate()).values("credential__reviewer")
        able = Reviewer.objects.filter(pk__in=valid).exclude(assignments__round=row)
        self.fields["reviewers"].queryset = able  # type: ignore[attr-defined]

    def hindrance(self) -> str:
        return "" if self.row.closed_at is None else gettext("This review has ended. Send the words to review anew.")

    def told(self) -> list[tuple[Any, Any]]:
        return [
            (_("answer"), self.row.answer),
            (_("question"), self.row.revision.question),
            (_("short answer"), self.row.revision.short_answer),
            (_("question for the reviewer"), self.row.question or "–"),
        ]

    def move(self, *, at: datetime.datetime) -> None:
        rounds.offer(self.row, self.cleaned_data["reviewers"], by=self.by, at=at)


class AssignmentPart(EvidencePart):
    model = Assignment
    fields = ("reviewer", "offered_by", "offered_at", "opened_at", "accepted_at", "declined_at", "declined_because")
    related = ("round__revision", "reviewer", "offered_by")


class VerdictPart(EvidencePart):
    model = Verdict
    fields = ("name", "credential", "decision", "on", "checked")
    readonly_fields = ("checked",)
    related = ("reviewer",)

    @admin.display(description=_("what was checked"))
    def checked(self, verdict: Verdict) -> str:
        return listed(verdict.scopes.values())


class CommentPart(EvidencePart):
    model = Comment
    fields = ("by", "at", "weight", "place", "text", "quote", "suggestion")
    related = ("by", "round__revision")


@admin.register(Round)
class RoundAdmin(Decides, AnswerEvidence):
    list_display = ("about", "revision_number", "kind", "opened_at", "due_on", "outcome")
    list_display_links = ("opened_at",)
    list_filter = ("kind", "outcome", "due_on")
    list_select_related = ("revision",)
    date_hierarchy = "opened_at"
    search_fields: ClassVar = ("question",)
    ordering = ("-opened_at", "-pk")
    fields = (
        "about",
        ("revision", "kind", "outcome"),
        "question",
        ("opened_by", "opened_at", "due_on"),
        ("closed_by", "closed_at", "closed_because"),
    )
    inlines = (AssignmentPart, VerdictPart, CommentPart)
    decisions = (Offer,)

    @admin.display(description=_("revision"), ordering="revision__number")
    def revision_number(self, round_: Round) -> str:
        return linked(round_.revision, str(round_.revision.number))


class OfARound(AnswerEvidence):
    """What belongs to a review, with a link to it."""

    to_answer = "round__answer"

    @admin.display(description=_("review"))
    def review(self, row: Any) -> str:
        return linked(row.round, row.round.get_kind_display())


class Reply(admin.SimpleListFilter):
    title = _("reply")
    parameter_name = "reply"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("none", _("None yet")), ("accepted", _("Accepted")), ("declined", _("Declined"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Assignment]) -> QuerySet[Assignment]:
        match self.value():
            case "none":
                return queryset.filter(accepted_at=None, declined_at=None)
            case "accepted":
                return queryset.filter(accepted_at__isnull=False)
            case "declined":
                return queryset.filter(declined_at__isnull=False)
        return queryset


@admin.register(Assignment)
class AssignmentAdmin(OfARound):
    list_display = ("reviewer", "about", "review", "offered_at", "accepted_at", "declined_at")
    list_filter = (Reply, "declined_because")
    list_select_related = ("round", "reviewer")
    date_hierarchy = "offered_at"
    search_fields: ClassVar = ("reviewer__name",)
    ordering = ("-offered_at", "-pk")
    fields = (
        ("about", "round"),
        ("reviewer", "offered_by", "offered_at", "opened_at"),
        ("accepted_at", "declined_at", "declined_because"),
    )


@admin.register(Verdict)
class VerdictAdmin(OfARound):
    """A verdict with the words of its day: name, credential, what was checked and the interests as they stood then."""

    list_display = ("name", "credential", "decision", "about", "review", "on", "short_digest")
    list_filter = ("decision",)
    list_select_related = ("round",)
    date_hierarchy = "at"
    search_fields: ClassVar = ("name", "digest")
    ordering = ("-at", "-pk")
    fields = (
        ("about", "round", "revision"),
        ("decision", "on", "at"),
        "checked",
        "digest",
        ("name", "credential", "discipline"),
        ("register", "verified_on", "verification"),
        ("interests", "declaration"),
        ("by", "reviewer", "assignment"),
    )
    readonly_fields = ("about", "checked")

    @admin.display(description=_("what was checked"))
    def checked(self, verdict: Verdict) -> str:
        return listed(verdict.scopes.values())

    @admin.display(description=_("digest"))
    def short_digest(self, verdict: Verdict) -> str:
        return verdict.digest[:SHORT]


@admin.register(Comment)
class CommentAdmin(OfARound):
    """What was said; of a sealed revision only that something was (E19)."""

    list_display = ("by", "weight", "place", "about", "review", "at", "is_sealed")
    list_filter = ("weight", "is_sealed")
    list_select_related = ("round", "by")
    date_hierarchy = "at"
    search_fields: ClassVar = ("by__name",)
    ordering = ("-at", "-pk")
    fields = (
        ("about", "round", "revision"),
        ("by", "at"),
        ("weight", "place"),
        "text",
        "quote",
        "suggestion",
        "reply_to",
        "is_sealed",
    )
