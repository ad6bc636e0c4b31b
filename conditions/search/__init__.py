"""Finds conditions by any name, short name or code, and answers by what they are asked; spelling need not be right.

Nothing here can be typed wrongly: a text of any kind becomes folded words or none. `find` reads; `rebuild`, `index`
and `index_answer` write the rows that it reads, in the transaction of the move that changed a name or a text.
"""

from conditions.search.answers import index_answer
from conditions.search.entries import index, rebuild
from conditions.search.finding import Found, Hit, find

__all__ = ["Found", "Hit", "find", "index", "index_answer", "rebuild"]
