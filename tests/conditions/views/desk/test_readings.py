"""The pages of a lay reader, and of the editor who asks one: what they show, keep, and lead to."""

import re
from types import SimpleNamespace

import pytest
from django.utils.html import strip_tags

from conditions.editorial import comments, declining, publications, readings
from conditions.models import Comment, Grant, Mail, Reading, Round
from conditions.models.people import Role
from tests import factories
from tests.factories import NOON
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db
ANSWER = {"said": "clear", "standpoint": "lives", "name": "Fern Reader", "text": ""}


def built():
    people = factories.desk()
    return SimpleNamespace(people=people, reading=factories.to_be_read(people))


made = made_once(built)
world = copied()


@pytest.fixture
def reader(world):
    return factories.browser(world.reading.reader, second_factor=True)


@pytest.fixture
def editor(world):
    return factories.browser(world.people.author, second_factor=True)


def page(reading, part=""):
    return f"/desk/readings/{reading.pk}/{part}"


def told(response):
    return " ".join(strip_tags(response.content.decode()).split())


def test_desk_of_a_lay_reader_lists_what_waits(reader, world):
    assert "1 text to read for plain language" in told(reader.get("/desk/"))
    assert world.reading.revision.question in told(reader.get("/desk/readings/"))
    (letter,) = Mail.objects.filter(purpose="reading-asked")
    assert page(world.reading) in letter.text


def test_page_says_what_is_asked_and_shows_the_text_as_readers_get_it(reader, world, django_assert_num_queries):
    reader.get(page(world.reading))
    with django_assert_num_queries(8):
        shown = reader.get(page(world.reading)).content.decode()
    assert "You are not asked whether it is true: clinicians check that." in shown
    assert factories.SHORT in shown
    assert shown.index("clinicians check that") < shown.index(factories.SHORT) < shown.index("Did you understand it?")
    assert page(world.reading, "body-1/") in shown


def test_answer_is_kept_and_told_to_the_editor(reader, editor, world):
    assert reader.post(page(world.reading), ANSWER | {"seen": world.reading.digest}).status_code == 302
    found = Reading.objects.get()
    assert (found.said, found.name, found.standpoint) == ("clear", "Fern Reader", "lives")
    assert "I understood all of it" in told(reader.get(page(found)))
    assert "I understood all of it" in told(editor.get(f"/desk/rounds/{found.round_id}/"))
    assert "Nothing waits for you." in told(reader.get("/desk/readings/"))


def test_earlier_reading_that_counts_is_named_where_nobody_was_asked_anew(editor, world):
    reading, people = factories.read(world.reading), world.people
    factories.signed(people, reading.revision)
    told = {"by": people.colleague, "at": NOON}
    live = publications.publish(reading.revision, seen=reading.digest, **told)
    factories.reconfirmed(people, live)
    again = Round.objects.get(closed_at=None)
    shown = strip_tags(editor.get(f"/desk/rounds/{again.pk}/").content.decode())
    assert "Nobody in this review." in shown
    assert "understood all of these very words on" in shown


def test_what_was_typed_stays_where_something_is_missing(reader, world):
    typed = {"said": "unclear", "standpoint": "cares", "name": "Robin", "text": " ", "seen": world.reading.digest}
    again = reader.post(page(world.reading), typed)
    assert "Say where you lost the thread" in told(again)
    assert 'value="Robin"' in again.content.decode()
    assert not Reading.objects.get().answered_at


def test_what_is_not_clear_is_said_at_its_place(reader, world):
    at = page(world.reading, "body-1/")
    assert "This field is required" not in told(reader.post(at, {"seen": world.reading.digest, "text": ""}))
    answer = reader.post(at, {"seen": world.reading.digest, "text": "Which pigment?"})
    assert answer["Location"] == f"{page(world.reading)}#body-1"
    assert "Which pigment?" in told(reader.get(page(world.reading)))
    assert (Comment.objects.get().weight, Comment.objects.get().place) == ("unclear", "body-1")
    assert reader.get(page(world.reading, "body-99/")).status_code == 404


def test_lay_reader_sees_no_remark_of_a_clinician(reader, world):
    revision = world.reading.revision
    told_by = {"by": world.people.colleague, "at": NOON, "seen": revision.digest}
    comments.comment(world.reading.round, "The dose is wrong.", **told_by)
    assert "The dose is wrong." not in told(reader.get(page(world.reading)))


@pytest.mark.promise("E4")
def test_answer_about_former_words_is_not_applied_and_not_lost(reader, world):
    factories.written(world.people, world.reading.revision.answer, body="Other words.[^ers-2017]")
    late = reader.post(
        page(world.reading), ANSWER | {"said": "unclear", "text": "I am lost.", "seen": world.reading.digest}
    )
    assert late.status_code == 409
    assert "I am lost." in told(late)
    assert not Reading.objects.get().answered_at
    assert "not in review any more" in told(reader.get(page(world.reading)))


def test_editor_takes_a_name_away_at_the_review(editor, reader, world):
    factories.read(world.reading)
    review, remove = f"/desk/rounds/{world.reading.round_id}/", page(world.reading, "remove-name/")
    assert remove in editor.get(review).content.decode()
    assert "To readers: “Fern Reader”. To the condition: I live with it." in told(editor.get(review))
    assert "Choose one of the reasons" in told(editor.post(remove))
    assert reader.get(remove).status_code == 403
    editor.post(remove, {"removed_because": "false"})
    shown = told(editor.get(review))
    assert "took their name away on" in shown
    assert "Fern Reader" not in shown


def test_who_did_not_understand_it_is_told_what_becomes_of_that(reader, world):
    typed = {"said": "unclear", "text": "What is a pigment?", "seen": world.reading.digest}
    assert "readers are told nothing of you" in told(reader.get(page(world.reading)))
    assert reader.post(page(world.reading), typed).status_code == 302
    shown = told(reader.get(page(world.reading)))
    assert "Readers are told nothing of it" in shown
    assert "readers are told that" not in shown
    assert "Take your name back" not in shown


def test_who_understood_it_says_who_they_are(reader, world):
    typed = ANSWER | {"standpoint": "", "seen": world.reading.digest}
    assert "Say who you are to this text" in told(reader.post(page(world.reading), typed))


@pytest.mark.promise("R8")
def test_lay_reader_who_may_review_is_not_offered_and_it_is_said_why(editor, world):
    """Nor is an outside expert, who is asked by a link for the texts for which somebody vouches."""
    factories.reviewer(factories.granted(world.reading.reader, Role.REVIEWER))
    other, expert = factories.reviewer(), factories.asked_outside(world.people).reviewer
    page = editor.get(f"/desk/answers/{world.reading.round.answer_id}/offer/")
    assert set(page.context["form"].fields["reviewers"].queryset) == {other}
    assert "1 reviewer cannot be asked" in told(page)
    assert "was asked to read these very words as a lay reader." in told(page)
    assert expert.name not in told(page)


@pytest.mark.promise("S1")
def test_nobody_else_learns_what_was_asked(world, editor):
    other = factories.browser(factories.holder(Role.LAY_READER), second_factor=True)
    for client in (other, editor):
        for part in ("", "body-1/"):
            assert client.get(page(world.reading, part)).status_code == 404
    assert other.get(f"/desk/answers/{world.reading.round.answer_id}/").status_code == 403


def sent(editor, revision, **typed):
    return editor.post(f"/desk/answers/{revision.answer_id}/submit/", {"seen": revision.digest} | typed)


def test_editor_chooses_lay_readers_when_sending(editor, world):
    revision = factories.written(world.people)
    factories.ruled(revision.answer, lay_reader="asked")
    able = factories.holder(Role.LAY_READER, language="en")
    form = editor.get(f"/desk/answers/{revision.answer_id}/submit/").context["form"]
    assert set(form.fields["lay_readers"].queryset) == {world.reading.reader, able}
    assert sent(editor, revision, lay_readers=[able.pk]).status_code == 302
    assert (revision.rounds.get().lay_reader, revision.rounds.get().readings.get().reader) == (True, able)


def test_nobody_is_asked_where_the_policy_never_does(editor, world):
    revision = factories.written(world.people)
    form = editor.get(f"/desk/answers/{revision.answer_id}/submit/").context["form"]
    assert not {"lay_reader", "lay_readers"} & form.fields.keys()
    sent(editor, revision, lay_reader="on", lay_readers=[world.reading.reader_id])
    assert not revision.rounds.get().lay_reader


def test_every_road_lets_the_editor_ask(world):
    colleague = factories.browser(world.people.colleague, second_factor=True)
    live = factories.published(world.people)
    text = factories.written(world.people, factories.started(world.people, condition=live.answer.condition))
    for answer in (live.answer, text.answer):
        factories.ruled(answer, lay_reader="asked")
    about = live.answer.condition.slug
    for address in (
        f"/desk/answers/{live.answer_id}/reconfirm/",
        f"/desk/again/?answer={live.answer_id}",
        f"/desk/conditions/{about}/bundle/?answer={text.answer_id}&language=en&go=on",
        f"/desk/conditions/{about}/outside/?answer={text.answer_id}&language=en",
    ):
        shown = colleague.get(address).content.decode()
        assert 'name="lay_reader"' in shown, address


def test_answer_at_the_desk_says_for_which_lay_reader_it_waits(editor, world):
    here = f"/desk/answers/{world.reading.round.answer_id}/"
    factories.signed(world.people, world.reading.revision)
    assert "A lay reader reads them too, before anybody publishes. Waiting for A Person." in told(editor.get(here))
    factories.read(world.reading, "unclear")
    assert "Some places were not understood." in told(editor.get(here))
    second = factories.holder(Role.LAY_READER)
    asking = editor.get(f"{here}ask-readers/")
    seen = re.search(r'name="seen" value="(\w+)"', asking.content.decode())[1]
    assert editor.post(f"{here}ask-readers/", {"seen": seen, "lay_readers": [second.pk]}).status_code == 302
    factories.read(Round.objects.get(pk=world.reading.round_id).readings.get(reader=second))
    colleague = factories.browser(world.people.colleague, second_factor=True)
    assert "You can publish them" in told(colleague.get(here))
    assert readings.askable(world.reading.revision, at=NOON).count() == 2
    revision = world.reading.revision
    assert publications.publish(revision, by=world.people.colleague, at=NOON, seen=revision.digest).reading


def test_words_are_read_by_who_is_asked_or_has_answered_and_by_nobody_else():
    people, person = factories.desk(), factories.holder(Role.LAY_READER)
    declined, answered, waiting = (factories.to_be_read(people, person) for _ in range(3))
    factories.read(answered)
    declining.decline(declined, "time", by=person, at=NOON)
    browser, opened = factories.browser(person, second_factor=True), {}
    for when in ("reads there", "reads elsewhere"):
        opened[when] = [browser.get(f"/desk/readings/{each.pk}/").status_code for each in (declined, answered, waiting)]
        Grant.objects.filter(user=person).update(ends_on=factories.DAY_ONE)
        factories.granted(person, Role.LAY_READER, condition=factories.condition("Other", f"other-{len(opened)}"))
    assert opened == {"reads there": [404, 200, 200], "reads elsewhere": [404, 200, 404]}
    page = browser.get("/desk/readings/").content.decode()
    assert [f'href="/desk/readings/{each.pk}/"' in page for each in (declined, answered, waiting)] == [
        False,
        True,
        False,
    ]
