"""What waits for another editor: read as it was and as it will be, then accepted, refused or taken back."""

from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple, cast

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from conditions.admin.base import LEFT, HouseAdmin
from conditions.editorial import comparison, proposals
from conditions.models import Proposal
from conditions.models.proposals import ProposalQuerySet
from conditions.models.publications import PublicationQuerySet
from conditions.stale import Stale

AT_ONCE = 200
WAITS = _("Nothing changes for readers until another editor accepts it.")


def note_proposal(request: HttpRequest) -> None:
    """Remembers that what was saved became a proposal."""
    request.house_proposed = True  # type: ignore[attr-defined]


class Proposes:
    """Mixed into a page of which a save may become a proposal: it says so, and not that something was changed."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None if _has_proposed(request) else super().log_addition(request, obj, message)  # type: ignore[misc]

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        if _has_proposed(request):
            return self._say_that_it_waits(request, reverse("admin:conditions_proposal_changelist"))
        return cast(HttpResponse, super().response_add(request, obj, post_url_continue))  # type: ignore[misc]

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if _has_proposed(request):
            return self._say_that_it_waits(request, request.path)
        return cast(HttpResponse, super().response_change(request, obj))  # type: ignore[misc]

    def _say_that_it_waits(self, request: HttpRequest, address: str) -> HttpResponse:
        self.message_user(request, WAITS)  # type: ignore[attr-defined]
        return HttpResponseRedirect(address)


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
    list_display = ("subject", "kind", "becomes", "proposer", "proposed_at", "outcome", "decided_by")
    list_filter = (State, "kind")
    search_fields = ("about", "name__text", "proposed")
    ordering: ClassVar = ("-proposed_at", "pk")
    actions = ("accept", "refuse", "take_back")
    fields = (
        ("kind", "name", "about"),
        ("proposed", "reason", "seen"),
        ("proposed_by", "origin", "proposed_at"),
        ("outcome", "decided_by", "decided_at", "decided_why"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Proposal]:
        return Proposal.objects.with_all_it_tells()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Proposed where the thing itself is: on the page of the condition, the name or the country."""
        return False

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return any(self._may(request, f"manage_{what}") for what in ("catalogue", "countries", "glossary"))

    @admin.display(description=_("about"))
    def subject(self, proposal: Proposal) -> str:
        return f"{proposal.subject} ({proposal.name.condition})" if proposal.name else proposal.subject

    @admin.display(description=_("becomes"))
    def becomes(self, proposal: Proposal) -> str:
        return proposal.gist

    @admin.display(description=_("proposed by"), ordering="proposed_by")
    def proposer(self, proposal: Proposal) -> str:
        return str(proposal.proposed_by or proposal.origin)

    @admin.action(description=_("Accept …"), permissions=["decide"])
    def accept(self, request: HttpRequest, queryset: ProposalQuerySet) -> HttpResponse | None:
        def move(proposal: Proposal, seen: str, **who: Any) -> None:
            proposals.accept(proposal, seen=seen, **who)

        return self._ask_or_decide(request, queryset, _("Accept"), move)

    @admin.action(description=_("Refuse …"), permissions=["decide"])
    def refuse(self, request: HttpRequest, queryset: ProposalQuerySet) -> HttpResponse | None:
        def move(proposal: Proposal, seen: str, **who: Any) -> None:
            proposals.refuse(proposal, reason=request.POST["why"], **who)

        return self._ask_or_decide(request, queryset, _("Refuse"), move)

    @admin.action(description=_("Take back …"), permissions=["decide"])
    def take_back(self, request: HttpRequest, queryset: ProposalQuerySet) -> HttpResponse | None:
        def move(proposal: Proposal, seen: str, **who: Any) -> None:
            proposals.take_back(proposal, **who)

        return self._ask_or_decide(request, queryset, _("Take back"), move)

    def _ask_or_decide(
        self, request: HttpRequest, queryset: ProposalQuerySet, title: Any, move: Callable[..., None]
    ) -> HttpResponse | None:
        """First the page that shows what was and what will be, and carries its version; then what it sends."""
        lacks_reason = request.POST["action"] == "refuse" and not request.POST.get("why", "").strip()
        if "seen" not in request.POST or lacks_reason:
            return self._ask(request, queryset, title)
        self._decide(request, move)
        return None

    def _ask(self, request: HttpRequest, queryset: ProposalQuerySet, title: Any) -> HttpResponse:
        action, open_ones = request.POST["action"], queryset.open()
        asked = [_asked(proposal, action, request.user) for proposal in open_ones[:AT_ONCE]]
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "action": action,
            "selected": ACTION_CHECKBOX_NAME,
            "asked": asked,
            "possible": any(not each.hindrance for each in asked),
            "left_out": open_ones.count() - len(asked),
            "lacks_reason": "seen" in request.POST,
        }
        return TemplateResponse(request, "admin/conditions/proposal/decide.html", context)

    def _decide(self, request: HttpRequest, move: Callable[..., None]) -> None:
        done = stale = 0
        for given in request.POST.getlist("seen")[:AT_ONCE]:
            pk, _colon, seen = given.partition(":")
            try:
                move(Proposal(pk=int(pk)), seen, by=request.user, at=timezone.now())
                done += 1
            except (Stale, ValueError):  # what is no version was never on screen
                stale += 1
            except OperationalError:
                self.message_user(request, LEFT, messages.ERROR)
                break
            except ValidationError as refusal:
                self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            except PermissionDenied as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
        if done:
            told = ngettext("%(number)d proposal was decided on.", "%(number)d proposals were decided on.", done)
            self.message_user(request, told % {"number": done})
        if stale:
            told = ngettext(
                "%(number)d proposal, or what it would change, moved while you were looking, so nothing was done with "
                "it. Look at it again.",
                "%(number)d proposals, or what they would change, moved while you were looking, so nothing was done "
                "with them. Look at them again.",
                stale,
            )
            self.message_user(request, told % {"number": stale}, messages.WARNING)


class Asked(NamedTuple):
    """A proposal as the page that asks shows it."""

    proposal: Proposal
    differences: list[comparison.Difference]
    forecast: PublicationQuerySet
    version: str
    hindrance: str


def _asked(proposal: Proposal, action: str, person: Any) -> Asked:
    return Asked(
        proposal,
        comparison.differences(proposal),
        comparison.forecast(proposal),
        comparison.screen(proposal),
        _hindrance(proposal, action, person),
    )


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
