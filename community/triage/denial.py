"""Whether words of danger are denied where they stand: “I do not want to die” (M11).

A denial counts only where it stands directly before what it denies. “I have no hope and want to die” denies nothing,
nor does “not a day without thinking of it”. Missing somebody in danger is worse than care where none is needed.
"""

import enum
import re

from community.triage.marks import phrase

NEAR = 90  # letters before the place, in which a denial and what turns it round are looked for
# What may stand between a denial and what it denies; any other word belongs to another thought.
BETWEEN = (
    r"(?:really|actually|even|ever|once|truly|want(?:ed|ing)?|to|tr(?:y|ied|ying)|had|have|having|been|being|be|am|is|are|was|were|"
    r"feel|felt|feeling|any|thought|thoughts|thinking|ideas?|plans?|intention|history|signs?|of|about|the|a|"
    r"me|te|se|le|la|lo|nos|les|he|ha|había|sido|querido|pensado|intentado|tenido|tengo|tenía|tuve|ganas|"
    r"pensamientos|impulsos|intención|en|de)"
)
NO = (
    r"(?:not|no|never|nobody|no one|none(?: of (?:us|them))?|neither|nor|without|"
    r"(?:do|does|did|would|have|has|had|was|were|is|are)n'?t|nunca|jamás|nadie|ningún|ninguna|sin|tampoco)"
)
DENIED = phrase(rf"(?P<no>{NO})(?: {BETWEEN}){{0,4}} $", is_bare=True)
# The same words, and yet no denial: “not a day that I do not think of it”, “I try not to think of it”, “why not die”.
TURNED = phrase(
    r"(?:not|hardly|never|no|ni|isn't)(?: (?:a|an|one|single|hay|pasa|un|una|solo|sola)){1,3} "
    r"(?:day|night|hour|morning|minute|día|noche|hora|mañana|momento)(?: [\w']{1,12}){0,4} $",
    r"(?:how|why|hard|try|trying|tried|struggling|impossible|unable|help me|begging me|difícil|imposible|trato de|"
    r"tratando de|intento|intentando|ayud\w{1,5} a) $",
    is_bare=True,
)
# What stands before “without”, which then says that it is always so: “I cannot sleep without thinking of it”.
NEVER_WITHOUT = phrase(
    r"(?:not|never|hardly|barely|can't|cannot|isn't|doesn't|no|nunca|ni)(?: [\w']{1,12}){1,6} $", is_bare=True
)
# What somebody only doubts or did not say, no longer wants, or decided against.
DOUBTED = phrase(
    rf"{NO} (?:think|thinking|believe|say|said|saying|mean|meant|creo|creía|digo|dije|dicho|pienso)"
    r"(?: (?:that|i|he|she|que|yo)){0,2} $",
    r"no longer(?: \w{1,12})? $",
    r"ya no(?: (?:me|tengo))? $",
    r"(?<!not\s)(?<!n't\s)(?<!never\s)(?<!cannot\s)stopped (?:\w{1,12} )?$",
    r"(?<!no\s)dejé de $",
    r"not to(?: \w{1,12})? $",
    is_bare=True,
)


class Denial(enum.Enum):
    """How much of what is said remains."""

    NONE = enum.auto()
    DOUBTED = enum.auto()  # read with care
    WHOLE = enum.auto()


def denial(text: str, place: int) -> Denial:
    """Of the words that begin there, in a text without accents."""
    before = re.split(r"[.!?;:\n]", text[max(0, place - NEAR) : place])[-1]
    denied = DENIED.search(before)
    if denied and _is_turned(denied["no"].lower(), before[: denied.start()]):
        return Denial.NONE
    if DOUBTED.search(before):
        return Denial.DOUBTED
    return Denial.WHOLE if denied else Denial.NONE


def _is_turned(no: str, before: str) -> bool:
    """Whether what stands before the denial makes it none."""
    is_without = no in ("without", "sin") and NEVER_WITHOUT.search(before)
    return bool(is_without) or TURNED.search(before) is not None
