"""The demonstration, started and ended as a person does it."""

import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import threading
import urllib.parse
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from conditions.models.people import Role
from diseasemaps.processes import port_is_free

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 600  # seconds: a busy machine is no defect of what is tested, only one that hangs is
SOMEBODY = """
from django.db import connection
from conditions.models import User
with connection.schema_editor() as editor:
    editor.create_model(User)
User.objects.create_user("somebody@example.org")
"""
LAST_MAIL = "from conditions.models import Mail; print(Mail.objects.latest('pk').text)"
ENTERED = (
    "from conditions import search;"
    "from conditions.models import Condition, Name;"
    "about = Condition.objects.get(slug='alpha-1-antitrypsin-deficiency');"
    "Name.objects.create(condition=about, text='A name of ours', folded='a name of ours');"
    "search.index(about)"
)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def manage(environment, *arguments):
    """A command of the demonstration, in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


@contextmanager
def database():
    """An empty database of the engine that the suite runs on."""
    if connection.vendor == "sqlite":
        yield None
        return
    name, own = f"demo_{secrets.token_hex(4)}", connection.settings_dict
    login = {"host": own["HOST"], "port": own["PORT"], "user": own["USER"], "password": own["PASSWORD"]}
    with psycopg.connect(**login, dbname="postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield f"postgresql://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}/{name}"
        finally:
            ours = "FROM pg_stat_activity WHERE datname = %s AND usename = current_user"
            server.execute(f"SELECT pg_terminate_backend(pid) {ours}", [name])
            server.execute(f"DROP DATABASE {name}")  # not by force, which PostgreSQL's own vacuum does not yield to


@contextmanager
def machine(folder):
    """The environment of a machine on which the demonstration has never run."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "LC_ALL"}}
    own = {"DISEASEMAPS_MODE": "demonstration", "DISEASEMAPS_VAR": str(folder)}
    with database() as address:
        yield kept | own | ({"DATABASE_URL": address} if address else {})


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    with machine(tmp_path_factory.mktemp("var")) as environment:
        yield environment


@contextmanager
def running(environment, port):
    """Starts it, waits for its last line and hands over all that it said; ends it politely."""
    demo = manage(environment, "demo", "--port", str(port))
    patience = threading.Timer(PATIENCE, demo.kill)
    patience.start()
    said = []
    try:
        for line in demo.stdout:
            said.append(line)
            if "Open http" in line:
                break
        whole = "".join(said)
        assert "Open http" in whole, f"It ended before it was open, and said: {whole}"
        yield whole
    finally:
        patience.cancel()
        demo.send_signal(signal.SIGTERM)
        last_words, _ = demo.communicate(timeout=PATIENCE)
    assert demo.returncode == 0, last_words
    assert port_is_free(port)


def page(port, path):
    """The status and the text of a page."""
    with urllib.request.urlopen(f"http://localhost:{port}{path}", timeout=PATIENCE) as answer:
        return answer.status, answer.read().decode()


def ask_for_a_new_password(port):
    form = f"http://localhost:{port}/account/password/reset/"
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.open(form).read().decode())[1]
    typed = {"csrfmiddlewaretoken": token, "email": "member@demonstration.invalid"}
    browser.open(form, urllib.parse.urlencode(typed).encode())


@pytest.fixture(scope="module")
def first(environment):
    """What the first start said and served, and the mail that it sent; then somebody enters something."""
    port = free_port()
    with running(environment, port) as said:
        answer = page(port, "/conditions/alpha-1-antitrypsin-deficiency/causes/")
        ask_for_a_new_password(port)
    mail, _ = manage(environment, "shell", "-v0", "-c", f"{LAST_MAIL};{ENTERED}").communicate(timeout=PATIENCE)
    return SimpleNamespace(port=port, said=said, answer=answer, mail=mail)


@pytest.mark.promise("O1")
def test_one_command_serves_the_whole_catalogue_with_answers(first):
    assert [role for role in [*Role, "member"] if f"{role}@demonstration.invalid" not in first.said] == []
    assert first.answer[0] == 200
    assert "Medically reviewed" in first.answer[1]
    assert "Invented reviewer" in first.answer[1]


def test_link_in_a_mail_leads_to_the_port_that_was_chosen(first):
    assert f"http://localhost:{first.port}/account/password/reset/key/" in first.mail


@pytest.mark.promise("O1")
def test_second_start_keeps_what_was_entered_and_makes_nothing_new(environment, first):
    port = free_port()
    with running(environment, port) as said:
        assert "A name of ours" in page(port, "/search/?q=a+name+of+ours")[1]
    assert "New: 0 conditions, 0 names" in said
    assert "New: 0 answers" in said
    assert "New: 0 stories" in said


def test_database_of_a_real_site_is_refused(tmp_path):
    with machine(tmp_path) as environment:
        manage(environment, "shell", "-c", SOMEBODY).communicate(timeout=PATIENCE)
        demo = manage(environment, "demo", "--port", str(free_port()))
        said, _ = demo.communicate(timeout=PATIENCE)
    assert "This database holds accounts of a real site." in said
    assert "Preparing the database" not in said
    assert demo.returncode == 1


def test_taken_port_is_told_before_anything_is_done(environment):
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        demo = manage(environment, "demo", "--port", str(held.getsockname()[1]))
        said, _ = demo.communicate(timeout=PATIENCE)
    assert "is taken. Choose another one" in said
    assert "Preparing the database" not in said
    assert demo.returncode == 1


@pytest.mark.parametrize("port", ["http", "0", "99999", "-1"])
def test_impossible_port_is_refused_in_a_sentence(port):
    with pytest.raises(CommandError, match=f"“{port}” is no port. Choose a number"):
        call_command("demo", f"--port={port}")


def test_demonstration_does_not_run_under_production_settings(environment):
    demo = manage(environment | {"DISEASEMAPS_MODE": "test"}, "demo")
    said, _ = demo.communicate(timeout=PATIENCE)
    assert "for the demonstration alone. Start it with: make demo" in said
    assert demo.returncode == 1
