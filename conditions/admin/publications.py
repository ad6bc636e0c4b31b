"""What readers get, with who stands behind it, and what was said about it since; all of it decided at the desk."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions.admin.evidence import AnswerEvidence, AtTheDesk, EvidencePart, linked, listed
from conditions.models import Confirmation, Escalation, Notice, Publication, Schedule, SignOff


class SignOffPart(EvidencePart):
    model = SignOff
    fields = ("verdict", "credential", "interests", "checked")
    readonly_fields = ("credential", "interests", "checked")
    related = ("verdict",)

    @admin.display(description=_("credential"))
    def credential(self, sign_off: SignOff) -> str:
        return sign_off.verdict.credential

    @admin.display(description=_("interests"))
    def interests(self, sign_off: SignOff) -> str:
        return sign_off.verdict.interests

    @admin.display(description=_("what was checked"))
    def checked(self, sign_off: SignOff) -> str:
        return listed(sign_off.verdict.scopes.values())


class NoticePart(EvidencePart):
    model = Notice
    fields = ("kind", "reason", "advice", "by", "on")
    related = ("publication", "by")


@admin.register(Publication)
class PublicationAdmin(AtTheDesk, AnswerEvidence):
    list_display = ("code", "about", "number", "kind", "published_on", "published_by", "next_due_on", "ending")
    list_filter = ("kind", "ending", "next_due_on")
    list_select_related = ("published_by",)
    date_hierarchy = "published_on"
    search_fields: ClassVar = ("code",)
    ordering = ("-published_at", "-pk")
    readonly_fields = ("about", "desk")
    fields = (
        "desk",
        ("about", "number", "code"),
        ("revision", "round", "kind", "policy", "reading", "before"),
        ("published_by", "published_at"),
        ("reviewed_on", "edited_on", "next_due_on"),
        ("ending", "ended_by", "ended_at"),
    )
    inlines = (SignOffPart, NoticePart)

    def ways(self, row: Publication) -> list[tuple[object, str]]:
        """To take text from readers cannot wait, so it stands first."""
        here = (gettext("The whole life of the answer"), reverse("desk:answer", args=[row.answer_id]))
        if row.ended_at:
            return [here]
        return [(gettext("Withdraw this text"), reverse("desk:withdraw", args=[row.answer_id])), here]


class OfAPublication(AnswerEvidence):
    """What belongs to a publication, with a link to it."""

    to_answer = "publication__answer"

    @admin.display(description=_("publication"), ordering="publication__code")
    def of(self, row: Any) -> str:
        return linked(row.publication)


@admin.register(SignOff)
class SignOffAdmin(OfAPublication):
    list_display = ("verdict", "about", "of")
    list_select_related = ("publication", "verdict")
    search_fields: ClassVar = ("publication__code", "verdict__name")
    ordering = ("-pk",)
    fields = ("about", "publication", "verdict")


@admin.register(Schedule)
class ScheduleAdmin(AtTheDesk, AnswerEvidence):
    """For when somebody planned a publication, and what came of it."""

    list_display = ("due_at", "about", "by", "outcome")
    list_filter = ("outcome",)
    list_select_related = ("by",)
    date_hierarchy = "due_at"
    ordering = ("-due_at", "-pk")
    readonly_fields = ("about", "desk")
    fields = (
        "desk",
        ("about", "round"),
        ("by", "at", "due_at"),
        "digest",
        ("outcome", "ended_at", "ended_by"),
        "because",
    )

    def ways(self, row: Schedule) -> list[tuple[object, str]]:
        here = (gettext("The whole life of the answer"), reverse("desk:answer", args=[row.answer_id]))
        if row.ended_at:
            return [here]
        return [(gettext("Undo the planned publication"), reverse("desk:undo-plan", args=[row.answer_id])), here]


class Waiting(admin.SimpleListFilter):
    title = _("confirmation")
    parameter_name = "confirmation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("waiting", _("Waits for a second person"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Notice]:
        found: QuerySet[Notice] = queryset.to_confirm() if self.value() == "waiting" else queryset
        return found


@admin.register(Notice)
class NoticeAdmin(AtTheDesk, OfAPublication):
    list_display = ("kind", "about", "of", "reason", "by", "on", "confirmed_by")
    list_filter = (Waiting, "kind")
    list_select_related = ("publication", "by", "confirmation__by")
    date_hierarchy = "on"
    search_fields: ClassVar = ("publication__code", "reason")
    ordering = ("-at", "-pk")
    fields = ("desk", ("about", "publication"), "kind", "reason", "advice", ("by", "at"), "confirmed_by")
    readonly_fields = ("about", "confirmed_by", "desk")

    def ways(self, row: Notice) -> list[tuple[object, str]]:
        answer = row.publication.answer_id
        here = (gettext("The whole life of the answer"), reverse("desk:answer", args=[answer]))
        if not Notice.objects.to_confirm().filter(pk=row.pk).exists():
            return [here]
        return [(gettext("Confirm the withdrawal"), reverse("desk:confirm", args=[answer])), here]

    @admin.display(description=_("confirmed by"))
    def confirmed_by(self, notice: Notice) -> str:
        if notice.kind != Notice.Kind.WITHDRAWAL:
            return "–"
        confirmation: Confirmation | None = getattr(notice, "confirmation", None)
        return str(confirmation.by) if confirmation else gettext("nobody yet")


@admin.register(Confirmation)
class ConfirmationAdmin(AnswerEvidence):
    to_answer = "notice__publication__answer"
    list_display = ("notice", "about", "by", "at")
    list_select_related = ("notice__publication", "by")
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
    fields = ("about", "notice", "by", "at")


@admin.register(Escalation)
class EscalationAdmin(AnswerEvidence):
    """Nobody had confirmed a withdrawal for a day, so everybody else who may was written to."""

    to_answer = "notice__publication__answer"
    list_display = ("notice", "about", "told", "at")
    list_select_related = ("notice__publication",)
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
    fields = ("about", "notice", "told", "at")
