"""What an editor oversees at full size: the week, the coverage and every list, with their queries and times.

    DISEASEMAPS_MODE=test .venv/bin/python bench/editor.py [30000]

Run it after `manage.py migrate`, with DATABASE_URL for PostgreSQL. It writes so many conditions, 50,000 answers and
250,000 revisions, past the moves and the guards, opens each page five times, prints its queries and the median time,
and takes everything back. Of the week it measures each kind too. It exits 1 if a median, or all kinds together, are not
below three seconds.
"""

import datetime
import os
import random
import statistics
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diseasemaps.settings")

import django

django.setup()

from django.conf import settings
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conditions import guards
from conditions.editorial import week
from conditions.editorial.listings import LISTINGS
from conditions.models import (
    Answer,
    Assignment,
    Citation,
    Condition,
    Credential,
    Declaration,
    Event,
    FailedSearch,
    Grant,
    Name,
    Notice,
    Owner,
    Publication,
    Question,
    Reviewer,
    ReviewPolicy,
    Revision,
    Round,
    SignOff,
    Source,
    User,
    Verdict,
    Verification,
    Wording,
)
from tests import factories

BELOW = 3_000.0  # ms
ASKED, ANSWERS, REVISIONS, REVIEWERS, SOURCES = 25, 5, 5, 40, 1_000
CHANCE = random.Random(7)
NOW = timezone.now()
TODAY = NOW.date()
DAY = datetime.timedelta(days=1)


def many(model: type[models.Model], rows: Iterable[Any]) -> list[Any]:
    return list(model._default_manager.bulk_create(rows, batch_size=5_000))


def catalogue(count: int) -> tuple[list[Condition], list[Question]]:
    """Conditions by name, and questions of three policies and six topics."""
    policies = [
        ReviewPolicy.objects.create(slug=f"bench{days}", name=f"{days}", days=days) for days in (365, 730, 1096)
    ]
    topics = list(Question.Group.values)
    asked = many(
        Question,
        (
            Question(
                slug=f"bench{n}",
                position=1_000 + n,
                kind="clinical",
                group=topics[n % 6],
                policy=policies[n % 3],
                is_core=n < 10,
            )
            for n in range(ASKED)
        ),
    )
    many(Wording, (Wording(question=each, language="en", text=f"What {each.slug} of {{condition}}?") for each in asked))
    about = many(Condition, (Condition(slug=f"bench-{n}") for n in range(count)))
    names = [f"{CHANCE.choice('abcdefghijklmnopqrstuvwxyz')}disease {n}" for n in range(count)]
    called = zip(about, names, strict=True)
    many(Name, (Name(condition=each, text=name, folded=name, use="preferred", language="en") for each, name in called))
    return about, asked


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


def written(about: list[Condition], asked: list[Question], by: User) -> list[Revision]:
    """Answers to five questions of conditions, with five revisions each; the last of each is given back."""
    cells = [(each, CHANCE.sample(asked, ANSWERS)) for each in about[: 50_000 // ANSWERS]]
    answers = many(Answer, (Answer(condition=each, question=q, language="en") for each, few in cells for q in few))
    many(Owner, (Owner(answer=each, user=by) for each in answers[::100]))
    last: list[Revision] = []
    for number in range(1, REVISIONS + 1):
        last = many(
            Revision,
            (
                Revision(
                    answer=each,
                    number=number,
                    created_by=by,
                    created_at=NOW,
                    question=f"What {each.question.slug} of {each.condition.slug}?",
                    condition_name=each.condition.slug,
                    short_answer="x" * 200,
                    body_html="x" * 400,
                    digest="x",
                )
                for each in answers
            ),
        )
    return last


def reviewed(revisions: list[Revision], by: User) -> None:
    """Of ten answers six are live, one is withdrawn, one in review; the others are drafts.

    Of three in review nobody was asked for one, one wants a second clinician, and one waits for who was asked.
    """
    who, verified = panel(by)
    sent = [each for n, each in enumerate(revisions) if n % 10 < 8]
    opened = [n % 10 == 7 for n, _each in enumerate(revisions) if n % 10 < 8]
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
            for n, (each, still) in enumerate(zip(sent, opened, strict=True))
        ),
    )
    unasked = [still and n % 3 == 0 for n, still in enumerate(opened)]
    rounds, opened = ([each for each, lone in zip(of, unasked, strict=True) if not lone] for of in (rounds, opened))
    picked = [CHANCE.randrange(REVIEWERS) for _each in rounds]
    asked = many(
        Assignment,
        (
            Assignment(round=each, reviewer=who[n], offered_by=by, offered_at=NOW - CHANCE.randrange(40) * DAY)
            for each, n in zip(rounds, picked, strict=True)
        ),
    )
    closed = [(each, n) for each, n, still in zip(asked, picked, opened, strict=True) if not still]
    topic = revisions[0].answer.condition
    none = many(Declaration, (Declaration(reviewer=each, condition=topic, is_none=True, at=NOW) for each in who))
    verdicts = many(Verdict, (_verdict(each, verified[n], none[n]) for each, n in closed))
    live = many(Publication, (_publication(each.round, n, by) for n, (each, _who) in enumerate(closed)))
    many(SignOff, (SignOff(publication=each, verdict=verdict) for each, verdict in zip(live, verdicts, strict=True)))
    gone = [each for each in live if each.ended_at]
    why = {"kind": "withdrawal", "reason": "x", "advice": "x", "by": by, "at": NOW, "on": TODAY}
    many(Notice, (Notice(publication=each, **why) for each in gone[::50]))
    cited(sent, by)


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


def searched_for() -> None:
    """Words that many searched for in vain, and that no editor has settled yet."""
    kept = {"day": TODAY, "kept_on": TODAY, "connections": 5, "language": "en"}
    many(FailedSearch, (FailedSearch(mark=f"{n}", lasting=f"{n}", words=f"word {n}", **kept) for n in range(500)))


def weekly(person: User) -> float:
    """Asks for each kind of the week by itself: the page stops as soon as it has ten. All of them together."""
    whole = 0.0
    for kind in week.WORST_FIRST:
        took, found = [], 0
        for _turn in range(5):
            begun = time.perf_counter()
            found = len(list(kind(person, TODAY)))
            took.append((time.perf_counter() - begun) * 1_000)
        whole += statistics.median(took)
        print(f"  this week: {kind.__name__:31} {found:3} rows,    {statistics.median(took):7.0f} ms", flush=True)
    return whole


def measured(person: User) -> float:
    """Opens every page; the slowest median."""
    client, worst = factories.browser(person, second_factor=True), 0.0
    pages = ["/desk/", "/desk/coverage/", "/desk/coverage/?page=20", "/desk/coverage/?q=disease%20123"]
    pages += [f"/desk/coverage/?{kept}" for kept in ("mine=1", "topic=help&risk=bench365")]
    pages += [f"/desk/coverage/?state={each}" for each in ("missing", "draft", "overdue", "being-rechecked", "live")]
    pages += [f"/desk/lists/{each.name}/" for each in LISTINGS]
    for page in pages:
        took, queries = [], 0
        for _turn in range(5):
            with CaptureQueriesContext(connection) as captured:
                begun = time.perf_counter()
                status = client.get(page).status_code
                took.append((time.perf_counter() - begun) * 1_000)
            queries = len(captured)
        assert status == 200, (page, status)
        worst = max(worst, statistics.median(took))
        print(f"  {page:42} {queries:3} queries, {statistics.median(took):7.0f} ms", flush=True)
    return worst


def main(count: int) -> int:
    settings.ALLOWED_HOSTS = ["testserver"]
    with transaction.atomic():
        guards.take_down(connection)
        by = factories.administrator()
        editor = factories.holder(factories.Role.EDITOR)
        about, asked = catalogue(count)
        reviewed(written(about, asked, editor), by)
        searched_for()
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                connection.check_constraints()
            cursor.execute("ANALYZE")
        told = [f"{each.objects.count():,} {each._meta.verbose_name_plural}" for each in (Condition, Answer, Revision)]
        print(f"{connection.vendor}: {', '.join(told)}", flush=True)
        worst = max(weekly(editor), measured(editor))
        transaction.set_rollback(True)
    guards.install(connection)
    return int(worst >= BELOW)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 30_000))
