"""The parts of an answer as the sheet shows them: the field, how it measures, what is wrong, and what others said."""

from collections.abc import Mapping
from typing import NamedTuple

from django.forms import BoundField
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conditions import reading_level, rendering
from conditions.editorial import alongside
from conditions.forms.words import NOTE, place
from conditions.models.answers import SHORT_ANSWER, Words
from conditions.views.desk.remarks import Remark
from conditions.views.desk.sheet import Sheet
from conditions.words import SECTIONS

GROUPS = {
    "words": ("short", "body"),
    "more": ("urgent_help", "sources_differ", "unknowns"),
    "rest": ("is_unknown", "searched_on", "machine_help", "within", "translates", "change"),
}


class Part(NamedTuple):
    """One field, and all that belongs beside it."""

    field: BoundField
    measures: list[str] | None  # nothing where nothing is measured
    findings: list[str]
    remarks: list[Remark]
    rival: str  # what somebody else, or another window, put there
    source: alongside.Part | None  # what a translation renders here, block by block

    @property
    def is_busy(self) -> bool:
        """Whether there is something to see, so that it must not be folded away."""
        return bool(
            self.field.errors or self.findings or self.remarks or self.rival or self.source or self.field.value()
        )


def laid_out(
    sheet: Sheet,
    findings: Mapping[str, list[str]],
    facts: Mapping[str, str],
    rivals: Mapping[str, str],
    *,
    said: Mapping[str, list[Remark]],
    beside: Mapping[str, alongside.Part],
) -> dict[str, list[Part]]:
    """The parts in reading order, in the groups in which they stand. `facts` are quoted by key, the rest by field."""
    found, words = _by_field(sheet, findings), sheet.typed()

    def part(name: str) -> Part:
        measures = measured(words, name, facts) if name in GROUPS["words"] else None
        told = (found.get(name, []), said.get(name, []), rivals.get(name, ""), beside.get(name))
        return Part(sheet.form[name], measures, *told)

    names = GROUPS | {"notes": tuple(name for name in sheet.form.fields if name.startswith(NOTE))}
    return {group: [part(name) for name in each if name in sheet.form.fields] for group, each in names.items()}


def measured(words: Words, name: str, facts: Mapping[str, str]) -> list[str]:
    """How long the short answer is to its readers, and how hard it and the body are to read (A6, R25)."""
    text: str = getattr(words, name)
    language = words.answer.language  # type: ignore[attr-defined]
    level = reading_level.level(text, language, "short_answer" if name == "short" else name)
    counted = [_left(SHORT_ANSWER - len(rendering.as_read(text, facts)))] if name == "short" else []
    return [*counted, *([level.said] if level else [])]


def rivals(sheet: Sheet, other: Words, names: set[str] | None = None) -> dict[str, str]:
    """By field, how the other words read where they differ from those on the sheet; of `names` alone if given."""
    mine, theirs = _read(sheet.typed()), _read(other)
    differing = {name for name in mine | theirs if mine.get(name, "") != theirs.get(name, "")}
    if names is not None:
        differing = {name for name in differing if ("country_notes" if name.startswith(NOTE) else name) in names}
    return {name: theirs.get(name) or _("(nothing)") for name in differing}


def summed_up(sheet: Sheet, findings: Mapping[str, list[str]]) -> list[tuple[BoundField | None, str]]:
    """Every finding with its field, in the order of the page; first what belongs to no field."""
    order = [None, *sheet.form.fields]
    told = [(place(name, said, sheet.form.fields), said) for name, each in findings.items() for said in each]
    told.sort(key=lambda pair: order.index(pair[0]))
    return [(sheet.form[name] if name else None, said) for name, said in told]


def _by_field(sheet: Sheet, findings: Mapping[str, list[str]]) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for field, said in summed_up(sheet, findings):
        if field is not None:
            told.setdefault(field.name, []).append(said)
    return told


def _read(words: Words) -> dict[str, str]:
    """By field, what a person reads there."""
    texts = {name: getattr(words, name) for name in ("short", *SECTIONS, "change")}
    notes = {f"{NOTE}{code}": text for code, text in words.country_notes.items()}
    return (
        texts
        | notes
        | {
            "is_unknown": _("Yes") if words.is_unknown else _("No"),
            "searched_on": date_format(words.searched_on) if words.searched_on else "",
            "machine_help": words.get_machine_help_display(),
            "within": str(words.within.question) if words.within else "",
            "translates": str(words.translates or ""),
        }
    )


def _left(left: int) -> str:
    if left < 0:
        return ngettext("%(n)d character too many", "%(n)d characters too many", -left) % {"n": -left}
    return ngettext("%(n)d character left", "%(n)d characters left", left) % {"n": left}
