"""My stories: each with its state, one next step, and what happened to it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from community.forms import walk
from community.forms.subject import condition_name
from community.models import Member
from community.views.writing import gone, theirs
from conditions.accounts.door import signed_in


@require_safe
@login_required
@never_cache
def stories(request: HttpRequest) -> HttpResponse:
    """All that they wrote: drafts first, then what was sent, the newest first."""
    member = get_object_or_404(Member, user=signed_in(request))
    shown = {
        "drafts": [(each, condition_name(each)) for each in member.drafts.filter(story=None)],
        "stories": member.stories.all(),
    }
    return render(request, "community/stories.html", shown)


@require_safe
@login_required
@never_cache
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Where its author left off."""
    found = theirs(request, pk)
    return gone(request) if found is None else redirect("community:story_step", pk, walk.after(found, found.step))
