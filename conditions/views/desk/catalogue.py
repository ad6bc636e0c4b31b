"""Choosing what to write: a condition, then one of the questions that it is asked."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language_info
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from conditions import stages
from conditions.accounts.door import signed_in
from conditions.editorial import drafts
from conditions.models import (
    Answer,
    Condition,
    Draft,
    FormerSlug,
    Publication,
    Question,
    Revision,
    Round,
    Schedule,
    User,
)
from conditions.models.context import name_now, wording_now
from conditions.models.questions import FROM_CATALOGUE
from conditions.permissions import may, places
from conditions.search import Hit, find
from conditions.stages import Cell, Stage

MOST = 30


class Row(NamedTuple):
    """A question with how far its answer is; `answer` is nothing where nobody has begun one."""

    question: Any
    answer: Any
    stage: Stage
    underway: Stage | None

    @property
    def is_built(self) -> bool:
        """Whether readers have it without anybody's writing."""
        return self.answer is None and self.question.slug in FROM_CATALOGUE


@require_GET
@never_cache
def conditions(request: HttpRequest) -> HttpResponse:
    """What they are at, what colleagues are at, and a box to find any other condition."""
    person, language, today = signed_in(request), request.LANGUAGE_CODE, timezone.localdate()
    if not may(person, "write", on=today):
        raise PermissionDenied
    typed = request.GET.get("q", "").replace("\0", " ").strip()
    mine = Draft.objects.filter(editor=person).annotate(asked=wording_now(), about=name_now())
    here = places(person, "write", on=today)
    shown = {
        "typed": typed,
        "hits": _allowed(find(typed, language=language).hits, here) if typed else [],
        "drafts": mine.select_related("answer").order_by("-saved_at")[:MOST],
        "underway": _underway(here).named(language).order_by("-at_work", "slug")[:MOST],
    }
    return render(request, "desk/conditions.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
def condition(request: HttpRequest, slug: str) -> HttpResponse:
    """Its questions in one language, each with how far its answer is; a press begins an answer."""
    found = Condition.objects.named(request.LANGUAGE_CODE).filter(slug=slug).first()
    if found is None:
        return redirect("desk:condition", get_object_or_404(FormerSlug, slug=slug).condition.slug)
    person, today = signed_in(request), timezone.localdate()
    if not may(person, "write", found, on=today):
        raise PermissionDenied
    if request.method == "POST":
        return _begin(request, found, person)
    languages = _languages(found, person)
    wanted = (request.GET.get("language", ""), request.LANGUAGE_CODE, languages[0])
    language = next(each for each in wanted if each in languages)
    shown: dict[str, Any] = {
        "spoken": get_language_info(language),
        "languages": [get_language_info(each) for each in languages],
    }
    shown |= _theirs(found, person, language)
    return render(request, "desk/condition.html", {"condition": found, **shown, **_asked(found, language)})


def _theirs(found: Condition, person: User, language: str) -> dict[str, bool]:
    """What they may do there besides writing."""
    today = timezone.localdate()
    return {
        "sends": may(person, "offer", found, on=today, language=language),
        "decides": may(person, "manage_catalogue", found, on=today, language=""),
    }


def _asked(found: Condition, language: str) -> dict[str, Any]:
    """The questions by topic, and apart from them those that do not apply."""
    rows = [] if found.is_grouping else _rows(found, language)
    return {
        "topics": _by_topic([row for row in rows if row.stage != Stage.NOT_APPLYING]),
        "left_out": [row for row in rows if row.stage == Stage.NOT_APPLYING],
    }


def _begin(request: HttpRequest, found: Condition, person: User) -> HttpResponse:
    """The sheet of the question that was pressed; a colleague may have begun it in the same moment."""
    key = request.POST.get("question", "")
    question = get_object_or_404(Question, slug=key.replace("\0", ""))
    language = request.POST.get("language", "")
    try:
        answer = drafts.start_answer(found, question, by=person, at=timezone.now(), language=language)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("desk:condition", found.slug)
    return redirect("desk:write", answer.pk)


def _allowed(hits: list[Hit], here: QuerySet[Condition]) -> list[tuple[Hit, bool]]:
    """Each with whether who asks writes about it."""
    slugs = set(here.filter(slug__in=[hit.slug for hit in hits]).values_list("slug", flat=True))
    return [(hit, hit.slug in slugs) for hit in hits]


def _underway(here: Any) -> Any:
    """Conditions with answers on which somebody is at work, and how many those are."""
    at_work = Answer.objects.filter(
        Exists(Draft.objects.filter(answer=OuterRef("pk")))
        | Exists(Round.objects.filter(answer=OuterRef("pk"), closed_at=None))
    )
    counted = at_work.filter(condition=OuterRef("pk")).order_by().values("condition").annotate(n=Count("pk"))
    return here.annotate(at_work=Subquery(counted.values("n"))).filter(at_work__gt=0)


def _languages(found: Condition, person: User) -> list[str]:
    """Those in which they write, of all in which there is something to write."""
    today = timezone.localdate()
    return [code for code in drafts.languages(found) if may(person, "write", found, on=today, language=code)]


def _rows(found: Condition, language: str) -> list[Row]:
    """The questions in their order. The number of queries is the same for any number of answers."""
    asked = Question.objects.asked().exclude(kind=Question.Kind.EXPERIENCE).worded(language, keep_unworded=True)
    questions = list(asked.order_by("position"))
    answers = {answer.question_id: answer for answer in _answers(found, language)}
    facts = stages.gather(Cell(found.pk, question.pk, language) for question in questions)
    today = timezone.localdate()
    return [
        Row(question, answers.get(cell.question), stages.stage(facts[cell], today), stages.underway(facts[cell]))
        for question, cell in zip(questions, facts, strict=True)
    ]


def _answers(found: Condition, language: str) -> QuerySet[Any]:
    """With who saved last and when, who is writing, and until when the live text is in date."""
    newest = Revision.objects.filter(answer=OuterRef("pk")).order_by("-number")
    draft = Draft.objects.filter(answer=OuterRef("pk")).order_by("-saved_at")
    live = Publication.objects.live().filter(answer=OuterRef("pk"))
    planned = Schedule.objects.open().filter(answer=OuterRef("pk"))
    return Answer.objects.filter(condition=found, language=language).annotate(
        saved_by=Subquery(newest.values("created_by__name")[:1]),
        saved_at=Subquery(newest.values("created_at")[:1]),
        drafted_by=Subquery(draft.values("editor__name")[:1]),
        drafted_at=Subquery(draft.values("saved_at")[:1]),
        due_on=Subquery(live.values("next_due_on")[:1]),
        planned_at=Subquery(planned.values("due_at")[:1]),
    )


def _by_topic(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    """Topics in the order in which a reader meets them."""
    found = [(str(topic.label), [row for row in rows if row.question.group == topic]) for topic in Question.Group]
    return [(label, each) for label, each in found if each]
