"""Deciding on several rows of a list: first a page that asks and carries what was on screen, then each by its move.

What one of them is refused for is said, and the rest goes on; what moved meanwhile is counted, and looked at again.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import OperationalError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from conditions.admin.base import LEFT
from conditions.stale import Stale

Counted = Callable[[int], str]


class Asked(NamedTuple):
    """A row as the page that asks shows it; `seen` is its version, and `shown` what its template says of it."""

    pk: int
    seen: str
    hindrance: str
    shown: Any


class Words(NamedTuple):
    """What is said of rows of one kind, by their number."""

    done: Counted
    moved: Counted
    left_out: Counted
    gone: Any  # where none of those chosen waits any more


class Several(NamedTuple):
    """One decision about rows of one kind.

    `item` is the template that shows one of them, and `ask` gives what it shows; `says` stands above them all. `move`
    is told the key, what was on screen, who and when. A reason, where one is needed, is sent as `why`.
    """

    title: Any
    item: str
    ask: Callable[[Any], Asked]
    move: Callable[..., object]
    words: Words
    says: Any = ""
    at_once: int = 200
    longest_reason: int = 0  # letters; none is asked for 0


def ask_or_decide(page: Any, request: HttpRequest, waiting: QuerySet[Any], several: Several) -> HttpResponse | None:
    """Part of an action of the list; `waiting` are those of the chosen rows that can be decided on at all."""
    lacks_reason = bool(several.longest_reason) and not request.POST.get("why", "").strip()
    if "seen" not in request.POST or lacks_reason:
        return _ask(page, request, waiting, several)
    _decide(page, request, several)
    return None


def _ask(page: Any, request: HttpRequest, waiting: QuerySet[Any], several: Several) -> HttpResponse:
    asked = [several.ask(row) for row in waiting[: several.at_once]]
    left_out = waiting.count() - len(asked)
    context = {
        **page.admin_site.each_context(request),
        "title": several.title,
        "opts": page.opts,
        "several": several,
        "action": request.POST["action"],
        "selected": ACTION_CHECKBOX_NAME,
        "asked": asked,
        "possible": any(not each.hindrance for each in asked),
        "left_out": several.words.left_out(left_out) if left_out else "",
        "lacks_reason": "seen" in request.POST,
    }
    return TemplateResponse(request, "admin/conditions/several.html", context)


def _decide(page: Any, request: HttpRequest, several: Several) -> None:
    done = moved = 0
    for given in request.POST.getlist("seen")[: several.at_once]:
        pk, _colon, seen = given.partition(":")
        try:
            several.move(int(pk), seen, by=request.user, at=timezone.now())
            done += 1
        except (Stale, ValueError, ObjectDoesNotExist):  # what is no version was never on screen
            moved += 1
        except OperationalError:
            page.message_user(request, LEFT, messages.ERROR)
            break
        except ValidationError as refusal:
            page.message_user(request, " ".join(refusal.messages), messages.ERROR)
        except PermissionDenied as refusal:
            page.message_user(request, str(refusal), messages.ERROR)
    if done:
        page.message_user(request, several.words.done(done))
    if moved:
        page.message_user(request, several.words.moved(moved), messages.WARNING)
