"""Rules that mark places in a story for its author and for a moderator: explainable, none of them decides (M4, M14).

A rule finds words, and says why they matter in one sentence for each of the two. It raises how carefully a story is
looked at, and never refuses one. Each reads English and Spanish, whatever the language of the story: people mix them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from community.models import Finding
from community.triage import contact, danger, exact, medicine, names, profession, recognised
from community.triage.marks import HEIGHTS, Mark, covered

NEVER_PUBLIC = ("contact", "address", "birth")  # unless a person says, for these words, that it is none (C16)
MOST = 40  # of one rule in one text: who looks at the first forty needs no more of them


@dataclass(frozen=True)
class Rule:
    """What it looks for, as the author reads it beside the words, and as the moderator does."""

    name: str
    to_author: Any
    to_moderator: Any
    marks: Callable[[str], Iterator[Mark]]


RULES: tuple[Rule, ...] = (
    Rule(
        "danger",
        _("If you might harm yourself or somebody else, please talk to somebody now."),
        _("Somebody may be in danger, now or earlier."),
        danger.marks,
    ),
    Rule(
        "contact",
        _("Anybody could reach you or somebody else by this. Leave it out."),
        _("It looks like an address, a number or a name by which somebody can be reached."),
        contact.marks,
    ),
    Rule(
        "address",
        _("This says where somebody lives, to the house. Leave it out."),
        _("It looks like the exact address of a place."),
        exact.addresses,
    ),
    Rule(
        "birth",
        _("This is a date of birth. Say an age, or leave it out."),
        _("It gives the day on which somebody was born."),
        exact.births,
    ),
    Rule(
        "accused",
        _("You name somebody here and say something bad of them. Say what happened, and leave the name out."),
        _("A clinician or a hospital is named where something bad is told of them."),
        names.accused,
    ),
    Rule(
        "dose",
        _("Somebody could copy this amount. Name the medicine if you like, and leave the amount out."),
        _("It gives an amount of a medicine, or tells how one was changed."),
        medicine.doses,
    ),
    Rule(
        "stopping",
        _("You tell of stopping a treatment. Say if you talked to your clinic first: others may do the same."),
        _("It tells of stopping or refusing a treatment."),
        medicine.stopping,
    ),
    Rule(
        "cure",
        _("This sounds as if it cured you, or would cure others. Say what it did for you."),
        _("It claims a cure, or that something works for everybody."),
        medicine.cures,
    ),
    Rule(
        "brand",
        _("This may read like an advert. Say what it is, without the name of the maker."),
        _("It praises something that is sold, by its name."),
        medicine.brands,
    ),
    Rule(
        "profession",
        _("You say what you work as. Nobody here has checked it: tell what you lived, not what you would advise."),
        _("It says that its author works in health care. Nobody has checked that, and readers are told so."),
        profession.claims,
    ),
    Rule(
        "recognised",
        _("People who know you might recognise you from this. It is your choice."),
        _("Somebody could be recognised from this: a name, an age, a day, a place, a rare job."),
        recognised.marks,
    ),
)


def read(text: str) -> list[Mark]:
    """Every place that a rule marks, in the order of the text; of two at one place by one rule the more serious."""
    plain = text.translate({0x2019: "'"})
    found: dict[tuple[int, str], Mark] = {}
    for rule in RULES:
        of_rule = sorted(rule.marks(plain), key=lambda mark: (-HEIGHTS[mark.level], mark.place))
        for mark in of_rule[:MOST]:
            found.setdefault((mark.place, rule.name), mark)
    return sorted(found.values())


class Marked(NamedTuple):
    """A mark, in which part of what readers see, and the words at the place."""

    part: str
    mark: Mark
    words: str


def read_all(*, title: str, text: str, ties: str) -> list[Marked]:
    """What is marked in all that an author wrote. A company is meant to be named in `ties`, so only what never comes
    before readers is looked for there."""
    parts = {Finding.Part.TITLE: title, Finding.Part.TEXT: text, Finding.Part.TIES: ties}
    return [
        Marked(part, each, said[each.place : each.place + each.length])
        for part, said in parts.items()
        for each in read(said)
        if part != Finding.Part.TIES or each.rule in NEVER_PUBLIC
    ]


def rule(name: str) -> Rule | None:
    """The rule of that name; none for one that the site had once."""
    return next((each for each in RULES if each.name == name), None)


__all__ = ["HEIGHTS", "NEVER_PUBLIC", "RULES", "Mark", "Marked", "Rule", "covered", "read", "read_all", "rule"]
