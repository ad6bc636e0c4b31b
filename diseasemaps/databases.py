"""How each database is opened, so that what is written lasts, what is erased is gone, and writers wait in a queue."""

from pathlib import Path
from typing import Any

# Writers queue; what is committed outlasts a power cut; REPLACE meets the guards; what is erased is overwritten.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON;"
    ),
}
POOL = {"min_size": 1, "max_size": 8, "timeout": 10}


def opened(found: dict[str, Any] | None, var: Path) -> dict[str, Any]:
    """The database that was read from the environment, with what it needs; a dummy where it was none."""
    if not found:
        return {"ENGINE": "django.db.backends.dummy"}
    if found["ENGINE"].endswith("sqlite3"):
        return found | {"OPTIONS": SQLITE, "TEST": {"NAME": var / "test-suite.sqlite3"}}
    given = {"options": "", **found.get("OPTIONS", {}), "pool": POOL}
    given["options"] = f"-c jit=off {given['options']}"  # it compiles longer than it then reads
    # A connection that the server cut is replaced before anybody meets it.
    return found | {"OPTIONS": given, "CONN_HEALTH_CHECKS": True}
