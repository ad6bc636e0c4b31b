"""Codes as people write them: "ORPHA:60", "orpha 60", "OMIM 613490", "E88.01" or the bare number."""

import re
from dataclasses import dataclass

from conditions.models import Code

System = Code.System
ICD = (System.ICD10, System.ICD10CM, System.ICD11)
PREFIXES: dict[str, tuple[str, ...]] = {
    "mondo": (System.MONDO,),
    "orpha": (System.ORPHANET,),
    "orphanet": (System.ORPHANET,),
    "orphacode": (System.ORPHANET,),
    "ordo": (System.ORPHANET,),
    "omim": (System.OMIM,),
    "mim": (System.OMIM,),
    "icd": ICD,
    "icd10": (System.ICD10, System.ICD10CM),
    "icd10cm": (System.ICD10CM,),
    "icd11": (System.ICD11,),
    "mesh": (System.MESH,),
    "umls": (System.UMLS,),
    "cui": (System.UMLS,),
    "umlscui": (System.UMLS,),
    "gard": (System.GARD,),
    "doid": (System.DOID,),
    "ncit": (System.NCIT,),
    "nci": (System.NCIT,),
}
LONGEST_FIRST = sorted(PREFIXES, key=len, reverse=True)
BETWEEN = re.compile(r"[\s.:;,/#_-]+")
VALUE = re.compile(r"[a-z]{0,2}[0-9][0-9a-z]{0,9}")


@dataclass(frozen=True)
class CodeSearch:
    """What to look for; `systems` is empty where the text names none."""

    key: str
    systems: tuple[str, ...]


def key(value: str) -> str:
    """One form for every spelling of a code: no blanks, dots or leading zeros."""
    return BETWEEN.sub("", value.casefold()).lstrip("0") or "0"


def read(text: str) -> CodeSearch | None:
    """The code that the text may be; None where it can be none."""
    compact = BETWEEN.sub("", text.casefold())
    for prefix in LONGEST_FIRST:
        value = compact.removeprefix(prefix)
        if value != compact and VALUE.fullmatch(value):
            return CodeSearch(key(value), PREFIXES[prefix])
    if len(text.split()) == 1 and VALUE.fullmatch(compact):
        return CodeSearch(key(compact), ())
    return None
