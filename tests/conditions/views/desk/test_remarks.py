"""What reviewers said, beside the words that it is about: to be answered, or taken over with one press."""

from urllib.parse import urlencode

import pytest

from conditions.editorial import comments
from conditions.models import Comment, Contribution, Revision
from tests import factories
from tests.conditions.views.desk.sheets import draft_of, filled_in, press, sheet
from tests.factories import NOON
from tests.shared import copied, made_once

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

QUOTE = "in how the liver handles a pigment"
BETTER = "in how the liver clears a pigment"


made = made_once(factories.desk)
people = copied()


@pytest.fixture
def author(people):
    return factories.browser(people.author, second_factor=True)


@pytest.fixture
def suggested(people):
    """Other wording that the reviewer suggested for the short answer."""
    revision = factories.in_review(people)
    return comments.suggest(
        revision.rounds.get(), by=people.colleague, at=NOON, seen=revision.digest,
        place="short_answer", quote=QUOTE, suggestion=BETTER,
    )  # fmt: skip


def test_remark_stands_below_the_part_that_it_is_about(people, author, suggested):
    round_ = suggested.round
    who = {"by": people.colleague, "at": NOON, "seen": round_.revision.digest}
    comments.comment(round_, "About the body.", place="body-1", **who)
    comments.comment(round_, "About all of it.", **who)
    page = author.get(sheet(round_.answer)).content.decode()
    order = ["About all of it.", "Short answer</label>", BETTER, "Text</label>", "About the body."]
    assert sorted(order, key=page.index) == order


@pytest.mark.promise("R8")
def test_suggested_wording_is_taken_over_with_one_press(people, author, suggested):
    answer = suggested.round.answer
    response = press(author, answer, f"use:{suggested.pk}", body="The rest.[^ers-2017]")
    draft = draft_of(people.author, answer)
    assert BETTER in draft.short
    assert draft.body == "The rest.[^ers-2017]"
    assert "This wording stands in your text." in author.get(response["Location"]).content.decode()
    press(author, answer, "revision")
    used = Contribution.objects.get(revision__answer=answer, role="suggested")
    assert used.user == people.colleague


def test_reply_to_a_number_that_no_remark_has_is_passed_over(author, suggested):
    """Typed by hand: PostgreSQL refuses such a number, and Python to read one of so many digits."""
    answer = suggested.round.answer
    wild = {f"reply-{'9' * digits}": "Hello." for digits in (19, 5_000)} | {"reply-²": "Hello."}
    sent = urlencode(filled_in(author.get(sheet(answer))) | wild | {"do": "check"})
    response = author.post(sheet(answer), sent, content_type="application/x-www-form-urlencoded")
    assert response.status_code in {200, 302}
    assert author.post(sheet(answer), {"do": f"reply:{'9' * 19}"}).status_code == 404


def test_wording_whose_place_is_gone_is_put_in_by_hand(author, suggested):
    answer = suggested.round.answer
    response = press(author, answer, f"use:{suggested.pk}", short="It is harmless.[^ers-2017]")
    page = response.content.decode()
    assert "do not stand exactly once in this part" in page
    assert filled_in(response)["short"] == "It is harmless.[^ers-2017]"
    assert f'value="use:{suggested.pk}"' not in page


def test_reply_reaches_the_reviewer(people, author, suggested):
    press(author, suggested.round.answer, f"reply:{suggested.pk}", **{f"reply-{suggested.pk}": "Why clears?"})
    reply = Comment.objects.get(reply_to=suggested)
    assert (reply.text, reply.by) == ("Why clears?", people.author)
    page = author.get(sheet(suggested.round.answer)).content.decode()
    assert "<p>Why clears?</p>" in page


@pytest.mark.promise("E4")
@pytest.mark.parametrize("do", ["draft", "check", "find", "country", "revision", "use"])
def test_reply_that_was_not_sent_outlives_every_other_button(author, suggested, do):
    reply = {f"reply-{suggested.pk}": "Why clears?"}
    do = f"use:{suggested.pk}" if do == "use" else do
    response = press(author, suggested.round.answer, do, body="The rest.[^ers-2017]", **reply)
    assert response.status_code == 200
    assert filled_in(response)[f"reply-{suggested.pk}"] == "Why clears?"
    assert filled_in(response)["body"] == "The rest.[^ers-2017]"
    assert Revision.objects.count() == 1


def test_empty_reply_is_refused_with_a_sentence(author, suggested):
    response = press(author, suggested.round.answer, f"reply:{suggested.pk}", **{f"reply-{suggested.pk}": " "})
    assert "Write a comment, or suggest another wording." in response.content.decode()
    assert Comment.objects.count() == 1


@pytest.mark.promise("E5")
def test_remarks_of_a_review_that_ended_stay_to_be_worked_through(author, suggested):
    press(author, suggested.round.answer, "revision", body="The rest.[^ers-2017]")
    page = author.get(sheet(suggested.round.answer)).content.decode()
    assert BETTER in page
    assert f'value="use:{suggested.pk}"' in page
    assert f'name="reply-{suggested.pk}"' not in page


def test_remark_on_another_answer_is_out_of_reach(people, author, suggested):
    other = factories.started(people)
    assert press(author, other, f"use:{suggested.pk}").status_code == 404
