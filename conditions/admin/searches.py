"""What many people searched for and nobody found, to be read: it is settled at the desk."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from conditions.admin.base import Evidence
from conditions.models import FailedSearch


@admin.register(FailedSearch)
class FailedSearchAdmin(Evidence):
    """Without the marks, which say nothing to anybody, and without what is marks alone."""

    sees = "add_conditions"
    list_display = ("kept_on", "words", "language", "outcome", "settled_on", "settled_by")
    list_filter = ("outcome", "language")
    list_select_related = ("settled_by",)
    fields = list_display
    ordering = ("-kept_on", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(kept_on__isnull=False)
