"""The frame of a machine whose every move an oracle foretells: whatever people do, in whatever order, on any day."""

import datetime
import os

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from conditions import ledger
from conditions.stale import Stale
from tests.factories import NOON

IS_DEEP = os.environ.get("DISEASEMAPS_TEST_PROFILE") == "deep"
MINUTE, DAY = datetime.timedelta(minutes=1), datetime.timedelta(days=1)
SEEN = st.sampled_from([True, True, True, False])


class Machine(RuleBasedStateMachine):
    """Every example begins with what was `made`, `people` by name among it, and undoes what it did."""

    made = None
    tables = ()
    moves = 0

    def __init__(self):
        super().__init__()
        self.at = NOON
        self.look()  # nothing closes what this leaves open, if it fails: Hypothesis has no machine yet
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def teardown(self):
        try:
            assert [problem for each in ledger.EVIDENCE.values() for problem in each.problems(lambda: None)] == []
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def look(self):
        """Reads every row that there is."""
        with connection.cursor() as cursor:
            self.seen = repr([rows(cursor, model) for model in self.tables])

    def later(self, days):
        """The day after so many."""
        self.at += days * DAY
        return timezone.localdate(self.at)

    def attempt(self, allowed, move, *things, by, **told):
        """Does the move, or sees it refused with nothing changed; whether it was done, as the oracle foretold.

        Nobody is faster here, so a refusal that only the database knew of means that the move forgot a rule.
        """
        type(self).moves += 1
        self.at += MINUTE
        try:
            move(*things, by=self.made.people[by], at=self.at, **told)
            refusal = None
        except (ValidationError, PermissionDenied, Stale) as caught:
            refusal = caught
        assert (refusal is None) == allowed, f"{move.__name__} by {by}: {refusal!r} {getattr(refusal, '__cause__', '')}"
        assert refusal is None or refusal.__cause__ is None, f"{move.__name__} by {by}: {refusal.__cause__}"
        before = self.seen
        self.look()
        assert refusal is None or self.seen == before, f"{move.__name__} by {by} was refused and left something behind"
        return refusal is None


def rows(cursor, model):
    cursor.execute(f'SELECT * FROM "{model._meta.db_table}" ORDER BY "{model._meta.pk.column}"')
    return cursor.fetchall()


def moves(machine, made, *, examples, steps):
    """Lets the machine run from what was made; how many moves it tried.

    The deep profile goes much further, and makes what fails as short as it can, which takes minutes.
    """
    machine.made, machine.moves = made, 0
    size = {"max_examples": examples, "stateful_step_count": steps, "phases": set(Phase) - {Phase.shrink}}
    deep = {"max_examples": 2_000, "stateful_step_count": 50, "phases": set(Phase)}
    profile = settings(settings.get_profile("quick"), **deep if IS_DEEP else size)
    run_state_machine_as_test(machine, settings=profile)
    return machine.moves
