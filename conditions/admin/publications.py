"""What readers get, with who stands behind it; and the one thing that cannot wait for the desk: taking it away."""

import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions.admin.decisions import Decides, Decision
from conditions.admin.evidence import AnswerEvidence, EvidencePart, linked, listed
from conditions.editorial import withdrawals
from conditions.models import Confirmation, Escalation, Notice, Publication, SignOff

WIDE = {"class": "vLargeTextField", "rows": 3}


class Withdraw(Decision):
    address = "withdraw"
    title = _("Withdraw")
    says = (
        _("The text is taken from readers at once. Its address stays and shows the date, your reason and your advice."),
        _("Its translations are withdrawn in the same moment, each with a notice in its own language."),
        _("A second person confirms within 24 hours. Until then, and also if nobody does, it stays withdrawn."),
    )
    done = _("The text is withdrawn. Ask a colleague to confirm it within 24 hours.")
    needs = "take_away"

    reason = forms.CharField(
        label=_("reason"), max_length=500, widget=forms.Textarea(attrs=WIDE), help_text=_("Readers see it.")
    )
    advice = forms.CharField(
        label=_("advice"),
        max_length=500,
        widget=forms.Textarea(attrs=WIDE),
        help_text=_("What somebody should do who acted on the text. Readers see it."),
    )

    def hindrance(self) -> str:
        return "" if self.row.ended_at is None else gettext("This version is live no more.")

    def told(self) -> list[tuple[Any, Any]]:
        translations = Publication.objects.live().filter(revision__translates__answer=self.row.answer_id)
        behind = [f"{each.answer} ({each.code})" for each in translations.select_related("answer__question")]
        return [
            (_("answer"), self.row.answer),
            (_("question"), self.row.revision.question),
            (_("short answer"), self.row.revision.short_answer),
            (_("version code"), self.row.code),
            (_("published on"), self.row.published_on),
            (_("live translations"), listed(behind)),
        ]

    def move(self, *, at: datetime.datetime) -> None:
        given = self.cleaned_data
        withdrawals.withdraw(self.row, by=self.by, at=at, reason=given["reason"], advice=given["advice"])


class Confirm(Decision):
    address = "confirm"
    title = _("Confirm the withdrawal")
    says = (
        _("You stand behind taking this text from readers, as a second person, with all that was withdrawn with it."),
        _("If you think that it should come back, do not confirm it: another editor can put it back."),
    )
    done = _("The withdrawal is confirmed.")
    needs = "take_away"

    def hindrance(self) -> str:
        if self.row.kind != Notice.Kind.WITHDRAWAL:
            return gettext("Only a withdrawal is confirmed.")
        if getattr(self.row, "confirmation", None):
            return gettext("This withdrawal was confirmed already.")
        if self.row.by_id == self.by.pk:
            return gettext("Whoever withdrew a text does not confirm it. Ask a colleague.")
        return ""

    def told(self) -> list[tuple[Any, Any]]:
        return [
            (_("answer"), self.row.publication.answer),
            (_("version code"), self.row.publication.code),
            (_("withdrawn by"), self.row.by),
            (_("on"), self.row.on),
            (_("reason"), self.row.reason),
            (_("advice"), self.row.advice),
        ]

    def move(self, *, at: datetime.datetime) -> None:
        withdrawals.confirm_withdrawal(self.row, by=self.by, at=at)


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
class PublicationAdmin(Decides, AnswerEvidence):
    list_display = ("code", "about", "number", "kind", "published_on", "published_by", "next_due_on", "ending")
    list_filter = ("kind", "ending", "next_due_on")
    list_select_related = ("published_by",)
    date_hierarchy = "published_on"
    search_fields: ClassVar = ("code",)
    ordering = ("-published_at", "-pk")
    fields = (
        ("about", "number", "code"),
        ("revision", "round", "kind", "before"),
        ("published_by", "published_at"),
        ("reviewed_on", "edited_on", "next_due_on"),
        ("ending", "ended_by", "ended_at"),
    )
    inlines = (SignOffPart, NoticePart)
    decisions = (Withdraw,)


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


class Waiting(admin.SimpleListFilter):
    title = _("confirmation")
    parameter_name = "confirmation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("waiting", _("Waits for a second person"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Notice]:
        found: QuerySet[Notice] = queryset.to_confirm() if self.value() == "waiting" else queryset
        return found


@admin.register(Notice)
class NoticeAdmin(Decides, OfAPublication):
    list_display = ("kind", "about", "of", "reason", "by", "on", "confirmed_by")
    list_filter = (Waiting, "kind")
    list_select_related = ("publication", "by", "confirmation__by")
    date_hierarchy = "on"
    search_fields: ClassVar = ("publication__code", "reason")
    ordering = ("-at", "-pk")
    fields = (("about", "publication"), "kind", "reason", "advice", ("by", "at"), "confirmed_by")
    readonly_fields = ("about", "confirmed_by")
    decisions = (Confirm,)

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
