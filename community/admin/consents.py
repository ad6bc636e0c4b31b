"""What members are asked, and what each allowed."""

import datetime
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.admin.base import Wordless
from community.models import Consent, ConsentDocument, Purpose, Reminder
from community.moderation import consents
from conditions.accounts.door import signed_in
from conditions.admin.decisions import Decides, Decision


class SwitchOff(Decision):
    """Members are asked for a purpose no more in one language (C3)."""

    address = "switch-off"
    title = gettext_lazy("Switch off")
    says = (
        gettext_lazy("From now on members who write in this language are not asked for this any more."),
        gettext_lazy("Whoever allowed it before goes on allowing it, in the words of their day, until it runs out."),
        gettext_lazy("To ask again, add a consent document: its words count from then on."),
    )
    done = gettext_lazy("It is switched off. Nobody is asked for it any more.")
    needs = "manage_consents"

    def hindrance(self) -> str:
        return _("These words are not asked any more.") if self.row.ended_at else ""

    def told(self) -> list[tuple[Any, Any]]:
        standing = Consent.objects.standing(timezone.localdate()).filter(document=self.row).count()
        count = ngettext("%(n)d story rests on these words.", "%(n)d stories rest on these words.", standing)
        told = [
            (_("Purpose"), self.row.get_purpose_display()),
            (_("Language"), self.row.language),
            (_("Sentence beside the box"), self.row.label),
            (_("Allowed now"), count % {"n": standing}),
        ]
        if self.row.purpose == Purpose.DISPLAY:
            told.append((_("What follows"), _("Nobody can send a story in this language until you describe it again.")))
        return told

    def move(self, *, at: datetime.datetime) -> None:
        consents.switch_off(self.row, by=self.by, at=at)


@admin.register(ConsentDocument)
class ConsentDocumentAdmin(Decides):
    """New words are a new row and switch a purpose on; what stands is read, because people agreed to it (C11)."""

    decisions = (SwitchOff,)

    sees = changes = "manage_consents"
    list_display = ("purpose", "language", "number", "label", "began_at", "ended_at")
    list_filter = ("purpose", "language")
    ordering = ("purpose", "language", "-number")
    fieldsets = (
        (
            None,
            {
                "fields": ("purpose", "language", "label", "text"),
                "description": gettext_lazy(
                    "Saving switches the purpose on: from then on members who write in this language are asked for it, "
                    "in these words. The words in use now are then no longer asked; whoever agreed to them "
                    "goes on allowing what they say, until it runs out."
                ),
            },
        ),
    )

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
    search_fields: ClassVar = ("consent__story__code",)
    ordering = ("-at", "-pk")
