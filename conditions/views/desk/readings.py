"""A text before a lay reader, exactly as readers will see it: where do they lose the thread?"""

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, F, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from conditions import pace
from conditions.accounts.door import signed_in
from conditions.editorial import lay_names, readings
from conditions.forms.readings import Answer, LostHere, RemoveName
from conditions.models import Comment, Reading
from conditions.models.readings import ReadingQuerySet
from conditions.permissions import may, reach
from conditions.rendering.parts import SHORT_ANSWER
from conditions.stale import Stale
from conditions.views.desk.answers import read_answer
from conditions.views.desk.copies import WHOLE, Marked, Place
from conditions.views.my_readings import asked_of, own

PAST = 50


class ReadersCopy(Marked):
    """The copy of a lay reader: beside each paragraph what they said there, and what was answered to them."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading.round)
        self.reading = reading

    @property
    def may_comment(self) -> bool:
        return self.reading.is_waiting

    @cached_property
    def said(self) -> list[Comment]:
        """Their own remarks, with the answers; what clinicians say about the words is no matter of theirs."""
        own = Comment.objects.filter(round=self.round, by=self.reading.reader, weight=Comment.Weight.UNCLEAR)
        answers = Comment.objects.filter(round=self.round, reply_to__in=own)
        return list((own | answers).select_related("by").order_by("at", "pk"))

    def note(self, name: str) -> str:
        told = {"place": self.places[name], "language": self.revision.answer.language, "open": self.may_comment}
        return render_to_string("desk/reading/place.html", told).strip()

    def _comment(self, name: str) -> str:
        return reverse("desk:reading_place", args=[self.reading.pk, name]) if self.may_comment else ""


def readable(request: HttpRequest) -> ReadingQuerySet:
    """What they may read: not declined, and where they are a lay reader today or have answered."""
    there = reach(signed_in(request), "read_plainly", on=timezone.localdate(), answer="round__answer__")
    return asked_of(request).filter(declined_at=None).filter(there and there | Q(answered_at__isnull=False))


def opened(request: HttpRequest, pk: int) -> Reading:
    """Raises: Http404 for what is not, or no longer, theirs to read."""
    return get_object_or_404(readable(request), pk=pk)


@require_GET
@never_cache
def listed(request: HttpRequest) -> HttpResponse:
    mine, theirs = asked_of(request), readable(request)
    waiting = theirs.waiting().order_by(F("round__due_on").asc(nulls_last=True), "asked_at", "pk")
    past = mine.exclude(pk__in=mine.waiting().values("pk")).order_by("-asked_at", "-pk")
    past = past.annotate(opens=Exists(theirs.filter(pk=OuterRef("pk"))))[:PAST]
    cards = [(each, pace.words(each.round.revision)) for each in waiting]
    return render(request, "desk/readings.html", {"cards": cards, "past": past})


@require_http_methods(["GET", "POST"])
@never_cache
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    found = opened(request, pk)
    form = Answer(request.POST if request.method == "POST" else None, initial={"seen": found.digest})
    if form.is_valid():
        said = form.cleaned_data
        try:
            readings.answer(found, by=found.reader, at=timezone.now(), **said)
        except Stale:
            return _overtaken(request, found, form)
        except (ValidationError, PermissionDenied) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Thank you. Your answer is with the editor."))
            return redirect("desk:reading", pk)
    return render(request, "desk/reading.html", {"form": form, "reading": found, **_shown(found)})


def _shown(found: Reading) -> dict[str, Any]:
    if found.round.revision.is_sealed:
        return {"copy": None}
    mine = ReadersCopy(found)
    notes = {"short": mine.note(SHORT_ANSWER), "whole": mine.note(WHOLE)}
    return {"copy": mine, "readers": mine.as_readers_see_it(), **notes}


@require_http_methods(["GET", "POST"])
@never_cache
def place(request: HttpRequest, pk: int, place: str) -> HttpResponse:
    found = opened(request, pk)
    here, back = _found(found, place), f"{reverse('desk:reading', args=[pk])}#{place}"
    about: dict[str, Any] = {"sentences": here.sentences, "initial": {"seen": found.digest}}
    form = LostHere(request.POST if request.method == "POST" else None, **about)
    if form.is_valid():
        said = form.cleaned_data
        told = {"by": found.reader, "at": timezone.now(), "seen": said["seen"], "place": here.name}
        try:
            readings.lost_here(found, said["text"], quote=form.quote, **told)
        except Stale:
            return _overtaken(request, found, form)
        except (ValidationError, PermissionDenied) as refusal:
            form.refuse(refusal)
        else:
            return redirect(back)
    shown = {"form": form, "reading": found, "place": here, "back": back}
    return render(request, "desk/reading_place.html", shown)


def _found(found: Reading, place: str) -> Place:
    """Raises: Http404 for a place that the text does not have."""
    mine = ReadersCopy(found)
    if mine.revision.is_sealed or place not in mine.places:
        raise Http404
    return mine.places[place]


@require_http_methods(["GET", "POST"])
@never_cache
def remove_name(request: HttpRequest, pk: int) -> HttpResponse:
    """An editor takes a false or hurtful name away."""
    answered = Reading.objects.filter(answered_at__isnull=False).select_related(
        "round__answer__condition", "removed_by"
    )
    found = get_object_or_404(answered, pk=pk)
    answer, by, at = read_answer(request, found.round.answer_id), signed_in(request), timezone.now()
    if not may(by, "offer", answer.condition, on=timezone.localdate(at), language=answer.language):
        raise PermissionDenied
    form = RemoveName(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            lay_names.remove_name(found, form.cleaned_data["removed_because"], by=by, at=at)
        except (Stale, PermissionDenied) as refusal:
            messages.info(request, str(refusal) or _("There is no name any more."))
        else:
            messages.success(request, _("Taken away. Readers are told of “a reader” now."))
        return redirect("desk:round", found.round_id)
    return render(request, "desk/reading_remove_name.html", {"form": form, "reading": found})


def _overtaken(request: HttpRequest, found: Reading, form: forms.Form) -> HttpResponse:
    """The page for whoever pressed the button too late: nothing is applied, and what they typed is still there."""
    texts = (field for field in form if isinstance(field.field.widget, forms.Textarea))
    typed = [(str(field.label), str(field.value())) for field in texts if field.value()]
    following = asked_of(request).waiting().filter(round__answer=found.round.answer_id).exclude(pk=found.pk).first()
    shown = {"reading": own(request, found.pk), "typed": typed, "next": following}
    return render(request, "desk/reading_overtaken.html", shown, status=409)
