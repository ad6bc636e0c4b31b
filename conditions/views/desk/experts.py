"""Outside experts at the desk: asking one, what they will read, and what became of each link."""

import datetime
from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from conditions import pace
from conditions.accounts.door import signed_in
from conditions.editorial import bundles, expert_days, expert_letters, experts, rounds, vouching
from conditions.forms.experts import AskExpert, OfLink
from conditions.models import Assignment, Condition, ExpertLink, User
from conditions.permissions import may
from conditions.views.desk import kept
from conditions.views.desk.decisions import Place, decide
from conditions.views.desk.sending_together import language_of, wanted
from conditions.views.reading import page_number

SENT = ("question", "due_on", "write_in", "second_clinician", "lay_reader")
PART = 50
SEND, CHANGE = "send", "change"  # the buttons under the mail


def _voucher(request: HttpRequest) -> User:
    """Raises: PermissionDenied for whoever checks no registrations."""
    person = signed_in(request)
    if not may(person, "verify_credentials", on=timezone.localdate()):
        raise PermissionDenied
    return person


@sensitive_post_parameters("number", "email")
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Who they are and what they are asked; then the mail as they will read it; then it goes."""
    person, now = _voucher(request), timezone.now()
    found = get_object_or_404(Condition.objects.named(request.LANGUAGE_CODE), slug=slug)
    language = language_of(request, found)
    raise_if_reauthentication_required(request, app="allauth.account")
    texts = [each for each in wanted(request, found, language, now) if not each.missing]
    if not texts:
        return redirect(f"{reverse('desk:send_bundle', args=[slug])}?language={language}")
    form = _form(request, texts, now)
    shown = {"condition": found, "spoken": get_language_info(language), "texts": texts, "form": form}
    shown["minutes"] = sum(pace.minutes(each.revision) for each in texts)
    hindrance = vouching.hindering({each.revision.answer_id: each.revision.digest for each in texts}, by=person)
    if hindrance:
        return render(request, "desk/expert_ask.html", shown | {"hindrance": hindrance})
    if CHANGE not in request.POST and form.is_valid() and (done := _next(request, found, language, shown, now)):
        return done
    return render(request, "desk/expert_ask.html", shown)


def _form(request: HttpRequest, texts: list[bundles.Text], at: datetime.datetime) -> AskExpert:
    about: dict[str, Any] = {"texts": [each.revision for each in texts], "at": at}
    form = AskExpert(request.POST if request.method == "POST" else None, initial=kept.typed(request), **about)
    return AskExpert(initial={each.name: each.data for each in form}, **about) if CHANGE in request.POST else form


def _next(
    request: HttpRequest, found: Condition, language: str, shown: dict[str, Any], at: datetime.datetime
) -> HttpResponse | None:
    """The page with the mail, or where it leads once it went; nothing where the form says why not."""
    form, by, given = shown["form"], signed_in(request), shown["form"].cleaned_data
    try:
        if SEND not in request.POST:
            vouching.refuse(form.expert, form.seen, found, language, by=by, at=at)
            expert_days.ends(given["due_on"], at=at)
            mail = expert_letters.letter(by, by, form.texts, given["due_on"], given["write_in"])
            return render(request, "desk/expert_confirm.html", shown | {"mail": mail, "given": given})
        what = {name: given.get(name, False) for name in SENT}
        link = experts.ask(found, language, form.seen, form.expert, form.looked, by=by, at=at, **what)
    except ValidationError as refusal:
        form.refuse(refusal)
        return None
    said = _("The mail is on its way. You vouch for %(name)s.") % {"name": given["name"]}
    wanted = rounds.still_wanted(link.bundle.rounds.all(), on=timezone.localdate(at))
    messages.success(request, f"{said} {wanted}".rstrip())
    return redirect("desk:experts")


@require_GET
@never_cache
def listed(request: HttpRequest) -> HttpResponse:
    """The newest first, each with its state, and how far the expert is."""
    _voucher(request)
    now, page = timezone.now(), page_number(request)
    found = experts.shown().select_related("mailbox").order_by("-asked_at", "-pk")
    part = list(found[(page - 1) * PART : page * PART + 1])
    if page > 1 and not part:
        raise Http404
    asked = _asked(part[:PART])
    told = [(each, each.state(now), asked[each.bundle_id, each.reviewer_id]) for each in part[:PART]]
    return render(request, "desk/experts.html", {"links": told, "page": page, "has_more": len(part) > PART})


def _asked(links: list[ExpertLink]) -> dict[tuple[int, int], list[Assignment]]:
    """What each was asked, by bundle and reviewer."""
    found: dict[tuple[int, int], list[Assignment]] = {(each.bundle_id, each.reviewer_id): [] for each in links}
    rounds = Assignment.objects.filter(round__bundle__in={each.bundle_id for each in links})
    for each in rounds.select_related("round__revision__answer", "verdict").order_by("pk"):
        found.get((each.round.bundle_id or 0, each.reviewer_id), []).append(each)
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def on_link(request: HttpRequest, pk: int, kind: type[OfLink]) -> HttpResponse:
    _voucher(request)
    found = get_object_or_404(experts.shown(), pk=pk)
    return decide(request, kind, found, Place(None, "", _("Outside experts"), reverse("desk:experts")))
