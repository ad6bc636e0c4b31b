"""Codes as people write them: "ORPHA:60", "orpha 60", "OMIM 613490", "CIE-10 E88.0", "E 88.01" or the bare number."""

import re
from dataclasses import dataclass

from conditions.models import Code

System = Code.System
ICD10 = (System.ICD10, System.ICD10CM)
ICD = (*ICD10, System.ICD11)
PREFIXES: dict[str, tuple[str, ...]] = {
    "mondo": (System.MONDO,),
    "orpha": (System.ORPHANET,),
    "orphanet": (System.ORPHANET,),
    "orphacode": (System.ORPHANET,),
    "ordo": (System.ORPHANET,),
    "omim": (System.OMIM,),
    "mim": (System.OMIM,),
    "icd": ICD,
    "icd10": ICD10,
    "icd10cm": (System.ICD10CM,),
    "icd11": (System.ICD11,),
    "cie": ICD,
    "cie10": ICD10,
    "cie11": (System.ICD11,),
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
APART = re.compile(r"[a-z]\s+[0-9]{2}\s*[.,]\s*[0-9]{1,4}")  # "E 88.0", as letters from a clinic have it
GROUP = re.compile(r"[a-z][0-9]{3}")  # of ICD-10, which a country may divide once more


@dataclass(frozen=True)
class CodeSearch:
    """What to look for; `systems` is empty where the text names none."""

    key: str
    systems: tuple[str, ...]

    @property
    def divided(self) -> tuple[str, ...]:
        """The keys into which it may be divided: whoever has "E88.0" on a letter also means what is "E88.01"."""
        is_group = GROUP.fullmatch(self.key) and (not self.systems or set(self.systems) & set(ICD10))
        return tuple(f"{self.key}{digit}" for digit in range(10)) if is_group else ()


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
    is_one = len(text.split()) == 1 or APART.fullmatch(text.strip().casefold())
    if is_one and VALUE.fullmatch(compact):
        return CodeSearch(key(compact), ())
    return None
