"""The coverage: conditions against questions, what is chosen of it, and what is decided over many cells at once."""

from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from conditions import spreadsheet
from conditions.accounts.door import signed_in
from conditions.editorial import coverage
from conditions.editorial.coverage import Place, Wanted
from conditions.forms.coverage import OverCells, Selection
from conditions.models import Condition, Question, ReviewPolicy, User
from conditions.permissions import may, places
from conditions.stages import Stage
from conditions.views.desk import decisions
from conditions.views.desk.listings import filed
from conditions.views.reading import page_number

PART, PORTION = 12, 100
TICKED = 5_000  # cells that are looked at: far more than a page has, and than may be decided on at once
DIGITS = 18


@require_GET
@never_cache
def matrix(request: HttpRequest) -> HttpResponse:
    person, wanted, page = _editor(request), _wanted(request), page_number(request)
    today = timezone.localdate()
    columns = coverage.questions(wanted)
    found = coverage.conditions(wanted, columns, by=person, on=today)
    part = list(found[(page - 1) * PART : page * PART + 1])
    if page > 1 and not part:
        raise Http404
    shown = {
        "wanted": wanted,
        "columns": columns,
        "topics": _spans(columns),
        "rows": coverage.rows(part[:PART], columns, wanted.language, on=today),
        "tally": coverage.tally(found, wanted, by=person, on=today),
        "has_more": len(part) > PART,
        "page": page,
    }
    return render(request, "desk/coverage.html", shown | _choices())


@require_GET
@never_cache
def as_file(request: HttpRequest) -> StreamingHttpResponse:
    """The chosen cells for a spreadsheet; all that the filters show, where nothing was chosen."""
    person, wanted = _editor(request), _wanted(request)
    chosen = _selection(request.GET, wanted.language, _theirs(person, wanted.language)).places
    lines = spreadsheet.lines(_told(chosen or _all(wanted, person)))
    return filed(lines, "coverage")


@require_GET
@never_cache
def together(request: HttpRequest) -> HttpResponse:
    """Leads to the page that sends the chosen texts out: as one bundle, or what is live of several conditions again."""
    person, language = _editor(request), _language(request, request.GET)
    chosen = _selection(request.GET, language, _theirs(person, language))
    begun = [place for place in chosen.places if place.answer]
    slugs = {place.condition.slug for place in begun}
    if not slugs:
        messages.info(request, _("Tick texts that somebody has begun: they go out together, and are read in one go."))
        return redirect(f"{reverse('desk:coverage')}?{urlencode({'language': language})}")
    if len(slugs) > 1 and any(place.due_on is None for place in begun):
        messages.info(request, _("Of several conditions only live texts go out at once. Send the others one by one."))
    asked = urlencode([("language", language), *(("answer", place.answer.pk) for place in begun)])
    page = reverse("desk:send_bundle", args=[*slugs]) if len(slugs) == 1 else reverse("desk:again")
    return redirect(f"{page}?{asked}")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def over_cells(request: HttpRequest, kind: type[OverCells]) -> HttpResponse:
    """A decision over what was chosen."""
    given = request.POST if request.method == "POST" else request.GET
    language = _language(request, given)
    back = f"{reverse('desk:coverage')}?language={language}"
    place = decisions.Place(None, "" if kind.in_all_languages else language, _("Coverage"), back)
    theirs = places(request.user, kind.needs, on=timezone.localdate(), language=place.language)
    return decisions.decide(request, kind, _selection(given, language, theirs), place)


def _editor(request: HttpRequest) -> User:
    """Raises: PermissionDenied."""
    if not may(request.user, "offer", on=timezone.localdate()):
        raise PermissionDenied
    return signed_in(request)


def _wanted(request: HttpRequest) -> Wanted:
    """What the address asks for; what it cannot mean asks for nothing."""
    asked = request.GET
    state, topic = asked.get("state", ""), asked.get("topic", "")
    return Wanted(
        language=_language(request, asked),
        topic=topic if topic in Question.Group.values else "",
        risk=asked.get("risk", ""),
        state=state if state in Stage.values else "",
        mine=asked.get("mine") == "1",
        words=asked.get("q", "").strip(),
        one=asked.get("one", ""),
    )


def _language(request: HttpRequest, given: QueryDict) -> str:
    asked = given.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else request.LANGUAGE_CODE


def _choices() -> dict[str, Any]:
    return {
        "groups": Question.Group.choices,
        "policies": list(ReviewPolicy.objects.newest().values_list("slug", "name")),
        "stages": list(Stage),
        "languages": settings.LANGUAGES,
    }


def _spans(columns: list[Any]) -> list[tuple[str, int]]:
    """Each topic, over so many columns."""
    groups = [each.group for each in columns]
    return [(str(Question.Group(each).label), groups.count(each)) for each in dict.fromkeys(groups)]


def _theirs(person: User, language: str) -> QuerySet[Condition]:
    """Those of which the coverage shows them anything."""
    return places(person, "offer", on=timezone.localdate(), language=language)


def _selection(given: QueryDict, language: str, theirs: QuerySet[Condition]) -> Selection:
    """Cells, whole rows and whole columns that were ticked, each cell once; of their own conditions alone."""
    pairs = [key.split("-") for key in dict.fromkeys(islice(_ticked(given), TICKED)) if key.count("-") == 1]
    return Selection(_places([(a, b) for a, b in pairs if _is_key(a) and _is_key(b)], language, theirs), language)


def _ticked(given: QueryDict) -> Iterator[str]:
    yield from given.getlist("cell")
    yield from given.get("cells", "").split()
    shown, across = (given.get(name, "").split() for name in ("shown", "across"))
    yield from (f"{row}-{column}" for row in given.getlist("row") for column in across)
    yield from (f"{row}-{column}" for row in shown for column in given.getlist("column"))


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= DIGITS


def _places(pairs: list[tuple[str, str]], language: str, theirs: QuerySet[Condition]) -> list[Place]:
    chosen = Condition.objects.named(language).filter(pk__in={a for a, _b in pairs})
    conditions = {str(each.pk): each for each in chosen.filter(pk__in=theirs.values("pk"))}
    asked = coverage.questions(Wanted(language=language))
    questions = {str(each.pk): each for each in asked}
    there = [(conditions[a], questions[b]) for a, b in pairs if a in conditions and b in questions]
    return coverage.standing(there, language, on=timezone.localdate())


def _all(wanted: Wanted, person: User) -> Iterator[Place]:
    today, columns = timezone.localdate(), coverage.questions(wanted)
    keys = list(coverage.conditions(wanted, columns, by=person, on=today).values_list("pk", flat=True))
    for start in range(0, len(keys), PORTION):
        part = keys[start : start + PORTION]
        named = Condition.objects.named(wanted.language).in_bulk(part)
        for row in coverage.rows([named[key] for key in part], columns, wanted.language, on=today):
            yield from row.places


def _told(places: Any) -> Iterator[list[object]]:
    asked = [_("Condition"), _("Question"), _("Language")]
    yield [*asked, _("State"), _("Beside it"), _("Owner"), _("Review due"), _("To be published at")]
    for each in places:
        name = capfirst(each.condition.name)
        question = (each.question.text or each.question.slug).replace("{condition}", each.condition.name)
        beside = each.underway.label if each.underway and each.underway != each.stage else ""
        minute = f"{timezone.localtime(each.planned_at):%Y-%m-%d %H:%M}" if each.planned_at else ""
        yield [name, question, each.cell.language, each.stage.label, beside, each.owner, each.due_on or "", minute]
