"""What an editor decides over many cells of the coverage at once, after a forecast of what it will do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db import transaction
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions.digest import canonical, sha256
from conditions.editorial import deadlines, owners, questions
from conditions.editorial.coverage import Place
from conditions.editorial.rows import version
from conditions.forms.decision import Decision
from conditions.models import Applicability, Publication, Round, User
from conditions.stages import Stage

if TYPE_CHECKING:
    Choice = forms.ModelChoiceField[Any]
else:
    Choice = forms.ModelChoiceField  # takes no type at run time

MOST = 500  # cells that are decided in one go


@dataclass(frozen=True)
class Selection:
    """Cells that somebody chose, in one language."""

    places: list[Place]
    language: str

    @property
    def keys(self) -> str:
        return " ".join(place.key for place in self.places)


class OverCells(Decision):
    """`about` is the selection. What was on screen is how it stood with each cell."""

    page = "desk/coverage_decide.html"
    nothing: ClassVar[Any]  # what to do where the move would change none of the cells
    in_all_languages: ClassVar[bool] = False

    cells = forms.CharField(widget=forms.HiddenInput, required=False)
    language = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.initial = {**self.initial, "cells": self.about.keys, "language": self.about.language}

    def screen(self) -> str:
        told = [[each.key, each.stage.value, str(each.underway or ""), each.owner] for each in self.about.places]
        return sha256(canonical(told))[:16]

    def hindrance(self) -> str:
        if not self.about.places:
            return gettext("You chose nothing. Go back and tick cells, rows or columns.")
        if len(self.about.places) > MOST:
            return gettext("You chose %(n)d cells. Choose at most %(most)d at once.") % {
                "n": len(self.about.places),
                "most": MOST,
            }
        return "" if self.touched else str(self.nothing)

    def changing(self) -> list[Place]:
        """Those that the move would change."""
        raise NotImplementedError

    @cached_property
    def touched(self) -> list[Place]:
        return self.changing()

    def shown(self) -> dict[str, Any]:
        kept = [place for place in self.about.places if place not in self.touched]
        return {"selection": self.about, "touched": self.touched, "kept": kept, "warning": self.warning()}

    def warning(self) -> str:
        """What the move would do besides."""
        return ""


class Person(Choice):
    """A colleague by name, and by address where two have the same."""

    def label_from_instance(self, user: Any) -> str:
        return f"{user.name} ({user.email})" if user.name and user.has_namesake else str(user.known_as)


class Assign(OverCells):
    needs = "offer"
    nothing = _("None of the questions that you chose applies to its condition. Go back and choose other cells.")
    title = _("Name who looks after them")
    button = _("Name this person")
    done = _("They look after these answers now.")

    owner = Person(
        User.objects.none(),
        label=_("Who looks after them?"),
        help_text=_("It gives no right. Their name stands in the coverage and in the lists."),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        field: Any = self.fields["owner"]
        field.queryset = owners.possible(on=localdate(self.at))

    def changing(self) -> list[Place]:
        return [place for place in self.about.places if place.stage != Stage.NOT_APPLYING]

    def move(self) -> None:
        owners.assign([each.cell for each in self.touched], self.cleaned_data["owner"], by=self.by, at=self.at)


class SetDue(OverCells):
    needs = "offer"
    nothing = _(
        "Nothing of what you chose is in review, so there is no day to set. Go back and choose answers that are in "
        "review, or send these to review first."
    )
    title = _("Set by which day the reviews are wanted")
    button = _("Set this day")
    says = (
        _("Each reviewer and lay reader who has not answered yet gets one mail, however many texts it is about."),
        _("The link of an outside expert ends on the day that was set with it."),
    )
    done = _("The reviews are wanted by this day now.")

    due_on = forms.DateField(label=_("By which day?"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    reason = forms.CharField(
        label=_("Why?"), max_length=300, widget=forms.Textarea({"rows": 2}), help_text=_("The reviewers read it.")
    )

    @cached_property
    def opened(self) -> dict[int, Round]:
        """The open reviews of what was chosen, by the key of the answer."""
        chosen = [place.answer.pk for place in self.about.places if place.answer]
        found = Round.objects.filter(answer__in=chosen, closed_at=None).select_related("answer__condition")
        return {each.answer_id: each for each in found.order_by("answer")}

    def screen(self) -> str:
        return sha256(canonical([super().screen(), [version(each) for each in self.opened.values()]]))[:16]

    def changing(self) -> list[Place]:
        return [place for place in self.about.places if place.answer and place.answer.pk in self.opened]

    def warning(self) -> str:
        days = sorted({each.due_on for each in self.opened.values() if each.due_on})
        if not days:
            return gettext("None of these reviews is wanted by a day yet.")
        told = {"first": date_format(days[0]), "last": date_format(days[-1])}
        if len(days) == 1:
            return gettext("So far the day is %(first)s.") % told
        return gettext("So far the days lie between %(first)s and %(last)s.") % told

    def move(self) -> None:
        given = self.cleaned_data
        deadlines.set_due(list(self.opened.values()), given["due_on"], given["reason"], by=self.by, at=self.at)


class NotApplying(OverCells):
    needs = "manage_catalogue"
    nothing = _(
        "What you chose either does not apply already, or readers have its text. Go back and choose other cells, or "
        "withdraw the text first."
    )
    title = _("Mark as not applying")
    button = _("Mark them")
    says = (_("Readers then find nothing of these questions, and they do not count as missing (in every language)."),)
    done = _("They do not apply any more.")
    in_all_languages = True

    reason = forms.CharField(
        label=_("Why?"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("For colleagues; readers never see it."),
    )

    def changing(self) -> list[Place]:
        """Not what does not apply already, nor what readers have: they would lose it without a word (R28)."""
        live = Publication.objects.live().filter(
            answer__condition__in={each.cell.condition for each in self.about.places}
        )
        held = set(live.values_list("answer__condition", "answer__question"))
        return [
            place
            for place in self.about.places
            if place.stage != Stage.NOT_APPLYING and (place.cell.condition, place.cell.question) not in held
        ]

    def warning(self) -> str:
        underway = [place for place in self.touched if place.underway]
        if not underway:
            return ""
        told = ", ".join(f"{place.condition.name}: {place.question.text}" for place in underway[:3])
        said = gettext("Somebody is at work on %(n)d of them, and could not publish it any more: %(which)s.")
        return said % {"n": len(underway), "which": told.replace("{condition}", "…")}

    @transaction.atomic
    def move(self) -> None:
        """All of them or none, in one order."""
        decided = _decided(self.touched)
        for place in sorted(self.touched, key=lambda each: each.cell):
            there = decided.get((place.cell.condition, place.cell.question))
            questions.decide_applicability(
                place.condition,
                place.question,
                applies=False,
                reason=self.cleaned_data["reason"],
                by=self.by,
                at=self.at,
                seen=version(there) if there else "",
            )


def _decided(places: Iterable[Place]) -> dict[tuple[int, int], Applicability]:
    """What was decided before about these questions."""
    rows = Applicability.objects.filter(condition__in={place.cell.condition for place in places})
    return {(row.condition_id, row.question_id): row for row in rows}
