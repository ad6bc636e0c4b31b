"""A difference as plain data: nothing in it is HTML."""

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


class Kind(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True)
class Piece:
    mark: Mark
    text: str


@dataclass(frozen=True)
class Paragraph:
    kind: Kind
    shape: str
    pieces: tuple[Piece, ...]

    @property
    def is_same(self) -> bool:
        return self.kind == Kind.SAME

    @property
    def text(self) -> str:
        """The words as they are now; of a removed paragraph, as they were."""
        left_out = Mark.ADDED if self.kind == Kind.REMOVED else Mark.REMOVED
        return "".join(piece.text for piece in self.pieces if piece.mark != left_out)


@dataclass(frozen=True, kw_only=True)
class Part:
    name: str
    label: str
    country: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def places(self) -> int:
        return sum(not paragraph.is_same for paragraph in self.paragraphs)


@dataclass(frozen=True, kw_only=True)
class Difference:
    language: str
    is_first: bool
    is_sealed: bool
    parts: tuple[Part, ...]

    @property
    def places(self) -> int:
        return sum(part.places for part in self.parts)

    @property
    def changed(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.places)

    @property
    def unchanged(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if not part.places)
