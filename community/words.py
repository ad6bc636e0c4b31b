"""What the digest of a story covers: all that readers see of it, and a salt that is erased with the words (M1, C8)."""

from typing import Any

from community.models import StoryText
from conditions.digest import sha256, stored


def digest(text: StoryText) -> str:
    """The SHA-256 of what is stored, letter by letter."""
    return sha256(stored(contents(text)))


def contents(text: StoryText) -> dict[str, Any]:
    """The name of the author stands outside: they may take another one."""
    shown = ("title", "text", "relation", "since", "country", "ties", "salt")
    story = text.story
    told = {"story": story.code, "condition": story.condition_id, "question": story.question_id}
    return told | {"language": story.language} | {name: getattr(text, name) for name in shown}
