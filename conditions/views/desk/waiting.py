"""What waits for somebody at the desk: one line a kind on the first page, and a list behind each."""

import datetime
from collections.abc import Collection
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from conditions.accounts.door import signed_in
from conditions.editorial.listings import LISTINGS
from conditions.editorial.waiting import KINDS, ROOMS, Kind, Room, wider_cautions
from conditions.models import Condition, Question, User
from conditions.permissions import may
from conditions.views.reading import page_number

PART = 100


class Line(NamedTuple):
    said: str
    address: str


def lines(person: User, held: Collection[str]) -> list[Line]:
    """Part of a view: what waits, the most pressing first; nothing that does not concern their roles."""
    today = timezone.localdate()
    found = []
    for kind in KINDS:
        keys = kind.answers(person, today).values_list("pk", flat=True)
        if kind.needs in held and (number := keys.count()):
            page = reverse("desk:waiting", args=[kind.name])
            found.append(Line(_said(kind, number), page if number > 1 else reverse("desk:answer", args=[keys[0]])))
    if "take_away" in held and (number := wider_cautions(person, today)):
        told = ngettext(
            "%(n)d caution over more than one answer to confirm",
            "%(n)d cautions over more than one answer to confirm",
            number,
        )
        found.append(Line(told % {"n": number}, reverse("desk:cautions")))
    found += _listed(person, held, today)
    counted = [(room, room.waits(person, today)) for room in rooms(held)]
    return found + [Line(room.said(n) % {"n": n}, reverse(room.page)) for room, n in counted if n]


def _listed(person: User, held: Collection[str], today: datetime.date) -> list[Line]:
    """What presses of the lists of an editor."""
    pressing = [each for each in LISTINGS if each.pressing is not None and each.needs in held]
    counted = [(each, each.found(person, today, each.pressing or "").count()) for each in pressing]
    told = [(_("%(list)s: %(n)d") % {"list": each.title, "n": n}, each) for each, n in counted if n]
    part = {each.name: f"?part={each.pressing}" if each.pressing else "" for each in pressing}
    return [Line(said, reverse("desk:listing", args=[each.name]) + part[each.name]) for said, each in told]


def rooms(held: Collection[str]) -> list[Room]:
    """Part of a view: the work of other apps that their roles open."""
    return [room for room in ROOMS if room.needs.intersection(held)]


def _said(kind: Kind, number: int) -> str:
    return kind.said(number) % {"n": number}


@require_GET
@never_cache
def waiting(request: HttpRequest, kind: str) -> HttpResponse:
    """The answers of one kind, each with a link to its page."""
    person, today, page = signed_in(request), timezone.localdate(), page_number(request)
    found = next((each for each in KINDS if each.name == kind), None)
    if found is None:
        raise Http404
    if not may(person, found.needs, on=today):
        raise PermissionDenied
    named = Prefetch("condition", Condition.objects.named(request.LANGUAGE_CODE))
    worded = Prefetch("question", Question.objects.worded(request.LANGUAGE_CODE, keep_unworded=True))
    answers = found.answers(person, today)
    number, part = answers.count(), answers.prefetch_related(named, worded)[(page - 1) * PART : page * PART]
    if page > 1 and not part:
        raise Http404
    shown = {"title": _said(found, number), "answers": part, "page": page, "has_more": number > page * PART}
    return render(request, "desk/waiting.html", shown)
