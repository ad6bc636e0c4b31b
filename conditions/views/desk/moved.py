"""What happened to an answer while somebody looked at it (E4)."""

from typing import NamedTuple

from django.http import HttpRequest
from django.utils import timezone

from conditions import differences, history
from conditions.accounts.door import signed_in
from conditions.differences import Difference
from conditions.models import Answer, Revision
from conditions.permissions import reads

TOLD = 3  # events
# By the first part of an address of the desk: how the answer is found from the key that stands in it.
ABOUT = {
    "answers": "pk",
    "cautions": "cautions",
    "reviews": "rounds__assignments",
    "revisions": "revisions",
    "seals": "revisions__seals",
}


class Lately(NamedTuple):
    """What happened last, the newest first; and, where the words moved, how they differ from those on screen."""

    lines: list[history.Line]
    difference: Difference | None


def lately(request: HttpRequest) -> Lately | None:
    """What somebody is told who was slower, as far as they may read the answer that the address names."""
    answer = _answer(request)
    if answer is None or not reads(signed_in(request), answer, on=timezone.localdate()):
        return None
    revisions = Revision.objects.filter(answer=answer, is_sealed=False)
    now, seen = revisions.first(), revisions.filter(digest=request.POST.get("seen", "")[:64]).first()
    lines, _has_more = history.lines(answer)
    if now is None or seen is None or now.pk == seen.pk:
        return Lately(lines[:TOLD], None)
    return Lately(lines[:TOLD], differences.between(*differences.pair(seen, now)))


def _answer(request: HttpRequest) -> Answer | None:
    match = request.resolver_match
    if match is None or "pk" not in match.kwargs:
        return None
    lookup = ABOUT.get(match.route.partition("desk/")[2].partition("/")[0])
    found = Answer.objects.select_related("condition")
    return found.filter(**{lookup: match.kwargs["pk"]}).first() if lookup else None
