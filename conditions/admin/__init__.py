"""Django's administration of the catalogue, the answers, the people and the evidence, one noun a module."""

from conditions.admin import (
    answers,
    catalogue,
    countries,
    facts,
    ledger,
    outbox,
    people,
    proposals,
    publications,
    questions,
    reviews,
    sources,
)

__all__ = [
    "answers",
    "catalogue",
    "countries",
    "facts",
    "ledger",
    "outbox",
    "people",
    "proposals",
    "publications",
    "questions",
    "reviews",
    "sources",
]
