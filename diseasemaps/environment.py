"""Reads settings from the environment and refuses a bad one with a sentence that names it.

Every setting is read through `Environment`, so that a typing error in a value, a missing value and a
misspelt name are all met at the start, together, and in words an operator can act on (O4).
"""

import difflib
import os
import secrets
from pathlib import Path
from typing import Any

from environs import Env, EnvError

from diseasemaps.kinds import Kind

OURS = "DISEASEMAPS_"
OF_TESTS = "DISEASEMAPS_TEST_"  # what only the suite reads
REQUIRED: Any = object()


class Environment:
    """Collects every complaint before refusing, so that an operator mends all in one go."""

    def __init__(self) -> None:
        self.env = Env()
        self.complaints: list[str] = []
        self.known: set[str] = set()

    def defaults_from(self, file: Path) -> None:
        """Values for names that the environment itself leaves out."""
        self.env.read_env(file, recurse=False)

    def read(self, name: str, kind: Kind, default: Any = REQUIRED) -> Any:
        """The value of `name`; None and a complaint where it is not what the kind allows."""
        self.known.add(name)
        fallback = () if default is REQUIRED else (default,)
        try:
            value = getattr(self.env, kind.parser)(name, *fallback)
            if kind.holds(value):
                return value
        except (EnvError, ValueError, TypeError, KeyError, OSError):
            pass  # our sentence says more than the parser's
        self.complaints.append(_sentence(name, kind))
        return None

    def refuse_unknown(self) -> None:
        """A misspelt setting of ours would otherwise be ignored without a word."""
        for name in sorted(os.environ):
            if name.startswith(OURS) and not name.startswith(OF_TESTS) and name not in self.known:
                near = difflib.get_close_matches(name, self.known, n=1)
                hint = f"Did you mean {near[0]}?" if near else "docs/operating.md lists them all."
                self.complaints.append(f"{name} is not a setting of this site. {hint}")

    def refuse_if_bad(self) -> None:
        """Stops the start if anything was wrong, with one line per bad setting."""
        self.refuse_unknown()
        if self.complaints:
            listed = "\n".join(f"  - {complaint}" for complaint in self.complaints)
            raise SystemExit(f"The site does not start, because its settings need mending:\n{listed}")


def _sentence(name: str, kind: Kind) -> str:
    given = os.environ.get(name)
    if given is None:
        return f"{name} is not set. It must be {kind.allowed}."
    shown = "a value that is not shown here" if kind.secret else f"“{given}”"
    return f"{name} is {shown}. It must be {kind.allowed}."


def kept_secret(file: Path) -> str:
    """A random key made on first use and kept in `file`: for the demonstration, never for production."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return file.read_text(encoding="ascii").strip()
