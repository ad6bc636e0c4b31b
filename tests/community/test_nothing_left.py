"""After the last word was erased, none is left beside the tables either: in no log and in no file (C8)."""

import logging
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import FileField

from community.moderation import leaving
from conditions import tasks
from diseasemaps import logs
from tests import factories, planted, stories
from tests.factories import NOON


def in_files(said):
    """Which of the words stand in the file of the database, or in one that SQLite keeps beside it.

    Another process reads them: whoever closes a file of SQLite's gives up every lock that their process has on it.
    """
    path = Path(str(connection.settings_dict["NAME"]))
    files = [
        subprocess.run(["cat", each], capture_output=True, check=True).stdout
        for each in path.parent.glob(f"{path.name}*")
    ]
    return {place for place, word in vars(said).items() if any(word.encode() in each for each in files)}


@pytest.mark.promise("C8")
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only on SQLite: PostgreSQL cleans its files itself")
@pytest.mark.django_db(transaction=True)
def test_no_word_is_left_in_the_file_of_the_database_nor_beside_it():
    said, people = planted.words(), stories.duty()
    person = planted.member(said)
    planted.story(people, person, said)
    tasks.empty_write_ahead_log(NOON)
    assert {"title", "text", "reply", "mail", "address"} <= in_files(said)
    leaving.close_account(person.member, "words", by=person, at=NOON)
    tasks.empty_write_ahead_log(NOON)
    assert in_files(said) == set()


@pytest.mark.promise("C8")
def test_no_row_has_a_file_that_erasing_would_have_to_find():
    columns = [field for model in apps.get_models() for field in model._meta.concrete_fields]
    assert [field for field in columns if isinstance(field, FileField)] == []


@pytest.mark.promise("C8", "O5")
@pytest.mark.django_db
def test_whole_life_of_a_story_leaves_no_word_in_a_log(client, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(caplog.handler, "formatter", logs.Lines())  # one handler serves every test
    said, people = planted.words(), stories.duty()
    person = planted.member(said)
    story = planted.story(people, person, said)
    author, moderator = factories.browser(person), factories.browser(people.moderator, second_factor=True)
    at, case = f"/stories/{story.code}/", story.cases.latest("pk").pk
    for reader, page in ((client, at), (client, f"/search/?q={said.text}"), (moderator, f"/desk/stories/{case}/")):
        assert said.text in reader.get(page).content.decode()
    client.post(f"/report/story/{story.code}/", {"reason": "other", "words": said.complaint, "email": "no address"})
    author.post(f"/me/stories/{story.code}/answer/", {"text": said.reply})
    author.post(f"/me/stories/{story.code}/delete/", {})
    assert client.get(at).status_code == 404
    assert '"message": "Not Found"' in caplog.text
    assert [place for place, word in vars(said).items() if word in caplog.text.lower()] == []
