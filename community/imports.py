"""Reads the operator's own old stories from a CSV or JSON file: they come in asleep, and no reader sees them (C1).

What the file may hold is described in docs/old-stories.md. A row that cannot be taken is named, and the others go on.
"""

import csv
import datetime
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import OldStory, Relation
from community.models.stories import LONGEST
from community.moderation import old_stories
from conditions import rendering
from conditions.editorial import rows
from conditions.imports.catalogue import BadFile
from conditions.models import Condition, Question

NEEDED = ("reference", "email", "language", "condition", "text")
OPTIONAL = ("question", "role", "title", "year")
MOST = LONGEST - 200  # characters: when it was written is added to them
FIRST_YEAR = 1990
BIGGEST_FIELD = 10_000_000  # characters of one field: a longer row is still read, and refused by itself

Told = dict[str, str]


@dataclass(frozen=True)
class Report:
    """How many came in, how many were here already, and what is wrong with the others, by where they stand."""

    brought: int
    known: int
    wrong: tuple[str, ...]


def load(path: Path, *, at: datetime.datetime, is_trial: bool = False) -> Report:
    """Every row that can be taken, or none of them if it is cut off; for a trial nothing is kept.

    Raises: BadFile for what is no such file at all.
    """
    told, brought, known, wrong = list(_read(path)), 0, 0, list[str]()
    with transaction.atomic():
        for place, row in told:
            try:
                is_new = old_stories.bring(_old(row, on=timezone.localdate(at)), at=at)
            except ValidationError as refusal:
                wrong.append(f"{place}: {' '.join(_sentences(refusal))}")
            else:
                brought, known = brought + is_new, known + (not is_new)
        transaction.set_rollback(is_trial)
    return Report(brought, known, tuple(wrong))


def _read(path: Path) -> Iterator[tuple[str, Any]]:
    """The rows, each with where it stands. Raises: BadFile."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(_("%(path)s cannot be read as UTF-8: %(error)s.") % {"path": path, "error": error}) from error
    return _of_json(path, text) if path.suffix.lower() == ".json" else _of_csv(path, text)


def _of_json(path: Path, text: str) -> Iterator[tuple[str, Any]]:
    try:
        whole = json.loads(text)
    except ValueError as error:
        raise BadFile(_("%(path)s is no JSON: %(error)s.") % {"path": path, "error": error}) from error
    if not isinstance(whole, list):
        raise BadFile(_("%(path)s is no list of stories. See docs/old-stories.md.") % {"path": path})
    for number, told in enumerate(whole, start=1):
        yield _("story %(number)d") % {"number": number}, told


def _of_csv(path: Path, text: str) -> Iterator[tuple[str, Any]]:
    csv.field_size_limit(BIGGEST_FIELD)
    read = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = [name.strip() for name in next(read, [])]
        _require_columns(path, names)
        begins = read.line_num + 1
        for values in read:
            place, begins = _("line %(number)d") % {"number": begins}, read.line_num + 1
            if any(value.strip() for value in values):
                yield place, dict(zip(names, values, strict=True)) if len(values) == len(names) else len(values)
    except csv.Error as error:
        told = {"path": path, "number": read.line_num, "error": error}
        raise BadFile(_("%(path)s cannot be read after line %(number)d: %(error)s.") % told) from error


def _require_columns(path: Path, names: list[str]) -> None:
    missing = [name for name in NEEDED if name not in names]
    foreign = [name for name in names if name not in NEEDED + OPTIONAL]
    if missing or foreign or len(set(names)) < len(names):
        told = {"path": path, "missing": ", ".join(missing) or "–", "foreign": ", ".join(foreign) or "–"}
        sentence = _(
            "The first line of %(path)s names the columns, each once. Missing: %(missing)s. Unknown: %(foreign)s."
        )
        raise BadFile(sentence % told)


def _old(told: Any, *, on: datetime.date) -> OldStory:
    """The unsaved row. Raises: ValidationError with every reason why it cannot be taken."""
    row, wrong = _texts(told), list[str]()
    condition = Condition.objects.filter(slug=row["condition"], is_grouping=False).first()
    if condition is None:
        wrong.append(_("There is no condition at the address “%(slug)s”.") % {"slug": row["condition"]})
    question = _question(row["question"], condition, wrong)
    old = OldStory(
        reference=row["reference"],
        email=row["email"].lower(),
        language=row["language"],
        condition=condition,
        question=question,
        relation=row["role"],
        year=_year(row["year"], wrong, on=on),
        title=rendering.line(row["title"]),
        text=rendering.shown(row["text"]),
    )
    wrong += _misfits(old)
    if wrong:
        raise ValidationError(wrong)
    return old


def _texts(told: Any) -> Told:
    """What the row says, in all columns. Raises: ValidationError where it says it in another shape."""
    if isinstance(told, int):
        raise ValidationError(_("It has another number of fields (%(number)d) than the first line.") % {"number": told})
    if not isinstance(told, dict) or not all(isinstance(value, str | int | None) for value in told.values()):
        raise ValidationError(_("This is no story: it needs names of columns, each with a text."))
    foreign = sorted(told.keys() - {*NEEDED, *OPTIONAL})
    if foreign:
        raise ValidationError(_("Unknown: %(foreign)s.") % {"foreign": ", ".join(foreign)})
    row = {name: str(told.get(name) or "").strip() for name in NEEDED + OPTIONAL}
    if problem := rows.unkeepable(" ".join(row.values())):
        raise ValidationError(problem)
    return row


def _question(slug: str, condition: Condition | None, wrong: list[str]) -> Question | None:
    if not slug or condition is None:
        return None
    found = Question.objects.asked().applying_to(condition).filter(slug=slug).first()
    if found is None:
        wrong.append(_("The condition is not asked the question “%(slug)s”.") % {"slug": slug})
    return found


def _year(text: str, wrong: list[str], *, on: datetime.date) -> int | None:
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) == len("2026") and FIRST_YEAR <= int(text) <= on.year:
        return int(text)
    wrong.append(_("“%(text)s” is no year from %(first)d to now.") % {"text": text[:20], "first": FIRST_YEAR})
    return None


def _misfits(old: OldStory) -> Iterator[str]:
    """What else is missing or wrong, a sentence each."""
    looked_at = {"email", "title"} | ({"reference"} if old.reference else set())
    if not old.reference:
        yield _("It has no reference: give each story a number of its own.")
    if not old.text:
        yield _("It has no words.")
    if len(old.text) > MOST:
        yield _("It has %(number)d characters. At most %(most)d can be taken.") % {
            "number": len(old.text),
            "most": MOST,
        }
    if old.language not in dict(settings.LANGUAGES):
        yield _("The site has no language “%(language)s”.") % {"language": old.language}
    if old.relation and old.relation not in Relation.values:
        yield _("“%(role)s” is no role. Take one of: %(roles)s.") % {
            "role": old.relation,
            "roles": ", ".join(Relation.values),
        }
    try:
        old.clean_fields(exclude={field.name for field in old._meta.fields} - looked_at)
    except ValidationError as refusal:
        for name, sentences in refusal.message_dict.items():
            yield f"{name}: {' '.join(sentences)}"


def _sentences(refusal: ValidationError) -> list[str]:
    return list(dict.fromkeys(refusal.messages))
