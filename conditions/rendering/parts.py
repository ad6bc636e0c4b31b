"""The parts of an answer that are written in Markdown, in the order in which a page shows them."""

from collections.abc import Mapping

PARTS = ("short_answer", "urgent_help", "body", "sources_differ", "unknowns")
SHORT_ANSWER = "short_answer"  # one paragraph, whose element belongs to the page
# The page asks its question as h1 and gives three parts a heading of its own, as h2.
FIRST_HEADING = {"urgent_help": 3, "body": 2, "sources_differ": 3, "unknowns": 3}


def ordered(parts: Mapping[str, str]) -> dict[str, str]:
    """The parts in reading order, whatever the order in which they came. Raises: ValueError for a part unknown here."""
    if unknown := sorted(set(parts) - set(PARTS)):
        raise ValueError(f"No part of an answer is called {', '.join(unknown)}. Choose from {', '.join(PARTS)}.")
    return {part: parts[part] for part in PARTS if part in parts}
