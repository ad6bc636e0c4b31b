"""Finds conditions by any name, short name or code; spelling need not be right.

Nothing here can be typed wrongly: a text of any kind becomes folded words or none. `find` reads, `rebuild` and
`index` write the rows that it reads, in the transaction of the move that changed a name.
"""

from conditions.search.entries import index, rebuild
from conditions.search.finding import Found, Hit, find

__all__ = ["Found", "Hit", "find", "index", "rebuild"]
