"""Who stands behind what readers read: the people who review, and what each of them signed (R1, R11)."""

import datetime
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from conditions import standing
from conditions.models import Credential, Reviewer, SignOff, Verification
from conditions.models.lists import Rows
from conditions.views.reading import page_number, reading_page

PART = 100
PAST = 50
WORDS = {
    "question": "publication__revision__question",
    "condition_name": "publication__revision__condition_name",
    "language": "publication__answer__language",
}


@reading_page
def reviewers(request: HttpRequest) -> HttpResponse:
    """Those who stand behind something that readers have today."""
    page = page_number(request)
    behind = SignOff.objects.filter(verdict__reviewer=OuterRef("pk"), publication__ended_at=None)
    found = list(_described(timezone.localdate()).filter(Exists(behind))[(page - 1) * PART : page * PART + 1])
    if page > 1 and not found:
        raise Http404
    shown = {"people": found[:PART], "page": page, "has_more": len(found) > PART}
    return render(request, "conditions/reviewers.html", shown)


@reading_page
def reviewer(request: HttpRequest, slug: str) -> HttpResponse:
    """How they are registered, what they declared, what they stand behind now, and what they once signed.

    Whoever never signed anything that was published has no page: nobody learns here who was asked to review.
    """
    today, page = timezone.localdate(), page_number(request)
    signed = SignOff.objects.filter(verdict__reviewer=OuterRef("pk"))
    described = _described(today).annotate(interests=Rows(_interests()))
    person = get_object_or_404(described.filter(Exists(signed)), slug=slug)
    now = list(_standing_behind(person, today)[(page - 1) * PART : page * PART + 1])
    if page > 1 and not now:
        raise Http404
    shown = {
        "person": person,
        "topics": list({each["topic"]: each for each in person.interests}.values()),
        "now": [(each, standing.of(each, today)) for each in now[:PART]],
        "page": page,
        "has_more": len(now) > PART,
    }
    return render(request, "conditions/reviewer.html", shown)


def _described(on: datetime.date) -> QuerySet[Any]:
    """With the credentials that count on the day, and the versions that they signed once and that ended since."""
    counting = Verification.objects.valid(on).filter(credential=OuterRef("pk"))
    credentials = (
        Credential.objects.filter(Exists(counting), reviewer=OuterRef("pk"))
        .annotate(looked_up=Max("verifications__verified_on"))
        .order_by("title", "pk")
    )
    past = (
        SignOff.objects.filter(verdict__reviewer=OuterRef("pk"), publication__ended_at__isnull=False)
        .exclude(publication__revision__is_sealed=True)
        .order_by("-verdict__on", "-pk")
    )
    row = JSONObject(code="publication__code", on="verdict__on", ended_on="publication__ended_on", **WORDS)
    told = JSONObject(title="title", register="register", number="number", on=F("looked_up"))
    return Reviewer.objects.annotate(
        credentials_now=Rows(credentials.values(row=told)), past=Rows(past.values(row=row)[:PAST])
    ).order_by("name", "pk")


def _interests() -> QuerySet[Any]:
    """What they declared last for each condition on which they signed something that was published, if anything."""
    signed = SignOff.objects.filter(verdict__reviewer=OuterRef("verdict__reviewer"))
    there = signed.filter(publication__answer__condition=OuterRef("publication__answer__condition"))
    later = there.filter(verdict__declaration__gt=OuterRef("verdict__declaration"))
    newest = SignOff.objects.filter(
        ~Exists(later), verdict__reviewer=OuterRef("pk"), verdict__declaration__is_none=False
    ).exclude(publication__revision__is_sealed=True)
    topic = {"topic": WORDS["condition_name"], "language": WORDS["language"]}
    row = JSONObject(said="verdict__interests", **topic)
    return newest.order_by(topic["topic"], "pk").values(row=row)


def _standing_behind(person: Reviewer, on: datetime.date) -> QuerySet[Any]:
    signed = SignOff.objects.filter(publication=OuterRef("pk"), verdict__reviewer=person)
    asked = standing.told(on).filter(Exists(signed)).select_related("answer__condition", "answer__question")
    return asked.order_by("revision__condition_name", "answer__question__position", "answer__language")
