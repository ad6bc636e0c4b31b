"""What a moderator decides on the very words that were on screen; risky ones need a second person (M1, M4, M6)."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Case, Consent, Decision, Level, SteppedBack, Story, StoryPublication, StoryText
from community.models.cases import OPEN_FOR_APPEAL
from community.moderation import publications, threads
from conditions import rendering
from conditions.editorial import rows
from conditions.models import User
from conditions.stale import Stale

Kind = Decision.Kind
CLOSES_AS = {
    Kind.PUBLISH: Case.Outcome.PUBLISHED,
    Kind.DECLINE: Case.Outcome.DECLINED,
    Kind.KEEP: Case.Outcome.KEPT,
    Kind.REMOVE: Case.Outcome.REMOVED,
}


@transaction.atomic
def decide(
    case: Case, *, by: User, at: datetime.datetime, seen: str, kind: str, rule: str = "", sentence: str = ""
) -> Decision:
    """One person's decision. `seen` is the digest of the words on screen.

    A risky story is published when a second person decides the same; until then the case stays open.
    Raises: PermissionDenied; Stale if the words or the case moved; ValidationError.
    """
    story = threads.lock(case.story)
    rows.enter(by, "moderate", story.condition, at=at, language=story.language)
    case = Case.objects.get(pk=case.pk)
    text = threads.current(story)
    if case.closed_at or text.digest != seen:
        raise Stale
    require_fit(case, story, kind, by=by)
    decision = _written(case, text, kind, by=by, at=at, rule=rule, sentence=sentence)
    with_it = _carried_out(case, story, text, kind, at=at)
    rows.tell("decided", decision, *with_it, stream=threads.stream(story), by=by, at=at, kind=kind, rule=rule)
    return decision


def require_fit(case: Case, story: Story, kind: str, *, by: User) -> None:
    """Raises: ValidationError with the sentence that says why this person does not decide this."""
    if story.author.user_id == by.pk:
        raise ValidationError(_("This is your own story. Another moderator decides on it."))
    if SteppedBack.objects.filter(case=case, by=by).exists():
        raise ValidationError(_("You stepped back from this story. Another moderator decides on it."))
    if case in Case.objects.with_the_author():
        raise ValidationError(_("The author was asked something. Decide when they have answered."))
    is_live = StoryPublication.objects.live().filter(story=story).exists()
    if kind in (Kind.KEEP, Kind.REMOVE) and not is_live:
        raise ValidationError(_("This story is not public. Publish it, or decline it."))
    if kind not in Kind.values:
        raise ValidationError({"kind": _("Choose what you decide.")})


def same(case: Case, text: StoryText, kind: str) -> list[Decision]:
    """What was decided alike on the words, the first one first."""
    return list(Decision.objects.filter(case=case, text=text, kind=kind).order_by("pk"))


def needed(case: Case, kind: str) -> int:
    """How many people it takes."""
    return 2 if kind == Kind.PUBLISH and case.level != Level.USUAL else 1


def _written(
    case: Case, text: StoryText, kind: str, *, by: User, at: datetime.datetime, rule: str, sentence: str
) -> Decision:
    contestable = kind in (Kind.DECLINE, Kind.REMOVE)
    decision = Decision(
        case=case,
        text=text,
        digest=text.digest,
        kind=kind,
        by=by,
        at=at,
        rule=rule if contestable else "",
        sentence=rendering.shown(sentence),
        salt=threads.salt(),
        contest_until=timezone.localdate(at) + OPEN_FOR_APPEAL if contestable else None,
    )
    return rows.write(decision)


def _carried_out(case: Case, story: Story, text: StoryText, kind: str, *, at: datetime.datetime) -> list[models.Model]:
    """What the decision changes at once. Returns the rows that it wrote."""
    alike = same(case, text, kind)
    if len(alike) < needed(case, kind):
        return []
    moved: list[models.Model] = []
    match kind:
        case Kind.PUBLISH:
            moved += publications.begin(story, alike, at=at)
        case Kind.REMOVE:
            moved += [row for row in (publications.end(story, publications.Ending.REMOVED, at=at),) if row]
            moved += publications.end_consents(story, Consent.Ending.REMOVED, at=at)
        case Kind.DECLINE:
            if not StoryPublication.objects.live().filter(story=story).exists():
                moved += publications.end_consents(story, Consent.Ending.DECLINED, at=at)
    return [*moved, rows.once(case, closed_at=at, outcome=CLOSES_AS[Kind(kind)])]
