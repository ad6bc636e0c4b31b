"""Whether a text ends as a sentence does (R25)."""

import re

from conditions.sentences.splitting import sentences

MARK = re.compile(r"\s*(?:\[\^[^\[\]]*\]|\{\s*no-source\s*:[^{}]*\})", re.IGNORECASE)
STOP = re.compile(r"(?<![.…])[.!?。！？؟।۔][\"'”’»」)\]]*$")
PAIRS = {"(": ")", "[": "]", "“": "”", "«": "»"}


def ends_whole(text: str) -> bool:
    """True if the short answer ends in a full sentence.

    It ends in a full stop or its like, which is not that of an abbreviation and does not trail off, and its last
    sentence leaves no bracket or quotation open. Citations after it do not count.
    """
    found = sentences(text, "short_answer")
    if not found:
        return False
    last = MARK.sub("", found[-1]).strip()
    is_closed = all(last.count(opening) == last.count(closing) for opening, closing in PAIRS.items())
    return bool(STOP.search(last)) and is_closed and len(sentences(f"{last} The", "short_answer")) > 1
