"""What waits for another editor: read as it was and as it will be, then accepted, refused or taken back."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, cast
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from conditions.admin.base import HouseAdmin
from conditions.admin.several import Asked, Several, Words, ask_or_decide
from conditions.editorial import acceptance, comparison, parts, proposals
from conditions.models import Proposal
from conditions.models.proposals import ProposalQuerySet

MOST = 20  # answers that one proposal lists
WAITS = _("Nothing that waits reaches readers until another editor accepts it. Anything else you changed is saved.")


def note_proposal(request: HttpRequest) -> None:
    """Remembers that what was saved became a proposal."""
    request.house_proposed = True  # type: ignore[attr-defined]


class Proposes:
    """Mixed into a page of which a save may become a proposal: it says so, and not that something was changed."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None if _has_proposed(request) else super().log_addition(request, obj, message)  # type: ignore[misc]

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """What was saved beside it is an event of the ledger."""
        return None if _has_proposed(request) else super().log_change(request, obj, message)  # type: ignore[misc]

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        if _has_proposed(request):
            return self._say_that_it_waits(request, reverse("admin:conditions_proposal_changelist"))
        return cast(HttpResponse, super().response_add(request, obj, post_url_continue))  # type: ignore[misc]

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if _has_proposed(request):
            return self._say_that_it_waits(request, request.path)
        return cast(HttpResponse, super().response_change(request, obj))  # type: ignore[misc]

    def _say_that_it_waits(self, request: HttpRequest, address: str) -> HttpResponse:
        where = reverse("admin:conditions_proposal_changelist")
        said = format_html('{} <a href="{}">{}</a>', WAITS, where, gettext("See it under Proposals."))
        self.message_user(request, said)  # type: ignore[attr-defined]
        return HttpResponseRedirect(address)


def waiting(abouts: Iterable[str]) -> SafeString | str:
    """What waits for another editor of those things, each with the way to where it is decided on."""
    found = Proposal.objects.open().filter(about__in=list(abouts))
    where = reverse("admin:conditions_proposal_changelist")
    ways = [(f"{where}?{urlencode({'q': each.about})}", f"{each.get_kind_display()}: {each.gist}") for each in found]
    return format_html_join(mark_safe("<br>"), '<a href="{}">{}</a>', ways) or gettext("Nothing waits.")


def _has_proposed(request: HttpRequest) -> bool:
    return getattr(request, "house_proposed", False)


class State(admin.SimpleListFilter):
    """Those that wait, unless others are asked for."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*Proposal.Outcome.choices, ("all", _("All"))]

    def choices(self, changelist: Any) -> Any:
        listed = list(super().choices(changelist))
        listed[0]["display"] = _("Waiting")
        return listed

    def queryset(self, request: HttpRequest, queryset: Any) -> ProposalQuerySet:
        match self.value():
            case None:
                queryset = queryset.open()
            case "all":
                pass
            case outcome:
                queryset = queryset.filter(outcome=outcome)
        return cast(ProposalQuerySet, queryset)


@admin.register(Proposal)
class ProposalAdmin(HouseAdmin):
    list_display = ("subject", "kind", "becomes", "proposer", "proposed_at", "outcome", "decider")
    list_filter = (State, "kind")
    search_fields = ("about__iendswith", "name__text", "proposed")  # “place:1” is not “place:10”
    ordering: ClassVar = ("-proposed_at", "pk")
    actions = ("accept", "refuse", "take_back")
    fields = (
        ("kind", "name", "about"),
        ("proposed", "reason", "seen"),
        ("proposer", "origin", "proposed_at"),
        ("outcome", "decider", "decided_at", "decided_why", "left_out"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Proposal]:
        """Only what the reader may decide on: what lies elsewhere is as good as not there."""
        within = acceptance.reached(request.user, on=timezone.localdate())
        return Proposal.objects.with_all_it_tells().filter(within)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Proposed where the thing itself is: on the page of the condition, the name or the country."""
        return False

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return any(self._may(request, f"manage_{what}") for what in ("catalogue", "countries", "glossary", "questions"))

    @admin.display(description=_("about"))
    def subject(self, proposal: Proposal) -> str:
        return f"{proposal.subject} ({proposal.name.condition})" if proposal.name else proposal.subject

    @admin.display(description=_("becomes"))
    def becomes(self, proposal: Proposal) -> str:
        return proposal.gist

    @admin.display(description=_("proposed by"), ordering="proposed_by")
    def proposer(self, proposal: Proposal) -> str:
        """By name alone, here and below: an address is nobody's to read."""
        return proposal.proposer

    @admin.display(description=_("decided by"), ordering="decided_by")
    def decider(self, proposal: Proposal) -> str:
        return proposal.decided_by.as_colleague if proposal.decided_by else ""

    @admin.display(description=_("left out"))
    def left_out(self, proposal: Proposal) -> str:
        return "; ".join(proposals.left_out(proposal))

    @admin.action(description=_("Accept …"), permissions=["decide"])
    def accept(self, request: HttpRequest, queryset: ProposalQuerySet) -> HttpResponse | None:
        def move(pk: int, seen: str, **who: Any) -> None:
            proposals.accept(Proposal(pk=pk), seen=seen, without=_left_out(request, pk), **who)

        return self._ask_or_decide(request, queryset, _("Accept"), move)

    @admin.action(description=_("Refuse …"), permissions=["decide"])
    def refuse(self, request: HttpRequest, queryset: ProposalQuerySet) -> HttpResponse | None:
        def move(pk: int, seen: str, **who: Any) -> None:
            proposals.refuse(Proposal(pk=pk), reason=request.POST["why"], **who)

        return self._ask_or_decide(request, queryset, _("Refuse"), move, longest_reason=500)

    @admin.action(description=_("Take back …"), permissions=["decide"])
    def take_back(self, request: HttpRequest, queryset: ProposalQuerySet) -> HttpResponse | None:
        def move(pk: int, seen: str, **who: Any) -> None:
            proposals.take_back(Proposal(pk=pk), **who)

        return self._ask_or_decide(request, queryset, _("Take back"), move)

    def _ask_or_decide(
        self, request: HttpRequest, queryset: ProposalQuerySet, title: Any, move: Callable[..., None], **reason: int
    ) -> HttpResponse | None:
        def ask(proposal: Proposal) -> Asked:
            return _asked(proposal, request.POST["action"], request.user)

        deciding = Several(title, "admin/conditions/proposal/asked.html", ask, move, WORDS, **reason)
        return ask_or_decide(self, request, queryset.open(), deciding)


WORDS = Words(
    done=lambda n: (
        ngettext("%(number)d proposal was decided on.", "%(number)d proposals were decided on.", n) % {"number": n}
    ),
    moved=lambda n: (
        ngettext(
            "%(number)d proposal, or what it would change, moved while you were looking, so nothing was done with it. "
            "Look at it again.",
            "%(number)d proposals, or what they would change, moved while you were looking, so nothing was done "
            "with them. Look at them again.",
            n,
        )
        % {"number": n}
    ),
    left_out=lambda n: (
        ngettext(
            "%(number)s more proposal was chosen. Decide on it after these.",
            "%(number)s more proposals were chosen. Decide on them after these.",
            n,
        )
        % {"number": n}
    ),
    gone=_("None of the proposals you chose waits any more: each was decided on."),
)


def _asked(proposal: Proposal, action: str, person: Any) -> Asked:
    """What was and what will be, which answers must be looked at again, and the version of all that would change."""
    hindrance, concerned = _hindrance(proposal, action, person), comparison.forecast(proposal)
    shown = {
        "proposal": proposal,
        "differences": comparison.differences(proposal),
        "parts": parts.parts(proposal),
        "chooses": action == "accept" and not hindrance,
        "forecast": concerned[:MOST],
        "further": max(0, concerned.count() - MOST),
    }
    return Asked(proposal.pk, comparison.screen(proposal), hindrance, shown)


def _left_out(request: HttpRequest, pk: int) -> set[int]:
    """The parts of the proposal that were ticked. Raises: ValueError for what no such page has sent."""
    ticked = [given.split(":", 1) for given in request.POST.getlist("left_out")]
    return {int(place) for of, place in ticked if int(of) == pk}


def _hindrance(proposal: Proposal, action: str, person: Any) -> str:
    """Why the move would refuse it, said before it is tried."""
    own = proposal.proposed_by_id == person.pk
    if own and action != "take_back":
        return gettext("You proposed this yourself. Another editor accepts or refuses it.")
    if not own and action == "take_back":
        return gettext("Only whoever proposed this can take it back. You may refuse it.")
    if action == "accept" and comparison.has_moved(proposal):
        return gettext("This changed after it was proposed. Refuse it, or ask for a new proposal.")
    return ""
