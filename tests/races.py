"""Several people who act in the same moment, each in a thread and with a connection of their own."""

import threading

from django.core.exceptions import ValidationError
from django.db import connection

from conditions.stale import Stale


def together(*moves):
    """What each move came to, all begun in one moment by people of their own: its result, or how it was refused."""
    start, outcomes = threading.Barrier(len(moves)), [None] * len(moves)

    def act(place, move):
        start.wait(timeout=30)
        try:
            outcomes[place] = move()
        except (Stale, ValidationError) as refusal:
            outcomes[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=pair) for pair in enumerate(moves)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads), "A move waits for ever."
    return outcomes
