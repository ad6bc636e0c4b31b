"""Programs side by side: none outlives the others."""

import signal
import socket
import sys
import time

import pytest

from diseasemaps.processes import answers, first_to_end, port_is_free, side_by_side

LASTING = [sys.executable, "-c", "import time; time.sleep(60)"]
SHORT = [sys.executable, "-c", "pass"]
STUBBORN = """
import pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path(sys.argv[1]).touch()
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def signals():
    """The suite keeps its own way of ending."""
    kept = {ending: signal.getsignal(ending) for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for ending, handler in kept.items():
        signal.signal(ending, handler)


def test_others_end_when_one_ends():
    with side_by_side({"lasting": LASTING, "short": SHORT}) as processes:
        assert first_to_end(processes) == "short"
    assert [process.returncode for process in processes.values()] == [-signal.SIGTERM, 0]


def test_all_end_when_something_goes_wrong_here():
    with pytest.raises(RuntimeError), side_by_side({"lasting": LASTING}) as processes:
        raise RuntimeError
    assert processes["lasting"].returncode == -signal.SIGTERM


def test_program_that_does_not_listen_is_ended_by_force(tmp_path):
    deaf = tmp_path / "deaf"
    with side_by_side({"stubborn": [sys.executable, "-c", STUBBORN, str(deaf)]}, grace=0.2) as processes:
        while not deaf.exists():
            time.sleep(0.02)
    assert processes["stubborn"].returncode == -signal.SIGKILL


def test_no_answer_is_waited_for_from_a_program_that_ended():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        with side_by_side({"short": SHORT}) as processes:
            assert not answers(held.getsockname()[1], processes)


def test_taken_port_is_not_free():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        assert not port_is_free(held.getsockname()[1])
