"""Writing a story, one step a page. Every step works without script, and loses nothing that was typed (E4, M11)."""

import datetime
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from community.forms import as_read, walk
from community.forms.recognise import is_hard
from community.forms.steps import Step
from community.forms.subject import Subject, condition_name
from community.forms.words import Words
from community.models import Member, StoryDraft
from community.moderation import writing
from community.views import help_near, too_often
from community.views.closed import closed_to
from conditions import limits
from conditions.accounts.door import signed_in
from conditions.models import Condition, Question
from conditions.search import find
from conditions.stale import Stale
from conditions.views.desk import kept


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Before you start: what it takes, who reads it, and why it cannot be done where it cannot."""
    member = Member.objects.filter(user=signed_in(request)).first()
    about, question = _came_from(request)
    closed = closed_to(member, request.LANGUAGE_CODE, on=timezone.localdate())
    late = ""
    if request.method == "POST" and member and not closed and not (late := too_often.said(limits.DRAFTS, request)):
        draft = _begun(member, about, question, language=request.LANGUAGE_CODE, at=timezone.now())
        return redirect("community:story_step", draft.pk, walk.after(draft, ""))
    shown = {
        "closed": closed,
        "about": about,
        "late": late,
        "days": settings.DISEASEMAPS["reading_days"],
        "drafts": member.drafts.exclude(step="").count() if member else 0,
    }
    return render(request, "community/story_start.html", shown, status=429 if late else 200)


@require_http_methods(["GET", "POST"])
@kept.keeps(StoryDraft)
@login_required
@never_cache
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One question. What was typed is kept first, and then looked at."""
    draft, made = theirs(request, pk), walk.named(slug)
    if draft is None:
        return gone(request)
    if made is None or not made.fits(draft):
        raise Http404
    form = _form(request, made, draft)
    late = too_often.refused(form, limits.SAVES, request)
    if request.method == "GET" or not form.is_valid():
        status = 429 if late else 200
        return _told(request, form, status) if kept.is_script(request) else page(request, form, status=status)
    try:
        return _kept(request, form)
    except Stale:
        return _outrun(request, made, draft)


def theirs(request: HttpRequest, pk: int) -> StoryDraft | None:
    """The draft, if it is there and theirs."""
    drafts = StoryDraft.objects.select_related("member__user", "condition", "question", "story")
    return drafts.filter(pk=pk, member__user=signed_in(request)).first()


def gone(request: HttpRequest) -> HttpResponse:
    """The draft was sent or thrown away, perhaps in another window: what was typed since is not lost with it."""
    if kept.is_script(request):
        problem = _("Not saved: this draft is not there any more. Copy what you typed, and look at your stories.")
        return JsonResponse({"problem": problem, "why": kept.Why.MOVED}, status=404)
    texts = [text for name in ("title", "text", "ties") if (text := request.POST.get(name, "").strip())]
    return render(request, "community/draft_gone.html", {"texts": texts}, status=404)


def page(request: HttpRequest, form: Step, *, other: StoryDraft | None = None, status: int = 200) -> HttpResponse:
    """The step. `other` is what another window has saved, beside what was typed here."""
    draft = form.draft
    shown: dict[str, Any] = {
        "form": form,
        "draft": draft,
        "other": other,
        "place": walk.place(draft, form.slug),
        "back": _back(draft, form.slug),
        "is_hard": is_hard(draft),
        "near": help_near.help_for(draft.member, draft.country, on=form.on),
        "condition": condition_name(draft),
        "saved": saved(draft),
        "letter": as_read.letter(draft, on=form.on) if isinstance(form, Words) else None,
        "typed": request.GET.get("q", "").strip(),
    }
    template = f"community/step_{form.slug if form.slug in PAGES else 'any'}.html"
    return render(request, template, shown, status=409 if other else status)


PAGES = frozenset({"condition", "about", "story", "permission"})  # steps with a page of their own kind


def saved(draft: StoryDraft) -> str:
    return _("Saved at %(time)s") % {"time": date_format(timezone.localtime(draft.saved_at), "TIME_FORMAT")}


def _form(request: HttpRequest, made: type[Step], draft: StoryDraft) -> Step:
    data, today = (request.POST if request.method == "POST" else None), timezone.localdate()
    if issubclass(made, Subject):
        return made(draft, data, on=today, found=_found(request))
    return made(draft, data, on=today)


def _found(request: HttpRequest) -> list[tuple[str, str]]:
    """What the site's search finds; who chose one of it is believed that it was there."""
    if request.method == "POST":
        chosen = Condition.objects.named(request.LANGUAGE_CODE).filter(slug=_slug(request.POST, "condition"))
        return [(each.slug, capfirst(str(each))) for each in chosen.filter(is_grouping=False)]
    typed = request.GET.get("q", "").replace("\0", " ").strip()
    if not typed or limits.wait(limits.SEARCHES, request, at=timezone.now()):
        return []
    hits = find(typed, language=request.LANGUAGE_CODE).hits
    return [(hit.slug, capfirst(hit.name.text)) for hit in hits if not hit.is_family]


def _kept(request: HttpRequest, form: Step) -> HttpResponse:
    """Saves, and goes on where nothing is missing. Raises: Stale."""
    draft, typed, stays = form.draft, form.typed(), kept.is_script(request) or _looks(request)
    problems = {} if stays else form.problems()
    if not problems and not stays:
        typed["step"] = walk.furthest(draft, form.slug)
    try:
        draft = writing.save(draft, typed, by=signed_in(request), at=timezone.now(), seen=form.cleaned_data["seen"])
    except ValidationError as refusal:
        problems = {name if name in form.fields else "": errors[0] for name, errors in refusal.message_dict.items()}
    form.stands_on(draft)
    for name, sentence in problems.items():
        form.add_error(name or None, sentence)
    if kept.is_script(request):
        return _told(request, form)
    if form.errors:
        return page(request, form)
    if _looks(request):
        return redirect(f"{request.path}#as-readers-title")
    return redirect("community:story_step", draft.pk, form.leads_to() or walk.after(form.draft, form.slug))


def _looks(request: HttpRequest) -> bool:
    """They saved to see it as readers will, and not to go on."""
    return request.POST.get("do") == "look"


def _told(request: HttpRequest, form: Step, status: int = 200) -> HttpResponse:
    """What a script shows once it has saved, or could not."""
    wrong = [str(said) for each in form.errors.values() for said in each]
    told = {"seen": form.draft.version, "said": saved(form.draft), "problem": " ".join(wrong)}
    return JsonResponse(told | {"hard": is_hard(form.draft)}, status=status)


def _outrun(request: HttpRequest, made: type[Step], draft: StoryDraft) -> HttpResponse:
    """Another window saved this draft: both stay on the page, and going on keeps what stands in the form."""
    if kept.is_script(request):
        said = _("You saved this in another window too. Press “Go on” to see both.")
        return JsonResponse({"problem": said, "why": kept.Why.MOVED}, status=409)
    now = theirs(request, draft.pk)
    if now is None:
        return gone(request)
    form = _form(request, made, now)
    form.stands_on(now)
    return page(request, form, other=now)


def _back(draft: StoryDraft, slug: str) -> str:
    before = walk.before(draft, slug)
    return reverse("community:story_step", args=[draft.pk, before]) if before else reverse("community:stories")


def _came_from(request: HttpRequest) -> tuple[Condition | None, Question | None]:
    """The condition and the question of the page on which they pressed; what is unknown is left out."""
    named = Condition.objects.named(request.LANGUAGE_CODE).filter(is_grouping=False)
    about = named.filter(slug=_slug(request.GET, "condition")).first()
    if about is None:
        return None, None
    return about, Question.objects.asked().applying_to(about).filter(slug=_slug(request.GET, "question")).first()


def _slug(given: QueryDict, name: str) -> str:
    """What names a page, without what PostgreSQL would refuse to look for."""
    return given.get(name, "").replace("\0", "")


def _begun(
    member: Member, about: Condition | None, question: Question | None, *, language: str, at: datetime.datetime
) -> StoryDraft:
    """A new draft; or the one that they began and left before the first step, so that pressing twice makes one."""
    blank = member.drafts.filter(story=None, step="", text="", language=language).first()
    if blank is None:
        return writing.start(member, at=at, language=language, condition=about, question=question)
    if about:
        with suppress(Stale):  # of two presses the other one was faster, and it said the same
            writing.save(blank, {"condition": about, "question": question}, by=member.user, at=at, seen=blank.version)
    return blank
