"""Questions, review policies and countries as shipped: what is missing is created, what is there is left alone."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conditions.imports.catalogue import BadFile, content
from conditions.models import Country, Question, ReviewPolicy, Wording

DATA = Path(__file__).resolve().parent.parent / "data"
QUESTIONS = DATA / "questions.toml"
COUNTRIES = DATA / "countries.toml"
LANGUAGES = ("en", "es")


@dataclass(frozen=True)
class Added:
    """How many of each were missing and are there now."""

    policies: int
    questions: int
    wordings: int
    countries: int

    def lines(self) -> list[str]:
        """The report, for whoever ran the import."""
        asked = f"{self.questions} questions in {self.wordings} wordings, {self.policies} review policies"
        return [f"New: {asked}, {self.countries} countries."]


@transaction.atomic
def load(questions: Path = QUESTIONS, countries: Path = COUNTRIES) -> Added:
    """Creates what is missing of both files. Raises: BadFile, and then nothing was created."""
    asked = _read(questions)
    policies = _create(ReviewPolicy, "slug", asked.get("policy", []), questions)
    known = dict(ReviewPolicy.objects.values_list("slug", "pk"))
    rows = [_question(row, known) for row in asked.get("question", [])]
    made = _create(Question, "slug", rows, questions)
    return Added(policies, made, _wordings(asked.get("question", []), questions), _countries(countries))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(content(path).decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadFile(_("%(path)s cannot be read: %(error)s") % {"path": path, "error": error}) from error


def _question(row: dict[str, Any], policies: dict[str, int]) -> dict[str, Any]:
    rest = {key: value for key, value in row.items() if key not in {"policy", *LANGUAGES}}
    return rest | {"policy_id": policies.get(row.get("policy", ""))}


def _wordings(rows: list[dict[str, Any]], path: Path) -> int:
    questions = dict(Question.objects.values_list("slug", "pk"))
    known = set(Wording.objects.values_list("question_id", "language"))
    fresh = [
        Wording(question_id=questions[row["slug"]], language=language, text=row[language])
        for row in rows
        for language in LANGUAGES
        if language in row and (questions[row["slug"]], language) not in known
    ]
    return _save(fresh, path)


def _countries(path: Path) -> int:
    return _create(Country, "code", _read(path).get("country", []), path)


def _create(model: type[Any], key: str, rows: list[dict[str, Any]], path: Path) -> int:
    known = set(model.objects.values_list(key, flat=True))
    try:
        return _save([model(**row) for row in rows if row[key] not in known], path)
    except (KeyError, TypeError) as error:
        raise BadFile(
            _("%(path)s has an entry that is not complete: %(error)s") % {"path": path, "error": error}
        ) from error


def _save(fresh: list[Any], path: Path) -> int:
    for made in fresh:
        try:
            made.full_clean()
        except ValidationError as error:
            wrong = "; ".join(error.messages)
            raise BadFile(
                _("%(path)s: “%(made)s”: %(wrong)s") % {"path": path, "made": made, "wrong": wrong}
            ) from error
        made.save(force_insert=True)
    return len(fresh)
