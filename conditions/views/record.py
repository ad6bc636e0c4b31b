"""What readers can see of the past: the history of an answer, its versions as they were, and what was corrected."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import override

from conditions import beside, differences, record
from conditions.models import Citation, Notice
from conditions.views.former import redirect_to_now
from conditions.views.reading import page_number, reading_page

PART = 50
MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None})  # on paper and by ear: no code has these letters


@reading_page
def history(request: HttpRequest, slug: str, question: str) -> HttpResponse:
    """All that happened to an answer. One that never was public has no history, like one that never was (S6)."""
    asked = {"answer__condition__slug": slug, "answer__question__slug": question}
    versions = list(record.versions().filter(**asked, answer__language=request.LANGUAGE_CODE))
    if not versions:
        return redirect_to_now(request, slug)
    shown = {
        "slug": slug,
        "asked": question,
        "question": next((version.question for version in versions if version.question), ""),
        "name": next((version.condition_name for version in versions if version.condition_name), ""),
        "events": record.events(versions),
    }
    return render(request, "conditions/history.html", shown)


@reading_page
def version(request: HttpRequest, code: str) -> HttpResponse:
    """The words as they were; those that are live stand at the address of the answer alone, so that none takes root."""
    found = _found(code, record.versions().select_related("revision__translates").annotate(parts=beside.parts()))
    if found.code != code:
        return redirect("conditions:version", found.code, permanent=True)
    places = _places(found)
    if found.ended_at is None:
        return redirect(places["now"])
    shown = {"version": found, "places": places, "happened": _happened(found)}
    if found.is_sealed:
        return render(request, "conditions/version_sealed.html", shown, status=410)
    shown["parts"] = beside.of_parts(found)
    shown["citations"] = Citation.objects.filter(revision=found.revision_id).select_related("source__replaced_by")
    return render(request, "conditions/version.html", shown)


@reading_page
def version_changes(request: HttpRequest, code: str) -> HttpResponse:
    """What became in this one of the version before, or of any other that somebody chooses, word by word."""
    found = _found(code, record.versions().annotate(siblings=record.siblings()))
    if found.code != code:
        return redirect("conditions:version_changes", found.code, permanent=True)
    others = {each.code: each for each in record.others(found)}
    chosen = others.get(request.GET.get("from", "")) or others.get(found.code_before)
    shown = {
        "version": found,
        "places": _places(found),
        "began": _happened(found)["began"],
        "others": others.values(),
        "chosen": chosen,
        "difference": differences.between(*differences.pair(chosen and chosen.revision, found.revision_id)),
    }
    return render(request, "conditions/version_changes.html", shown)


@reading_page
def corrections(request: HttpRequest) -> HttpResponse:
    """Everything that was corrected, withdrawn or put back, of all answers, the newest first (R18)."""
    page = page_number(request)
    found = list(Notice.objects.listed()[(page - 1) * PART : page * PART + 1])
    if page > 1 and not found:
        raise Http404
    shown = {"notices": found[:PART], "page": page, "has_more": len(found) > PART}
    return render(request, "conditions/corrections.html", shown)


def _found(code: str, versions: QuerySet[Any]) -> Any:
    """The version that is called so, also by somebody who misread a letter. Raises: Http404."""
    versions = versions.select_related("answer__condition", "answer__question")
    found = versions.filter(code=code.upper().translate(MISREAD)).first()
    if found is None:
        raise Http404
    return found


def _happened(version: Any) -> dict[str, record.Event]:
    """How the version began, and perhaps that it was withdrawn or sealed."""
    return {"began" if event.brought_words else event.happened.value: event for event in record.events([version])}


def _places(version: Any) -> dict[str, str]:
    """Where the answer and its history stand, in the language of the answer, which may not be that of the page."""
    names = [version.answer.condition.slug, version.answer.question.slug]
    with override(version.answer.language):
        return {
            "now": reverse("conditions:answer", args=names),
            "all": reverse("conditions:answer_history", args=names),
        }
