"""One answer before one author: their draft, as they open it and as they send it."""

import datetime
import re
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from conditions.accounts.door import signed_in
from conditions.countries import country_name
from conditions.editorial import drafts, typed
from conditions.forms import words
from conditions.models import Answer, Draft, Revision, User
from conditions.permissions import may
from conditions.views.desk import kept

COUNTRY = re.compile(rf"{words.NOTE}([A-Z]{{2}})")
REMARK = re.compile(rf"{kept.REPLY}([0-9]{{1,18}})")  # no row has a longer number, and no database takes one


@dataclass
class Sheet:
    """`draft` is theirs, or one that is not saved yet; `newest` is what anybody saved last as a revision."""

    request: HttpRequest
    answer: Answer
    author: User
    at: datetime.datetime
    draft: Draft
    newest: Revision | None
    form: words.WordsForm
    asked: dict[str, str]  # what the page is to show besides: `check`, `sources`, `country`, `both`
    replies: dict[int, str]  # typed below remarks and not sent yet

    @property
    def is_saved(self) -> bool:
        """Whether there is a draft at all."""
        return self.draft.version > 0

    @property
    def is_behind(self) -> bool:
        """Whether somebody saved new words since the draft was begun (E4)."""
        return self.is_saved and self.draft.based_on_id != (self.newest and self.newest.pk)

    def typed(self) -> Draft:
        """The words on the page, whether or not they could be kept."""
        if not self.form.is_bound:
            return self.draft
        values = {name: typed.kept(value) for name, value in self.form.values().items()}
        return Draft(answer=self.answer, editor=self.author, **values)


def theirs(request: HttpRequest, pk: int) -> Answer:
    """The answer, if who asks writes there. Raises: Http404; PermissionDenied."""
    answer = get_object_or_404(Answer.objects.select_related("condition", "question"), pk=pk)
    if not may(request.user, "write", answer.condition, on=timezone.localdate(), language=answer.language):
        raise PermissionDenied
    return answer


def opened(request: HttpRequest, answer: Answer, asked: dict[str, str] | None = None) -> Sheet:
    """The sheet as they open it or, where they send it, as they sent it."""
    author = signed_in(request)
    draft = drafts.opening(answer, by=author)
    newest = Revision.objects.filter(answer=answer).select_related("created_by").order_by("-number").first()
    asked = request.GET.dict() if asked is None else asked
    countries = {code: country_name(code) for code in sorted(_noted(request, draft, asked))}
    if request.method == "POST":
        form = words.WordsForm(request.POST, draft=draft, countries=countries)
        form.full_clean()
    else:
        form = words.WordsForm(initial=words.opened(draft) | kept.typed(request), draft=draft, countries=countries)
    return Sheet(request, answer, author, timezone.now(), draft, newest, form, asked, _replies(request))


def opened_again(sheet: Sheet) -> Sheet:
    """The same sheet after something happened to the draft: with the words of now, and with what was not sent."""
    sheet.request.method = "GET"
    again = opened(sheet.request, sheet.answer, sheet.asked)
    again.replies = sheet.replies
    return again


def keep(sheet: Sheet) -> bool:
    """Saves what was typed, all of it that can be kept; whether that was everything.

    Raises: Stale where they saved something else meanwhile, in another window.
    """
    form, values = sheet.form, sheet.form.values()
    stored = sheet.draft if sheet.is_saved else sheet.newest or sheet.draft
    if typed.holds(stored, values):
        return not form.errors
    try:
        sheet.draft = _saved(sheet, values)
    except ValidationError as refusal:
        wrong = refusal.message_dict
        form.refuse(wrong)
        sheet.draft = _saved(sheet, {name: value for name, value in values.items() if name not in wrong})
    return not form.errors


def carry_on(sheet: Sheet) -> None:
    """A page that comes back carries what stands now: whoever sends it again has had it on screen."""
    if sheet.form.is_bound:
        now, data = words.opened(sheet.draft), sheet.request.POST.copy()
        data["seen"], data["onto"] = now["seen"], now["onto"]
        sheet.form.data = data


def _saved(sheet: Sheet, values: dict[str, object]) -> Draft:
    seen, onto = (sheet.form.cleaned_data.get(name) or 0 for name in ("seen", "onto"))
    return drafts.save_draft(sheet.answer, values, by=sheet.author, at=sheet.at, seen=seen, onto=onto)


def _noted(request: HttpRequest, draft: Draft, asked: dict[str, str]) -> set[str]:
    """The countries for which there is a note, or is to be one, in the text or in what it translates."""
    posted = {found[1] for name in request.POST if (found := COUNTRY.fullmatch(name))}
    rendered = draft.translates.revision.country_notes if draft.translates else {}
    return {*draft.country_notes, *rendered, *posted, *({asked.get("country", "")} & typed.COUNTRIES)}


def _replies(request: HttpRequest) -> dict[int, str]:
    named = ((REMARK.fullmatch(name), str(text)) for name, text in request.POST.items())
    return {int(found[1]): text for found, text in named if found and text.strip()}
