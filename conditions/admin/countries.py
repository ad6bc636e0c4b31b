"""Countries with their emergency numbers: each save says who read them, where and on which day."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from conditions.admin.base import HouseAdmin
from conditions.admin.seen import CarriesSeen, SeenForm
from conditions.editorial import countries
from conditions.models import Country


@admin.register(Country)
class CountryAdmin(CarriesSeen, HouseAdmin):
    changes = "manage_countries"
    form = SeenForm
    list_display = ("code", "emergency_numbers", "checked_on", "source_title")
    search_fields = ("code", "source_title")
    formfield_overrides: ClassVar = {models.URLField: {"assume_scheme": "https", "widget": AdminURLFieldWidget}}
    ordering = ("checked_on", "code")  # those that were checked longest ago come first

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def save_model(self, request: Any, obj: Country, form: Any, change: bool) -> None:  # noqa: FBT001
        countries.record_country(
            obj.code,
            emergency_numbers=obj.emergency_numbers,
            checked_on=obj.checked_on,
            source_title=obj.source_title,
            source_url=obj.source_url,
            by=request.user,
            at=timezone.now(),
            seen=form.version,
        )
