"""Database rules that a model cannot state, for SQLite and PostgreSQL. Imports no model.

A later table comes under guard by one declaration: in `rules.py` or a list beside it here, or in the `guards.py` of
another app, which Django's start finds as it finds its admin. Nothing else changes: `installation` puts every
declared guard in place after each migration, and `missing` tells what is not exactly as declared.
"""

from conditions.guards.answers import WORDS
from conditions.guards.asked import ASKED
from conditions.guards.codes import CODES
from conditions.guards.experts import EXPERTS
from conditions.guards.facts import FACTS
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
    words,
)
from conditions.guards.invitations import INVITATIONS
from conditions.guards.kinds import AppendOnly, KeepsRows, Key, Made, Mirror, Refuses, Sealable
from conditions.guards.notices import NOTICES
from conditions.guards.people import REVIEWERS
from conditions.guards.places import PLACES
from conditions.guards.policies import POLICIES
from conditions.guards.publications import PUBLICATIONS
from conditions.guards.readings import READINGS
from conditions.guards.reviews import REVIEWS
from conditions.guards.rewording import REWORDING
from conditions.guards.rules import RULES
from conditions.guards.schedules import SCHEDULES
from conditions.guards.translations import TRANSLATIONS
from conditions.guards.two_people import TWO_PEOPLE

declare(
    *RULES,
    *REVIEWERS,
    *INVITATIONS,
    *FACTS,
    *WORDS,
    *PLACES,
    *POLICIES,
    *REVIEWS,
    *SCHEDULES,
    *PUBLICATIONS,
    *EXPERTS,
    *READINGS,
    *REWORDING,
    *TRANSLATIONS,
    *NOTICES,
    *TWO_PEOPLE,
    *ASKED,
    *CODES,
)

__all__ = [
    "AppendOnly",
    "GuardMissingError",
    "KeepsRows",
    "Key",
    "Made",
    "Mirror",
    "Refuses",
    "Sealable",
    "after_migration",
    "before_migration",
    "declare",
    "declared",
    "install",
    "missing",
    "owns_tables",
    "require",
    "take_down",
    "words",
]
