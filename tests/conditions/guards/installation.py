"""Answers in every state that a forbidden operation needs, reached by moves, and rows as raw SQL would write them."""

import datetime
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction

from conditions.editorial import rounds, verdicts
from conditions.models import Assignment, Declaration, Round, Verdict, Verification
from tests import factories
from tests.conditions.evidence.world import TABLES, commented, seal, told
from tests.factories import NOON

LATER = NOON + datetime.timedelta(hours=1)


def built():
    """Answers of one condition, all written by the author, and reviewed and published by the colleague."""
    people = factories.desk()
    about = factories.condition()
    factories.value_accepted(people, factories.fact(people, about))
    world = SimpleNamespace(people=people, about=about)
    world.live = published(world, body=factories.QUOTING)
    world.verdict = Verdict.objects.get(revision=world.live.revision)
    world.open = factories.in_review(people, fresh(world))
    world.round = Round.objects.get(revision=world.open)
    (world.comment,) = commented(world.open, people)
    world.approved = factories.approved(people, fresh(world))
    world.superseded = factories.approved(people, fresh(world))
    factories.written(people, world.superseded.answer, body="Other words.[^ers-2017]")
    world.disputed = factories.in_review(people, fresh(world))
    verdicts.request_changes(world.disputed, by=people.colleague, at=NOON, seen=world.disputed.digest, because="Wrong.")
    world.dismissed = factories.approved(people, fresh(world))
    rounds.dismiss(Round.objects.get(revision=world.dismissed), "A mistake", by=people.author, at=NOON)
    world.withdrawn = published(world)
    world.notice = factories.withdrawn(world.withdrawn, by=people.author)
    here = f"answer:{world.withdrawn.answer_id}"
    (world.seal,) = told(here, seal(world.withdrawn.revision, people), by=people.author)
    (world.seal_of_live,) = told(f"answer:{world.live.answer_id}", seal(world.live.revision, people), by=people.author)
    world.author = asked(world, factories.reviewer(people.author))
    world.decliner = asked(world, factories.reviewer())
    rounds.decline(world.decliner.assignment, "time", by=world.decliner.user, at=NOON)
    world.stranger = declared(world, factories.reviewer())
    connection.check_constraints()
    return world


def fresh(world):
    return factories.started(world.people, condition=world.about)


def published(world, **words):
    return factories.published(world.people, fresh(world), **words)


def declared(world, reviewer):
    """The reviewer with a declaration for the condition, however they came by it."""
    reviewer.declaration = Declaration.objects.create(
        reviewer=reviewer, condition=world.about, is_none=True, interests="", at=NOON
    )
    reviewer.verification = Verification.objects.get(credential__reviewer=reviewer)
    return reviewer


def asked(world, reviewer):
    """Asked in the open review, past the move that would see who they are."""
    declared(world, reviewer)
    reviewer.assignment = Assignment.objects.create(
        round=world.round, reviewer=reviewer, offered_by=world.people.author, offered_at=NOON
    )
    return reviewer


def row(table, pk):
    """A row as the database has it, without its number."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" WHERE id = %s', [pk])
        names = [column[0] for column in cursor.description]
        return {name: value for name, value in zip(names, cursor.fetchone(), strict=True) if name != "id"}


def insert(table, values):
    columns = ", ".join(f'"{name}"' for name in values)
    return run(f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join(["%s"] * len(values))})', list(values.values()))


def run(sql, params=()):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount


def contents():
    """Every row of every table of evidence, as the database gives it."""
    rows = []
    with connection.cursor() as cursor:
        for table in (*TABLES, "conditions_event", "conditions_stream", "conditions_grant"):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY id')
            rows.append(cursor.fetchall())
    return rows


def refused(rule, operation):
    """The operation is refused with the sentence of the rule, and nothing has changed."""
    before = contents()
    with pytest.raises(IntegrityError, match=rf"\b({rule})\b"), transaction.atomic():
        operation()
    return contents() == before


def allowed(operation):
    """The operation passes; it is taken back."""
    with transaction.atomic():
        operation()
        transaction.set_rollback(True)
    return True
