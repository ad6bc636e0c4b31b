"""Reviews of answers, to be read: who was asked, what they said and decided. Reviewers are asked at the desk."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions.admin.base import Evidence
from conditions.admin.evidence import SHORT, AnswerEvidence, AtTheDesk, EvidencePart, linked, listed
from conditions.models import Assignment, Bundle, Comment, Reading, ReviewReminder, Round, Verdict


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


class OfALayReader:
    """Names a lay reader without their address, which is for whoever manages people."""

    @admin.display(description=_("lay reader"), ordering="reader__name")
    def who(self, reading: Reading) -> str:
        return reading.reader.as_reader


class Remarked:
    """Names who made a remark; a lay reader without their address."""

    @admin.display(description=_("by"), ordering="by__name")
    def who(self, comment: Comment) -> str:
        return comment.who


class ReadingPart(OfALayReader, EvidencePart):
    model = Reading
    readonly_fields = ("who",)
    fields = ("who", "asked_at", "declined_at", "answered_at", "said", "name", "standpoint", "removed_because")
    related = ("round__revision", "reader")


class CommentPart(Remarked, EvidencePart):
    model = Comment
    readonly_fields = ("who",)
    fields = ("who", "at", "weight", "place", "text", "quote", "suggestion")
    related = ("by", "round__revision")


@admin.register(Round)
class RoundAdmin(AtTheDesk, AnswerEvidence):
    list_display = ("about", "revision_number", "kind", "opened_at", "due_on", "outcome")
    list_display_links = ("opened_at",)
    list_filter = ("kind", "outcome", "due_on")
    list_select_related = ("revision",)
    date_hierarchy = "opened_at"
    search_fields: ClassVar = ("question",)
    ordering = ("-opened_at", "-pk")
    readonly_fields = ("about", "desk")
    fields = (
        "desk",
        "about",
        ("revision", "kind", "outcome", "bundle"),
        ("policy", "second_clinician", "lay_reader"),
        "question",
        ("opened_by", "opened_at", "due_on"),
        ("closed_by", "closed_at", "closed_because"),
    )
    inlines = (AssignmentPart, VerdictPart, ReadingPart, CommentPart)

    def ways(self, row: Round) -> list[tuple[object, str]]:
        here = (gettext("This review at the desk"), reverse("desk:round", args=[row.pk]))
        if row.closed_at:
            return [here]
        return [(gettext("Ask reviewers"), reverse("desk:offer", args=[row.answer_id])), here]

    @admin.display(description=_("revision"), ordering="revision__number")
    def revision_number(self, round_: Round) -> str:
        return linked(round_.revision, str(round_.revision.number))


class RoundPart(EvidencePart):
    model = Round
    fields = ("answer", "revision", "due_on", "outcome")
    related = ("answer__condition", "answer__question", "revision")


@admin.register(Bundle)
class BundleAdmin(Evidence):
    """Texts that went out together, each with its review."""

    to_place = ""
    list_display = ("condition", "language", "opened_by", "opened_at")
    list_display_links = ("opened_at",)
    list_filter = ("language",)
    list_select_related = ("condition", "opened_by")
    date_hierarchy = "opened_at"
    search_fields: ClassVar = ("condition__slug", "condition__names__text")
    ordering = ("-opened_at", "-pk")
    fields = (("condition", "language"), ("opened_by", "opened_at"))
    inlines = (RoundPart,)


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


class ReminderPart(EvidencePart):
    model = ReviewReminder
    fields = ("step", "at")
    show_change_link = False


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
    inlines = (ReminderPart,)


@admin.register(Verdict)
class VerdictAdmin(OfARound):
    """A verdict with the words of its day: name, credential, what was checked and the interests as they stood then."""

    list_display = ("name", "credential", "decision", "about", "review", "on", "short_digest")
    list_filter = ("decision",)
    list_select_related = ("round",)
    date_hierarchy = "at"
    search_fields: ClassVar = ("name", "=digest")
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


@admin.register(Reading)
class ReadingAdmin(OfALayReader, OfARound):
    """What a lay reader said of one digest: never part of a medical review."""

    list_display = ("who", "said", "about", "review", "asked_at", "answered_at", "declined_at")
    list_filter = ("said", "declined_because")
    list_select_related = ("round", "reader")
    date_hierarchy = "asked_at"
    search_fields: ClassVar = ("reader__name", "=digest")
    ordering = ("-asked_at", "-pk")
    readonly_fields = ("about", "who")
    fields = (
        ("about", "round", "revision"),
        "digest",
        ("who", "asked_by", "asked_at"),
        ("declined_at", "declined_because"),
        ("answered_at", "said"),
        "overtaken_at",
        ("name", "standpoint", "is_sealed"),
        ("removed_at", "removed_by", "removed_because"),
    )


@admin.register(Comment)
class CommentAdmin(Remarked, OfARound):
    """What was said; of a sealed revision only that something was (E19)."""

    list_display = ("who", "weight", "place", "about", "review", "at", "is_sealed")
    list_filter = ("weight", "is_sealed")
    list_select_related = ("round", "by")
    date_hierarchy = "at"
    search_fields: ClassVar = ("by__name",)
    ordering = ("-at", "-pk")
    readonly_fields = ("about", "who")
    fields = (
        ("about", "round", "revision"),
        ("who", "at"),
        ("weight", "place"),
        "text",
        "quote",
        "suggestion",
        "reply_to",
        "is_sealed",
    )
