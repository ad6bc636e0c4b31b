"""Cautions over live text and seals over published words: each step after a page that asks."""

import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions.admin.base import Evidence
from conditions.admin.decisions import Decides, Decision
from conditions.admin.evidence import AnswerEvidence, OfAnAnswer, named_answers
from conditions.editorial import cautions, seals
from conditions.models import Caution, Revision, Seal
from conditions.models.cautions import CAUTION

LINE = {"class": "vTextField"}


class PutCaution(Decision):
    """Over an answer; the wording is fixed, so nothing that one person writes reaches readers (E21)."""

    address = "caution"
    title = _("Put a caution over it")
    says = (
        _("Readers see these words above the live text at once, for 14 days unless somebody lifts them:"),
        CAUTION,
        _("The reviewed words and their dates stay untouched. To renew a caution, put another one."),
    )
    done = _("Readers see the caution.")
    needs = "take_away"

    reason = forms.CharField(
        label=_("reason"),
        max_length=300,
        widget=forms.TextInput(attrs=LINE),
        help_text=_("For colleagues; readers never see it."),
    )

    def told(self) -> list[tuple[Any, Any]]:
        return [(_("answer"), self.row)]

    def move(self, *, at: datetime.datetime) -> None:
        cautions.caution(self.row, by=self.by, at=at, reason=self.cleaned_data["reason"])


class ConfirmCaution(Decision):
    address = "confirm"
    title = _("Confirm the caution")
    says = (_("Readers see these words above the text at once, until their last day."),)
    done = _("Readers see the caution.")
    needs = "take_away"

    def hindrance(self) -> str:
        if self.row.by_id == self.by.pk:
            return gettext("Own words need a second person. Ask a colleague to confirm them.")
        waits = self.row.words and not self.row.confirmed_at
        return _ended(self.row) or ("" if waits else gettext("Readers see this caution already."))

    def told(self) -> list[tuple[Any, Any]]:
        return _of_caution(self.row)

    def move(self, *, at: datetime.datetime) -> None:
        cautions.confirm_caution(self.row, by=self.by, at=at)


class LiftCaution(Decision):
    address = "lift"
    title = _("Lift the caution")
    says = (_("Readers see it no more, from now on. It stays on record."),)
    done = _("The caution is lifted.")
    needs = "take_away"

    def hindrance(self) -> str:
        return _ended(self.row)

    def told(self) -> list[tuple[Any, Any]]:
        return _of_caution(self.row)

    def move(self, *, at: datetime.datetime) -> None:
        cautions.lift_caution(self.row, by=self.by, at=at)


def _ended(caution: Caution) -> str:
    over = caution.lifted_at or caution.ends_on < timezone.localdate()
    return gettext("This caution has ended.") if over else ""


def _of_caution(caution: Caution) -> list[tuple[Any, Any]]:
    return [
        (_("about"), str(caution)),
        (_("what readers see"), caution.text),
        (_("reason"), caution.reason),
        (_("by"), caution.by),
        (_("last day"), caution.ends_on),
    ]


class AskSeal(Decision):
    address = "seal"
    title = _("Ask for a seal")
    says = (
        _("A seal takes the words of this version away for good: from every page, this one included, for everybody."),
        _("Its digest, its dates, its people and your reason stay. Nothing happens until a second person confirms."),
    )
    done = _("The seal is asked for. A colleague confirms it.")
    needs = "seal"

    ground = forms.ChoiceField(label=_("ground"), choices=Seal.Ground.choices)
    reason = forms.CharField(
        label=_("reason"),
        max_length=300,
        widget=forms.TextInput(attrs=LINE),
        help_text=_("Readers see it in place of the words."),
    )
    includes_notices = forms.BooleanField(
        label=_("with its notices"), required=False, help_text=_("The notices about it repeat what has to go.")
    )

    def hindrance(self) -> str:
        return gettext("These words are sealed.") if self.row.is_sealed else ""

    def told(self) -> list[tuple[Any, Any]]:
        revision: Revision = self.row
        return [(_("answer"), revision.answer), (_("revision"), revision.number), (_("digest"), revision.digest)]

    def move(self, *, at: datetime.datetime) -> None:
        typed = {name: self.cleaned_data[name] for name in ("ground", "reason", "includes_notices")}
        seals.ask_seal(self.row, by=self.by, at=at, **typed)


class ConfirmSeal(Decision):
    address = "confirm"
    title = _("Seal for good")
    says = (
        _("The words go now, with what was said of them in reviews. Nobody can bring them back."),
        _("Look at the version first, and at the order or the letter that asks for this."),
    )
    done = _("The words are sealed.")
    needs = "seal"
    proves = True

    def hindrance(self) -> str:
        if self.row.asked_by_id == self.by.pk:
            return gettext("A seal takes two people. Ask a colleague to confirm it.")
        return _decided(self.row)

    def told(self) -> list[tuple[Any, Any]]:
        return _of_seal(self.row)

    def move(self, *, at: datetime.datetime) -> None:
        seals.seal(self.row, by=self.by, at=at)


class RefuseSeal(Decision):
    address = "refuse"
    title = _("Refuse the seal")
    says = (_("The words stay as they are. A seal can be asked for anew."),)
    done = _("The words stay.")
    needs = "seal"

    def hindrance(self) -> str:
        return _decided(self.row)

    def told(self) -> list[tuple[Any, Any]]:
        return _of_seal(self.row)

    def move(self, *, at: datetime.datetime) -> None:
        seals.refuse_seal(self.row, by=self.by, at=at)


def _decided(seal: Seal) -> str:
    return gettext("This seal was decided on already.") if seal.sealed_at or seal.refused_at else ""


def _of_seal(seal: Seal) -> list[tuple[Any, Any]]:
    return [
        (_("answer"), seal.revision.answer),
        (_("revision"), seal.revision.number),
        (_("ground"), seal.get_ground_display()),
        (_("reason"), seal.reason),
        (_("with its notices"), gettext("Yes") if seal.includes_notices else gettext("No")),
        (_("asked for by"), seal.asked_by),
    ]


@admin.register(Caution)
class CautionAdmin(Decides, OfAnAnswer, Evidence):
    list_display = ("over", "text", "starts_on", "ends_on", "by", "confirmed_by", "lifted_at")
    list_filter = ("ends_on",)
    list_select_related = ("condition", "source", "by", "confirmed_by")
    date_hierarchy = "at"
    search_fields: ClassVar = ("condition__names__text", "source__key", "source__title", "reason")
    ordering = ("-at", "-pk")
    fields = (
        ("about", "condition", "source"),
        "text",
        "reason",
        ("by", "at", "starts_on", "ends_on"),
        ("confirmed_by", "confirmed_at"),
        ("lifted_by", "lifted_at"),
    )
    readonly_fields = ("about", "text")
    decisions = (ConfirmCaution, LiftCaution)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Caution]:
        return Caution.objects.prefetch_related(Prefetch("answer", named_answers()))

    def condition_of(self, row: Any) -> Any:
        return row.answer.condition if row.answer else row.condition

    @admin.display(description=_("about"))
    def over(self, caution: Caution) -> str:
        return str(caution)

    @admin.display(description=_("what readers see"))
    def text(self, caution: Caution) -> str:
        return caution.text


@admin.register(Seal)
class SealAdmin(Decides, AnswerEvidence):
    to_answer = "revision__answer"
    list_display = ("revision", "about", "ground", "reason", "asked_by", "sealed_by", "sealed_at")
    list_filter = ("ground",)
    list_select_related = ("revision", "asked_by", "sealed_by")
    date_hierarchy = "asked_at"
    search_fields: ClassVar = ("reason",)
    ordering = ("-asked_at", "-pk")
    fields = (
        ("about", "revision"),
        ("ground", "includes_notices"),
        "reason",
        ("asked_by", "asked_at"),
        ("sealed_by", "sealed_at"),
        ("refused_by", "refused_at"),
    )
    decisions = (ConfirmSeal, RefuseSeal)
