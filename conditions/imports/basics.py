"""Questions, review policies, countries and help lines as shipped: what is missing is created.

What is there is left alone. After the first load nothing of it changes what readers see (E22): countries and lines
arrive as proposals, questions unasked, and wordings with questions that were never asked.
"""

import datetime
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from conditions.imports import arrivals
from conditions.imports.catalogue import BadFile, content
from conditions.models import Country, HelpLine, Proposal, Question, ReviewPolicy, Wording

DATA = Path(__file__).resolve().parent.parent / "data"
QUESTIONS = DATA / "questions.toml"
COUNTRIES = DATA / "countries.toml"
LINES = DATA / "help_lines.toml"
LANGUAGES = ("en", "es")


@dataclass(frozen=True)
class Added:
    """How many of each were missing and are there now."""

    policies: int
    questions: int
    wordings: int
    countries: int
    help_lines: int
    waiting: int  # countries and help lines that wait for an editor
    unasked: int = 0  # questions that the file asks and this site does not, because it had started

    def lines(self) -> list[str]:
        """The report, for whoever ran the import."""
        asked = f"{self.questions} questions in {self.wordings} wordings, {self.policies} review policies"
        lines = [f"New: {asked}, {self.countries} countries, {self.help_lines} help lines."]
        if self.waiting:
            lines.append(
                f"{self.waiting} new countries or help lines wait in the administration, under Proposals: readers see "
                "no number of them until an editor accepts it."
            )
        if self.unasked:
            lines.append(
                f"{self.unasked} of the new questions are not asked: read them in the administration, under Questions, "
                "and tick “asked” there to propose them to another editor."
            )
        return lines


@transaction.atomic
def load(
    *, at: datetime.datetime, questions: Path = QUESTIONS, countries: Path = COUNTRIES, lines: Path = LINES
) -> Added:
    """Creates what is missing of the files. Raises: BadFile, and then nothing was created."""
    started, asked = arrivals.has_started(), _read(questions)
    policies = _save(_missing(ReviewPolicy, "slug", asked.get("policy", []), questions), questions)
    known = dict(ReviewPolicy.objects.newest().values_list("slug", "pk"))
    rows = [_question(row, known, started=started) for row in asked.get("question", [])]
    new = _missing(Question, "slug", rows, questions)
    made, asks = _save(new, questions), _asks(asked.get("question", []))
    wordings = _wordings(asked.get("question", []), questions, started=started)
    fresh = _missing(Country, "code", _read(countries).get("country", []), countries)
    if not started:
        added = (_save(fresh, countries), _save(_lines(lines), lines))
        return Added(policies, made, wordings, *added, waiting=0)
    to_call = _lines(lines)
    for row, path in [*((row, countries) for row in fresh), *((row, lines) for row in to_call)]:
        _check(row, path)
    waiting = [*arrivals.countries(fresh, countries.name, at), *arrivals.lines(to_call, lines.name, at)]
    Proposal.objects.bulk_create(waiting)
    unasked = sum(each.slug in asks for each in new)
    return Added(policies, made, wordings, countries=0, help_lines=0, waiting=len(waiting), unasked=unasked)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(content(path).decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadFile(_("%(path)s cannot be read: %(error)s") % {"path": path, "error": error}) from error


def _asks(rows: list[dict[str, Any]]) -> set[str]:
    return {row["slug"] for row in rows if row.get("is_asked", True)}


def _question(row: dict[str, Any], policies: dict[str, int], *, started: bool) -> dict[str, Any]:
    """A site starts with what the file asks; later no reader has met what comes."""
    rest = {key: value for key, value in row.items() if key not in {"policy", *LANGUAGES}}
    is_asked = row.get("is_asked", True) and not started
    return rest | {"policy_id": policies.get(row.get("policy", "")), "is_asked": is_asked, "was_asked": is_asked}


def _lines(path: Path) -> list[HelpLine]:
    """Those that are missing, of countries that are here."""
    here = set(Country.objects.values_list("code", flat=True))
    return [line for line in _missing(HelpLine, "slug", _read(path).get("line", []), path) if line.country_id in here]


def _wordings(rows: list[dict[str, Any]], path: Path, *, started: bool) -> int:
    settled = Question.objects.met() if started else Question.objects.none()
    questions = dict(Question.objects.exclude(pk__in=settled).values_list("slug", "pk"))
    known = set(Wording.objects.values_list("question_id", "language"))
    fresh = [
        Wording(question_id=questions[row["slug"]], language=language, text=row[language])
        for row in rows
        for language in LANGUAGES
        if row["slug"] in questions and language in row and (questions[row["slug"]], language) not in known
    ]
    return _save(fresh, path)


def _missing(model: type[Any], key: str, rows: list[dict[str, Any]], path: Path) -> list[Any]:
    """Of the rows of the file those that are not here, unsaved. Raises: BadFile."""
    known = set(model.objects.values_list(key, flat=True))
    try:
        return [model(**row) for row in rows if row[key] not in known]
    except (KeyError, TypeError) as error:
        raise BadFile(
            _("%(path)s has an entry that is not complete: %(error)s") % {"path": path, "error": error}
        ) from error


def _save(fresh: list[Any], path: Path) -> int:
    for made in fresh:
        _check(made, path)
        made.save(force_insert=True)
    return len(fresh)


def _check(made: Model, path: Path) -> None:
    try:
        made.full_clean()
    except ValidationError as error:
        wrong = "; ".join(error.messages)
        raise BadFile(_("%(path)s: “%(made)s”: %(wrong)s") % {"path": path, "made": made, "wrong": wrong}) from error
