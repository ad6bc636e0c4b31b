"""Django's administration of the catalogue, the answers, the people and the evidence, one noun a module."""

from conditions.admin import (
    answers,
    catalogue,
    countries,
    credentials,
    facts,
    ledger,
    notices,
    outbox,
    people,
    proposals,
    publications,
    questions,
    reports,
    reviewers,
    reviews,
    sources,
)

__all__ = [
    "answers",
    "catalogue",
    "countries",
    "credentials",
    "facts",
    "ledger",
    "notices",
    "outbox",
    "people",
    "proposals",
    "publications",
    "questions",
    "reports",
    "reviewers",
    "reviews",
    "sources",
]
