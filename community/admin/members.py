"""What follows for members who break rules, and what was erased for them; a list of members would find them out."""

from typing import ClassVar

from django.contrib import admin

from community.admin.base import Wordless
from community.models import Closure, Erasure, Hold, Membership, Sanction
from community.models.members import Death
from conditions.admin.base import Evidence


@admin.register(Membership)
class MembershipAdmin(Evidence):
    """Who belongs to which community concerns whoever keeps the accounts, and nobody who reads stories."""

    sees = "manage_people"
    list_display = ("condition", "relation", "joined_on")
    list_filter = ("relation",)
    list_select_related = ("condition",)
    date_hierarchy = "joined_on"
    search_fields: ClassVar = ("condition__slug",)
    ordering = ("-joined_on", "-pk")
    fields = ("condition", "relation", "joined_on")


@admin.register(Sanction)
class SanctionAdmin(Evidence):
    sees = "sanction"
    list_display = ("member", "grade", "rule", "by", "at", "until", "lifted_at")
    list_filter = ("grade", "rule")
    list_select_related = ("member", "by")
    date_hierarchy = "at"
    search_fields: ClassVar = ("member__display_name",)
    ordering = ("-at", "-pk")


@admin.register(Hold)
class HoldAdmin(Wordless):
    sees = "safeguard"
    list_display = ("story", "basis", "until", "is_told", "by", "lifted_at")
    list_select_related = ("story", "by")
    date_hierarchy = "at"
    search_fields: ClassVar = ("story__code",)
    ordering = ("-at", "-pk")


@admin.register(Erasure)
class ErasureAdmin(Evidence):
    sees = "manage_people"
    list_display = ("number", "kind", "at")
    list_filter = ("kind",)
    date_hierarchy = "at"
    search_fields: ClassVar = ("number",)
    ordering = ("-at", "-pk")
    fields = ("number", "kind", "at", "on")


@admin.register(Closure)
class ClosureAdmin(Evidence):
    """Of whoever never joined: their row stays for what they signed."""

    sees = "manage_people"
    list_display = ("number", "at")
    date_hierarchy = "at"
    search_fields: ClassVar = ("number",)
    ordering = ("-at", "-pk")
    fields = ("number", "at")


@admin.register(Death)
class DeathAdmin(Evidence):
    sees = "safeguard"
    list_display = ("member", "basis", "noted_by", "noted_at")
    list_select_related = ("member", "noted_by")
    date_hierarchy = "noted_at"
    ordering = ("-noted_at", "-pk")
