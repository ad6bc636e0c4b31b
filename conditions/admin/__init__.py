"""Django's administration of the catalogue, the people and the evidence, one noun a module."""

from conditions.admin import catalogue, countries, ledger, outbox, people, questions

__all__ = ["catalogue", "countries", "ledger", "outbox", "people", "questions"]
