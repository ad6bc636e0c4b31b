"""Problems that readers reported: their words are shown to those alone who may handle them, at the desk."""

from typing import ClassVar

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext

from conditions.admin.base import Evidence
from conditions.admin.evidence import AtTheDesk, OfAnAnswer
from conditions.models import FoundClear, ReaderReport


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
    fields = (
        "desk",
        ("number", "at", "language"),
        "page",
        ("about", "publication"),
        "reason",
        ("words", "email"),
        ("outcome", "handled_by", "handled_at"),
        "reply",
        "emptied_at",
    )

    def ways(self, row: ReaderReport) -> list[tuple[object, str]]:
        return [(gettext("Read and close it"), reverse("desk:report", args=[row.number]))]


@admin.register(FoundClear)
class FoundClearAdmin(Evidence):
    """How many readers said that a version was clear to them."""

    to_place = "publication__answer__"
    list_display = ("publication", "on", "count")
    list_select_related = ("publication",)
    date_hierarchy = "on"
    ordering = ("-on", "-pk")
