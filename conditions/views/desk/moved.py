"""What happened to an answer while somebody looked at it (E4)."""

from typing import NamedTuple

from django.http import HttpRequest
from django.utils import timezone

from conditions import differences
from conditions.accounts.door import signed_in
from conditions.differences import Difference
from conditions.editorial.drafts import stream
from conditions.models import Answer, Event, Revision
from conditions.permissions import reads

# By the first part of an address of the desk: how the answer is found from the key that stands in it.
ABOUT = {
    "answers": "pk",
    "cautions": "cautions",
    "reviews": "rounds__assignments",
    "revisions": "revisions",
    "seals": "revisions__seals",
}


class Lately(NamedTuple):
    """Who moved it last; and, where the words moved, the newest and how they differ from those on screen."""

    event: Event | None
    now: Revision | None
    difference: Difference | None


def lately(request: HttpRequest) -> Lately | None:
    """What somebody is told who was slower, as far as they may read the answer that the address names."""
    answer = _answer(request)
    if answer is None or not reads(signed_in(request), answer, on=timezone.localdate()):
        return None
    event = Event.objects.filter(stream=stream(answer)).select_related("by").order_by("-sequence").first()
    revisions = Revision.objects.filter(answer=answer, is_sealed=False).select_related("created_by")
    now, seen = revisions.first(), revisions.filter(digest=request.POST.get("seen", "")[:64]).first()
    if now is None or seen is None or seen.pk == now.pk:
        return Lately(event, None, None)
    return Lately(event, now, differences.between(*differences.pair(seen, now)))


def _answer(request: HttpRequest) -> Answer | None:
    match = request.resolver_match
    if match is None or "pk" not in match.kwargs:
        return None
    lookup = ABOUT.get(match.route.partition("desk/")[2].partition("/")[0])
    found = Answer.objects.select_related("condition")
    return found.filter(**{lookup: match.kwargs["pk"]}).first() if lookup else None
