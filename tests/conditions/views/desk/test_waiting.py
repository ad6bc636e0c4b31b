"""What waits for somebody: counted and linked on the first page of the desk, and nothing that is not theirs."""

import datetime
from types import SimpleNamespace

import pytest
from django.utils import timezone

from conditions.editorial import cautions, checks, seals, verdicts, waiting
from conditions.models.people import Role
from tests import factories, life
from tests.conditions.views.desk.sitting import Sitting
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db


made = made_once(factories.desk)
people = copied()


def start(person):
    return Sitting(person).browser.get("/desk/").content.decode()


def found(name, person, on=TODAY):
    kind = next(kind for kind in waiting.KINDS if kind.name == name)
    return set(kind.answers(person, on))


def test_approved_words_wait_for_whoever_did_not_write_them(people):
    revision = factories.approved(people)
    assert f'<a href="/desk/answers/{revision.answer_id}/">1 approved text to publish</a>' in start(people.colleague)
    assert found("publish", people.author) == set()
    assert found("publish", factories.holder(Role.EDITOR, language="es")) == set()
    newer = factories.published(people)
    second = factories.approved(people, newer.answer, short="It is common.")
    assert found("publish", people.colleague) == {revision.answer, second.answer}


@pytest.mark.promise("E7")
def test_who_had_a_part_before_the_live_version_alone_may_publish_what_came_after(people):
    former, now = (SimpleNamespace(**vars(people) | {"author": factories.holder(Role.EDITOR)}) for _desk in range(2))
    first = factories.published(people)
    factories.published(former, first.answer, short="It is common.")
    revision = factories.approved(now, first.answer, short="It is common and harmless.")
    editors = [people.author, people.colleague, former.author, now.author]
    waits = [bool(found("publish", editor)) for editor in editors]
    assert waits == [False, True, True, False]
    assert waits == [not checks.wrote(editor, revision) for editor in editors]


def test_changes_wait_for_whoever_had_a_part_in_the_words(people):
    revision = factories.in_review(people)
    verdicts.request_changes(revision, by=people.colleague, at=NOON, seen=revision.digest, because="The dose is wrong.")
    assert "1 text of yours needs changes" in start(people.author)
    assert found("changes", people.colleague) == set()
    assert found("publish", people.colleague) == set()


@pytest.mark.promise("E7")
def test_what_takes_a_second_person_waits_for_everybody_else(people):
    notice = factories.withdrawn(factories.published(people), by=people.author)
    seals.ask_seal(notice.publication.revision, ground="libel", reason="A letter", by=people.author, at=NOON)
    live = factories.published(people)
    cautions.caution(live.answer, words="It may be wrong.", by=people.author, at=timezone.now(), reason="A letter")
    page = start(people.colleague)
    assert all(f"1 {what} to" in page for what in ("withdrawal", "seal", "caution"))
    assert not any(what in start(people.author) for what in ("withdrawal to", "seal to", "caution to"))


@pytest.mark.promise("E14", "R7")
def test_overdue_text_waits_from_the_day_after(people):
    live = factories.published(people)
    a_day = datetime.timedelta(days=1)
    assert found("overdue", people.author, live.next_due_on) == set()
    assert found("overdue", people.author, live.next_due_on + a_day) == {live.answer}
    assert found("overdue", factories.holder(Role.AUTHOR), live.next_due_on + a_day) == set()


@pytest.mark.promise("E13", "E16")
def test_text_to_check_again_waits_until_somebody_has_sent_it(people):
    live = factories.published(people)
    lapsed = TODAY + datetime.timedelta(days=366)
    assert found("recheck", people.author) == set()
    assert found("recheck", people.author, lapsed) == {live.answer}
    factories.reconfirmed(people, live)
    assert found("recheck", people.author, lapsed) == set()


@pytest.mark.promise("R19")
def test_reports_wait_for_editors(people):
    life.reported(factories.published(people))
    assert "1 report of a reader to answer" in start(people.author)
    assert "report of a reader" not in start(factories.holder(Role.AUTHOR))


def test_several_of_a_kind_have_a_list(people, django_assert_num_queries):
    answers = [factories.approved(people).answer for _text in range(2)]
    colleague = Sitting(people.colleague)
    assert '<a href="/desk/waiting/publish/">2 approved texts to publish</a>' in start(people.colleague)
    colleague.browser.get("/desk/waiting/publish/")
    with django_assert_num_queries(10):
        page = colleague.browser.get("/desk/waiting/publish/").content.decode()
    assert all(f"/desk/answers/{answer.pk}/" in page for answer in answers)
    assert colleague.browser.get("/desk/waiting/nothing/").status_code == 404


def test_long_list_counts_all_of_it_and_goes_on_in_parts(people, monkeypatch):
    monkeypatch.setattr("conditions.views.desk.waiting.PART", 1)
    first, second = (factories.approved(people).answer for _text in range(2))
    colleague = Sitting(people.colleague).browser
    page, rest = (colleague.get(f"/desk/waiting/publish/?page={n}").content.decode() for n in (1, 2))
    assert "<h1>2 approved texts to publish</h1>" in page
    assert '<a rel="next" href="?page=2">' in page
    assert f"/desk/answers/{first.pk}/" in page
    assert f"/desk/answers/{second.pk}/" in rest


def test_who_has_nothing_to_do_is_told_so(people):
    assert "Nothing waits for you." in start(factories.holder(Role.AUTHOR))
