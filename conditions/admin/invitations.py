"""Invitations as they were sent and answered; they are sent, repeated and withdrawn at the desk."""

from typing import ClassVar

from django.contrib import admin

from conditions.admin.base import Evidence
from conditions.models import Invitation


@admin.register(Invitation)
class InvitationAdmin(Evidence):
    sees = "manage_people"
    list_display = ("email", "role", "condition", "language", "invited_by", "invited_at", "accepted_at", "withdrawn_at")
    list_filter = ("role",)
    list_select_related = ("condition", "invited_by")
    search_fields: ClassVar = ("email",)
    exclude = ("digest",)
    date_hierarchy = "invited_at"
