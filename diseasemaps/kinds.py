"""What the value of a setting may be: how it is read, and the words that end "NAME must be ...".

Nothing is allowed here that would work on one machine and fail on two: no database in memory, no cache that
another process cannot see, no mail that ends nowhere.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Kind:
    """`parser` is one of environs'; a value that is a secret, or can hold a password, is never shown."""

    allowed: str
    parser: str = "str"
    holds: Callable[[Any], object] = bool
    secret: bool = False


def text(allowed: str, holds: Callable[[str], object] = str.strip) -> Kind:
    """Words, by default any that are not blank."""
    return Kind(allowed, "str", holds)


def one_of(*values: str) -> Kind:
    """One of a few words."""
    return Kind(f"{', '.join(values[:-1])} or {values[-1]}", "str", values.__contains__)


def number(allowed: str, least: int, most: int) -> Kind:
    """A whole number within limits."""
    return Kind(f"{allowed}, from {least} to {most}", "int", lambda value: least <= value <= most)


def listed(allowed: str, holds: Callable[[str], object]) -> Kind:
    """At least one item, separated by commas."""
    return Kind(f"{allowed}, separated by commas", "list", lambda items: bool(items) and all(map(holds, items)))


def writable(folder: str) -> bool:
    """Whether the folder, or the nearest one above it that exists, may be written to."""
    path = Path(folder).absolute()
    nearest = next(place for place in (path, *path.parents) if place.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK)


# Fewer than five would be a handful of people who can be told apart.
SEARCHED_BY = Kind("a whole number from 5 to 100, or 0 for never", "int", lambda value: value == 0 or 5 <= value <= 100)
YES_OR_NO = Kind("true or false", "bool", lambda value: value in {True, False})
FOLDER = text("a folder that the site may write to", writable)
SECRET = Kind("a random text of at least 50 characters", "str", lambda key: len(key) >= 50, secret=True)
TIME_ZONE = text("the name of a time zone, like Europe/London", ZoneInfo)
SENDER = text("the address that mail is sent from, like no-reply@example.org", re.compile(r"[^@\s]+@[^@\s]+").fullmatch)
COUNTRIES = listed("two-letter codes of the countries served, like GB or IE", re.compile("[A-Z]{2}").fullmatch)
HOSTS = listed("the site's host names, like example.org", re.compile(r"\.?[\w.-]+|\[[0-9a-f:]+\]").fullmatch)
LOCAL_HOSTS = listed(
    "localhost, 127.0.0.1 or [::1] (what is invented is served in public only if you say so: docs/operating.md)",
    {"localhost", "127.0.0.1", "[::1]"}.__contains__,
)


def address_at(hosts: list[str] | None) -> Kind:
    """Where readers find the site: links in mail begin with it, whatever host a request claims to be for."""

    def holds(address: str) -> bool:
        found = re.fullmatch(r"https?://([\w.-]+|\[[0-9a-f:]+\])(:\d{1,5})?", address)
        if found is None or hosts is None:  # hosts that are bad themselves have a sentence of their own
            return found is not None
        return any(found[1] == host or (host[0] == "." and f".{found[1]}".endswith(host)) for host in hosts)

    return text("the address that readers open, at one of ALLOWED_HOSTS, like https://example.org", holds)


DATABASE = Kind(
    "like postgresql://user:password@host:5432/name or sqlite:////folder/file.sqlite3",
    "dj_db_url",
    lambda found: found["ENGINE"].endswith(("sqlite3", "postgresql")) and found["NAME"] not in {"", ":memory:"},
    secret=True,
)
CACHE = Kind(
    "like db://diseasemaps_cache or redis://localhost:6379/1 (limits hold across processes)",
    "dj_cache_url",
    lambda found: found["BACKEND"].endswith(("DatabaseCache", "RedisCache")),
    secret=True,
)
MAIL = Kind(
    "like submission://user:password@host:587, or file: for files under var/mail",
    "dj_email_url",
    lambda found: found.get("EMAIL_BACKEND", "").endswith(("smtp.EmailBackend", "filebased.EmailBackend")),
    secret=True,
)
