"""Links of outside experts as they were sent; they are sent, repeated and withdrawn at the desk."""

from django.contrib import admin

from conditions.admin.base import Evidence
from conditions.models import ExpertLink, ExpertMailbox


@admin.register(ExpertLink)
class ExpertLinkAdmin(Evidence):
    to_place = "bundle__"
    list_display = ("reviewer", "bundle", "asked_by", "asked_at", "expires_at", "withdrawn_at")
    list_select_related = ("reviewer", "bundle__condition", "asked_by")
    exclude = ("digest",)
    date_hierarchy = "asked_at"


@admin.register(ExpertMailbox)
class ExpertMailboxAdmin(Evidence):
    sees = "verify_credentials"
    list_display = ("email", "link")
    list_select_related = ("link__reviewer",)
    search_fields = ("email",)
