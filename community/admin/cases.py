"""What moderators had before them and how each decided, without the words that it was about."""

from typing import ClassVar

from django.contrib import admin

from community.admin.base import Wordless
from community.models import Appeal, Case, Claim, Decision, Message, SafetyStep, SteppedBack, StoryReport


@admin.register(Case)
class CaseAdmin(Wordless):
    list_display = ("story", "cause", "level", "opened_at", "due_on", "closed_at", "outcome")
    list_filter = ("cause", "level", "outcome")
    list_select_related = ("story",)
    date_hierarchy = "opened_at"
    search_fields: ClassVar = ("story__code",)
    ordering = ("-opened_at", "-pk")


@admin.register(SteppedBack)
class SteppedBackAdmin(Wordless):
    to_story = "case__story"
    list_display = ("case", "by", "at")
    list_select_related = ("case__story", "by")
    date_hierarchy = "at"
    search_fields: ClassVar = ("case__story__code",)
    ordering = ("-at", "-pk")


@admin.register(Claim)
class ClaimAdmin(Wordless):
    to_story = "case__story"
    list_display = ("case", "by", "at", "until", "ended_at", "ending", "because")
    list_filter = ("ending", "because")
    list_select_related = ("case__story", "by")
    date_hierarchy = "at"
    search_fields: ClassVar = ("case__story__code",)
    ordering = ("-at", "-pk")


@admin.register(SafetyStep)
class SafetyStepAdmin(Wordless):
    sees = "safeguard"
    to_story = "case__story"
    words = ("note",)
    list_display = ("case", "kind", "is_told", "by", "at", "is_sealed")
    list_filter = ("kind", "is_told", "is_sealed")
    list_select_related = ("case__story", "by")
    date_hierarchy = "at"
    search_fields: ClassVar = ("case__story__code",)
    ordering = ("-at", "-pk")


@admin.register(Message)
class MessageAdmin(Wordless):
    to_story = "case__story"
    words = ("text", "by")
    list_display = ("case", "is_from_author", "at", "is_sealed")
    list_filter = ("is_from_author", "is_sealed")
    list_select_related = ("case__story",)
    date_hierarchy = "at"
    search_fields: ClassVar = ("case__story__code",)
    ordering = ("-at", "-pk")


@admin.register(Decision)
class DecisionAdmin(Wordless):
    to_story = "case__story"
    words = ("sentence",)
    list_display = ("case", "kind", "rule", "by", "at", "contest_until")
    list_filter = ("kind", "rule")
    list_select_related = ("case__story", "by")
    date_hierarchy = "at"
    search_fields: ClassVar = ("case__story__code",)
    ordering = ("-at", "-pk")


@admin.register(Appeal)
class AppealAdmin(Wordless):
    to_story = "decision__case__story"
    words = ("text", "sentence")
    list_display = ("decision", "at", "decided_at", "decided_by", "outcome")
    list_filter = ("outcome",)
    list_select_related = ("decision__case__story", "decided_by")
    date_hierarchy = "at"
    search_fields: ClassVar = ("decision__case__story__code",)
    ordering = ("-at", "-pk")


@admin.register(StoryReport)
class StoryReportAdmin(Wordless):
    to_story = "publication__story"
    words = ("words", "email", "reply")
    list_display = ("number", "reason", "at", "handled_at", "handled_by", "outcome")
    list_filter = ("reason", "outcome")
    list_select_related = ("handled_by", "publication__story")
    date_hierarchy = "at"
    search_fields: ClassVar = ("number", "publication__story__code")
    ordering = ("-at", "-pk")
