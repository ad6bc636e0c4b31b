"""A list as a file that spreadsheets open, and that does nothing there but stand in its cells."""

import csv
import datetime
from collections.abc import Iterable, Iterator
from io import StringIO

MARK = "\ufeff"  # by which spreadsheets know that it is UTF-8
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The file, line by line."""
    kept = StringIO(newline="")
    writer = csv.writer(kept)
    kept.write(MARK)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        yield kept.getvalue()
        kept.seek(0)
        kept.truncate()


def _cell(value: object) -> str:
    """Days as machines read them; a text that a spreadsheet would calculate begins with an apostrophe."""
    if isinstance(value, int):
        return str(value)
    said = value.isoformat() if isinstance(value, datetime.date) else str(value)
    return f"'{said}" if said.startswith(BEGINS_A_FORMULA) else said
