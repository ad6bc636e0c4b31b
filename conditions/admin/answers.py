"""Answers with all that stands behind them, to be read: every change is a move of the desk."""

from typing import ClassVar

from django.contrib import admin

from conditions.admin.base import Evidence
from conditions.models import Answer, Citation, Contribution, Draft, Quotation, Revision


@admin.register(Answer)
class AnswerAdmin(Evidence):
    list_display = ("condition", "question", "language")
    list_filter = ("language", "question")
    list_select_related = ("condition", "question")
    search_fields: ClassVar = ("condition__slug", "question__slug")


@admin.register(Draft)
class DraftAdmin(Evidence):
    """That somebody writes, and since when; the words are theirs alone until they save a revision (E6)."""

    list_display = ("answer", "editor", "saved_at", "version")
    list_select_related = ("answer__condition", "answer__question", "editor")
    fields = ("answer", "editor", "based_on", "saved_at", "version")


@admin.register(Revision)
class RevisionAdmin(Evidence):
    list_display = ("answer", "number", "created_by", "created_at", "digest", "is_sealed")
    list_select_related = ("answer__condition", "answer__question", "created_by")
    search_fields: ClassVar = ("digest", "answer__condition__slug", "answer__question__slug")


@admin.register(Contribution)
class ContributionAdmin(Evidence):
    list_display = ("revision", "name", "role")
    list_filter = ("role",)
    list_select_related = ("revision",)


@admin.register(Citation)
class CitationAdmin(Evidence):
    list_display = ("revision", "position", "key", "title", "read_on")
    list_select_related = ("revision",)
    search_fields: ClassVar = ("key", "title")


@admin.register(Quotation)
class QuotationAdmin(Evidence):
    list_display = ("revision", "key", "text")
    list_select_related = ("revision",)
    search_fields: ClassVar = ("key",)
