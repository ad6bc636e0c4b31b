"""The ledger, to be read: what became of answers and of all that they rest on, and of nothing that members wrote."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from conditions.admin.base import Evidence
from conditions.models import Event, Stream


@admin.register(Event)
class EventAdmin(Evidence):
    """Newest first, because whoever comes here asks what just happened. Events are numbered as they happen."""

    sees = "see_ledger"
    list_display = ("at", "stream", "sequence", "action", "who")
    list_filter = ("at", "action")
    list_select_related = ("by",)
    search_fields = ("stream", "action", "data", "=hash", "by__name")
    search_help_text = Event._meta.get_field("stream").help_text
    ordering = ("-pk",)
    fields = ("stream", "sequence", "action", "who", "at", "data", "previous", "hash")
    readonly_fields = ("who",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return Event.objects.of_the_desk()

    @admin.display(description=_("by"))
    def who(self, event: Event) -> str:
        """By name alone: an address is nobody's to read here."""
        return event.by.name if event.by and event.by.name else "–"


@admin.register(Stream)
class StreamAdmin(Evidence):
    sees = "see_ledger"
    list_display = ("name", "length", "head")
    search_fields: ClassVar = ("name", "=head")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Stream]:
        return Stream.objects.of_the_desk()
