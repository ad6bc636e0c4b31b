"""Conditions, questions, and answers with all their revisions; and what readers searched for in vain."""

from bench.full_size import ANSWERS, ASKED, CHANCE, NOW, REVISIONS, TODAY, many
from conditions.models import (
    Answer,
    Condition,
    FailedSearch,
    Name,
    Owner,
    Question,
    ReviewPolicy,
    Revision,
    User,
    Wording,
)


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


def searched_for() -> None:
    """Words that many searched for in vain, and that no editor has settled yet."""
    kept = {"day": TODAY, "kept_on": TODAY, "connections": 5, "language": "en"}
    many(FailedSearch, (FailedSearch(mark=f"{n}", lasting=f"{n}", words=f"word {n}", **kept) for n in range(500)))
