"""My choices: what is allowed, story by story and purpose by purpose; and closing the account (C3, C5, C8)."""

from collections.abc import Iterator
from typing import NamedTuple

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.forms.closing import Closing, Leaving
from community.forms.permission import in_force
from community.models import Consent, ConsentDocument, Member, Purpose, Story
from community.moderation import consents, leaving, old_stories
from community.views.stories import names_of, titles_of
from community.views.story import happens, own
from conditions.accounts import closing
from conditions.accounts.door import signed_in
from conditions.models import Grant, Reading, User
from conditions.models.people import Role
from conditions.stale import Stale


class Row(NamedTuple):
    """One permission: what stands, in which words, or what could be allowed now."""

    purpose: str
    document: ConsentDocument
    consent: Consent | None
    is_display: bool


class Allowed(NamedTuple):
    story: Story
    title: str
    condition: str
    rows: tuple[Row, ...]


@require_safe
@login_required
@never_cache
def choices(request: HttpRequest) -> HttpResponse:
    """One row a permission, on or off. A story for which nothing is allowed can only be sent again."""
    member = get_object_or_404(Member, user=signed_in(request))
    return render(request, "community/choices.html", {"stories": list(_allowed(member, request.LANGUAGE_CODE))})


@require_POST
@login_required
def choose(request: HttpRequest, code: str, purpose: str) -> HttpResponse:
    """On or off, by one press. To show it no more is asked about once: everything else ends with it."""
    story, by, at = own(request, code), signed_in(request), timezone.now()
    if purpose not in Purpose.values or purpose == Purpose.DISPLAY:
        raise Http404
    standing = story.consents.filter(purpose=purpose, ended_at__isnull=True).first()
    try:
        if request.POST.get("do") == "off" and standing:
            consents.withdraw(standing, by=by, at=at)
            messages.success(request, _("That has ended, from now on."))
        elif request.POST.get("do") == "on" and not standing:
            consents.allow(story, purpose, by=by, at=at, seen=_number(request.POST.get("seen", "")))
            messages.success(request, _("That is allowed from now on."))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    except Stale:
        messages.error(request, _("This changed meanwhile, so nothing was done. Please read it again."))
    return redirect("community:choices")


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def close(request: HttpRequest) -> HttpResponse:
    """With every word or with the name alone; of whoever never joined, all but what they signed. Asks the password."""
    by = signed_in(request)
    member = Member.objects.select_related("user").filter(user=by).first()
    form = (Closing if member else Leaving)(request.POST if request.method == "POST" else None, label_suffix="")
    if form.is_bound:
        raise_if_reauthentication_required(request, app="allauth.account")
    receipts: list[str] = []
    has_old = old_stories.wait_for(closing.addresses(by), on=timezone.localdate())
    if form.is_bound and happens(form, lambda: receipts.append(_closed(form, member, by))):
        logout(request)
        return render(request, "community/closed.html", {"receipt": receipts[0], "has_old": has_old})
    worked = Grant.objects.filter(user=by).exclude(role=Role.LAY_READER).exists()
    has_read = Reading.objects.filter(reader=by).exists()
    shown = {"form": form, "member": member, "worked": worked, "has_read": has_read, "has_old": has_old}
    return render(request, "community/close.html", shown)


def _closed(form: Leaving, member: Member | None, by: User) -> str:
    """The receipt."""
    at = timezone.now()
    if member is None:
        return leaving.close_without_membership(by=by, at=at).number
    return leaving.close_account(member, form.cleaned_data["kind"], by=by, at=at).number


def _allowed(member: Member, language: str) -> Iterator[Allowed]:
    stories = list(member.stories.filter(erasure=None).prefetch_related("consents__document"))
    titles, names = titles_of(member), names_of(stories, language)
    in_each = {spoken: in_force(spoken) for spoken in {story.language for story in stories}}
    for story in stories:
        standing = {each.purpose: each for each in story.consents.all() if each.ended_at is None}
        if Purpose.DISPLAY in standing:
            offered = {each.purpose: each for each in in_each[story.language]}
            rows = (_row(purpose, standing.get(purpose), offered.get(purpose)) for purpose in Purpose.values)
            yield Allowed(story, titles[story.pk], str(names[story.condition_id]), tuple(row for row in rows if row))


def _row(purpose: str, consent: Consent | None, offered: ConsentDocument | None) -> Row | None:
    document = consent.document if consent else offered
    return Row(purpose, document, consent, purpose == Purpose.DISPLAY) if document else None


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 12 else 0
