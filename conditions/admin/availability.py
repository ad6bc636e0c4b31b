"""What reviewers say of when and about what to ask them, and who was told that a registration runs out: to be read."""

from typing import ClassVar

from django.contrib import admin

from conditions.admin.base import Evidence
from conditions.admin.evidence import EvidencePart
from conditions.models import Absence, Renewal, Specialty, SpokenLanguage


class Said(EvidencePart):
    """The reviewers' own, on their page of the desk."""

    show_change_link = False


class LanguagePart(Said):
    model = SpokenLanguage
    fields = ("language",)


class SpecialtyPart(Said):
    model = Specialty
    fields = ("condition",)
    related = ("condition", "reviewer")


class AbsencePart(Said):
    model = Absence
    fields = ("from_on", "until_on")


@admin.register(Renewal)
class RenewalAdmin(Evidence):
    sees = "verify_credentials"
    list_display = ("verification", "step", "at")
    list_filter = ("step",)
    list_select_related = ("verification__credential",)
    date_hierarchy = "at"
    search_fields: ClassVar = ("verification__credential__reviewer__name",)
    ordering = ("-at", "-pk")
