"""What a moderator decides on the very words that were on screen; risky ones need a second person (M1, M4, M6)."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Case, Claim, Consent, Decision, Level, StoryText
from community.moderation import cases, letters, publications, reports, statements, threads
from community.moderation.standing import LEAVES_PUBLIC, Standing
from community.triage import NEVER_PUBLIC
from conditions import rendering
from conditions.editorial import rows
from conditions.models import User

Kind = Decision.Kind
CLOSES_AS = {
    Kind.PUBLISH: Case.Outcome.PUBLISHED,
    Kind.DECLINE: Case.Outcome.DECLINED,
    Kind.KEEP: Case.Outcome.KEPT,
    Kind.REMOVE: Case.Outcome.REMOVED,
}


@transaction.atomic
def decide(
    case: Case,
    *,
    by: User,
    at: datetime.datetime,
    seen: str,
    kind: str,
    rule: str = "",
    sentence: str = "",
    cleared: str = "",
) -> Decision:
    """One person's decision. `seen` is the digest of the words on screen.

    A risky story is public only when a second person decides the same; until then the case stays open. A refusal
    or a removal takes one, whoever approved before. `cleared` says why what a rule took for contact data, an address
    or a date of birth is none: without it such words do not come before readers, or stay there (C16).
    Raises: PermissionDenied; Stale if the words or the case moved; ValidationError.
    """
    story, case = cases.entered(case, by=by, at=at)
    cases.require_free(case, by=by, at=at)
    standing = Standing(case)
    if hindrance := standing.hindrance(kind, by):
        raise ValidationError(hindrance)
    text = standing.words(kind)
    cases.require_seen(text, seen)
    decision, with_it = made(case, text, kind, by=by, at=at, rule=rule, sentence=sentence, cleared=cleared)
    rows.tell("decided", decision, *with_it, stream=threads.stream(story), by=by, at=at, kind=kind, rule=rule)
    return decision


def words_for(case: Case, kind: str) -> StoryText:
    """The words that the decision is about."""
    return Standing(case).words(kind)


def decided_before(case: Case, by: User) -> bool:
    """Whether the case is an appeal from what this person decided (M7)."""
    return by.pk in Standing(case).contested


def needed(case: Case, kind: str) -> int:
    """How many people it takes: what is risky stays before readers only by two."""
    return 2 if kind in LEAVES_PUBLIC and case.level != Level.USUAL else 1


def made(
    case: Case,
    text: StoryText,
    kind: str,
    *,
    by: User,
    at: datetime.datetime,
    rule: str = "",
    sentence: str = "",
    cleared: str = "",
) -> tuple[Decision, list[models.Model]]:
    """Part of a move: the decision, and the rows that changed with it.

    Raises: ValidationError for what is marked and must not be public, unless it is cleared.
    """
    why = _cleared(text, kind, cleared)
    contest_until = statements.contestable(kind, on=timezone.localdate(at))
    decision = Decision(
        case=case,
        text=text,
        digest=text.digest,
        kind=kind,
        by=by,
        at=at,
        rule=rule if contest_until else "",
        sentence=rendering.shown(sentence),
        cleared=why,
        salt=rows.salt(),
        contest_until=contest_until,
    )
    rows.write(decision)
    freed: list[models.Model] = [*cases.let_go(case, Claim.Ending.DECIDED, by=by, at=at)]
    alike = Standing(case).same(text, kind)
    if len(alike) < needed(case, kind):
        return decision, freed
    return decision, [
        *freed,
        *_carried_out(case, kind, alike, by=by, at=at),
        *threads.closed(case, CLOSES_AS[Kind(kind)], at=at),
    ]


def must_clear(text: StoryText, kind: str) -> list[str]:
    """The marked words that keep the text from readers until the person who decides says why they are none (C16)."""
    if kind not in LEAVES_PUBLIC:
        return []
    found = text.findings.filter(rule__in=NEVER_PUBLIC).select_related("text")
    return list(dict.fromkeys(each.words() for each in found))


def _cleared(text: StoryText, kind: str, cleared: str) -> str:
    marked, why = must_clear(text, kind), rendering.shown(cleared)
    if marked and not why:
        raise ValidationError({"cleared": uncleared(marked)})
    return why if marked else ""


def uncleared(marked: list[str]) -> str:
    """What the moderator reads about words that have to be cleared."""
    listed = ", ".join(f"“{words}”" for words in marked)
    return _(
        "These words hold what looks like contact data, an exact address or a date of birth: {listed}. Propose a "
        "change first, or say why it is none."
    ).format(listed=listed)


def _carried_out(
    case: Case, kind: str, alike: list[Decision], *, by: User, at: datetime.datetime
) -> list[models.Model]:
    """What the decision changes at once, for readers and for whoever reported the story. Returns the rows."""
    story, moved = case.story, list[models.Model]()
    match kind:
        case Kind.PUBLISH:
            moved += publications.begin(story, alike, at=at)
        case Kind.REMOVE:
            moved += [row for row in (publications.end(story, publications.Ending.REMOVED, at=at),) if row]
            moved += publications.end_consents(story, Consent.Ending.REMOVED, at=at)
        case Kind.DECLINE if cases.live(story) is None:
            moved += publications.end_consents(story, Consent.Ending.DECLINED, at=at)
    reports.close_with(case, is_changed=kind != Kind.KEEP, by=by, at=at)
    if kind != Kind.KEEP:
        letters.decided(story, at=at)
    return moved
