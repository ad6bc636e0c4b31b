"""The parts of an answer that are written in Markdown, in the order in which a page shows them."""

import re
from collections.abc import Mapping

PARTS = ("short_answer", "urgent_help", "body", "sources_differ", "unknowns")
SHORT_ANSWER = "short_answer"  # one paragraph, whose element belongs to the page
COUNTRY_NOTES = "country_notes-"  # one part for each country, such as country_notes-GB
COUNTRY_NOTE = re.compile(rf"{COUNTRY_NOTES}[A-Z]{{2}}")


def ordered(parts: Mapping[str, str]) -> dict[str, str]:
    """The parts in reading order, whatever the order in which they came; notes for countries last, by code.

    Raises: ValueError for a part unknown here.
    """
    notes = sorted(part for part in parts if COUNTRY_NOTE.fullmatch(part))
    if unknown := sorted(set(parts) - set(PARTS) - set(notes)):
        raise ValueError(f"No part of an answer is called {', '.join(unknown)}. Choose from {', '.join(PARTS)}.")
    return {part: parts[part] for part in (*PARTS, *notes) if part in parts}


def first_heading(part: str) -> int:
    """The page asks its question as h1, and gives every part but the body a heading of its own, as h2."""
    return 2 if part == "body" else 3
