"""What differs between two revisions, as readers see them: by parts, paragraphs and words (R17, R18, E4).

    old, new = differences.pair(before, revision)       # loaded, in one query; each a Revision, its key, or None
    difference = differences.between(old, new)          # no query
    {% include "components/difference.html" with difference=difference only %}

A `Difference` is plain data:

    difference.places       how many places changed: one for each paragraph, source, quoted fact or remark about the
                            text that was added, removed, changed or moved. 0: readers see no change.
    difference.is_first     there was nothing before: no parts, no places
    difference.is_sealed    the words of one of the two were taken away: no parts, no places, no word of the other (E19)
    difference.language     of the text
    difference.parts        all parts that either has, in reading order; `changed` and `unchanged` are the two halves
    part.name, part.label, part.country, part.places, part.paragraphs
                            name: question, about, short_answer, urgent_help, body, sources_differ, unknowns,
                            country_notes-GB (with part.country "GB"), facts, sources
    paragraph.kind          "same", "changed", "added", "removed" or "moved" (the same words, elsewhere in the part)
    paragraph.shape         "text", "heading", "item" or "row"
    paragraph.pieces        each with `mark` ("kept", "added" or "removed") and `text`: text to be escaped, no HTML
    paragraph.text          the words as they are now; of a removed one, as they were

`wording` gives such a paragraph for words that are no part of a revision, like those that a reviewer suggests.

By which rules: docs/decisions/0022-what-a-difference-shows.md.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from conditions.differences.alignment import aligned
from conditions.differences.data import Difference, Kind, Mark, Paragraph, Part, Piece
from conditions.differences.pieces import compared, whole
from conditions.differences.reading import Line, Read, read
from conditions.differences.tokens import tokens
from conditions.models import Citation, Quotation, Revision, Wording
from conditions.models.lists import Rows

__all__ = ["Difference", "Kind", "Mark", "Paragraph", "Part", "Piece", "between", "comparable", "pair", "wording"]

WORTH_FOLLOWING = 4  # words that a paragraph has at least, if it is to be called moved


def comparable() -> QuerySet[Any]:
    """Revisions with all that `between` reads, in one query for any number of them."""
    copied = ("position", "key", "title", "publisher", "published", "read_on", "link", "note")
    cited = Citation.objects.filter(revision=OuterRef("pk")).order_by("position")
    quoted = Quotation.objects.filter(revision=OuterRef("pk")).order_by("key")
    fact = {"label": F("version__fact__label"), "scope": F("version__fact__scope"), "number": F("version__number")}
    hosts = Wording.objects.filter(question=OuterRef("within__question"), language=OuterRef("answer__language"))
    found: QuerySet[Any] = Revision.objects.select_related("answer", "translates").annotate(
        cited=Rows(cited.values(row=JSONObject(**{name: F(name) for name in copied}))),
        quoted=Rows(quoted.values(row=JSONObject(key=F("key"), text=F("text"), **fact))),
        host=Subquery(hosts.values("text")[:1]),
    )
    return found


def pair(old: Revision | int | None, new: Revision | int) -> tuple[Any | None, Any]:
    """The two as `between` takes them. Raises: Revision.DoesNotExist."""
    keys = [each.pk if isinstance(each, Revision) else each for each in (old, new)]
    found = comparable().in_bulk([key for key in keys if key is not None])
    if missing := {key for key in keys if key is not None} - found.keys():
        raise Revision.DoesNotExist(f"There is no revision {sorted(missing)}.")
    return (None if keys[0] is None else found[keys[0]]), found[keys[1]]


def between(old: Any | None, new: Any) -> Difference:
    """What became of `old` in `new`, which `pair` or `comparable` brought."""
    language = new.answer.language
    is_sealed = new.is_sealed or (old is not None and old.is_sealed)
    if is_sealed or old is None:
        return Difference(language=language, is_first=old is None, is_sealed=is_sealed, parts=())
    was, now = read(old), read(new)
    names = sorted({*was, *now}, key=lambda name: (now.get(name) or was[name]).place)
    parts = (_part(was.get(name), now.get(name)) for name in names)
    return Difference(language=language, is_first=False, is_sealed=False, parts=tuple(parts))


def wording(old: str, new: str) -> Paragraph:
    """What another wording of some words changes of them, word by word."""
    return compared(Line(tuple(tokens(old))), Line(tuple(tokens(new))))


def texts(old: str, new: str) -> tuple[Paragraph, ...]:
    """What became of a plain text, paragraph by paragraph."""
    was, now = ([Line(tuple(tokens(each))) for each in text.split("\n") if each.strip()] for text in (old, new))
    return tuple(_with_moves(aligned(was, now)))


def _part(was: Read | None, now: Read | None) -> Part:
    either = now or was
    if either is None:
        raise ValueError("A part that neither has is no part.")
    old, new = (list(side.lines) if side else [] for side in (was, now))
    paragraphs = _with_moves(aligned(old, new))
    return Part(name=either.name, label=either.label, country=either.country, paragraphs=tuple(paragraphs))


def _with_moves(pairs: list[tuple[Line | None, Line | None]]) -> Iterable[Paragraph]:
    """Each pair as a paragraph; what was taken out here and stands elsewhere, word for word, was moved."""
    gone = [old for old, new in pairs if old is not None and new is None and old.words >= WORTH_FOLLOWING]
    came = [new for old, new in pairs if new is not None and old is None]
    moved = {line.keys for line in gone} & {line.keys for line in came}
    once = {keys for keys in moved if _times(keys, gone) == _times(keys, came) == 1}
    for old, new in pairs:
        if old is not None and new is not None:
            yield compared(old, new)
        elif new is not None:
            yield whole(new, Kind.MOVED if new.keys in once else Kind.ADDED)
        elif old is not None and old.keys not in once:
            yield whole(old, Kind.REMOVED)


def _times(keys: tuple[str, ...], lines: list[Line]) -> int:
    return sum(line.keys == keys for line in lines)
