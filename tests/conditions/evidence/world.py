"""An installation in which every table of evidence has a row, and what somebody who owns the tables does to them."""

import datetime
import json
from types import SimpleNamespace

from django.db import connection

from conditions import evidence, guards, ledger
from conditions.digest import canonical
from conditions.editorial import cautions, publications, reviewers, rows, seals, withdrawals
from conditions.evidence.signed import WORDS
from conditions.models import (
    Assignment,
    Comment,
    Credential,
    Event,
    ReviewReminder,
    Revision,
    Round,
    Seal,
    Source,
    Stream,
)
from tests import factories, stories
from tests.factories import NOON, TODAY

TABLES = {model._meta.db_table: (family, model) for family in reversed(evidence.FAMILIES) for model in family.tables}
SEALED = [field for field in Revision._meta.concrete_fields if field.attname in WORDS]


def told(stream, *written, by):
    """Rows of evidence with their event, as a move writes them."""
    done = [rows.write(row) for row in written]
    rows.tell("told", *done, stream=stream, by=by, at=NOON)
    return done


def everything():
    """A published answer that quotes a fact, was commented on and withdrawn, with all that can be said of it."""
    people = factories.desk()
    answer = factories.started(people)
    factories.value_accepted(people, factories.fact(people, answer.condition))
    revision = factories.in_review(people, answer, body=factories.QUOTING)
    commented(revision, people)
    factories.signed(people, revision)
    factories.planned(people, revision)
    live = publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)
    cautioned(live, people)
    notice = factories.withdrawn(live)
    withdrawals.escalate(at=NOON + datetime.timedelta(days=1))
    withdrawals.confirm_withdrawal(notice, by=people.colleague, at=NOON)
    seals.ask_seal(revision, ground="court", reason="A court said so.", by=people.author, at=NOON)
    revoked(people)
    reminded(factories.bundled(people))
    factories.asked_outside(people)
    factories.read(factories.to_be_read(people))
    stories.whole()
    return SimpleNamespace(people=people, answer=answer, revision=revision, publication=live)


def commented(revision, people):
    round_ = Round.objects.get(revision=revision)
    said = {"round": round_, "revision": revision, "by": people.colleague, "at": NOON}
    return told(f"answer:{revision.answer_id}", Comment(text="Is this so?", **said), by=people.colleague)


def reminded(bundle):
    """The reviewer of its first text was reminded."""
    assignment = Assignment.objects.filter(round__bundle=bundle).order_by("pk").first()
    here = f"answer:{assignment.round.answer_id}"
    return told(here, ReviewReminder(assignment=assignment, step="reviewer", at=NOON), by=None)


def seal(revision, people):
    return Seal(revision=revision, ground="court", reason="A court said so.", asked_by=people.author, asked_at=NOON)


def sealed(revision, people):
    """The words of a revision that is not live, taken away by two people."""
    asked = seals.ask_seal(revision, ground="court", reason="A court said so.", by=people.author, at=NOON)
    seals.seal(asked, by=people.colleague, at=NOON)
    revision.refresh_from_db()


def cautioned(live, people):
    """Cautions over the live answer, over its condition and over its source."""
    for about in (live.answer, live.answer.condition, Source.objects.get(key="ers-2017")):
        cautions.caution(about, reason="Being checked", by=people.author, at=NOON)


def revoked(people):
    entered = Credential(
        reviewer=people.reviewer, profession="physician", title="FRCP", register="Another register", number="7"
    )
    credential = reviewers.enter_credential(entered, by=people.author, at=NOON)
    reviewers.revoke(credential, on=TODAY, reason="It lapsed.", by=people.author, at=NOON)


def found(*kinds):
    """What `manage.py verify` says, of these kinds of evidence or of all."""
    names = kinds or ledger.EVIDENCE
    return [problem.sentence for kind in names for problem in ledger.EVIDENCE[kind].problems(lambda: None)]


def disarm():
    """Everything that the database refuses, taken away by who owns the tables, until the test ends."""
    guards.take_down(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            return
        connection.check_constraints()
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint"
            " WHERE contype = 'c' AND connamespace = current_schema()::regnamespace"
        )
        for table, name in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


def rearm():
    """What a rollback does not bring back."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def rechain(stream, *changed, gone="", **said):
    """The whole stream as if the rows had always been as they are now, with every hash made anew."""
    seen, previous = evidence.witness(*changed), ""
    for event in Event.objects.filter(stream=stream).order_by("sequence"):
        data = json.loads(event.data)
        rows_ = {row: seen.get(row, was) for row, was in data.get("rows", {}).items() if row != gone}
        data |= {"rows": rows_} | {key: said[key] for key in said if key in data}
        event.data, event.previous = canonical(data), previous
        previous = event.hash = ledger.fingerprint(event)
        Event.objects.filter(pk=event.pk).update(data=event.data, previous=event.previous, hash=event.hash)
    Stream.objects.filter(name=stream).update(head=previous)
