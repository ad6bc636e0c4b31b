"""What is wrong with the site, and what to do about it. Each check is a small function that yields findings.

Another app adds its own: `health.CHECKS.append(health.Check(function))` in its `health.py`, found at the start.
"""

import datetime
from dataclasses import replace

from django.db import DatabaseError

from conditions.health import content, foundations, people, reviewers, work
from conditions.health.finding import Check, Finding

CHECKS = [
    Check(foundations.database, stops=True, ends=True),
    Check(foundations.migrations, stops=True, ends=True),
    Check(foundations.guards_in_place, stops=True),
    Check(foundations.cache_answers, stops=True),
    Check(foundations.no_demonstration_in_public, stops=True),
    Check(foundations.role_owns_nothing),
    Check(work.worker_lives),
    Check(work.plans_come),
    Check(work.mail_moves),
    Check(work.mail_to_decide_on),
    Check(work.chores_succeed),
    Check(content.catalogue_loaded),
    Check(content.questions_loaded),
    Check(content.emergency_numbers),
    Check(content.help_lines),
    Check(content.withdrawals_confirmed),
    Check(content.languages_read),
    Check(people.roles_filled),
    Check(people.two_pairs_of_eyes),
    Check(people.somebody_else_can),
    Check(people.proposals_can_be_accepted),
    Check(reviewers.somebody_can_sign),
    Check(reviewers.credentials_stay),
    Check(reviewers.live_answers_rest_on_somebody),
]

__all__ = ["CHECKS", "Check", "Finding", "findings", "is_ready"]


def findings(at: datetime.datetime, *, only_stopping: bool = False) -> list[Finding]:
    """What the checks find at that time, in their order. Never raises because the database is away."""
    found: list[Finding] = []
    for check in CHECKS:
        if only_stopping and not check.stops:
            continue
        try:
            new = [replace(finding, stops=check.stops) for finding in check.look(at)]
        except DatabaseError:
            return [*found, replace(foundations.no_answer(), stops=True)]
        found += new
        if new and check.ends:
            break
    return found


def is_ready(at: datetime.datetime) -> bool:
    """Whether nothing stops the site from serving readers."""
    return not findings(at, only_stopping=True)
