"""What I follow: conditions and questions, what changed in them, and how I am told."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from community import changed
from community.forms.followings import Follow
from community.models import Following, Member
from community.moderation import followings as moves
from community.views.story import happens
from conditions import names
from conditions.accounts.door import signed_in
from conditions.models import Condition, Question


@require_safe
@login_required
@never_cache
def followings(request: HttpRequest) -> HttpResponse:
    member = get_object_or_404(Member, user=signed_in(request))
    mine = list(member.followings.select_related("condition", "question").order_by("-begun_at", "-pk"))
    headings, found = _headings(mine, request.LANGUAGE_CODE), changed.of(mine, timezone.localdate())
    shown = [(each, headings[each.pk], found[each.pk]) for each in mine]
    return render(request, "community/followings.html", {"followings": shown})


def called(about: Condition, question: Any) -> str:
    """What is followed, as a heading: the question with the name of its condition, or that name alone."""
    name = str(about)
    return names.asked(question.text, name) if question else capfirst(name)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def follow(request: HttpRequest, slug: str, question: str = "") -> HttpResponse:
    """Following or, for somebody who does, being told otherwise. A second press changes nothing."""
    about, asked = _about(request, slug, question)
    language, member = request.LANGUAGE_CODE, Member.objects.filter(user=signed_in(request)).first()
    now = member.followings.filter(condition=about, question=asked, language=language).first() if member else None
    form = Follow(request.POST if request.method == "POST" else None, now=now)
    if member and _kept(form, member, about, asked, language):
        messages.success(request, _("You follow it now. What changes is shown on this page."))
        return redirect("community:followings")
    heading = called(about, asked)
    shown = {"form": form, "about": about, "heading": heading, "question": question, "now": now, "member": member}
    return render(request, "community/follow.html", shown)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """By one press and one confirmation. Who has stopped already reads the same."""
    mine = get_object_or_404(Member, user=signed_in(request)).followings
    now = mine.filter(pk=pk).first()
    if request.method == "POST":
        if now:
            moves.stop(now)
        messages.success(request, _("You no longer follow it."))
        return redirect("community:followings")
    if now is None:
        raise Http404
    return render(request, "community/follow_stop.html", {"heading": _headings([now], request.LANGUAGE_CODE)[now.pk]})


@csrf_exempt  # the key is what proves it: programs that read mail press the button without a page (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def mail(request: HttpRequest, signed: str) -> HttpResponse:
    """Ends all mail about what a member follows, without signing in. To look, as scanners of mail do, ends nothing."""
    member = moves.of_key(signed)
    if member is None:
        raise Http404
    if request.method == "POST":
        moves.stop_mail(member, at=timezone.now())
        if "List-Unsubscribe" not in request.POST:  # a program must not be led on
            return redirect("community:following_mail", signed)
    by_mail = member.followings.filter(by_mail=True).exists()
    return render(request, "community/follow_mail.html", {"by_mail": by_mail})


def _headings(mine: list[Following], language: str) -> dict[int, str]:
    """What is followed, by the key of each; also where the question is asked no more."""
    found = Condition.objects.named(language).in_bulk({each.condition_id for each in mine})
    asked: Any = Question.objects.worded(language).in_bulk({each.question_id for each in mine if each.question_id})
    return {each.pk: called(found[each.condition_id], asked.get(each.question_id)) for each in mine}


def _about(request: HttpRequest, slug: str, asked: str) -> tuple[Condition, Any]:
    """A condition by the reader's name for it and, if they follow no more of it, a question that it is asked."""
    named = Condition.objects.named(request.LANGUAGE_CODE)
    about = get_object_or_404(named, slug=slug, is_grouping=False)
    if not asked:
        return about, None
    worded = Question.objects.asked().applying_to(about).worded(request.LANGUAGE_CODE)
    return about, get_object_or_404(worded, slug=asked)


def _kept(form: Follow, member: Member, about: Condition, question: Question | None, language: str) -> bool:
    def move() -> None:
        now = timezone.now()
        moves.follow(member, about, question, by_mail=form.by_mail, language=language, at=now)

    return happens(form, move)
