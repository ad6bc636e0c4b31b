"""Writes what search reads, in the transaction of the move that changed a name or a code."""

import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from django.db import connection
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from conditions import bulk
from conditions.models import Code, Condition, Name, SearchEntry, SearchWord
from conditions.search import answers, codes, turns
from conditions.search.query import GENERIC, indexed
from conditions.search.sounds import can_be_misspelt, sound
from conditions.search.vocabulary import stem

BATCH = 2_000
PLACES = {Name.Use.PREFERRED: 0, Name.Use.SHOWN: 1, Name.Use.SEARCH: 2}
RELATIONS = list(Code.Relation)  # the same first, as they stand there

Progress = Callable[..., Iterable[list[SearchEntry]]]  # called like tqdm: progress(batches, desc=..., total=...)


# What a search reads, in `statement`.
READ = (
    "conditions_searchentry",
    "conditions_searchword",
    "conditions_searchanswer",
    "conditions_condition",
    "conditions_condition_parents",
    "conditions_name",
)


def rebuild(progress: Progress | None = None) -> int:
    """Writes all rows anew, in the caller's transaction; how many names, codes and answers can be found."""
    turns.wait()
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    total = math.ceil((Name.objects.count() + Code.objects.count()) / BATCH)
    batches: Iterable[list[SearchEntry]] = _batches(_all_entries())
    counts: Counter[str] = Counter()
    written = 0
    for batch in progress(batches, desc=_("Search"), total=total) if progress else batches:
        bulk.write(batch)
        counts.update(_words(batch))
        written += len(batch)
    bulk.write([_word(word, count) for word, count in sorted(counts.items())])
    written += answers.rebuild()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # or it plans for empty tables until its own housekeeping comes by
            cursor.execute(f"ANALYZE {', '.join(READ)}")
    return written


def index(condition: Condition) -> None:
    """Writes the rows of one condition anew, in the caller's transaction."""
    turns.wait()
    before = _words(condition.search_entries.all())
    condition.search_entries.all().delete()
    called = _called(condition.names.all())
    entries = [_of_name(name, called) for name in condition.names.order_by("pk")]
    entries += [_of_code(code, called) for code in condition.codes.order_by("pk")]
    SearchEntry.objects.bulk_create(entries)
    _keep_in_step(before, _words(entries))
    answers.of_condition(condition)


def _keep_in_step(before: Counter[str], after: Counter[str]) -> None:
    """Changes the vocabulary by the words that came and went."""
    changes = {word: after[word] - before[word] for word in before | after if after[word] != before[word]}
    SearchWord.objects.bulk_create([_word(word, 0) for word in sorted(changes)], ignore_conflicts=True)
    for change in sorted(set(changes.values())):
        words = [word for word, by in changes.items() if by == change]
        SearchWord.objects.filter(word__in=words).update(count=F("count") + change)
    SearchWord.objects.filter(word__in=changes, count__lte=0).delete()


def _all_entries() -> Iterator[SearchEntry]:
    called = _called(Name.objects.all())
    for name in Name.objects.order_by("pk").iterator(BATCH):
        yield _of_name(name, called)
    for code in Code.objects.order_by("pk").iterator(BATCH):
        yield _of_code(code, called)


def _called(names: QuerySet[Name]) -> dict[int, int]:
    """How long the preferred name of each condition is, the longest of its languages."""
    preferred = names.filter(use=Name.Use.PREFERRED).values_list("condition_id", "text")
    return {condition: len(text) for condition, text in sorted(preferred, key=lambda one: len(one[1]))}


def _of_name(name: Name, called: dict[int, int]) -> SearchEntry:
    found = indexed(name.folded)
    return SearchEntry(
        condition_id=name.condition_id,
        kind=SearchEntry.Kind.NAME,
        place=PLACES[Name.Use(name.use)],
        language=name.language,
        text=name.text,
        folded=name.folded,
        size=max(sum(word not in GENERIC for word in found), 1),
        called=called.get(name.condition_id, 0),
        words=" ".join(dict.fromkeys([*found, *filter(None, (stem(word, name.language) for word in found))])),
    )


def _of_code(code: Code, called: dict[int, int]) -> SearchEntry:
    return SearchEntry(
        condition_id=code.condition_id,
        kind=SearchEntry.Kind.CODE,
        place=RELATIONS.index(Code.Relation(code.relation)),
        system=code.system,
        text=code.value,
        folded=codes.key(code.value),
        size=0,
        called=called.get(code.condition_id, 0),
    )


def _words(entries: Iterable[SearchEntry]) -> Counter[str]:
    """In how many of the names each word and each stem occurs."""
    return Counter(word for entry in entries for word in entry.words.split())


def _word(word: str, count: int) -> SearchWord:
    return SearchWord(word=word, count=count, sound=sound(word) if can_be_misspelt(word) else "")


def _batches(entries: Iterator[SearchEntry]) -> Iterator[list[SearchEntry]]:
    while batch := list(itertools.islice(entries, BATCH)):
        yield batch
