"""Stories as rows: who may be asked about which, and what became of each."""

from typing import ClassVar

from django.contrib import admin

from community.admin.base import Wordless
from community.models import Finding, OldStory, Story, StoryDraft, StoryPublication, StoryText
from conditions.admin.base import Evidence


@admin.register(Story)
class StoryAdmin(Wordless):
    to_story = ""
    list_display = ("code", "condition", "question", "language", "created_at")
    list_filter = ("language",)
    list_select_related = ("condition", "question")
    date_hierarchy = "created_at"
    search_fields: ClassVar = ("code", "condition__slug", "condition__names__text")
    ordering = ("-created_at", "-pk")
    fields = ("code", "condition", "question", "language", "created_at")


@admin.register(StoryDraft)
class StoryDraftAdmin(Evidence):
    """That somebody is writing, and since when: nobody reads a draft."""

    sees = "manage_people"
    list_display = ("pk", "language", "saved_at")
    list_filter = ("language",)
    ordering = ("-saved_at", "-pk")
    fields = ("language", "saved_at", "version")


@admin.register(OldStory)
class OldStoryAdmin(Evidence):
    """Which ones were brought in, and what became of each: words, address and later story are for its author."""

    sees = "manage_people"
    list_display = ("reference", "condition", "language", "imported_at", "asked_at", "until", "ending")
    list_filter = ("ending", "language")
    list_select_related = ("condition",)
    search_fields: ClassVar = ("reference", "condition__slug")
    ordering = ("-imported_at", "-pk")
    exclude = ("email", "title", "text", "digest", "draft", "story")


@admin.register(StoryText)
class StoryTextAdmin(Wordless):
    words = ("title", "text", "ties", "because")
    list_display = ("story", "number", "proposed_by", "length", "created_at", "accepted_at", "refused_at", "is_sealed")
    list_filter = ("is_sealed",)
    list_select_related = ("story", "proposed_by")
    date_hierarchy = "created_at"
    search_fields: ClassVar = ("story__code",)
    ordering = ("-created_at", "-pk")


@admin.register(Finding)
class FindingAdmin(Wordless):
    to_story = "text__story"
    list_display = ("text", "rule", "version", "level", "is_kept")
    list_filter = ("rule", "level", "is_kept")
    list_select_related = ("text__story",)
    search_fields: ClassVar = ("text__story__code",)
    ordering = ("-pk",)


@admin.register(StoryPublication)
class StoryPublicationAdmin(Wordless):
    list_display = ("story", "published_on", "ended_at", "ending")
    list_filter = ("ending",)
    list_select_related = ("story",)
    date_hierarchy = "published_on"
    search_fields: ClassVar = ("story__code",)
    ordering = ("-published_at", "-pk")
