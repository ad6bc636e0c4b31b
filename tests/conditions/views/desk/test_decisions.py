"""What every decision at the desk keeps to: asked first, by who may, about what was on screen."""

import pytest

from conditions.models import Notice, Publication
from conditions.models.people import Role
from tests import factories
from tests.conditions.views.desk.sitting import Sitting, address, errors
from tests.shared import copied, made_once

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

MOVES = ("publish", "offer", "dismiss", "reconfirm", "caution", "withdraw", "confirm", "restore")
TYPED = {"reason": "It names a wrong dose.", "advice": "Ask your doctor."}


made = made_once(factories.desk)
people = copied()


@pytest.mark.one_engine
def test_who_may_not_reads_who_may(people):
    answer = factories.published(people).answer
    author = Sitting(factories.holder(Role.AUTHOR))
    elsewhere = factories.user(name="Eli Elsewhere")
    factories.granted(elsewhere, Role.EDITOR, condition=factories.condition("Other", "other"))
    pages = [author.get(move, answer) for move in MOVES] + [Sitting(elsewhere).get("withdraw", answer)]
    assert {page.status_code for page in pages} == {403}
    assert all("Your role does not allow this here." in page.content.decode() for page in pages)
    ways = ['<p><a href="/desk/">‹ Desk</a></p>' in page.content.decode() for page in pages]
    assert all(ways), "the page of the answer might refuse them too"
    assert str(people.author) in pages[-1].content.decode()
    assert "Eli Elsewhere" not in pages[-1].content.decode()


@pytest.mark.one_engine
def test_page_of_an_answer_offers_what_one_may_do_and_nothing_else(people):
    answer = factories.published(people).answer
    offered = {move for move in MOVES if address(move, answer) in Sitting(people.author).told("answer", answer)}
    assert offered == {"reconfirm", "caution", "withdraw"}
    author = Sitting(factories.holder(Role.AUTHOR)).told("answer", answer)
    assert [move for move in MOVES if address(move, answer) in author] == []


@pytest.mark.one_engine
def test_page_of_an_answer_offers_what_its_state_allows(people):
    revision = factories.in_review(people)
    told = Sitting(people.author).told("answer", revision.answer)
    assert [move for move in MOVES if address(move, revision.answer) in told] == ["dismiss"]
    factories.signed(people, revision)
    told = Sitting(people.colleague).told("answer", revision.answer)
    assert f'<a class="button" href="{address("publish", revision.answer)}">Publish</a>' in told


@pytest.mark.one_engine
def test_who_wrote_the_words_is_told_to_ask_another(people):
    revision = factories.approved(people)
    told = Sitting(people.author).told("answer", revision.answer)
    assert "You had a part in these words. Ask another editor to publish them." in told
    assert address("publish", revision.answer) not in told


@pytest.mark.promise("E4")
def test_what_moved_meanwhile_is_not_decided_and_what_was_typed_comes_back(people):
    live = factories.published(people)
    editor = Sitting(factories.holder(Role.EDITOR))
    seen = editor.seen("withdraw", live.answer)
    newer = factories.published(people, live.answer, short="It is common.")
    page = editor.decide("withdraw", live.answer, seen=seen, **TYPED)
    assert page.status_code == 409
    assert TYPED["advice"] in page.content.decode()
    assert Publication.objects.live().get() == newer
    again = editor.browser.post(address("withdraw", live.answer), {"look-again": "1", "seen": seen, **TYPED})
    assert TYPED["advice"] in again.content.decode()
    assert not Notice.objects.filter(kind="withdrawal").exists()


@pytest.mark.promise("E4")
def test_second_press_of_the_button_changes_nothing(people):
    revision = factories.approved(people)
    colleague = Sitting(people.colleague)
    seen = colleague.seen("publish", revision.answer)
    first, second = (colleague.decide("publish", revision.answer, seen=seen) for _press in range(2))
    assert (first.status_code, second.status_code) == (302, 409)
    assert Publication.objects.count() == 1


@pytest.mark.one_engine
def test_page_of_what_cannot_be_done_says_why_and_has_no_button(people):
    revision = factories.approved(people)
    told = Sitting(people.author).told("publish", revision.answer)
    assert "You had a part in these words." in told
    assert "<button" not in told.partition("<main")[2].partition("</main>")[0]


def test_refusal_of_the_move_is_a_sentence_of_the_form(people):
    revision = factories.approved(people)
    page = Sitting(people.author).decide("publish", revision.answer, seen=seen_by(people.colleague, revision))
    assert "You had a part in these words." in errors(page)
    assert not Publication.objects.exists()


def test_decision_about_nothing_is_refused_in_a_sentence(people):
    """Sent by hand to an answer of which there is nothing to decide; its page has no button for it."""
    answer = factories.started(people)
    editor, typed = Sitting(people.author), TYPED | {"closed_because": "It is late.", "question": "Is it so?"}
    for move in MOVES:
        page = editor.decide(move, answer, seen=editor.seen(move, answer), **typed)
        assert (page.status_code, bool(page.context["hindrance"])) == (200, True)


def seen_by(person, revision):
    return Sitting(person).seen("publish", revision.answer)
