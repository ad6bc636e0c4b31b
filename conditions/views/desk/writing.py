"""Writing: one form, whose every button first keeps what was typed (docs/decisions/0025-nothing-typed-is-lost.md)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from conditions import differences
from conditions.editorial import revisions
from conditions.models import Draft, Round
from conditions.models.answers import Words
from conditions.stale import Stale
from conditions.views.desk import beside, kept, parts, remarks, sheet, source_text
from conditions.views.desk.buttons import press
from conditions.views.desk.sheet import Sheet


@never_cache
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet. A script that saves while somebody types asks for JSON, and gets the sentences to show."""
    opened = sheet.opened(request, sheet.theirs(request, pk))
    if request.method == "GET":
        return page(opened)
    try:
        is_kept = sheet.keep(opened)
        if kept.is_script(request):
            return JsonResponse(_told(opened))
        pressed = press(opened) if is_kept else opened
    except Stale:
        return _outrun(opened)
    return page(pressed) if isinstance(pressed, Sheet) else pressed


def page(opened: Sheet, *, status: int = 200, other: Words | None = None) -> HttpResponse:
    """The whole page. `other` are the words that were saved in the meantime, where somebody was faster."""
    sheet.carry_on(opened)
    facts = beside.quotable(opened.answer)
    shown = {
        "sheet": opened,
        "form": opened.form,
        "saved": saved(opened) if other is None else _("Not saved yet"),
        "is_outrun": other is not None,
        "beside": beside.of(opened.typed(), facts, opened.asked.get("sources", "")),
        "countries": beside.countries(opened.form.fields),
    }
    return render(
        opened.request, "desk/write.html", shown | _about(opened) | _parts(opened, facts, other), status=status
    )


def _about(opened: Sheet) -> dict[str, Any]:
    """What is being written, and who else is at it."""
    answer = opened.answer
    others = Draft.objects.filter(answer=answer).exclude(editor=opened.author)
    return {
        "question": revisions.asked(answer),
        "condition": revisions.condition_name(answer),
        "spoken": get_language_info(answer.language),
        "news": _news(opened),
        "colleagues": others.select_related("editor").order_by("-saved_at"),
        "review": Round.objects.filter(answer=answer, closed_at=None).first(),
    }


def _parts(opened: Sheet, facts: list[beside.Quotable], other: Words | None) -> dict[str, Any]:
    is_checked = "check" in opened.asked
    findings = revisions.rehearse(opened.draft, at=opened.at) if is_checked else {}
    rivals = parts.rivals(opened, other) if other else _contested(opened)
    quoted = {each.version.fact.key: each.text for each in facts}
    said, source = remarks.by_field(opened), source_text.of(opened)
    return {
        "source": source,
        "languages": [source.spoken, get_language_info(opened.answer.language)] if source else [],
        "offered": source_text.offered(opened),
        "parts": parts.laid_out(opened, findings, quoted, rivals, said=said, beside=source.parts if source else {}),
        "about_all": said.get(remarks.WHOLE, []),
        "findings": parts.summed_up(opened, findings),
        "is_checked": is_checked,
        "rivals": rivals,
    }


def _contested(opened: Sheet) -> dict[str, str]:
    """Where both changed the same part: how the colleague's words read that the draft is now based on."""
    both, theirs = opened.asked.get("both", ""), opened.draft.based_on
    return parts.rivals(opened, theirs, set(both.split(","))) if both and theirs else {}


def _news(opened: Sheet) -> differences.Difference | None:
    """What somebody else changed since the draft was begun."""
    if not opened.is_behind or opened.newest is None:
        return None
    return differences.between(*differences.pair(opened.draft.based_on, opened.newest))


def _outrun(opened: Sheet) -> HttpResponse:
    """Something else was saved meanwhile: what was typed stays in the form, and beside it stands the other (E4)."""
    if kept.is_script(opened.request):
        said = _("You saved this in another window too. Press “Save draft” to see both.")
        return JsonResponse({"problem": said, "why": kept.Why.MOVED}, status=409)
    now = sheet.opened(opened.request, opened.answer)
    return page(now, status=409, other=now.draft)


def _told(opened: Sheet) -> dict[str, Any]:
    """What a script shows once it has saved: when, how the words measure, and what could not be kept."""
    sheet.carry_on(opened)
    facts = {each.version.fact.key: each.text for each in beside.quotable(opened.answer)}
    words, form = opened.typed(), opened.form
    wrong = [f"{form.fields[name].label}: {said}" for name, each in form.errors.items() for said in each]
    return {
        "seen": form.data["seen"],
        "onto": form.data["onto"],
        "said": saved(opened),
        "problem": " ".join(wrong),
        "measures": {name: parts.measured(words, name, facts) for name in parts.GROUPS["words"]},
    }


def saved(opened: Sheet) -> str:
    """When the draft was saved, for its author."""
    if not opened.is_saved:
        return _("No draft yet")
    return _("Draft saved at %(time)s") % {"time": date_format(localtime(opened.draft.saved_at), "TIME_FORMAT")}
