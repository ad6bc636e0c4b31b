"""Runs programs side by side: when one ends, by itself or by a signal, the others end too."""

import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PAUSE = 0.2

Processes = Mapping[str, "subprocess.Popen[bytes]"]


class Ended(BaseException):
    """Somebody asked for the end. Like KeyboardInterrupt, it is no error that anything should handle."""


def end_when_asked() -> None:
    """From here on Ctrl-C, a lost terminal and a polite kill all raise Ended."""
    for ending in ENDINGS:
        signal.signal(ending, _end)


def port_is_free(port: int) -> bool:
    """Whether a program could listen on the port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


@contextmanager
def side_by_side(commands: Mapping[str, Sequence[str]], *, grace: float = 10) -> Iterator[Processes]:
    """Starts every command, and ends every one when the block is left, however it is left.

    Each stands in a process group of its own, so that Ctrl-C reaches this program alone, which then ends
    them in order: first by asking, after the seconds of grace by force.
    """
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands.items():
            running[name] = subprocess.Popen(command, process_group=0)  # noqa: S603 (our own words)
        yield running
    finally:
        for ending in ENDINGS:
            signal.signal(ending, signal.SIG_IGN)
        for process in running.values():
            process.terminate()
        for process in running.values():
            _wait(process, grace)


def first_to_end(processes: Processes) -> str:
    """Waits until one has ended, and says which."""
    while True:
        for name, process in processes.items():
            if process.poll() is not None:
                return name
        time.sleep(PAUSE)


def answers(port: int, processes: Processes) -> bool:
    """Waits until something listens on the port; False when a program ended first."""
    while all(process.poll() is None for process in processes.values()):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(PAUSE)
        else:
            return True
    return False


def _end(number: int, frame: FrameType | None) -> None:
    raise Ended


def _wait(process: "subprocess.Popen[bytes]", grace: float) -> None:
    try:
        process.wait(grace)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
