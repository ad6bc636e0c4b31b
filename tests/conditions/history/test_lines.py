"""The history of an answer: one line per event, told from its stream, with nothing that a seal took away."""

import ast

import pytest

from conditions import history
from conditions.editorial import comments, seals, verdicts
from conditions.history.sentences import SENTENCES
from conditions.models import Event, Round
from tests import factories
from tests.factories import NOON
from tests.test_house import files

pytestmark = pytest.mark.django_db


def told(answer):
    """What each line says, the oldest first."""
    lines, _has_more = history.lines(answer)
    return [line.said.what for line in reversed(lines)]


def test_history_tells_the_road_to_readers_line_by_line():
    people = factories.desk()
    people.author.name, people.colleague.name = "Ana", "Ben"
    people.author.save()
    people.colleague.save()
    name = people.reviewer.name
    live = factories.published(people)
    factories.withdrawn(live, by=people.author)
    assert told(live.answer) == [
        "Ana began this answer.",
        "Ana saved revision 1.",
        "Ana sent revision 1 to medical review.",
        f"Ana asked {name} to review revision 1.",
        f"{name} approved these exact words (revision 1).",
        "Ben published revision 1 as version 1.",
        "Ana withdrew the text from readers.",
    ]


def test_line_says_why_where_somebody_did():
    people = factories.desk()
    factories.withdrawn(factories.published(people))
    asked = factories.in_review(people)
    verdicts.request_changes(asked, by=people.colleague, at=NOON, seen=asked.digest, because="The dose is wrong.")
    gone = [line.said.why for line in history.lines(asked.answer)[0]]
    assert "The dose is wrong." in gone


def test_saving_says_which_review_ended_with_it():
    people = factories.desk()
    first = factories.in_review(people)
    factories.written(people, first.answer, body="Other.[^ers-2017]")
    assert told(first.answer)[-1].endswith("saved revision 2. The review of revision 1 ended with it.")


def test_remarks_in_a_row_are_one_line():
    people = factories.desk()
    revision = factories.in_review(people)
    round_ = Round.objects.get()
    for text in ("First remark", "Second remark", "Third remark"):
        comments.comment(round_, text, by=people.colleague, at=NOON, seen=revision.digest)
    assert told(revision.answer)[-1].endswith("made 3 comments on revision 1.")
    assert len(told(revision.answer)) == Event.objects.filter(stream=f"answer:{revision.answer_id}").count() - 2


@pytest.mark.promise("E19")
def test_seal_takes_what_was_said_from_the_history_too():
    people = factories.desk()
    revision = factories.in_review(people, change="Mr Miller of Hill Road was named.")
    round_ = Round.objects.get()
    comments.comment(round_, "Mr Miller is named.", by=people.colleague, at=NOON, seen=revision.digest)
    assert "Mr Miller" in str(history.lines(revision.answer))
    who = {"by": people.author, "at": NOON}
    asked = seals.ask_seal(revision, ground="personal", reason="It named somebody.", **who)
    seals.seal(asked, by=people.colleague, at=NOON)
    assert "Mr Miller" not in str(history.lines(revision.answer))
    assert told(revision.answer)[-1].endswith("sealed revision 1: its words are gone for good.")


def test_long_history_comes_in_parts(monkeypatch):
    monkeypatch.setattr(history, "PART", 4)
    people = factories.desk()
    answer = factories.published(people).answer
    parts = [history.lines(answer, part) for part in (1, 2)]
    assert [(len(lines), has_more) for lines, has_more in parts] == [(4, True), (2, False)]


def test_any_length_takes_as_many_queries(django_assert_num_queries):
    people = factories.desk()
    live = factories.published(people)
    with django_assert_num_queries(6):
        assert len(history.lines(live.answer)[0]) == 6
    again = factories.published(people, live.answer, short=f"{factories.SHORT} It needs no treatment.")
    factories.published(people, again.answer, short=f"{factories.SHORT} It is common.")
    with django_assert_num_queries(7):  # a correction has a notice
        assert len(history.lines(live.answer)[0]) == 16


def events_of_answers():
    """Every action that a move of `editorial` may write into the stream of an answer."""
    for path in files(".py", "conditions/editorial"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] in SAYING:
                yield from (given.value for given in call.args if isinstance(given, ast.Constant))


SAYING = {"tell", "_open", "_decided", "_said"}
ELSEWHERE = {"value in force", "value proposed", "value accepted", "value dropped", "fact started"}
OF_REVIEWERS = {"reviewer added", "profile changed", "credential entered", "credential verified"}
OF_REVIEWERS |= {"credential revoked", "interests declared", "recheck wanted"}
OF_OWNERS = {"owner named"}  # who looks after an answer may change, so no move tells of it as of evidence
OF_MIGRATIONS = {"lay readings brought up to date"}
OF_NAMES, OF_CONDITIONS = {"proposed"}, {"bundle sent", "asked from outside", "link withdrawn"}


@pytest.mark.promise("E11")
def test_every_event_of_an_answer_has_a_sentence():
    found = set(events_of_answers())
    assert {"withdrawn", "sent to review", "approved", "commented"} <= found
    assert (found - ELSEWHERE - OF_REVIEWERS - OF_NAMES - OF_CONDITIONS) | OF_OWNERS | OF_MIGRATIONS == SENTENCES.keys()
