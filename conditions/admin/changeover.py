"""The page before a value is accepted, put in force or dropped: what readers have, what they will, and what lacks."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from conditions.admin.several import Asked, Several, Words, ask_or_decide
from conditions.editorial import changeover, facts
from conditions.models import Answer, Condition, FactValue, FactVersion
from conditions.models.facts import FactVersionQuerySet

AT_ONCE = 20
REASON = 300
WORDS = Words(
    done=lambda n: (
        ngettext("%(number)d value was decided on.", "%(number)d values were decided on.", n) % {"number": n}
    ),
    moved=lambda n: (
        ngettext(
            "%(number)d value, or a text that quotes it, moved while you were looking, so nothing was done with it. "
            "Look at it again.",
            "%(number)d values, or texts that quote them, moved while you were looking, so nothing was done with them. "
            "Look at them again.",
            n,
        )
        % {"number": n}
    ),
    left_out=lambda n: (
        ngettext(
            "%(number)s more value was chosen. Decide on it after these.",
            "%(number)s more values were chosen. Decide on them after these.",
            n,
        )
        % {"number": n}
    ),
    gone=gettext_lazy("None of the values you chose waits any more."),
)


def decided(page: Any, request: HttpRequest, queryset: FactVersionQuerySet, title: Any) -> HttpResponse | None:
    """First the page that asks and carries what was on screen; then what it sends."""

    def ask(version: FactVersion) -> Asked:
        return _asked(version, request)

    def move(pk: int, seen: str, **who: Any) -> None:
        _move(FactVersion.objects.select_related("fact__condition").get(pk=pk), seen, request.POST, **who)

    named = Prefetch("fact__condition", Condition.objects.named(get_language() or "en"))
    pending = queryset.pending().select_related("fact", "proposed_by").prefetch_related(named)
    reason = REASON if request.POST["action"] == "drop" else 0
    item = "admin/conditions/factversion/asked.html"
    deciding = Several(title, item, ask, move, WORDS, at_once=AT_ONCE, longest_reason=reason)
    return ask_or_decide(page, request, pending, deciding)


def _asked(version: FactVersion, request: HttpRequest) -> Asked:
    action = request.POST["action"]
    steps = [] if action == "drop" else changeover.steps(version)
    former = FactValue.objects.filter(version__in=FactVersion.objects.in_force().filter(fact=version.fact))
    shown = {
        "version": version,
        "proposed": list(version.values.select_related("source")),
        "former": list(former.select_related("source")),
        "steps": steps,
    }
    seen = _on_screen(version, steps) if action == "put_in_force" else facts.screen(version)
    return Asked(version.pk, seen, _hindrance(version, action, steps, request.user), shown)


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


def _move(version: FactVersion, seen: str, sent: QueryDict, **who: Any) -> None:
    match sent["action"]:
        case "accept":
            facts.accept_fact(version, seen=seen, **who)
        case "put_in_force":
            pairs = [pair.split("=") for pair in seen.split(",") if pair]
            changeover.put_in_force(version, seen={Answer(pk=int(pk)): digest for pk, digest in pairs}, **who)
        case _:
            facts.drop_fact(version, str(sent["why"]), **who)
