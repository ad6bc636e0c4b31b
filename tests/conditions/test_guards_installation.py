"""Guards are there after everything that may happen to a database, and a missing one is noticed."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection

from conditions import guards
from conditions.models import Event, Stream
from tests.evidence import record


@pytest.mark.django_db
def test_everything_declared_stands_after_migration():
    assert guards.missing() == []


@pytest.mark.django_db
def test_installing_again_writes_nothing(django_assert_num_queries):
    with django_assert_num_queries(1):  # it looks, and that is all
        guards.install(connection)
    assert guards.missing() == []


@pytest.mark.django_db
def test_empty_plan_keeps_guards():
    call_command("migrate", verbosity=0)
    assert guards.missing() == []


@pytest.mark.django_db
def test_empty_plan_puts_missing_guards_back():
    guards.take_down(connection)
    call_command("migrate", verbosity=0)
    assert guards.missing() == []


@pytest.mark.django_db
def test_record_refuses_while_a_guard_is_missing():
    guards.take_down(connection)
    with pytest.raises(guards.GuardMissingError, match=r"guard_event_chain_insert.*manage\.py migrate"):
        record()
    assert not Event.objects.exists()


@pytest.mark.promise("E1")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "next"])
def test_guards_stand_in_each_test_although_the_one_before_was_flushed(turn):
    assert not Event.objects.exists()
    record()
    with pytest.raises(IntegrityError):
        Event.objects.all().delete()
    with pytest.raises(IntegrityError):
        Stream.objects.all().delete()
