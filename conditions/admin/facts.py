"""Sources and shared facts, to be read: every change is a move of the desk."""

from typing import ClassVar

from django.contrib import admin

from conditions.admin.base import Evidence
from conditions.models import Fact, FactValue, FactVersion, Source


@admin.register(Source)
class SourceAdmin(Evidence):
    list_display = ("key", "title", "publisher", "published", "read_on", "retracted_on")
    search_fields: ClassVar = ("key", "title", "doi", "pmid", "url")


@admin.register(Fact)
class FactAdmin(Evidence):
    list_display = ("condition", "key", "label", "scope")
    list_select_related = ("condition",)
    search_fields: ClassVar = ("key", "condition__slug")


@admin.register(FactVersion)
class FactVersionAdmin(Evidence):
    list_display = ("fact", "number", "proposed_at", "accepted_at", "in_force_at", "ended_at")
    list_select_related = ("fact",)


@admin.register(FactValue)
class FactValueAdmin(Evidence):
    list_display = ("version", "language", "text", "source", "as_of")
    list_select_related = ("version__fact", "source")
