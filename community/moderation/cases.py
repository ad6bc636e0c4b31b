"""What happens between a moderator and the author before somebody decides: questions, changes, stepping back."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community import triage, words
from community.models import Case, Claim, Finding, Level, Message, SteppedBack, Story, StoryPublication, StoryText
from community.moderation import danger, letters, sending, threads
from conditions import rendering
from conditions.editorial import rows
from conditions.models import User
from conditions.permissions import may
from conditions.stale import Stale


@transaction.atomic
def ask_author(case: Case, text: str, *, by: User, at: datetime.datetime, seen: str) -> Message:
    """A question to the author; the clock stops until they answer (M21). `seen` is the digest of the words on screen.

    In acute danger the safeguarding lead may ask too (M11). Raises: PermissionDenied; Stale; ValidationError.
    """
    is_lead = is_led_by(case, by, on=timezone.localdate(at))
    story, case = entered(case, by=by, at=at, action="safeguard" if is_lead else "moderate")
    if case.level != Level.DANGER:
        require_free(case, by=by, at=at)
    require_seen(threads.current(story), seen)
    message = _said(case, text, by=by, at=at, is_from_author=False)
    letters.asked(story, at=at)
    rows.tell("asked", message, stream=threads.stream(story), by=by, at=at)
    return message


@transaction.atomic
def answer(case: Case, text: str, *, by: User, at: datetime.datetime) -> Message:
    """The author answers, and the clock runs on. What they write is read for signs of danger like their story (M11).

    Raises: PermissionDenied; Stale if nobody looks at the story any more; ValidationError.
    """
    story = threads.lock(case.story)
    threads.require_author(story, by)
    case = still_open(case)
    message = _said(case, text, by=by, at=at, is_from_author=True)
    danger.rise(case, danger.worst(danger.signs(message.text)), at=at)
    rows.tell("answered", message, case, stream=threads.stream(story), by=by, at=at)
    return message


@transaction.atomic
def propose_change(
    case: Case, *, title: str, text: str, because: str, by: User, at: datetime.datetime, seen: str
) -> StoryText:
    """Other words, with a reason; the author accepts them or not, and nobody sees them before (C12, M5).

    Raises: PermissionDenied; Stale; ValidationError that names the field.
    """
    story, case = entered(case, by=by, at=at)
    require_free(case, by=by, at=at)
    before = threads.current(story)
    require_seen(before, seen)
    if offered(case):
        raise ValidationError(_("A change waits for the author already. Wait until they have answered."))
    proposed = _changed(before, title, text, because, by=by, at=at)
    kept = {each.words() for each in before.findings.filter(is_kept=True)}
    findings = sending.findings_in(proposed, kept)
    level = danger.worst(each.level for each in findings)
    if triage.HEIGHTS[level] > triage.HEIGHTS[Level(case.level)]:
        danger.rise(case, level, at=at)
    letters.change_proposed(story, at=at)
    rows.tell("change proposed", proposed, *findings, case, stream=threads.stream(story), by=by, at=at)
    return proposed


@transaction.atomic
def accept_change(text: StoryText, *, by: User, at: datetime.datetime) -> StoryText:
    """The author takes the changed words as their own (C12). Raises: PermissionDenied; Stale."""
    return _settled(text, "change accepted", by=by, at=at, accepted_at=at)


@transaction.atomic
def refuse_change(text: StoryText, *, by: User, at: datetime.datetime) -> StoryText:
    """The author keeps their own words, on which a moderator decides then. Raises: PermissionDenied; Stale."""
    return _settled(text, "change refused", by=by, at=at, refused_at=at)


@transaction.atomic
def step_back(case: Case, *, by: User, at: datetime.datetime) -> SteppedBack:
    """The moderator looks at this story no more; nobody asks why, and what they approved before counts no more (M16).

    Raises: PermissionDenied; Stale if the case is closed; ValidationError if they did already.
    """
    story, case = entered(case, by=by, at=at)
    gone = rows.write(SteppedBack(case=case, by=by, at=at))
    freed = let_go(case, Claim.Ending.RELEASED, by=by, at=at)
    rows.tell("stepped back", gone, *freed, stream=threads.stream(story), by=by, at=at)
    return gone


@transaction.atomic
def raise_level(case: Case, level: str, *, by: User, at: datetime.datetime) -> Case:
    """A moderator sees more risk than the rules did. It is never lowered (M4).

    Raises: PermissionDenied; Stale; ValidationError for a level that is not above that of the case.
    """
    story, case = entered(case, by=by, at=at)
    if level not in Level.values or triage.HEIGHTS[Level(level)] <= triage.HEIGHTS[Level(case.level)]:
        raise ValidationError({"level": _("Choose a higher risk. It is never lowered.")})
    danger.rise(case, level, at=at)
    rows.tell("risk raised", case, stream=threads.stream(story), by=by, at=at, level=level)
    return case


def entered(case: Case, *, by: User, at: datetime.datetime, action: str = "moderate") -> tuple[Story, Case]:
    """Part of a move: the story, locked, and its case, open, before somebody who may look at it.

    Raises: PermissionDenied; Stale; ValidationError with the sentence that says why it is not for this person.
    """
    story = threads.lock(case.story)
    rows.enter(by, action, story.condition, at=at, language=story.language)
    if hindrance := hindrance_for(story, by, is_lead=action == "safeguard"):
        raise ValidationError(hindrance)
    return story, still_open(case)


def is_led_by(case: Case, by: User, *, on: datetime.date) -> bool:
    """Whether somebody may be in danger there, and this person looks after their safety (M11)."""
    return case.level == Level.DANGER and may(by, "safeguard", on=on)


def hindrance_for(story: Story, by: User, *, is_lead: bool = False) -> str:
    """Why this moderator does nothing about this story; empty where they may.

    Who stepped back as a moderator still looks after somebody in danger where they are the lead: it may be on them
    alone (M11).
    """
    if story.author.user_id == by.pk:
        return _("This is your own story. Another moderator decides on it.")
    if not is_lead and SteppedBack.objects.filter(case__story=story, by=by).exists():
        return _("You stepped back from this story. Another moderator decides on it.")
    return ""


def holder(case: Case, *, at: datetime.datetime) -> Claim | None:
    """Who works on the case at that time, and until when."""
    return Claim.objects.standing(at).filter(case=case).select_related("by").first()


def require_free(case: Case, *, by: User, at: datetime.datetime) -> None:
    """Raises: Stale while somebody else works on the case: they may be about to decide otherwise."""
    if Claim.objects.standing(at).filter(case=case).exclude(by=by).exists():
        raise Stale


def let_go(case: Case, ending: str, *, by: User, at: datetime.datetime) -> list[Claim]:
    """Part of a move: this moderator works on the case no more. Returns what ended, if they did."""
    mine = Claim.objects.filter(case=case, by=by, ended_at=None)
    return [rows.once(each, ended_at=at, ending=ending) for each in mine]


def still_open(case: Case) -> Case:
    """The case as it is now. Raises: ValidationError if the author took the story back; Stale if it is closed."""
    now = Case.objects.get(pk=case.pk)
    if now.outcome == Case.Outcome.WITHDRAWN:
        raise ValidationError(_("The author has taken this story back. There is nothing left to decide."))
    if now.closed_at:
        raise Stale
    return now


def offered(case: Case) -> StoryText | None:
    """The change that waits for the author."""
    waiting = case.story.texts.filter(proposed_by__isnull=False, accepted_at=None, refused_at=None, is_sealed=False)
    return waiting.filter(created_at__gte=case.opened_at).last()


def live(story: Story) -> StoryText | None:
    """The words that have not left readers yet."""
    publication = StoryPublication.objects.live().filter(story=story).select_related("text").first()
    return publication.text if publication else None


def findings(text: StoryText) -> list[tuple[Finding, str]]:
    """What the rules marked, with the words at the place."""
    return [(each, each.words()) for each in text.findings.all()]


def require_seen(text: StoryText, seen: str) -> None:
    """Raises: Stale if other words were on screen (M1)."""
    if text.digest != seen:
        raise Stale


def _said(case: Case, text: str, *, by: User, at: datetime.datetime, is_from_author: bool) -> Message:
    return rows.write(
        Message(case=case, by=by, is_from_author=is_from_author, text=rendering.shown(text), salt=rows.salt(), at=at)
    )


def _changed(before: StoryText, title: str, text: str, because: str, *, by: User, at: datetime.datetime) -> StoryText:
    shown, because, title = rendering.shown(text), rendering.line(because), rendering.line(title)
    if (shown, title) == (before.text, before.title):
        raise ValidationError({"text": _("Nothing is changed. Change the words, or ask the author.")})
    if not because:
        raise ValidationError({"because": _("Say why. The author reads it beside the change.")})
    same = {name: getattr(before, name) for name in ("story", "relation", "since", "country", "ties")}
    fresh = StoryText(
        **same,
        number=1 + before.story.texts.count(),
        proposed_by=by,
        because=because,
        title=title,
        text=shown,
        salt=rows.salt(),
        length=len(shown),
        created_at=at,
    )
    fresh.digest = words.digest(fresh)
    return rows.write(fresh)


def _settled(text: StoryText, action: str, *, by: User, at: datetime.datetime, **when: datetime.datetime) -> StoryText:
    story = threads.lock(text.story)
    threads.require_author(story, by)
    case = threads.open_case(story)
    if case is None or offered(case) != text:
        raise Stale
    rows.once(text, **when)
    rows.tell(action, text, stream=threads.stream(story), by=by, at=at)
    return text
