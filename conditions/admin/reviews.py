"""Reviews and those who give them, to be read: every change is a move of the desk."""

from typing import ClassVar

from django.contrib import admin

from conditions.admin.base import Evidence
from conditions.models import (
    Assignment,
    Comment,
    Credential,
    Declaration,
    Reviewer,
    Revocation,
    Round,
    Verdict,
    Verification,
)


@admin.register(Round)
class RoundAdmin(Evidence):
    list_display = ("answer", "revision", "kind", "opened_at", "due_on", "outcome")
    list_filter = ("kind", "outcome")
    list_select_related = ("answer__condition", "answer__question", "revision")


@admin.register(Assignment)
class AssignmentAdmin(Evidence):
    list_display = ("round", "reviewer", "offered_at", "accepted_at", "declined_at")
    list_select_related = ("round__revision", "reviewer")


@admin.register(Verdict)
class VerdictAdmin(Evidence):
    list_display = ("revision", "name", "credential", "decision", "on", "digest")
    list_filter = ("decision",)
    list_select_related = ("revision",)
    search_fields: ClassVar = ("name", "digest")


@admin.register(Comment)
class CommentAdmin(Evidence):
    list_display = ("revision", "by", "weight", "place", "at")
    list_filter = ("weight",)
    list_select_related = ("revision", "by")


@admin.register(Reviewer)
class ReviewerAdmin(Evidence):
    list_display = ("name", "discipline", "user")
    list_select_related = ("user",)
    search_fields: ClassVar = ("name", "discipline")


@admin.register(Credential)
class CredentialAdmin(Evidence):
    list_display = ("reviewer", "profession", "title", "register")
    list_filter = ("profession",)
    list_select_related = ("reviewer",)


@admin.register(Verification)
class VerificationAdmin(Evidence):
    list_display = ("credential", "by", "verified_on", "valid_until")
    list_select_related = ("credential", "by")


@admin.register(Revocation)
class RevocationAdmin(Evidence):
    list_display = ("credential", "by", "on", "reason")
    list_select_related = ("credential", "by")


@admin.register(Declaration)
class DeclarationAdmin(Evidence):
    list_display = ("reviewer", "condition", "is_none", "interests", "at")
    list_select_related = ("reviewer", "condition")
