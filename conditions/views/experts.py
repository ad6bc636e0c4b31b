"""What an outside expert gets by a link: one bundle, to read, comment on and decide once. Nothing else opens by it."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from conditions import limits
from conditions.editorial import bundles, experts
from conditions.forms.reviews import Decline
from conditions.models import Assignment, ExpertLink, Verdict
from conditions.stale import Stale
from conditions.views.desk import kept, together
from conditions.views.desk.finish import what_comes_next
from conditions.views.desk.review import commented
from conditions.views.desk.together import Sheet

KEPT_AS = "expert-links"  # digests of the links that this browser opened
MOST = 10
STATUS = {"closed": 200, "unknown": 404, "signed-in": 403, "often": 429}
GONE = 410
View = Callable[..., HttpResponse]
ASKS = require_http_methods(["GET", "HEAD", "POST"])


def over(request: HttpRequest, state: str, link: ExpertLink | None = None, *, minutes: int = 0) -> HttpResponse:
    """Why nothing opens, and what to do; what was typed is given back."""
    shown = {"state": state, "link": link, "minutes": minutes, "typed": _typed(request)}
    response = render(request, "expert/over.html", shown, status=STATUS.get(state, GONE))
    response["Referrer-Policy"] = "no-referrer"  # the address may be that of the link itself
    return response


def _typed(request: HttpRequest) -> list[kept.Typed]:
    return kept.given_back(request) if request.method == "POST" else []


@never_cache
@require_safe
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """Where the mail leads. The link is taken out of the address at once, and nothing is used up by opening it."""
    if wait := limits.wait(limits.EXPERT_LINKS, request, at=timezone.now()):
        return over(request, "often", minutes=wait // 60 + 1)
    if request.user.is_authenticated:
        return over(request, "signed-in")
    found = experts.found(secret)
    if found is None:
        return over(request, "unknown")
    before = [each for each in request.session.get(KEPT_AS, []) if each != found.digest]
    request.session.cycle_key()  # whoever knew this browser's session before has no part in what it may do now
    request.session[KEPT_AS] = [found.digest, *before][:MOST]
    response = redirect("expert:asked", found.pk)
    response["Referrer-Policy"] = "no-referrer"
    return response


def by_link(view: View) -> View:
    """In front of each page: whoever asks opened the link in this browser, it works, and they are nobody else here."""

    @wraps(view)
    def page(request: HttpRequest, pk: int, **given: Any) -> HttpResponse:
        now = timezone.now()
        if request.user.is_authenticated:
            return over(request, "signed-in")
        opened = request.session.get(KEPT_AS, [])
        found = experts.shown().filter(pk=pk, digest__in=opened).first() if opened else None
        state = found.state(now) if found else "unknown"
        if found is None or state != "open":
            return over(request, state, found)
        if request.method == "POST" and (wait := limits.wait(limits.EXPERT_POSTS, request, at=now)):
            return over(request, "often", minutes=wait // 60 + 1)
        return view(request, sheet(found), **given)

    return page


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else may sit here next, so this browser forgets every link. Those in the mails open them again."""
    opened = request.session.get(KEPT_AS, [])
    if request.method != "POST":
        is_open = ExpertLink.objects.filter(pk=pk, digest__in=opened).exists()
        return redirect("expert:asked", pk) if is_open else over(request, "closed")
    if request.session.pop(KEPT_AS, None):
        request.session.cycle_key()
    return redirect("expert:close", pk)


def sheet(found: ExpertLink) -> Sheet:
    return Sheet(found.bundle, found.reviewer, bundles.theirs(found.bundle, found.reviewer), found)


@ASKS
@never_cache
@by_link
def asked(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """What is asked, before anything is opened: whoever goes on says yes, and their time begins (E17)."""
    if request.method == "POST" and sheet.link:
        with suppress(Stale):
            experts.begin(sheet.link, at=timezone.now())
        return redirect(sheet.page["texts"])
    if sheet.is_accepted:
        return redirect(sheet.page["texts"])
    return render(request, "expert/asked.html", {"sheet": sheet, "decided": _decided(sheet)})


def _decided(sheet: Sheet) -> list[Assignment]:
    return [each for each in sheet.texts if hasattr(each, "verdict")]


@require_safe
@never_cache
@by_link
def texts(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    if sheet.waiting and not sheet.is_accepted:
        return redirect(sheet.page["asked"])
    against = request.GET.get("changes", "")
    return render(
        request, "desk/bundle.html", {"sheet": sheet, "texts": together.pages(sheet, against), "against": against}
    )


@ASKS
@never_cache
@by_link
def comment(request: HttpRequest, sheet: Sheet, text: int, place: str) -> HttpResponse:
    assignment = next((each for each in sheet.texts if each.pk == text and each.accepted_at), None)
    if assignment is None:
        raise Http404
    return commented(request, assignment, place, back=f"{sheet.page['texts']}#text-{text}-{place}")


@ASKS
@never_cache
@by_link
def finish(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """A decision on each text. Where words moved in this very moment, the form of what still waits says so."""
    if not sheet.is_accepted:
        return redirect(sheet.page["signed" if _decided(sheet) else "asked"])
    form = together.form(request, sheet)
    if form.is_valid():
        if together.finished(sheet, form):
            return redirect(sheet.page["signed"])
        if not form.errors:
            sheet = sheet._replace(texts=bundles.theirs(sheet.bundle, sheet.reviewer))
            form = together.form(request, sheet) if sheet.waiting else form
    return render(request, "desk/bundle_finish.html", together.to_finish(sheet, form))


@ASKS
@never_cache
@by_link
def decline(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    if not sheet.waiting or sheet.is_accepted:
        return redirect(sheet.page["asked"])
    form = Decline(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told: dict[str, Any] = {"by": sheet.reviewer.user, "at": timezone.now()}
        with suppress(Stale):
            bundles.decline(sheet.bundle, sheet.reviewer, form.cleaned_data["declined_because"], **told)
        return redirect(sheet.page["asked"])
    return render(request, "desk/decline.html", {"form": form, "assignments": sheet.waiting, "sheet": sheet})


@require_safe
@never_cache
@by_link
def signed(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """The receipt: what they decided on each text, and truthfully what comes next. Nothing more can be signed here."""
    if not (decided := _decided(sheet)):
        return redirect(sheet.page["asked"])
    shown = [(each, what_comes_next(each.verdict)) for each in decided]
    approved = any(each.verdict.decision == Verdict.Decision.APPROVE for each in decided)
    return render(request, "desk/bundle_signed.html", {"sheet": sheet, "decided": shown, "approved": approved})
