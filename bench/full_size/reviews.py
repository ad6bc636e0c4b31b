"""Who reviewed what, under which credential, with what became of it, and which sources it cites."""

from bench.full_size import CHANCE, DAY, NOW, REVIEWERS, SOURCES, TODAY, many
from conditions.models import (
    Assignment,
    Citation,
    Credential,
    Declaration,
    Event,
    Grant,
    Notice,
    Publication,
    Reviewer,
    Revision,
    Round,
    SignOff,
    Source,
    User,
    Verdict,
    Verification,
)


def panel(by: User) -> tuple[list[Reviewer], list[Verification]]:
    """Reviewers, of whom one in ten let their credential lapse."""
    people = [User.objects.create(email=f"reviewer{n}@example.org", name=f"Reviewer {n}") for n in range(REVIEWERS)]
    who = many(
        Reviewer, (Reviewer(user=each, slug=f"reviewer-{each.pk}", name=each.name, discipline="x") for each in people)
    )
    many(Grant, (Grant(user=each, role="reviewer", starts_on="2020-01-01", granted_by=by) for each in people))
    told = {"profession": "physician", "title": "MD", "register": "x", "entered_by": by, "entered_at": NOW}
    held = many(Credential, (Credential(reviewer=each, number=each.slug, **told) for each in who))
    until = [TODAY + (-1 if n % 10 == 0 else 300) * DAY for n in range(REVIEWERS)]
    looked_up = {"by": by, "at": NOW, "verified_on": TODAY - 1_000 * DAY, "days": 1_800, "evidence": "x"}
    rows = (Verification(credential=each, valid_until=day, **looked_up) for each, day in zip(held, until, strict=True))
    return who, many(Verification, rows)


def reviewed(revisions: list[Revision], by: User) -> None:
    """Of ten answers six are live, one is withdrawn, one in review; the others are drafts.

    Of three in review nobody was asked for one, one wants a second clinician, and one waits for who was asked.
    """
    who, verified = panel(by)
    sent = [each for n, each in enumerate(revisions) if n % 10 < 8]
    asked = _asked(_rounds(revisions, by), who, by)
    closed = [(each, n) for each, n in asked if each.round.closed_at]
    topic = revisions[0].answer.condition
    none = many(Declaration, (Declaration(reviewer=each, condition=topic, is_none=True, at=NOW) for each in who))
    verdicts = many(Verdict, (_verdict(each, verified[n], none[n]) for each, n in closed))
    live = many(Publication, (_publication(each.round, n, by) for n, (each, _who) in enumerate(closed)))
    many(SignOff, (SignOff(publication=each, verdict=verdict) for each, verdict in zip(live, verdicts, strict=True)))
    gone = [each for each in live if each.ended_at]
    why = {"kind": "withdrawal", "reason": "x", "advice": "x", "by": by, "at": NOW, "on": TODAY}
    many(Notice, (Notice(publication=each, **why) for each in gone[::50]))
    cited(sent, by)


def _rounds(revisions: list[Revision], by: User) -> list[Round]:
    """Those for which somebody is asked; the others, of three in review one, are written and left alone."""
    opened = [(each, n % 10 == 7) for n, each in enumerate(revisions) if n % 10 < 8]
    over = {"closed_at": NOW, "closed_by": by, "outcome": "published"}
    rounds = many(
        Round,
        (
            Round(
                answer=each.answer,
                revision=each,
                opened_by=by,
                opened_at=NOW - 30 * DAY,
                second_clinician=still and n % 3 == 1,
                **({} if still else over),
            )
            for n, (each, still) in enumerate(opened)
        ),
    )
    return [each for n, each in enumerate(rounds) if each.closed_at or n % 3]


def _asked(rounds: list[Round], who: list[Reviewer], by: User) -> list[tuple[Assignment, int]]:
    """Each with the number of the reviewer who was asked."""
    picked = [CHANCE.randrange(REVIEWERS) for _each in rounds]
    asked = (
        Assignment(round=each, reviewer=who[n], offered_by=by, offered_at=NOW - CHANCE.randrange(40) * DAY)
        for each, n in zip(rounds, picked, strict=True)
    )
    return list(zip(many(Assignment, asked), picked, strict=True))


def _verdict(asked: Assignment, verification: Verification, declaration: Declaration) -> Verdict:
    reviewer = asked.reviewer
    return Verdict(
        round=asked.round,
        revision=asked.round.revision,
        assignment=asked,
        reviewer=reviewer,
        by=reviewer.user,
        decision="approve",
        digest="x",
        scopes={"accuracy": "x"},
        verification=verification,
        declaration=declaration,
        name=reviewer.name,
        credential="MD",
        discipline="x",
        register="x",
        verified_on=verification.verified_on,
        interests="none",
        on=TODAY,
        at=NOW,
    )


def _publication(round_: Round, number: int, by: User) -> Publication:
    day = TODAY - 100 * DAY
    ended = {"ended_at": NOW, "ended_on": TODAY, "ended_by": by, "ending": "withdrawn"} if number % 7 == 6 else {}
    return Publication(
        answer=round_.answer,
        number=1,
        code=f"{number:08d}",
        revision=round_.revision,
        round=round_,
        kind="new",
        published_by=by,
        published_at=NOW,
        published_on=day,
        reviewed_on=day,
        edited_on=day,
        next_due_on=TODAY + CHANCE.randrange(-60, 1_000) * DAY,
        **ended,
    )


def cited(revisions: list[Revision], by: User) -> None:
    """Two sources each; one source in a hundred was retracted, of which the ledger tells among all else."""
    told = {"title": "x", "publisher": "x", "published": "2020", "read_on": TODAY, "added_by": by, "added_at": NOW}
    gone = [{"retracted_on": TODAY} if n % 100 == 0 else {} for n in range(SOURCES)]
    known = many(Source, (Source(key=f"bench{n}", **told, **lost) for n, lost in enumerate(gone)))
    said = {"title": "x", "publisher": "x", "published": "2020", "read_on": TODAY}
    many(
        Citation,
        (
            Citation(revision=each, position=at, source=source, key=source.key, **said)
            for each in revisions
            for at, source in enumerate(CHANCE.sample(known, 2), 1)
        ),
    )
    told_of = [(f"answer:{each.answer_id}", "published") for each in revisions]
    told_of += [(f"source:{each.key}", "retracted") for each in known if each.retracted_on]
    events = (
        Event(stream=stream, sequence=1, action=action, by=by, at=NOW - 10 * DAY, data="{}", hash=f"{n:064d}")
        for n, (stream, action) in enumerate(told_of)
    )
    many(Event, events)
