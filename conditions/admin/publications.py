"""What readers get and what was said about it since, to be read: every change is a move of the desk."""

from typing import ClassVar

from django.contrib import admin

from conditions.admin.base import Evidence
from conditions.models import Caution, Confirmation, Escalation, Notice, Publication, ReaderReport, Seal, SignOff


@admin.register(Publication)
class PublicationAdmin(Evidence):
    list_display = ("code", "answer", "number", "kind", "published_on", "next_due_on", "ending")
    list_filter = ("kind", "ending")
    list_select_related = ("answer__condition", "answer__question")
    search_fields: ClassVar = ("code", "answer__condition__slug", "answer__question__slug")


@admin.register(SignOff)
class SignOffAdmin(Evidence):
    list_display = ("publication", "verdict")
    list_select_related = ("publication", "verdict")


@admin.register(Notice)
class NoticeAdmin(Evidence):
    list_display = ("publication", "kind", "reason", "by", "on")
    list_filter = ("kind",)
    list_select_related = ("publication", "by")


@admin.register(Confirmation)
class ConfirmationAdmin(Evidence):
    list_display = ("notice", "by", "at")
    list_select_related = ("notice__publication", "by")


@admin.register(Escalation)
class EscalationAdmin(Evidence):
    list_display = ("notice", "told", "at")
    list_select_related = ("notice__publication",)


@admin.register(Caution)
class CautionAdmin(Evidence):
    list_display = ("__str__", "starts_on", "ends_on", "by", "confirmed_by", "lifted_at")
    list_select_related = ("answer__condition", "answer__question", "condition", "source", "by", "confirmed_by")


@admin.register(Seal)
class SealAdmin(Evidence):
    list_display = ("revision", "ground", "reason", "asked_by", "sealed_by", "sealed_at")
    list_filter = ("ground",)
    list_select_related = ("revision", "asked_by", "sealed_by")


@admin.register(ReaderReport)
class ReaderReportAdmin(Evidence):
    sees = "handle_reports"
    list_display = ("number", "page", "reason", "at", "outcome")
    list_filter = ("reason", "outcome")
