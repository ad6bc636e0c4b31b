"""Four processes at once over three answers, each doing whatever it likes: nothing breaks, and `verify` holds."""

import json
import os
import random
import time
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import OperationalError

from conditions.editorial import changeover
from conditions.models import Answer, Event, Fact, FactVersion, Publication, Revision
from conditions.stale import Stale
from tests import factories
from tests.conditions.test_editorial_kills import change_figure, later, move, people
from tests.diseasemaps.test_work import wait_until
from tests.nursery import open_nursery

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

STEPS = 300 if os.environ.get("DISEASEMAPS_TEST_PROFILE") == "deep" else 8
CROWD = 4


def withdraw(desk, answer):
    live = Publication.objects.live().filter(answer=answer).first()
    if live:
        factories.withdrawn(live, by=desk.author, at=later())


def publish(desk, answer):
    revision = Revision.objects.filter(answer=answer).order_by("-number").first()
    if revision:
        factories.publications.publish(revision, by=desk.colleague, at=later(), seen=revision.digest)


def put_in_force(desk, fact):
    version = FactVersion.objects.pending().filter(fact=fact, accepted_at__isnull=False).first()
    if version:
        changeover.put_in_force(version, by=desk.colleague, at=later(), seen={})


def step(desk, fact, answers, chance):
    """One move of whatever kind: the next one of an answer, or one that may well be out of turn."""
    answer = chance.choice(answers)
    words = f"{factories.QUOTING} {chance.randrange(3)}"
    chance.choices(
        [
            lambda: move(desk, answer, words),
            lambda: publish(desk, answer),
            lambda: withdraw(desk, answer),
            lambda: change_figure(desk, fact),
            lambda: put_in_force(desk, fact),
        ],
        weights=[10, 2, 1, 3, 1],
    )[0]()


def crowd(path, seed, steps, fact, *keys):
    """What one process does, and how each of its steps ended."""
    desk, about, chance = people(*keys), Fact.objects.get(pk=fact), random.Random(int(seed))  # noqa: S311
    answers, ended = list(Answer.objects.order_by("pk")), []
    for _ in range(int(steps)):
        try:
            step(desk, about, answers, chance)
            ended.append("done")
        except (Stale, ValidationError, OperationalError) as refusal:
            ended.append(type(refusal).__name__)
        except Exception as surprise:
            ended.append(f"{type(surprise).__name__}: {surprise}")
    part = Path(path, f"{seed}.part")
    part.write_text(json.dumps(ended), encoding="utf-8")
    part.rename(Path(path, f"{seed}.json"))


@pytest.fixture
def keys():
    """Three answers that quote one fact; the keys by which other processes find them."""
    desk = factories.desk()
    fact = factories.fact(desk, factories.condition())
    factories.value_accepted(desk, fact)
    for _ in range(3):
        factories.quoting(desk, fact.condition)
    return " ".join(map(str, (fact.pk, desk.author.pk, desk.colleague.pk, desk.reviewer.pk)))


def verified_while_done(path):
    """Whether all are done; meanwhile `verify` raises no false alarm, whichever move is half written."""
    time.sleep(0.2)
    call_command("verify")
    return len(list(path.glob("*.json"))) == CROWD


@pytest.mark.promise("E2", "E4", "E11", "R27")
def test_crowd_leaves_what_verify_holds_to_be_true(keys, tmp_path):
    with open_nursery() as nursery:
        for seed in range(CROWD):
            nursery.start(f"{__name__}.crowd {tmp_path} {seed} {STEPS} {keys}")
        wait_until(lambda: verified_while_done(tmp_path), seconds=60 + 4 * STEPS)
    ended = [each for path in tmp_path.glob("*.json") for each in json.loads(path.read_text(encoding="utf-8"))]
    counted = {each: ended.count(each) for each in set(ended)}
    assert counted.keys() <= {"done", "Stale", "ValidationError", "OperationalError"}
    assert counted["done"] > STEPS
    assert Event.objects.exists()
    call_command("verify")
