"""The page before a value is accepted, put in force or dropped: what readers have, what they will, and what lacks."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from conditions.admin.base import LEFT
from conditions.editorial import changeover, facts
from conditions.models import Answer, Condition, FactValue, FactVersion
from conditions.models.facts import FactVersionQuerySet
from conditions.stale import Stale

AT_ONCE = 20


class Asked(NamedTuple):
    """A value as the page that asks shows it."""

    version: FactVersion
    values: list[FactValue]
    former: list[FactValue]
    steps: list[changeover.Step]
    seen: str
    hindrance: str


def ask_or_decide(page: Any, request: HttpRequest, queryset: FactVersionQuerySet, title: Any) -> HttpResponse | None:
    """First the page that asks and carries what was on screen; then what it sends."""
    lacks_reason = request.POST["action"] == "drop" and not request.POST.get("why", "").strip()
    if "seen" in request.POST and not lacks_reason:
        _decide(page, request)
        return None
    named = Prefetch("fact__condition", Condition.objects.named(get_language() or "en"))
    pending = queryset.pending().select_related("fact", "proposed_by").prefetch_related(named)
    asked = [_asked(version, request) for version in pending[:AT_ONCE]]
    context = {
        **page.admin_site.each_context(request),
        "title": title,
        "opts": page.opts,
        "action": request.POST["action"],
        "selected": ACTION_CHECKBOX_NAME,
        "asked": asked,
        "possible": any(not each.hindrance for each in asked),
        "left_out": pending.count() - len(asked),
        "lacks_reason": "seen" in request.POST,
    }
    return TemplateResponse(request, "admin/conditions/factversion/decide.html", context)


def _asked(version: FactVersion, request: HttpRequest) -> Asked:
    action = request.POST["action"]
    steps = [] if action == "drop" else changeover.steps(version)
    former = FactValue.objects.filter(version__in=FactVersion.objects.in_force().filter(fact=version.fact))
    values = version.values.select_related("source")
    return Asked(
        version,
        list(values),
        list(former.select_related("source")),
        steps,
        _on_screen(version, steps) if action == "put_in_force" else facts.screen(version),
        _hindrance(version, action, steps, request.user),
    )


def _on_screen(version: FactVersion, steps: list[changeover.Step]) -> str:
    """Each answer that changes over, with the digest of the words that it changes to."""
    rounds = [step.round for step in steps if step.round]
    return ",".join(f"{round_.answer_id}={round_.revision.digest}" for round_ in rounds)


def _hindrance(version: FactVersion, action: str, steps: list[changeover.Step], person: Any) -> str:
    """Why the move would refuse it, said before it is tried."""
    if action == "accept" and version.accepted_at:
        return _("It is accepted already, and waits to be put in force.")
    if action == "accept" and version.proposed_by_id == person.pk:
        return _("You proposed this yourself. Another editor accepts it.")
    if action == "put_in_force" and not version.accepted_at:
        return _("Nobody has accepted it yet.")
    if action == "put_in_force" and any(step.lacks for step in steps):
        return _("It is put in force when none of these answers lacks anything any more.")
    return ""


def _decide(page: Any, request: HttpRequest) -> None:
    done = stale = 0
    for given in request.POST.getlist("seen")[:AT_ONCE]:
        pk, _colon, seen = given.partition(":")
        try:
            version = FactVersion.objects.select_related("fact__condition").get(pk=int(pk))
            _move(version, seen, request)
            done += 1
        except (Stale, ValueError, FactVersion.DoesNotExist):  # what is no version was never on screen
            stale += 1
        except OperationalError:
            page.message_user(request, LEFT, messages.ERROR)
            break
        except ValidationError as refusal:
            page.message_user(request, " ".join(refusal.messages), messages.ERROR)
        except PermissionDenied as refusal:
            page.message_user(request, str(refusal), messages.ERROR)
    if done:
        told = ngettext("%(number)d value was decided on.", "%(number)d values were decided on.", done)
        page.message_user(request, told % {"number": done})
    if stale:
        told = ngettext(
            "%(number)d value, or a text that quotes it, moved while you were looking, so nothing was done with it. "
            "Look at it again.",
            "%(number)d values, or texts that quote them, moved while you were looking, so nothing was done with them. "
            "Look at them again.",
            stale,
        )
        page.message_user(request, told % {"number": stale}, messages.WARNING)


def _move(version: FactVersion, seen: str, request: HttpRequest) -> None:
    who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    match request.POST["action"]:
        case "accept":
            facts.accept_fact(version, seen=seen, **who)
        case "put_in_force":
            pairs = [pair.split("=") for pair in seen.split(",") if pair]
            changeover.put_in_force(version, seen={Answer(pk=int(pk)): digest for pk, digest in pairs}, **who)
        case _:
            facts.drop_fact(version, request.POST["why"], **who)
