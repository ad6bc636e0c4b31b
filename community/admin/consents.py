"""What members are asked, and what each allowed."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from community.admin.base import Wordless
from community.models import Consent, ConsentDocument, Reminder
from community.moderation import consents
from conditions.accounts.door import signed_in
from conditions.admin.base import HouseAdmin


@admin.register(ConsentDocument)
class ConsentDocumentAdmin(HouseAdmin):
    """New words are a new row; what stands is read, because people agreed to it."""

    sees = changes = "manage_consents"
    list_display = ("purpose", "language", "number", "label", "began_at", "ended_at")
    list_filter = ("purpose", "language")
    ordering = ("purpose", "language", "-number")
    fields = ("purpose", "language", "label", "text")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ConsentDocument, form: Any, change: bool) -> None:  # noqa: FBT001
        said = {"label": obj.label, "text": obj.text}
        fresh = consents.describe(obj.purpose, obj.language, **said, by=signed_in(request), at=timezone.now())
        obj.pk = fresh.pk


@admin.register(Consent)
class ConsentAdmin(Wordless):
    list_display = ("story", "purpose", "document", "given_at", "until", "ended_at", "ending")
    list_filter = ("purpose", "ending", "way")
    list_select_related = ("story", "document")
    date_hierarchy = "given_at"
    search_fields: ClassVar = ("story__code",)
    ordering = ("-given_at", "-pk")


@admin.register(Reminder)
class ReminderAdmin(Wordless):
    to_story = "consent__story"
    list_display = ("consent", "kind", "at")
    list_filter = ("kind",)
    list_select_related = ("consent__story",)
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
