"""What the site holds on somebody who works or reads here, as plain data (C17). Of others only which part they had."""

import datetime
from typing import Any

from django.db import models

from conditions.models import Assignment, Comment, Declaration, Grant, Reading, Reviewer, User, Verdict

READING = (
    "asked_at", "declined_at", "declined_because", "answered_at", "said", "name", "standpoint", "salt", "digest",
    "overtaken_at", "removed_at", "removed_because", "is_sealed",
)  # fmt: skip
REMARK = ("weight", "quote", "suggestion", "text", "salt", "at", "is_sealed")
VERDICT = (
    "decision", "name", "credential", "discipline", "register", "verified_on", "interests", "digest", "on", "at",
)  # fmt: skip

VERIFICATION = ("verified_on", "valid_until", "evidence", "link")
REVIEW = ("offered_at", "opened_at", "accepted_at", "declined_at", "declined_because")


def held_at_the_desk(user: User) -> dict[str, Any]:
    """Their roles, what they were asked to read, what they said, and what they signed and declared as a clinician."""
    clinician = Reviewer.objects.filter(user=user).first()
    asked = Reading.objects.filter(reader=user).select_related("revision").order_by("pk")
    said = Comment.objects.filter(by=user).select_related("revision").order_by("pk")
    return {
        "roles": [_role(each) for each in Grant.objects.filter(user=user).select_related("condition").order_by("pk")],
        "readings": [_reading(each) for each in asked],
        "remarks": [{**_text(each.revision), "paragraph": each.place, **told(each, *REMARK)} for each in said],
        "clinician": _clinician(clinician) if clinician else {},
    }


def told(row: models.Model, *columns: str) -> dict[str, Any]:
    return {column: _plain(getattr(row, column)) for column in columns}


def _plain(value: Any) -> Any:
    """What JSON can carry. A key under which somebody signs in is known by its kind alone."""
    return value.isoformat() if isinstance(value, datetime.date) else value


def _text(revision: Any) -> dict[str, str]:
    """Which text, with its condition: a question alone says too little."""
    return {"condition": revision.condition_name, "question": revision.question}


def _role(grant: Grant) -> dict[str, Any]:
    return {"condition": str(grant.condition or ""), **told(grant, "role", "language", "starts_on", "ends_on")}


def _reading(reading: Reading) -> dict[str, Any]:
    return {**_text(reading.revision), "asked_by": "editor", **told(reading, *READING)}


def _clinician(person: Reviewer) -> dict[str, Any]:
    declared = Declaration.objects.filter(reviewer=person).select_related("condition").order_by("pk")
    asked = Assignment.objects.filter(reviewer=person).select_related("round__revision").order_by("pk")
    decided = Verdict.objects.filter(reviewer=person).select_related("revision").order_by("pk")
    looked_up = person.credentials.prefetch_related("verifications").order_by("pk")
    return {
        **told(person, "name", "discipline", "workplace", "shows_workplace", "shows_number"),
        "credentials": [
            {
                **told(each, "profession", "title", "register", "number", "entered_at"),
                "verifications": [told(one, *VERIFICATION) for one in each.verifications.all()],
            }
            for each in looked_up
        ],
        "declarations": [
            {"condition": str(each.condition), **told(each, "is_none", "interests", "at")} for each in declared
        ],
        "reviews": [{**_text(each.round.revision), **told(each, *REVIEW)} for each in asked],
        "decisions": [{**_text(each.revision), **told(each, *VERDICT)} for each in decided],
    }
