"""Countries with their emergency numbers and help lines: a save proposes what somebody read, where and on which day."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from conditions.admin.base import HouseAdmin
from conditions.admin.proposals import Proposes, note_proposal
from conditions.admin.seen import CarriesSeen, SeenForm
from conditions.editorial import countries, help_lines, proposals
from conditions.models import Country, HelpLine

READ = ("name", "number", "hours", "languages", "helps", "checked_on", "source_title", "source_url")


@admin.register(Country)
class CountryAdmin(Proposes, CarriesSeen, HouseAdmin):
    changes = "manage_countries"
    form = SeenForm
    list_display = ("code", "emergency_numbers", "checked_on", "source_title")
    search_fields = ("code", "source_title")
    ordering = ("checked_on", "code")  # those that were checked longest ago come first

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def save_model(self, request: Any, obj: Country, form: Any, change: bool) -> None:  # noqa: FBT001
        """Numbers that are emptied come down at once. Anything else that was typed waits for another editor."""
        who: dict[str, Any] = {"by": request.user, "at": timezone.now(), "seen": form.version}
        if change and not form.typed():
            return
        if change and form.typed() == {"emergency_numbers": ""}:
            countries.take_down_numbers(obj, **who)
            return
        read = {name: getattr(obj, name) for name in ("emergency_numbers", "checked_on", "source_title", "source_url")}
        proposals.propose_country(obj.code, **read, **who)
        note_proposal(request)


@admin.register(HelpLine)
class HelpLineAdmin(Proposes, CarriesSeen, HouseAdmin):
    changes = "manage_countries"
    form = SeenForm
    fields = ("country", *READ, "checked_by")
    list_display = ("name", "country", "number", "checked_on", "checked_by")
    list_filter = ("country",)
    list_select_related = ("country", "checked_by")
    search_fields = ("name", "number", "source_title")
    ordering = ("checked_on", "country", "name")  # those that were checked longest ago come first

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("country", "checked_by") if obj else ("checked_by",)

    def save_model(self, request: Any, obj: HelpLine, form: Any, change: bool) -> None:  # noqa: FBT001
        """A number that is emptied comes down at once. Anything else that was typed waits for another editor."""
        who: dict[str, Any] = {"by": request.user, "at": timezone.now(), "seen": form.version}
        if change and not form.typed():
            return
        if change and form.typed() == {"number": ""}:
            help_lines.take_down(obj, **who)
            return
        read = {name: getattr(obj, name) for name in READ}
        proposals.propose_line(obj.country, there=obj if change else None, **read, **who)
        note_proposal(request)
