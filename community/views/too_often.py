"""What somebody is told who sends more than one connection may in a while: nothing is lost, and when to go on (S5)."""

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import ngettext

from conditions import limits
from conditions.limits import Limit


def said(limit: Limit, request: HttpRequest) -> str:
    """Counts one time more; the sentence for who has to wait, empty for everybody else."""
    seconds = limits.wait(limit, request, at=timezone.now())
    minutes = seconds // 60 + 1
    sentence = ngettext(
        "Too much came from your connection at once, so this was not taken yet. What you typed is still here. Try "
        "again in %(minutes)d minute.",
        "Too much came from your connection at once, so this was not taken yet. What you typed is still here. Try "
        "again in %(minutes)d minutes.",
        minutes,
    )
    return sentence % {"minutes": minutes} if seconds else ""


def refused(form: forms.Form, limit: Limit, request: HttpRequest) -> bool:
    """Whether a form that could be taken is not, for now; then it says so itself."""
    sentence = said(limit, request) if form.is_bound and form.is_valid() else ""
    if sentence:
        form.add_error(None, sentence)
    return bool(sentence)
