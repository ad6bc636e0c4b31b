"""What was signed is what was signed: fingerprints that the ledger keeps of each row, and their proof (E11).

What they prove, and what they cannot, is said in docs/decisions/0019-evidence-and-verify.md. Another app declares its
families in a module of this name, which Django's start finds.
"""

from conditions import ledger
from conditions.evidence.families import ANSWERS, CONDITIONS, FACTS, FAMILIES, REVIEWERS, SOURCES, Family, home
from conditions.evidence.fingerprints import fingerprint, name, witness
from conditions.evidence.holding import Held
from conditions.evidence.reading import Kept, proof
from conditions.evidence.signed import Answered


def declare(family: Family, kept: Kept = Held) -> None:
    """Adds a family to what moves tell of and `manage.py verify` goes through; `kept` says what must hold besides.

    Raises: ValueError if another family is of that kind.
    """
    ledger.register(family.kind, proof(family, kept))
    FAMILIES.append(family)


declare(ANSWERS, Answered)
for each in (REVIEWERS, SOURCES, FACTS, CONDITIONS):
    declare(each)

__all__ = [
    "ANSWERS",
    "FAMILIES",
    "Family",
    "Held",
    "declare",
    "fingerprint",
    "home",
    "name",
    "witness",
]
