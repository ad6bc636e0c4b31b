"""What was signed is what was signed: fingerprints that the ledger keeps of each row, and their proof (E11).

What they prove, and what they cannot, is said in docs/decisions/0019-evidence-and-verify.md.
"""

from conditions import ledger
from conditions.evidence.families import ANSWERS, FAMILIES, home
from conditions.evidence.fingerprints import fingerprint, name, witness
from conditions.evidence.holding import Held
from conditions.evidence.reading import proof
from conditions.evidence.signed import Answered

for family in FAMILIES:
    ledger.register(family.kind, proof(family, Answered if family is ANSWERS else Held))

__all__ = [
    "ANSWERS",
    "FAMILIES",
    "fingerprint",
    "home",
    "name",
    "witness",
]
