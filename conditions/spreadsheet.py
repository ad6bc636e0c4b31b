"""A list as a file that spreadsheets open, and that does nothing there but stand in its cells."""

import csv
import datetime
import re
from collections.abc import Iterable, Iterator
from io import StringIO

MARK = "\ufeff"  # by which spreadsheets know that it is UTF-8
# What a spreadsheet would calculate: a sign at the beginning, in either width, behind blanks or quotes too; and the
# same behind what parts the cells of another country's files, where ours are opened as one of those.
SIGNS = r"[=+\-@\uff1d\uff0b\uff0d\uff20]"
BEGINS_A_FORMULA = re.compile(rf"(\A|[;\t\r\n])(?=[\s\"']*{SIGNS})|\A(?=[\t\r\n])")


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
    """Days as machines read them; an apostrophe stands before what a spreadsheet would calculate."""
    if isinstance(value, int):
        return str(value)
    said = value.isoformat() if isinstance(value, datetime.date) else str(value)
    return BEGINS_A_FORMULA.sub(lambda found: f"{found[1] or ''}'", said)
