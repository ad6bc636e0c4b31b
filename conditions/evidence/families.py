"""Which rows of evidence belong together, and whose stream of events tells of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

from django.db import models

from conditions.models import (
    Answer,
    Assignment,
    Bundle,
    Caution,
    Citation,
    Comment,
    Condition,
    Confirmation,
    Contribution,
    Credential,
    Declaration,
    Escalation,
    ExpertLink,
    Fact,
    FactValue,
    FactVersion,
    Notice,
    Publication,
    Quotation,
    Reading,
    Reviewer,
    ReviewReminder,
    Revision,
    Revocation,
    Round,
    Schedule,
    Seal,
    SignOff,
    Source,
    Verdict,
    Verification,
)

Model = type[models.Model]
DIGITS = 19  # what fits a row number on every engine is shorter


@dataclass(frozen=True)
class Family:
    """An owner, and the tables whose rows its stream tells of, each with the way from a row to the owner.

    The stream is called after the kind and the owner's `key`. `tables` come in the order in which they are read.
    """

    kind: str
    owner: Model
    tables: Mapping[Model, str]
    key: str = "id"

    def stream(self, owner: models.Model) -> str:
        return f"{self.kind}:{getattr(owner, self.key)}"

    def home(self, row: models.Model) -> str:
        """The stream that tells of the row; empty if no stream of this family does."""
        way = self.tables.get(type(row))
        if way is None:
            return ""
        owner = row if way == "pk" else reduce(getattr, way.split("__"), row)
        return self.stream(owner) if isinstance(owner, self.owner) else ""

    def depth(self, named: str) -> tuple[int, str]:
        """Sorts names of rows: those on which others hang come first."""
        table = named.partition(":")[0]
        ways = [way.count("__") for model, way in self.tables.items() if model._meta.db_table == table and way != "pk"]
        return sum(ways, start=len(ways)), named

    def among(self, streams: Iterable[str]) -> set[str]:
        """Those whose owner stands."""
        keys = [stream.removeprefix(f"{self.kind}:") for stream in streams]
        if self.key == "id":
            keys = [key for key in keys if key.isdecimal() and len(key) < DIGITS]
        owners = self.owner._default_manager.filter(**{f"{self.key}__in": keys})
        return {self.stream(owner) for owner in owners.only(self.key)}


ANSWERS = Family(
    "answer",
    Answer,
    {
        Answer: "pk",
        Contribution: "revision__answer",
        Citation: "revision__answer",
        Quotation: "revision__answer",
        Revision: "answer",
        Round: "answer",
        Assignment: "round__answer",
        ReviewReminder: "assignment__round__answer",
        Verdict: "round__answer",
        Comment: "round__answer",
        Reading: "round__answer",
        Schedule: "answer",
        Publication: "answer",
        SignOff: "publication__answer",
        Notice: "publication__answer",
        Confirmation: "notice__publication__answer",
        Escalation: "notice__publication__answer",
        Seal: "revision__answer",
        Caution: "answer",
    },
)
REVIEWERS = Family(
    "reviewer",
    Reviewer,
    {
        Reviewer: "pk",
        Credential: "reviewer",
        Verification: "credential__reviewer",
        Revocation: "credential__reviewer",
        Declaration: "reviewer",
    },
)
SOURCES = Family("source", Source, {Source: "pk", Caution: "source"}, key="key")
FACTS = Family("fact", Fact, {Fact: "pk", FactVersion: "fact", FactValue: "version__fact"})
CONDITIONS = Family(
    "condition", Condition, {Bundle: "condition", ExpertLink: "bundle__condition", Caution: "condition"}
)

FAMILIES: list[Family] = []


def home(row: models.Model) -> str:
    """The one stream that tells of the row; empty if the row is no evidence."""
    return next((stream for family in FAMILIES if (stream := family.home(row))), "")
