"""Migrations of `conditions` that are one ahead of the real ones: one alters guarded tables, one fails half-way."""

import pkgutil

from conditions import migrations

NAMES = sorted(name for _, name, _ in pkgutil.iter_modules(migrations.__path__))
MISSING_MEANWHILE: list[list[str]] = []
