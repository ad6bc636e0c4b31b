"""A database in a state that tests bring it into."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from conditions import guards
from conditions.guards import engines
from conditions.models import Question


@contextmanager
def read_only() -> Iterator[None]:
    """As on a standby, or where somebody lets transactions only read. Only in tests that commit."""
    setting = "PRAGMA query_only = {}" if connection.vendor == "sqlite" else "SET default_transaction_read_only = {}"
    with connection.cursor() as cursor:
        cursor.execute(setting.format("on"))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(setting.format("off"))


def asked_no_more(question: Question) -> None:
    """While answers to it are live, as it could be before a guard refused that."""
    trigger = engines.dropped(connection.vendor, "guard_question_asked_while_live_update", "conditions_question")
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in trigger:
            cursor.execute(statement)
    Question.objects.filter(pk=question.pk).update(is_asked=False)
    connection.check_constraints()
    guards.install(connection)
