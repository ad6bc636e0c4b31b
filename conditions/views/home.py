"""Where readers come in: the home page, and a door for each of three moments."""

from django.db.models import TextChoices
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conditions import listed
from conditions.models import Publication
from conditions.views.reading import reading_page


class Door(TextChoices):
    """What somebody may have in mind who comes here, in their own words."""

    TOLD = "just-told", _("I have just been told")
    UNDIAGNOSED = "no-diagnosis", _("We have no diagnosis yet")
    CARING = "looking-after", _("I look after someone")


@reading_page
def home(request: HttpRequest) -> HttpResponse:
    """The newest reviews in the reader's language, or the truth that there is none yet."""
    reviewed = listed.newest_reviewed(request.LANGUAGE_CODE, timezone.localdate())
    shown = {"doors": Door, "reviewed": reviewed, "is_empty": not reviewed and not Publication.objects.live().exists()}
    return render(request, "conditions/home.html", shown)


@reading_page
def door(request: HttpRequest, door: str) -> HttpResponse:
    """A few calm words and the search, whose results lead to the first questions about the condition."""
    if door not in Door.values:
        raise Http404
    return render(request, "conditions/door.html", {"door": Door(door)})
