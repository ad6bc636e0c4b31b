"""Reads settings from the environment and refuses a bad one with a sentence that names it.

Every setting is read through `Environment`, so that a typing error in a value, a missing value and a
misspelt name are all met at the start, together, and in words an operator can act on (O4).
"""

import difflib
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from environs import Env, EnvError

OURS = "DISEASEMAPS_"


class BadSettings(SystemExit):
    """The start is refused; the message lists every bad setting, one sentence each."""


class Environment:
    """Collects every complaint before refusing, so that an operator mends all in one go."""

    def __init__(self) -> None:
        self.env = Env()
        self.complaints: list[str] = []
        self.known: set[str] = set()

    def defaults_from(self, file: Path) -> None:
        """Values for names that the environment itself leaves out."""
        self.env.read_env(file, recurse=False)

    def read(
        self,
        name: str,
        kind: str,
        default: Any = ...,
        *,
        allowed: str,
        holds: Callable[[Any], bool] | None = None,
        **options: Any,
    ) -> Any:
        """The value of `name` read as `kind` (an environs parser).

        `allowed` ends the sentence "NAME must be ..."; without a default the setting is required.
        """
        self.known.add(name)
        given = {} if default is ... else {"default": default}
        try:
            value = getattr(self.env, kind)(name, **given, **options)
            if holds is None or holds(value):
                return value
        except (EnvError, ValueError, TypeError, KeyError):
            pass
        self.complaints.append(self._sentence(name, allowed))
        return None if default is ... else default

    @staticmethod
    def _sentence(name: str, allowed: str) -> str:
        given = os.environ.get(name)
        if given is None:
            return f"{name} is not set. It must be {allowed}."
        shown = "a value that is not shown here" if "SECRET" in name or name.endswith("_URL") else f"“{given}”"
        return f"{name} is {shown}. It must be {allowed}."

    def refuse_unknown(self) -> None:
        """A misspelt setting of ours would otherwise be ignored without a word."""
        for name in sorted(os.environ):
            if name.startswith(OURS) and name not in self.known:
                near = difflib.get_close_matches(name, self.known, n=1)
                hint = f" Did you mean {near[0]}?" if near else " docs/operating.md lists them all."
                self.complaints.append(f"{name} is not a setting of this site.{hint}")

    def close(self) -> None:
        """Refuses the start if anything was wrong.

        Raises: BadSettings, with one line per bad setting.
        """
        self.refuse_unknown()
        if self.complaints:
            listed = "\n".join(f"  - {complaint}" for complaint in self.complaints)
            raise BadSettings(f"The site does not start, because its settings need mending:\n{listed}")


def kept_secret(file: Path) -> str:
    """A random key made on first use and kept in `file`: for the demonstration, never for production."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return file.read_text(encoding="ascii").strip()
