"""Asking somebody without a credential whether words can be understood; what they say, and how they are named.

Nothing here counts for a medical review (docs/decisions/0052-lay-readers.md).
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from conditions import rendering
from conditions.editorial import checks, comments, declining, reading_letters, rounds, rows
from conditions.editorial.drafts import stream
from conditions.models import Comment, Reading, Reviewer, Revision, Round, User
from conditions.permissions import holders
from conditions.stale import Stale

ACTION = declining.ACTION
Said = Reading.Said


def askable(revision: Revision, *, at: datetime.datetime) -> QuerySet[User]:
    """Everybody who may read the words: with the role there, no part in them, and not asked to review them."""
    answer = revision.answer
    allowed = holders(ACTION, answer.condition, on=timezone.localdate(at), language=answer.language)
    reviewing = Reviewer.objects.filter(assignments__round__revision=revision).values("user")
    return allowed.exclude(pk__in=checks.authors(revision)).exclude(pk__in=reviewing).order_by("name", "pk")


@transaction.atomic
def send(
    revision: Revision,
    kind: str,
    reviewers: Iterable[Reviewer],
    readers: Iterable[User],
    *,
    by: User,
    at: datetime.datetime,
    lay_reader: bool = False,
    **what: Any,
) -> Round:
    """Sends the newest words as `rounds.send` does, and asks the lay readers: choosing one asks for one.

    Raises: as `rounds.send` and `ask`.
    """
    chosen = list(readers)
    if kind == Round.Kind.WORDING and (chosen or lay_reader):
        said = _("A correction of wording is read by no lay reader. Choose none, or send the text to medical review.")
        raise ValidationError({"lay_readers" if chosen else "lay_reader": said})
    round_ = rounds.send(revision, kind, reviewers, by=by, at=at, lay_reader=lay_reader or bool(chosen), **what)
    if chosen:
        ask(round_, chosen, by=by, at=at)
    return round_


@transaction.atomic
def ask(round_: Round, readers: Iterable[User], *, by: User, at: datetime.datetime) -> list[Reading]:
    """Asks lay readers: all of them, or nobody.

    Raises: PermissionDenied; Stale; ValidationError where the review asks for none, or for who cannot be asked.
    """
    answer, chosen = round_.answer, list(readers)
    rows.enter(by, "offer", answer.condition, at=at, language=answer.language)
    now = rounds.opened(round_)
    if not now.lay_reader:
        raise ValidationError(_("This review asks for no lay reader. One is asked for when the words are sent."))
    if not chosen:
        raise ValidationError(_("Choose at least one lay reader."))
    _refuse_unaskable(chosen, now, by=by, at=at)
    told = {"revision": now.revision, "digest": now.revision.digest, "asked_by": by, "asked_at": at}
    asked = [rows.write(Reading(round=now, reader=person, salt=rows.salt(), **told)) for person in chosen]
    rows.tell("lay reader asked", *asked, stream=stream(answer), by=by, at=at, round=now.pk)
    for each in asked:
        reading_letters.asked(each)
    return asked


def _refuse_unaskable(chosen: list[User], round_: Round, *, by: User, at: datetime.datetime) -> None:
    able = askable(round_.revision, at=at).exclude(pk=by.pk)
    able = able.exclude(readings__round=round_).filter(pk__in=[person.pk for person in chosen])
    wrong = [person for person in chosen if person not in set(able)]
    said = _("%(name)s cannot be asked: it takes the role of a lay reader here, no part in the words, and one request.")
    if wrong:
        raise ValidationError([said % {"name": person} for person in wrong])


@transaction.atomic
def lost_here(
    reading: Reading, text: str, *, place: str, by: User, at: datetime.datetime, seen: str, quote: str = ""
) -> Comment:
    """What is not clear to them at a place of the text: the author reads it where the words are typed.

    Raises: PermissionDenied; Stale if the review has ended, or is of other words; ValidationError, keyed by field.
    """
    now = _theirs(reading, by=by, at=at)
    if now.digest != seen:
        raise Stale
    said = _unclear(now, text, place=place, quote=quote, at=at)
    comments.refuse_nowhere(said, now.revision)
    if twice := comments.said_before(said):
        return twice
    rows.write(said)
    rows.tell("not clear here", said, stream=stream(now.round.answer), by=by, at=at, round=now.round_id)
    return said


@transaction.atomic
def answer(
    reading: Reading,
    said: str,
    *,
    by: User,
    at: datetime.datetime,
    seen: str,
    standpoint: str = "",
    name: str = "",
    text: str = "",
) -> Reading:
    """What they say of these very words, for good. Without a name readers are told of a reader, and not who it is.

    Readers are told nothing where some places were not clear, so nothing is kept then of who they are.
    Raises: PermissionDenied; Stale if the words moved or the review has ended; ValidationError, keyed by field.
    """
    now = _theirs(reading, by=by, at=at)
    if now.digest != seen:
        raise Stale
    if said not in Said.values:
        raise ValidationError({"said": _("Say whether you understood it.")})
    if said == Said.UNCLEAR:
        standpoint = name = ""
    elif standpoint not in Reading.Standpoint.values:
        raise ValidationError({"standpoint": _("Say who you are to this text, or choose “Neither”.")})
    if said == Said.CLEAR and text.strip():
        raise ValidationError({"text": _("Say that some places were not clear, or empty this.")})
    remarks = _where(now, text, at=at) if said == Said.UNCLEAR else []
    written = [rows.write(each) for each in remarks]
    rows.once(now, answered_at=at, said=said, name=rendering.line(name), standpoint=standpoint)
    told: dict[str, Any] = {"stream": stream(now.round.answer), "by": by, "at": at, "round": now.round_id}
    if said == Said.CLEAR:
        rows.tell("understood", now, digest=now.digest, **told)
    else:
        before = Reading.objects.clear().filter(revision=now.revision_id, reader=by).order_by("pk")
        overtaken = [rows.once(each, overtaken_at=at) for each in before]
        rows.tell("not understood", now, *written, *overtaken, digest=now.digest, **told)
    reading_letters.answered(now, at=at)
    return now


def _where(now: Reading, text: str, *, at: datetime.datetime) -> list[Comment]:
    """What they wrote with their answer. Raises: ValidationError where nothing says where they lost the thread."""
    if rendering.shown(text):
        said = _unclear(now, text, at=at)
        return [] if comments.said_before(said) else [said]
    if not Comment.objects.filter(round=now.round_id, by=now.reader_id, weight=Comment.Weight.UNCLEAR).exists():
        raise ValidationError({"text": _("Say where you lost the thread: at a paragraph, or here.")})
    return []


def _unclear(now: Reading, text: str, *, at: datetime.datetime, place: str = "", quote: str = "") -> Comment:
    """Raises: ValidationError for nothing, and for signs that no database keeps."""
    if not rendering.shown(text):
        raise ValidationError({"text": _("Write what is not clear to you.")})
    if sentence := rows.unkeepable(text):
        raise ValidationError({"text": sentence})
    said = Comment(round=now.round, revision=now.revision, by=now.reader, at=at, weight=Comment.Weight.UNCLEAR)
    said.salt, said.place, said.text, said.quote = rows.salt(), place, rendering.shown(text), rendering.shown(quote)
    return said


def _theirs(reading: Reading, *, by: User, at: datetime.datetime) -> Reading:
    """Their own, which waits, its answer locked. Raises: PermissionDenied; Stale if nothing waits for them."""
    about = reading.round.answer
    rows.enter(by, ACTION, about.condition, at=at, language=about.language)
    return declining.waiting_for(reading, by=by)
