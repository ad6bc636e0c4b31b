"""Writes by which words an answer is found, in the transaction of the move that begins, ends or renames it."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from conditions import bulk, names
from conditions.models import Answer, Condition, Name, Publication, SearchAnswer
from conditions.search import turns
from conditions.search.query import indexed
from conditions.search.vocabulary import stem

BATCH = 2_000


def index_answer(answer: Answer) -> None:
    """Writes the row of one answer anew; nothing is left of one that is not live."""
    turns.wait()
    SearchAnswer.objects.filter(answer=answer).delete()
    _write(Publication.objects.live().filter(answer=answer))


def of_condition(condition: Condition) -> None:
    """The same for all answers of a condition, because its names changed. It is the caller's turn."""
    SearchAnswer.objects.filter(answer__condition=condition).delete()
    _write(Publication.objects.live().filter(answer__condition=condition))


def rebuild() -> int:
    """The same for all answers; how many can be found. It is the caller's turn."""
    SearchAnswer.objects.all().delete()
    return _write(Publication.objects.live())


def _write(live: QuerySet[Any]) -> int:
    found = live.select_related("answer__question", "revision").order_by("pk")
    told = found.only("answer__condition", "answer__language", "answer__question__slug", *_READ).iterator(BATCH)
    written = 0
    while batch := list(itertools.islice(told, BATCH)):
        called = _called({publication.answer.condition_id for publication in batch})
        bulk.write([_row(publication, called[publication.answer.condition_id]) for publication in batch])
        written += len(batch)
    return written


_READ = ("revision__question", "revision__short_answer")


def _called(conditions: set[int]) -> dict[int, list[str]]:
    """The words of every name of each condition, whatever its language: readers type what they heard."""
    words: dict[int, list[str]] = defaultdict(list)
    for name in Name.objects.filter(condition__in=conditions).order_by("pk"):
        words[name.condition_id] += _words(name.folded, name.language)
    return words


def _row(publication: Any, called: list[str]) -> SearchAnswer:
    answer, revision = publication.answer, publication.revision
    asked = list(_words(names.fold(f"{revision.question} {answer.question.slug}"), answer.language))
    said = _words(names.fold(revision.short_answer), answer.language)
    return SearchAnswer(
        answer_id=answer.pk, language=answer.language, asked=_once(asked), words=_once([*asked, *called, *said])
    )


def _words(folded: str, language: str) -> Iterator[str]:
    """The words as the index holds them, and their stems."""
    found = indexed(folded)
    yield from found
    yield from filter(None, (stem(word, language) for word in found))


def _once(words: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(words))
