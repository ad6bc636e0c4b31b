"""The ledger, to be read."""

from typing import ClassVar

from django.contrib import admin

from conditions.admin.base import Evidence
from conditions.models import Event, Stream


@admin.register(Event)
class EventAdmin(Evidence):
    """Newest first, because whoever comes here asks what just happened. Events are numbered as they happen."""

    list_display = ("at", "stream", "sequence", "action", "by")
    list_filter = ("at", "action")
    list_select_related = ("by",)
    search_fields = ("stream", "action", "data", "hash", "by__name", "by__email")
    search_help_text = Event._meta.get_field("stream").help_text
    ordering = ("-pk",)


@admin.register(Stream)
class StreamAdmin(Evidence):
    list_display = ("name", "length", "head")
    search_fields: ClassVar = ("name", "head")
