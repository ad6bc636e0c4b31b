"""What was erased is written to a file outside the database, and done again after a backup is put back (O3)."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from community.models import Erasure, Story
from community.moderation import erasures, holds, publications
from tests import factories, stories
from tests.conditions.evidence import world
from tests.factories import NOON, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return stories.published(stories.duty())


@pytest.fixture
def file(tmp_path):
    return tmp_path / "journal.jsonl"


def run(**options):
    said = StringIO()
    call_command("journal", stdout=said, **options)
    return said.getvalue()


def erased_and_put_back(story, file):
    """Every word of the story is erased and the journal written; then comes the backup from before."""
    with transaction.atomic():
        erasures.erase(story, by=story.author.user, at=NOON)
        run(write=file)
        transaction.set_rollback(True)


@pytest.mark.promise("O3")
def test_erased_story_is_erased_again_from_the_file(story, file):
    erased_and_put_back(story, file)
    assert story in Story.objects.published(TODAY)
    assert "Done again:" in run(replay=file)
    assert (story.texts.get().text, Erasure.objects.get().story) == ("", story)
    assert not Story.objects.published(TODAY).exists()
    assert world.found() == []
    assert "Done again: 0." in run(replay=file)


@pytest.mark.promise("O3")
def test_file_forgets_nothing_that_a_backup_has_forgotten(story, file):
    erased_and_put_back(story, file)
    before = file.read_text()
    publications.take_down(story, by=story.author.user, at=NOON + datetime.timedelta(hours=1))
    run(write=file)
    assert file.read_text().startswith(before)
    assert len(file.read_text()) > len(before)
    assert "0 of them new" in run(write=file)


def test_file_is_read_by_nobody_else_and_names_nobody(story, file):
    erased_and_put_back(story, file)
    assert file.stat().st_mode & 0o077 == 0
    assert [each.name for each in file.parent.iterdir()] == [file.name]
    assert not any(word in file.read_text() for word in (story.author.user.email, story.author.display_name, "Tuesday"))


@pytest.mark.promise("O3")
def test_what_has_to_wait_is_named_and_the_command_fails(story, file):
    erased_and_put_back(story, file)
    lead = factories.holder("safeguarding")
    until = TODAY.replace(year=TODAY.year + 1)
    holds.hold(story, basis="A court", until=until, is_told=True, by=lead, at=NOON)
    with pytest.raises(CommandError, match="What has to wait is not erased yet"):
        run(replay=file)
    assert story.texts.get().text


@pytest.mark.parametrize("line", ["{}", "nonsense", "[]", '{"what": "erased", "at": "2026-04-07T12:00:00Z"}'])
def test_file_that_is_no_journal_does_nothing_at_all(story, file, line):
    erased_and_put_back(story, file)
    whole = file.read_text()
    file.write_text(f"{whole}{line}\n")
    for way in ("replay", "write"):
        with pytest.raises(CommandError, match=f"line {len(whole.splitlines()) + 1} is not as the journal was written"):
            run(**{way: file})
    assert story in Story.objects.published(TODAY)
    assert file.read_text() == f"{whole}{line}\n"


def test_file_that_cannot_be_read_says_so(file):
    with pytest.raises(CommandError, match="Nothing was done with"):
        run(replay=file)
    with pytest.raises(CommandError, match="Nothing was done with"):
        run(write=file.parent / "nowhere" / "journal.jsonl")
