"""What people search for and do not find, without keeping what any of them searched for (docs/decisions/0054).

Words are often somebody's diagnosis. So each search that finds nothing leaves a keyed mark of its words and one of who
asked, and only when enough different sources have asked for the same within a month do the words themselves stay.
"""

import datetime
import re
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from conditions import limits, names, telling
from conditions.models import FailedSearch

A_DAY = 2_000  # new words; a flood of nonsense takes no more room than that
KEPT = datetime.timedelta(days=365)
SHORTEST, LONGEST = 3, 80
SIGNS = 64  # of a mark
ROBOT = re.compile("bot|crawl|spider|slurp|preview|monitor|compatible;|headless", re.IGNORECASE)
# How browsers say that somebody opened a page, by a page of ours or, for “none”, by typing its address.
OPENED = {
    "Sec-Fetch-Site": {"same-origin", "none"},
    "Sec-Fetch-Mode": {"navigate"},
    "Sec-Fetch-Dest": {"document"},
}
AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")  # how they say that nobody has asked for it yet
# One statement, so that no two readers count to the same number and a search that fails costs one query more.
NOTE = """
INSERT INTO {table} (mark, sources, day, lasting, language, words, outcome)
SELECT %(mark)s, %(source)s, %(day)s, '', '', '', ''
WHERE NOT EXISTS (SELECT 1 FROM {table} WHERE lasting = %(lasting)s)
AND ((SELECT COUNT(*) FROM {table} WHERE day = %(day)s) < %(a_day)s
    OR EXISTS (SELECT 1 FROM {table} WHERE mark = %(mark)s))
ON CONFLICT (mark) DO UPDATE SET
    sources = CASE WHEN LENGTH({table}.sources) < %(few)s THEN {table}.sources || excluded.sources ELSE '' END,
    kept_on = CASE WHEN LENGTH({table}.sources) < %(few)s THEN NULL ELSE excluded.day END,
    language = CASE WHEN LENGTH({table}.sources) < %(few)s THEN '' ELSE %(language)s END,
    words = CASE WHEN LENGTH({table}.sources) < %(few)s THEN '' ELSE %(words)s END,
    connections = CASE WHEN LENGTH({table}.sources) < %(few)s THEN NULL ELSE %(enough)s END,
    lasting = CASE WHEN LENGTH({table}.sources) < %(few)s THEN '' ELSE %(lasting)s END
WHERE {table}.kept_on IS NULL AND {table}.sources NOT LIKE %(held)s
"""


def note(request: HttpRequest, typed: str, *, on: datetime.date) -> None:
    """One query at most, and the page never waits for it long or breaks by it.

    The mark of the month stays when the words do: who asks at the moment in which they are kept meets that row, and
    leaves nothing beside it.
    """
    enough: int = settings.DISEASEMAPS["searched_by"]
    folded = names.fold(typed)
    if not (enough and may_be_kept(typed, folded) and _is_reader(request) and _is_asked_here(request)):
        return
    language, month = request.LANGUAGE_CODE, on.replace(day=1)
    mark = _mark(f" in {month:%Y-%m}", language, folded)
    source = limits.nameless(request, on=month, doing=f" for {mark}", share=limits.PLACE)
    lasting, few = _mark("", language, folded), (enough - 1) * SIGNS
    told: dict[str, Any] = {"mark": mark, "source": source, "held": f"%{source}%", "lasting": lasting, "day": on}
    told |= {"language": language, "words": folded, "few": few, "enough": enough, "a_day": A_DAY}
    limits.noted(NOTE.format(table=connection.ops.quote_name(FailedSearch._meta.db_table)), told)


def may_be_kept(typed: str, folded: str) -> bool:
    """Whether the words are such as many may share: short, and nothing by which one person could be known."""
    return SHORTEST <= len(folded) <= LONGEST and not telling.may_tell(typed)


def forget(*, on: datetime.date) -> int:
    """Deletes the marks of months that are over, and words that were kept for a year; how many there were."""
    over = Q(kept_on=None, day__lt=on.replace(day=1)) | Q(kept_on__lt=on - KEPT)
    return FailedSearch.objects.filter(over).delete()[0]


def _mark(key: str, language: str, folded: str) -> str:
    """The words as 64 hexadecimal digits that nobody can make without the secret key."""
    return salted_hmac(f"searched in vain{key}", f"{language}:{folded}", algorithm="sha256").hexdigest()


def _is_reader(request: HttpRequest) -> bool:
    """No robot that says so, and nobody who is signed in: colleagues try words out, and members are no strangers."""
    browser = request.headers.get("User-Agent", "")
    return (
        settings.SESSION_COOKIE_NAME not in request.COOKIES
        and browser.startswith("Mozilla/")
        and not ROBOT.search(browser)
    )


def _is_asked_here(request: HttpRequest) -> bool:
    """Whether somebody opened the page from ours, or by typing, as far as their browser tells.

    A page elsewhere that leads its visitors to words of its choice, or loads them behind their backs, would make them
    count; so would what a browser fetches before anybody asks for it. Browsers that tell nothing of this are believed.
    """
    told = request.headers
    return (
        request.method == "GET"
        and not any(told.get(name) for name in AHEAD)
        and all(name not in told or told[name] in meant for name, meant in OPENED.items())
    )
