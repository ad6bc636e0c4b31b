"""My stories: each with its state, one next step, and what happened to it."""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from community import stages
from community.forms import walk
from community.models import Member, Sanction, Story, StoryDraft
from community.moderation import holds
from community.moderation.statements import of_sanction
from community.views.writing import gone, theirs
from conditions.accounts.door import signed_in
from conditions.models import Condition


@require_safe
@login_required
@never_cache
def stories(request: HttpRequest) -> HttpResponse:
    """All that they wrote: drafts first, then what was sent, the newest first."""
    member = get_object_or_404(Member, user=signed_in(request))
    today = timezone.localdate()
    own, drafts = stages.of(member.stories.all(), on=today), list(member.drafts.filter(story=None))
    about: list[Story | StoryDraft] = [*(each.story for each in own if each.story), *drafts]
    names = names_of(about, request.LANGUAGE_CODE)
    titles, kept = titles_of(member), holds.told(member, on=today)
    shown = {
        "drafts": [(each, names.get(each.condition_id, "")) for each in drafts],
        "stories": [
            (each, titles[each.story.pk], names[each.story.condition_id], kept.get(each.story.pk, ""))
            for each in own
            if each.story
        ],
        "sanctions": [of_sanction(each) for each in Sanction.objects.told(today).filter(member=member)],
    }
    return render(request, "community/stories.html", shown)


@require_safe
@login_required
@never_cache
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Where its author left off."""
    found = theirs(request, pk)
    return gone(request) if found is None else redirect("community:story_step", pk, walk.after(found, found.step))


def names_of(about: Iterable[Story | StoryDraft], language: str) -> dict[int | None, Condition]:
    """The conditions of all of them, by their names in the language, in one query."""
    return Condition.objects.named(language).in_bulk({each.condition_id for each in about} - {None})


def titles_of(member: Member) -> dict[int, str]:
    """Of each story that of its last words: a later one takes the place of an earlier one."""
    worded = member.stories.filter(texts__accepted_at__isnull=False).order_by("texts__number")
    return dict(worded.values_list("pk", "texts__title"))
