"""What each button of the sheet does, once everything typed has been kept."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from conditions import rendering
from conditions.editorial import comments, drafts, revisions, translations, typed
from conditions.models import Comment, Publication, Revision, Round
from conditions.views.desk import sheet
from conditions.views.desk.sheet import Sheet

Pressed = HttpResponse | Sheet  # where it leads, or the sheet as it is to be shown


def press(opened: Sheet) -> Pressed:
    """Does what the button says that was pressed; without one, no more than keep the draft. Raises: as the moves."""
    do, _colon, which = opened.request.POST.get("do", "").partition(":")
    return BUTTONS.get(do, _draft)(opened, which)


def _draft(opened: Sheet, which: str) -> Pressed:
    """Enter in a box presses the first button of the page, which is this one; in the box of the search it searches."""
    asked = opened.request.POST
    if asked.get("find", "") != asked.get("searched", ""):
        return _find(opened, which)
    messages.success(opened.request, _("Your draft is saved. Nobody else reads it."))
    return _back(opened)


def _check(opened: Sheet, which: str) -> Pressed:
    return _back(opened, "findings", check="1")


def _find(opened: Sheet, which: str) -> Pressed:
    return _back(opened, "sources", sources=rendering.line(opened.request.POST.get("find", ""))[:100])


def _country(opened: Sheet, which: str) -> Pressed:
    code = opened.request.POST.get("country", "")
    return _back(opened, f"id_note-{code}", country=code)


def _source(opened: Sheet, which: str) -> Pressed:
    return redirect(f"{reverse('desk:add_source')}?{urlencode({'for': opened.answer.pk})}")


def _use(opened: Sheet, which: str) -> Pressed:
    """Takes the wording over that a reviewer suggested."""
    comment = _remark(opened, which)
    try:
        comments.accept_suggestion(comment, by=opened.author, at=opened.at, seen=opened.draft.version)
    except ValidationError as refusal:
        opened.form.refuse({typed.field(typed.part(comment.place)): refusal.messages})
        return opened
    messages.success(opened.request, _("The suggested wording stands in your draft now."))
    return _back(opened)


def _reply(opened: Sheet, which: str) -> Pressed:
    """Answers a reviewer. What was typed as an answer stays until it could be sent."""
    comment = _remark(opened, which)
    text, review = opened.replies.get(comment.pk, ""), comment.round
    try:
        seen = review.revision.digest
        comments.comment(review, text, by=opened.author, at=opened.at, seen=seen, reply_to=comment)
    except ValidationError as refusal:
        opened.form.refuse({"": refusal.messages})
        return opened
    opened.replies.pop(comment.pk)
    messages.success(opened.request, _("Your answer is sent to the reviewer."))
    return _back(opened, f"remark-{comment.pk}")


def _merge(opened: Sheet, which: str) -> Pressed:
    """Bases the draft on what a colleague saved, which was on screen."""
    onto = get_object_or_404(Revision, pk=_number(which), answer=opened.answer)
    _now, both = drafts.look_again(opened.draft, onto=onto, by=opened.author, at=opened.at, seen=opened.draft.version)
    if both:
        messages.warning(
            opened.request, _("Both of you changed the same part. Put it together by hand, where it says so.")
        )
        return _back(opened, both=",".join(both))
    messages.success(opened.request, _("Your draft holds the newer words now, and all that you changed."))
    return _back(opened)


def _take_up(opened: Sheet, which: str) -> Pressed:
    """The draft renders this version of its source from now on."""
    source = _live(opened, which)
    translations.take_up(opened.answer, source, by=opened.author, at=opened.at, seen=opened.draft.version)
    messages.success(opened.request, _("Your draft translates the newest version now. Go through what changed."))
    return _back(opened)


def _still_fits(opened: Sheet, which: str) -> Pressed:
    """No word has to change, because only the wording of the source did; a second person confirms that."""
    source, seen = _live(opened, which), opened.draft.version
    try:
        translations.still_fits(opened.answer, source, by=opened.author, at=opened.at, seen=seen)
    except ValidationError as refusal:
        opened.form.refuse(revisions.told(refusal))
        return opened
    return HttpResponseRedirect(f"{reverse('desk:submit', args=[opened.answer.pk])}?kind={Round.Kind.WORDING}")


def _live(opened: Sheet, which: str) -> Publication:
    """Raises: Http404 for what does not answer the same question. That it is live, the move sees to."""
    answer = opened.answer
    asked = {"answer__condition": answer.condition_id, "answer__question": answer.question_id}
    return get_object_or_404(Publication.objects.exclude(answer=answer), pk=_number(which), **asked)


def _drop(opened: Sheet, which: str) -> Pressed:
    if opened.is_saved:
        drafts.drop_draft(opened.draft, by=opened.author, at=opened.at, seen=opened.draft.version)
    messages.success(opened.request, _("Your draft is gone. The words that were saved last are here again."))
    return _back(opened)


def _revision(opened: Sheet, which: str) -> Pressed:
    """Makes words of the draft that never change. A review of those before ends with it, so answers are sent first."""
    if opened.replies:
        opened.form.refuse({"": [_("You began an answer to a remark. Send it first, or empty it.")]})
        return opened
    if not opened.is_saved:
        return _nothing_new(opened)
    try:
        revision = revisions.save_revision(opened.draft, by=opened.author, at=opened.at, seen=opened.draft.version)
    except ValidationError as refusal:
        opened.form.refuse(revisions.told(refusal))
        return opened
    if opened.newest and revision.pk == opened.newest.pk:
        return _nothing_new(opened)
    return redirect("desk:preview", revision.pk)


def _nothing_new(opened: Sheet) -> Pressed:
    """Pressed twice, or without a change: there is nothing to save (E6)."""
    if opened.newest is None:
        opened.form.refuse({"short": [_("Write the short answer.")]})
        return opened
    told = _("These words are saved already, as revision %(number)d.") % {"number": opened.newest.number}
    messages.info(opened.request, told)
    return redirect("desk:preview", opened.newest.pk)


def _back(opened: Sheet, anchor: str = "", **asked: str) -> Pressed:
    """To the sheet. No draft holds an answer to a remark that is not sent yet: with one, the sheet is shown at once."""
    if opened.replies:
        opened.asked = asked
        return sheet.opened_again(opened)
    query = f"?{urlencode(asked)}" if asked else ""
    place = f"#{anchor}" if anchor else ""
    return HttpResponseRedirect(f"{reverse('desk:write', args=[opened.answer.pk])}{query}{place}")


def _remark(opened: Sheet, which: str) -> Comment:
    found = Comment.objects.select_related("round__revision", "round__answer__condition")
    return get_object_or_404(found, pk=_number(which), round__answer=opened.answer, reply_to=None)


def _number(which: str) -> int:
    """Raises: Http404 for what no button of ours says."""
    if not (which.isascii() and which.isdecimal() and len(which) < 19):
        raise Http404
    return int(which)


BUTTONS: dict[str, Callable[[Sheet, str], Pressed]] = {
    "draft": _draft,
    "check": _check,
    "find": _find,
    "country": _country,
    "source": _source,
    "use": _use,
    "reply": _reply,
    "merge": _merge,
    "take-up": _take_up,
    "still-fits": _still_fits,
    "drop": _drop,
    "revision": _revision,
}
