"""My data: everything that is held on a person, as a page to read and as a file to keep (C17)."""

import datetime
from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from community import columns
from community.export import held_on
from conditions.accounts.door import signed_in

# The names under which days and times stand.
ENDS, DATED = ("_at", "_on"), frozenset({"at", "on", "until", "valid_until", "date_joined", "last_login"})
EMPTY: tuple[Any, ...] = (None, "", [], {})
FILE = "my-data.json"  # tells nobody who sees it what it is about (M22)


class Item(NamedTuple):
    """A name with a value, or with what stands below it."""

    name: str
    text: str
    below: tuple["Item", ...]


@require_safe
@login_required
@never_cache
def data(request: HttpRequest) -> HttpResponse:
    held = held_on(signed_in(request))
    return render(request, "community/data.html", {"items": _items(held), "has_read": bool(held["readings"])})


@require_safe
@login_required
@never_cache
def download(request: HttpRequest) -> HttpResponse:
    held = held_on(signed_in(request))
    response = JsonResponse(held, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{FILE}"'
    return response


def _items(held: dict[str, Any]) -> tuple[Item, ...]:
    """The same as the file, in the order of the file; only what is empty is left out."""
    return tuple(_item(name, columns.called(name), value) for name, value in held.items() if value not in EMPTY)


def _item(name: str, called: str, value: Any) -> Item:
    if isinstance(value, dict):
        return Item(called, "", _items(value))
    if isinstance(value, list) and isinstance(value[0], dict):
        return Item(called, "", tuple(_item(name, str(number), each) for number, each in enumerate(value, 1)))
    if isinstance(value, list):
        return Item(called, ", ".join(columns.told(name, each) for each in value), ())
    return Item(called, _said(name, value), ())


def _said(name: str, value: Any) -> str:
    """As people read it: a day or a time is told as on every other page."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if not name.endswith(ENDS) and name not in DATED:
        return columns.told(name, value)
    if "T" not in value:
        return date_format(datetime.date.fromisoformat(value))
    return date_format(timezone.localtime(datetime.datetime.fromisoformat(value)), "DATETIME_FORMAT")
