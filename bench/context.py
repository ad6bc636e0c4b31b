"""How long it takes to find live answers of which a covered part changed (E3), among many.

    DISEASEMAPS_MODE=test .venv/bin/python bench/context.py [50000]

Run it after `manage.py migrate`, with DATABASE_URL for PostgreSQL. It writes so many live answers
with their facts, past the moves and the guards, prints the plan and how many are found in how many milliseconds,
and takes everything back. It exits 1 if finding them all takes two seconds or more.
"""

import datetime
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diseasemaps.settings")

import django

django.setup()

from django.db import connection, transaction

from conditions import guards
from conditions.models import (
    Answer,
    Condition,
    Fact,
    FactVersion,
    Name,
    Publication,
    Question,
    Quotation,
    ReviewPolicy,
    Revision,
    Round,
    User,
    Wording,
)

AT = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)
QUESTIONS, BELOW = 25, 2_000.0  # ms


def written(count: int) -> None:
    """Conditions with a name and a fact, each asked 25 questions; of every hundredth a newer value waits."""
    by = User.objects.create(email="bench@example.org")
    policy = ReviewPolicy.objects.create(slug="bench", name="Bench", days=365)
    asked = Question.objects.bulk_create(
        Question(slug=f"q{n}", position=1000 + n, kind="clinical", group="help", policy=policy)
        for n in range(QUESTIONS)
    )
    Wording.objects.bulk_create(
        Wording(question=each, language="en", text=f"Question {each.slug} of {{condition}}?") for each in asked
    )
    about = Condition.objects.bulk_create(Condition(slug=f"bench-{n}") for n in range(count // QUESTIONS))
    Name.objects.bulk_create(
        Name(condition=each, text=each.slug, folded=each.slug, use="preferred", language="en") for each in about
    )
    facts = Fact.objects.bulk_create(Fact(condition=each, key="prevalence", label="x", scope="x") for each in about)
    values = FactVersion.objects
    told = {"reason": "x", "origin": "bench", "proposed_at": AT, "accepted_at": AT, "accepted_by": by}
    holding = FactVersion.objects.bulk_create(
        FactVersion(fact=each, number=1, in_force_at=AT, **told) for each in facts
    )
    values.bulk_create(FactVersion(fact=each, number=2, **told) for each in facts[::100])
    live([(each, question, value) for each, value in zip(about, holding, strict=True) for question in asked], by)


def live(cells: list[tuple[Condition, Question, FactVersion]], by: User) -> None:
    """A live publication for each, which quotes the value."""
    answers = Answer.objects.bulk_create(
        Answer(condition=each, question=asked, language="en") for each, asked, _ in cells
    )
    revisions = Revision.objects.bulk_create(
        Revision(
            answer=answer,
            number=1,
            created_by=by,
            created_at=AT,
            question=f"Question {asked.slug} of {each.slug}?",
            condition_name=each.slug,
            body_html="x" * 2_000,
            digest="x",
        )
        for answer, (each, asked, _value) in zip(answers, cells, strict=True)
    )
    Quotation.objects.bulk_create(
        Quotation(revision=revision, version=value, key="prevalence", text="1 in 20")
        for revision, (_each, _asked, value) in zip(revisions, cells, strict=True)
    )
    publish(revisions, by)


def publish(revisions: list[Revision], by: User) -> None:
    """A round and a live publication of each."""
    rounds = Round.objects.bulk_create(
        Round(answer=each.answer, revision=each, opened_by=by, opened_at=AT) for each in revisions
    )
    days = {"published_on": AT.date(), "reviewed_on": AT.date(), "edited_on": AT.date()}
    Publication.objects.bulk_create(
        Publication(
            answer=each.answer,
            number=1,
            code=f"{place:08d}",
            revision=each.revision,
            round=each,
            kind="new",
            published_by=by,
            published_at=AT,
            next_due_on=datetime.date(2027, 3, 2),
            **days,
        )
        for place, each in enumerate(rounds)
    )


def main(count: int) -> int:
    with transaction.atomic():
        guards.take_down(connection)
        written(count)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(Publication.objects.context_changed().explain())
        took = []
        for _turn in range(5):
            begun = time.perf_counter()
            found = Publication.objects.context_changed().count()
            took.append((time.perf_counter() - begun) * 1_000)
        print(f"{connection.vendor}: {found:,} of {count:,} found in {min(took):.0f} to {max(took):.0f} ms")
        transaction.set_rollback(True)
    guards.install(connection)
    return int(min(took) >= BELOW)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000))
