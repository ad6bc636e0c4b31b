"""What is said in a review: remarks on a place in the text, answers to them, and other wording that an author takes."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conditions.editorial import drafts, mailboxes, rounds, rows, typed
from conditions.models import Assignment, Comment, Draft, Revision, Round, User, Verdict
from conditions.permissions import may
from conditions.rendering import plain, shown
from conditions.rendering.parts import COUNTRY_NOTES, SHORT_ANSWER
from conditions.stale import Stale


@transaction.atomic
def comment(
    round_: Round,
    text: str,
    *,
    by: User,
    at: datetime.datetime,
    seen: str,
    place: str = "",
    weight: str = Comment.Weight.NOTE,
    quote: str = "",
    reply_to: Comment | None = None,
) -> Comment:
    """A remark of a reviewer who was asked, or an answer to one by whoever writes here. `seen` is the digest on screen.

    Raises: PermissionDenied; Stale if the review has ended, or is of other words; ValidationError, keyed by field.
    """
    now = _entered(round_, by=by, at=at, seen=seen, is_reply=reply_to is not None)
    if reply_to and reply_to.round_id != now.pk:
        raise ValidationError({"reply_to": _("Answer a comment of this review.")})
    said = Comment(place=place, weight=weight, text=text, quote=quote, reply_to=reply_to)
    if reply_to and (reply_to.salt or reply_to.weight == Comment.Weight.UNCLEAR):
        said.salt = rows.salt()  # it may quote a lay reader, and goes with what they said
    return _said(said, now, "commented", by=by, at=at)


@transaction.atomic
def suggest(
    round_: Round,
    *,
    by: User,
    at: datetime.datetime,
    seen: str,
    place: str,
    quote: str,
    suggestion: str,
    weight: str = Comment.Weight.SHOULD,
    text: str = "",
) -> Comment:
    """Other wording for the quoted words, by a reviewer who was asked; an author takes it over or does not.

    Raises: as `comment`.
    """
    now = _entered(round_, by=by, at=at, seen=seen, is_reply=False)
    if not shown(suggestion):
        raise ValidationError({"suggestion": _("Write the wording that you suggest.")})
    if not shown(quote) or not place:
        raise ValidationError({"quote": _("Say for which words you suggest another wording.")})
    said = Comment(place=place, weight=weight, text=text, quote=quote, suggestion=suggestion)
    return _said(said, now, "wording suggested", by=by, at=at)


@transaction.atomic
def accept_suggestion(comment: Comment, *, by: User, at: datetime.datetime, seen: int) -> Draft:
    """Puts the suggested wording into one's own draft, which remembers whose it is (R8). `seen` is its version.

    Raises: PermissionDenied; Stale; ValidationError for one's own suggestion, and where the quoted words do not
    stand exactly once: the draft stays as it was.
    """
    now = Comment.objects.select_related("round__answer__condition", "by").get(pk=comment.pk)
    draft = drafts.begun(now.round.answer, by=by, at=at, seen=seen)
    if now.by_id == by.pk:
        raise ValidationError(_("This is your own suggestion. Somebody else decides on it."))
    if not now.suggestion:
        raise ValidationError(_("This comment suggests no other wording."))
    name = typed.part(now.place)
    text = typed.parts(draft).get(name, "")
    if text.count(now.quote) != 1:
        raise ValidationError(
            _("The words “%(quote)s” do not stand exactly once in this part of your draft. Put the wording in by hand.")
            % {"quote": now.quote}
        )
    kept = drafts.keep(draft, _put(draft, name, text.replace(now.quote, now.suggestion)), at=at)
    kept.suggestions.add(now)
    return kept


def _put(draft: Draft, part: str, text: str) -> dict[str, object]:
    """What changes in the draft when the part reads like that."""
    if part.startswith(COUNTRY_NOTES):
        return {"country_notes": draft.country_notes | {part.removeprefix(COUNTRY_NOTES): text}}
    return {typed.field(part): text}


def _entered(round_: Round, *, by: User, at: datetime.datetime, seen: str, is_reply: bool) -> Round:
    """The open review that they may speak in.

    Raises: PermissionDenied for whoever was not asked, declined or stepped back; ValidationError for an outside expert
    who has decided; Stale.
    """
    answer = round_.answer
    writes = is_reply and may(by, "write", answer.condition, on=timezone.localdate(at), language=answer.language)
    rows.enter(by, "write" if writes else "review", answer.condition, at=at, language=answer.language)
    now = rounds.opened(round_)
    mailboxes.linked(now, by=by, at=at)
    if now.revision.digest != seen:
        raise Stale
    asked = Assignment.objects.filter(round=now, reviewer__user=by, declined_at=None)
    if by.is_outside and asked.exclude(verdict=None).exists():
        raise ValidationError(_("You have decided on this text. Write to whoever asked you if there is more to say."))
    if not writes and not asked.exclude(verdict__decision=Verdict.Decision.RECUSE).exists():
        raise PermissionDenied(_("Only the reviewers who were asked comment here. Ask an editor to ask you."))
    return now


def _said(said: Comment, round_: Round, action: str, *, by: User, at: datetime.datetime) -> Comment:
    said.round, said.revision, said.by, said.at = round_, round_.revision, by, at
    for name in ("text", "quote", "suggestion"):
        value = getattr(said, name)
        if sentence := rows.unkeepable(value):
            raise ValidationError({name: sentence})
        setattr(said, name, shown(value))
    refuse_nowhere(said, round_.revision)
    if twice := said_before(said):
        return twice
    rows.write(said)
    rows.tell(action, said, stream=drafts.stream(round_.answer), by=by, at=at, round=round_.pk)
    return said


def said_before(said: Comment) -> Comment | None:
    """The same of the same person, at the same place: the button was pressed twice."""
    same = ("round", "by", "place", "weight", "text", "quote", "suggestion", "reply_to")
    return Comment.objects.filter(**{name: getattr(said, name) for name in same}).first()


def refuse_nowhere(said: Comment, revision: Revision) -> None:
    """Raises: ValidationError for a place that the text does not have, and a quotation that does not stand there."""
    part = typed.part(said.place)
    written = typed.parts(revision)
    is_part = said.place in ("", *written)
    if not is_part and (part not in written or f' id="{said.place}"' not in _html(revision, part)):
        raise ValidationError({"place": _("The text has no such place. Choose a paragraph of it.")})
    if not said.quote:
        return
    searched = [part] if said.place else list(written)
    readable = (text for name in searched for text in (written[name], *plain(_html(revision, name))))
    quote = " ".join(said.quote.split())
    if not any(quote in " ".join(text.split()) for text in readable):
        raise ValidationError({"quote": _("These words do not stand there. Copy them from the text.")})


def _html(revision: Revision, part: str) -> str:
    if part.startswith(COUNTRY_NOTES):
        return str(revision.country_notes_html.get(part.removeprefix(COUNTRY_NOTES), ""))
    return str(getattr(revision, "short_answer_html" if part == SHORT_ANSWER else f"{part}_html"))
