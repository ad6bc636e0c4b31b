"""Problems that readers reported: their words are shown to those alone who may handle them, at the desk."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from conditions.admin.base import Evidence
from conditions.admin.evidence import AtTheDesk, OfAnAnswer, named_answers
from conditions.editorial.reports import duty
from conditions.models import FoundClear, ReaderReport
from conditions.permissions import may


@admin.register(ReaderReport)
class ReaderReportAdmin(AtTheDesk, OfAnAnswer, Evidence):
    sees = "handle_reports"
    list_display = ("number", "reason", "about", "at", "language", "outcome", "handled_by")
    list_filter = ("outcome", "reason", "language")
    list_select_related = ("handled_by",)
    date_hierarchy = "at"
    search_fields: ClassVar = ("number", "page")
    ordering = ("-at", "-pk")
    readonly_fields = ("about", "desk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReaderReport]:
        return ReaderReport.objects.prefetch_related(Prefetch("answer", named_answers()))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """What somebody wrote, and their address, only for who may handle this very report."""
        theirs = may(request.user, **duty(obj), on=timezone.localdate()) if obj else False
        words: list[Any] = ["words", "email"] if theirs else []
        told = [("number", "at", "language"), "page", ("about", "publication"), "reason", *words]
        return ["desk", *told, ("outcome", "handled_by", "handled_at"), *(["reply"] if theirs else []), "emptied_at"]

    def ways(self, row: ReaderReport) -> list[tuple[object, str]]:
        return [(gettext("Read and close it"), reverse("desk:report", args=[row.number]))]


@admin.register(FoundClear)
class FoundClearAdmin(Evidence):
    """How many readers said that a version was clear to them."""

    list_display = ("publication", "on", "count")
    list_select_related = ("publication",)
    date_hierarchy = "on"
    ordering = ("-on", "-pk")
