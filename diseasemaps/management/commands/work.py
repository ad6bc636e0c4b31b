"""`manage.py work`: the worker. It hands over mail and does what falls due; any number may run side by side."""

import logging
import signal
import time
from typing import Any, Self

from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from conditions import chores, outbox

logger = logging.getLogger(__name__)

UNTIL_THE_DATABASE_IS_BACK = 5.0  # seconds between two tries


class Stop:
    """Remembers that somebody asked the worker to stop, so that it finishes what it holds. Asked twice, it goes."""

    SIGNALS = (signal.SIGTERM, signal.SIGINT)

    def __init__(self) -> None:
        self.asked = False

    def __enter__(self) -> Self:
        self.before = {number: signal.signal(number, self.ask) for number in self.SIGNALS}
        return self

    def __exit__(self, *failure: object) -> None:
        for number, handler in self.before.items():
            signal.signal(number, handler)

    def ask(self, number: int, frame: object) -> None:
        self.asked = True
        signal.signal(number, signal.SIG_DFL)

    def wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.asked and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.2))


class Command(BaseCommand):
    help = "Hands over mail and does recurring work, until it is told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now, then stop.")
        parser.add_argument(
            "--poll", type=float, default=1.0, metavar="SECONDS", help="How long to rest when nothing is due (1)."
        )

    def handle(self, *args: Any, once: bool, poll: float, **options: Any) -> None:
        with Stop() as stop:
            logger.info("worker started")
            while not stop.asked:
                if once and not self._turn(stop):
                    break
                if not once:
                    stop.wait(self._turn_and_pause(stop, poll))
            logger.info("worker stopped")

    def _turn_and_pause(self, stop: Stop, poll: float) -> float:
        """The same for a worker that stays: how long to rest, and no end because the database went away."""
        try:
            return 0.0 if self._turn(stop) else poll
        except (OperationalError, InterfaceError) as error:
            logger.warning("worker waits for the database", extra={"problem": type(error).__name__})
            return UNTIL_THE_DATABASE_IS_BACK

    def _turn(self, stop: Stop) -> int:
        """Does what is due now; how many things that was."""
        try:
            chored = chores.do_due(clock=timezone.now, stopping=lambda: stop.asked)
            return chored + outbox.hand_over_due(clock=timezone.now, stopping=lambda: stop.asked)
        finally:
            close_old_connections()
