"""The rules, each with its version and why it matters: a sentence for the author, and one for who moderates.

Whoever changes what a rule finds gives it the next version: with a finding stands the one by which it was found, and a
finding is never made again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from community.triage import abuse, children, contact, danger, exact, medicine, names, others, profession, recognised
from community.triage.marks import Mark


@dataclass(frozen=True)
class Rule:
    """What it looks for, as the author reads it beside the words, and as the moderator does."""

    name: str
    version: int
    to_author: Any
    to_moderator: Any
    marks: Callable[[str], Iterator[Mark]]
    is_of_own: bool = False  # it matters only where somebody writes of nobody's health but their own


RULES: tuple[Rule, ...] = (
    Rule(
        "danger",
        3,
        _("If you might harm yourself or somebody else, please talk to somebody now."),
        _("Somebody may be in danger, now or earlier."),
        danger.marks,
    ),
    Rule(
        "child",
        3,
        _("If a child is in danger, please talk to somebody now who can help."),
        _("A child may be at risk, now or earlier."),
        children.at_risk,
    ),
    Rule(
        "underage",
        3,
        _("Our accounts are for those who are old enough. If you are not, ask a grown-up whom you trust to write."),
        _("Its author may be below the age of an account."),
        children.underage,
    ),
    Rule(
        "contact",
        2,
        _("Anybody could reach you or somebody else by this. Leave it out."),
        _("It looks like an address, a number or a name by which somebody can be reached."),
        contact.marks,
    ),
    Rule(
        "address",
        2,
        _("This says where somebody lives, to the house. Leave it out."),
        _("It looks like the exact address of a place."),
        exact.addresses,
    ),
    Rule(
        "birth",
        2,
        _("This is a date of birth. Say an age, or leave it out."),
        _("It gives the day on which somebody was born."),
        exact.births,
    ),
    Rule(
        "accused",
        2,
        _("You name somebody here and say something bad of them. Say what happened, and leave the name out."),
        _("A clinician or a hospital is named where something bad is told of them."),
        names.accused,
    ),
    Rule(
        "dose",
        2,
        _("Somebody could copy this amount. Name the medicine if you like, and leave the amount out."),
        _("It gives an amount of a medicine, or tells how one was changed."),
        medicine.doses,
    ),
    Rule(
        "stopping",
        2,
        _("You tell of stopping a treatment. Say if you talked to your clinic first: others may do the same."),
        _("It tells of stopping or refusing a treatment."),
        medicine.stopping,
    ),
    Rule(
        "cure",
        2,
        _("This sounds as if it cured you, or would cure others. Say what it did for you."),
        _("It claims a cure, or that something works for everybody."),
        medicine.cures,
    ),
    Rule(
        "brand",
        2,
        _("This may read like an advert. Say what it is, without the name of the maker."),
        _("It praises something that is sold, by its name."),
        medicine.brands,
    ),
    Rule(
        "hate",
        2,
        _("This may hurt people because of what they are. Say what happened to you, and of whom you speak."),
        _("It speaks with contempt of people because of what they are, or tells of such words."),
        abuse.hate,
    ),
    Rule(
        "profanity",
        2,
        _("Some readers stop reading at a coarse word. It is your choice."),
        _("It uses a coarse word."),
        abuse.profanity,
    ),
    Rule(
        "other",
        2,
        _("You tell of somebody else’s health. Say what they would agree to, or tell only your own part."),
        _("It tells of somebody else’s health, and nobody said that they agree."),
        others.marks,
        is_of_own=True,
    ),
    Rule(
        "profession",
        2,
        _("You say what you work as. Nobody here has checked it: tell what you lived, not what you would advise."),
        _("It says that its author works in health care. Nobody has checked that, and readers are told so."),
        profession.claims,
    ),
    Rule(
        "recognised",
        2,
        _("People who know you might recognise you from this. It is your choice."),
        _("Somebody could be recognised from this: a name, an age, a day, a place, a rare job."),
        recognised.marks,
    ),
    Rule(
        "combination",
        2,
        _("Each of these says little. Together they may tell who you are: one or two of them less is often enough."),
        _("Together these may tell who it is: a name, an age, a day, a place or a work, of at least three kinds."),
        recognised.combination,
    ),
)
