"""Django's administration of the catalogue, the people and the evidence, one noun a module."""

from conditions.admin import ledger, outbox, people

__all__ = ["ledger", "outbox", "people"]
