"""What a digest covers: everything that a reader will see of an answer, and nothing that lives outside it (E3).

Retraction, cautions, counts, stories and review dates are live and stand outside. A new field means a new
format: what was signed in an old one is still hashed as it was.
"""

from collections.abc import Sequence
from typing import Any

from conditions.digest import sha256, stored
from conditions.models import Citation, Quotation, Revision

SECTIONS = ("urgent_help", "body", "sources_differ", "unknowns")


def digest(revision: Revision, citations: Sequence[Citation], quotations: Sequence[Quotation]) -> str:
    """The SHA-256 of what is stored, letter by letter; nothing is rendered again.

    Raises: ValueError for a format that this version does not know.
    """
    if revision.format != 1:
        raise ValueError(f"Revision {revision} has the form {revision.format}, which nobody knows. Update the site.")
    return sha256(stored(contents(revision, citations, quotations)))


def contents(revision: Revision, citations: Sequence[Citation], quotations: Sequence[Quotation]) -> dict[str, Any]:
    """Format 1, as docs/decisions/0014-what-a-digest-covers.md lists it."""
    sections = {name: [getattr(revision, name), getattr(revision, f"{name}_html")] for name in SECTIONS}
    return sections | {
        "format": revision.format,
        "question": revision.question,
        "condition": revision.condition_name,
        "language": revision.answer.language,
        "short_answer": [revision.short, revision.short_answer, revision.short_answer_html],
        "country_notes": [revision.country_notes, revision.country_notes_html],
        "is_unknown": revision.is_unknown,
        "searched_on": revision.searched_on and revision.searched_on.isoformat(),
        "machine_help": revision.machine_help,
        "within": revision.within_id,
        "translates": revision.translates_id,
        "change": revision.change,
        "citations": [_cited(each) for each in sorted(citations, key=lambda each: each.position)],
        "facts": [[each.key, each.version_id, each.text] for each in sorted(quotations, key=lambda each: each.key)],
    }


def _cited(citation: Citation) -> dict[str, Any]:
    copied = ("position", "key", "title", "publisher", "published", "link", "note")
    return {name: getattr(citation, name) for name in copied} | {"read_on": citation.read_on.isoformat()}
