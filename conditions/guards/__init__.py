"""Database rules that a model cannot state, for SQLite and PostgreSQL. Imports no model.

A later table comes under guard by one declaration: in `rules.py` here, or in the `guards.py` of another app,
which Django's start finds as it finds its admin. Nothing else changes: `installation` puts every declared
guard in place after each migration, and `missing` tells what is not exactly as declared.
"""

from conditions.guards.installation import (
    GuardMissingError,
    after_migration,
    before_migration,
    declare,
    declared,
    install,
    missing,
    owns_tables,
    require,
    take_down,
)
from conditions.guards.kinds import AppendOnly, KeepsRows, Key, Made, Mirror, Refuses
from conditions.guards.rules import RULES

declare(*RULES)

__all__ = [
    "AppendOnly",
    "GuardMissingError",
    "KeepsRows",
    "Key",
    "Made",
    "Mirror",
    "Refuses",
    "after_migration",
    "before_migration",
    "declare",
    "declared",
    "install",
    "missing",
    "owns_tables",
    "require",
    "take_down",
]
