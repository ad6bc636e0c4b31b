"""A process that has loaded the site once and forks commands from itself: cheap to start, safe to kill.

Run as a program, it reads a line like `manage.py work` or `tests.module.function argument`, and answers
with the id of the process that does it.
"""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils.module_loading import import_string

ROOT = Path(__file__).resolve().parent.parent


def serve():
    django.setup()
    import_string(f"{settings.ROOT_URLCONF}.urlpatterns")  # what a first request would load, once for all
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            run(line)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


def run(line):
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    status = 1
    name, *arguments = line.split()
    try:
        if name == "manage.py":
            call_command(*arguments)
        else:
            import_string(name)(*arguments)
        status = 0
    finally:
        os._exit(status)


def surroundings(**more):
    """The environment of a process that works on the database of this test."""
    data = connection.settings_dict
    if connection.vendor == "sqlite":
        database = f"sqlite:///{data['NAME']}"
    else:
        database = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**data)
    return os.environ | {"DJANGO_SETTINGS_MODULE": "diseasemaps.settings", "DATABASE_URL": database} | more


class Nursery:
    def __init__(self, process):
        self.process = process
        self.alive = []

    def start(self, line):
        """Starts a process that does what the line says; its id."""
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        self.alive.append(int(self.process.stdout.readline()))
        return self.alive[-1]

    def kill_all(self):
        """Kills without a warning, and waits until all are gone."""
        for pid in self.alive:
            end(pid)
        while self.alive:
            self.alive = [pid for pid in self.alive if lives(pid)]


def end(pid):
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def lives(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@contextmanager
def open_nursery(**more):
    """Use: `with open_nursery(EMAIL_URL=...) as nursery: nursery.start("manage.py work")`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.nursery"],
        cwd=ROOT,
        env=surroundings(**more),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    nursery = Nursery(process)
    with process:
        try:
            yield nursery
        finally:
            nursery.kill_all()
            process.stdin.close()


if __name__ == "__main__":
    serve()
