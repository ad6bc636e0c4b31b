"""Writers who must not slip past a guard together wait for one another, and never for each other in a ring."""

import threading
from collections import defaultdict

import pytest
from django.db import connection

from conditions import guards
from conditions.editorial import publications
from conditions.models import Publication
from tests import factories
from tests.factories import NOON


def test_rules_of_a_table_share_one_queue():
    queues = defaultdict(set)
    for rule in guards.declared():
        if isinstance(rule, guards.Refuses) and rule.queue:
            queues[rule.table].add(rule.queue)
    assert queues["conditions_publication"] == {"publications"}
    assert [table for table, words in queues.items() if len(words) > 1] == []


def publish_in_step(people, revisions, step, failed):
    """Publishes each when the others publish theirs."""
    try:
        for revision in revisions:
            step.wait(timeout=60)
            publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)
    except Exception as error:
        failed.append(error)
        step.abort()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_new_and_replaced_text_are_published_at_once():
    people = factories.desk()
    again = [factories.approved(people, factories.published(people).answer, short="It is common.") for _ in range(3)]
    first = [factories.approved(people) for _ in range(3)]
    step, failed = threading.Barrier(2), []
    threads = [threading.Thread(target=publish_in_step, args=(people, each, step, failed)) for each in (again, first)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert failed == []
    assert set(Publication.objects.live().values_list("revision", flat=True)) == {each.pk for each in again + first}
