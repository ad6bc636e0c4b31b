"""Problems that readers reported: their words are shown to those alone who may handle them."""

import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions.admin.base import Evidence
from conditions.admin.decisions import Decides, Decision
from conditions.admin.evidence import OfAnAnswer, named_answers
from conditions.editorial import reports
from conditions.models import ReaderReport


class Handle(Decision):
    address = "handle"
    title = _("Close the report")
    says = (
        _("Whoever left an address gets your reply by mail, and the address is forgotten."),
        _("Give no advice about one person's own health. Say where they find somebody who knows them."),
    )
    done = _("The report is closed.")
    needs = "handle_reports"

    outcome = forms.ChoiceField(
        label=_("outcome"), choices=[choice for choice in ReaderReport.Outcome.choices if choice[0]]
    )
    reply = forms.CharField(
        label=_("reply"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 6}),
        help_text=_("What the reader is answered."),
    )
    is_personal = forms.BooleanField(
        label=_("a question about somebody's own health"),
        required=False,
        help_text=_("Its words are deleted after 90 days."),
    )

    def hindrance(self) -> str:
        return gettext("A colleague closed this report already.") if self.row.handled_at else ""

    def told(self) -> list[tuple[Any, Any]]:
        return [
            (_("number"), self.row.number),
            (_("page"), self.row.page),
            (_("reason"), self.row.get_reason_display()),
            (_("what is wrong"), self.row.words or "–"),
            (_("e-mail address"), self.row.email or "–"),
        ]

    def move(self, *, at: datetime.datetime) -> None:
        given = self.cleaned_data
        typed = {name: given[name] for name in ("outcome", "reply", "is_personal")}
        reports.handle_report(self.row, by=self.by, at=at, **typed)


@admin.register(ReaderReport)
class ReaderReportAdmin(Decides, OfAnAnswer, Evidence):
    sees = "handle_reports"
    list_display = ("number", "reason", "about", "at", "language", "outcome", "handled_by")
    list_filter = ("outcome", "reason", "language")
    list_select_related = ("handled_by",)
    date_hierarchy = "at"
    search_fields: ClassVar = ("number", "page")
    ordering = ("-at", "-pk")
    decisions = (Handle,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReaderReport]:
        return ReaderReport.objects.prefetch_related(Prefetch("answer", named_answers()))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """What somebody wrote, and their address, only for who may handle this very report."""
        theirs = self._may(request, self.sees, self.condition_of(obj)) if obj else False
        words: list[Any] = ["words", "email"] if theirs else []
        told = [("number", "at", "language"), "page", ("about", "publication"), "reason", *words]
        return [*told, ("outcome", "handled_by", "handled_at"), *(["reply"] if theirs else []), "emptied_at"]
