"""Cautions and seals over published words, to be read."""

from typing import ClassVar

from django.contrib import admin

from conditions.admin.base import Evidence
from conditions.admin.decisions import Decides
from conditions.admin.evidence import AnswerEvidence
from conditions.models import Caution, Seal


@admin.register(Caution)
class CautionAdmin(Decides, Evidence):
    list_display = ("__str__", "starts_on", "ends_on", "by", "confirmed_by", "lifted_at")
    list_select_related = ("answer__condition", "answer__question", "condition", "source", "by", "confirmed_by")


@admin.register(Seal)
class SealAdmin(Decides, AnswerEvidence):
    to_answer = "revision__answer"
    list_display = ("revision", "about", "ground", "reason", "asked_by", "sealed_by", "sealed_at")
    list_filter = ("ground",)
    list_select_related = ("revision", "asked_by", "sealed_by")
    search_fields: ClassVar = ("reason",)
    ordering = ("-asked_at", "-pk")
