"""Cautions over live text and seals over published words, to be read; each is decided on at the desk."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions.admin.base import Evidence
from conditions.admin.evidence import AnswerEvidence, AtTheDesk, OfAnAnswer
from conditions.models import Caution, Seal
from conditions.permissions import places


@admin.register(Caution)
class CautionAdmin(AtTheDesk, OfAnAnswer, Evidence):
    list_display = ("over", "text", "starts_on", "ends_on", "by", "confirmed_by", "lifted_at")
    list_filter = ("ends_on",)
    list_select_related = ("condition", "source", "by", "confirmed_by")
    date_hierarchy = "at"
    search_fields: ClassVar = ("condition__names__text", "source__key", "source__title", "reason")
    ordering = ("-at", "-pk")
    fields = (
        "desk",
        ("about", "condition", "source"),
        "text",
        "reason",
        ("by", "at", "starts_on", "ends_on"),
        ("confirmed_by", "confirmed_at"),
        ("lifted_by", "lifted_at"),
    )
    readonly_fields = ("about", "desk", "text")

    def reached(self, request: HttpRequest, action: str) -> Q:
        """Those over a condition too; one over a source concerns the whole site."""
        there = super().reached(request, action)
        return there and there | Q(condition__in=places(request.user, action, on=timezone.localdate()))

    def ways(self, row: Caution) -> list[tuple[object, str]]:
        if row.lifted_at:
            return []
        lift = (gettext("Lift the caution"), reverse("desk:lift_caution", args=[row.pk]))
        if row.words and not row.confirmed_at:
            return [(gettext("Confirm the caution"), reverse("desk:confirm_caution", args=[row.pk])), lift]
        return [(gettext("Renew the caution"), reverse("desk:renew_caution", args=[row.pk])), lift]

    @admin.display(description=_("about"))
    def over(self, caution: Caution) -> str:
        return str(caution)

    @admin.display(description=_("what readers see"))
    def text(self, caution: Caution) -> str:
        return caution.text


@admin.register(Seal)
class SealAdmin(AtTheDesk, AnswerEvidence):
    to_answer = "revision__answer"
    list_display = ("revision", "about", "ground", "reason", "asked_by", "sealed_by", "sealed_at")
    list_filter = ("ground",)
    list_select_related = ("revision", "asked_by", "sealed_by")
    date_hierarchy = "asked_at"
    search_fields: ClassVar = ("reason",)
    ordering = ("-asked_at", "-pk")
    readonly_fields = ("about", "desk")
    fields = (
        "desk",
        ("about", "revision"),
        ("ground", "includes_notices"),
        "reason",
        ("asked_by", "asked_at"),
        ("sealed_by", "sealed_at"),
        ("refused_by", "refused_at"),
    )

    def ways(self, row: Seal) -> list[tuple[object, str]]:
        if row.sealed_at or row.refused_at:
            return []
        return [
            (gettext("Look at it and confirm"), reverse("desk:confirm_seal", args=[row.pk])),
            (gettext("Refuse the seal"), reverse("desk:refuse_seal", args=[row.pk])),
        ]
