"""Writing an answer: every button keeps what was typed, and nobody's words are lost."""

import re
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conditions.editorial import comments, drafts
from conditions.models import Draft, Publication, Revision
from conditions.models.people import Role
from tests import factories
from tests.conditions.views.desk.sheets import BODY, SCRIPT, SHORT, draft_of, filled_in, press, sheet
from tests.factories import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture
def people():
    factories.source()
    return factories.desk()


@pytest.fixture
def answer(people):
    return factories.started(people)


@pytest.fixture
def author(people):
    """The browser of the author."""
    return factories.browser(people.author, second_factor=True)


@pytest.mark.promise("E6")
def test_opening_the_page_writes_nothing(answer, author):
    assert author.get(sheet(answer)).status_code == 200
    assert Draft.objects.count() == Revision.objects.count() == 0


@pytest.mark.promise("E6", "R3")
def test_saving_keeps_a_draft_and_changes_nothing_for_readers(people, author):
    live = factories.published(people)
    assert press(author, live.answer, short=SHORT).status_code == 302
    assert draft_of(people.author, live.answer).short == SHORT
    assert Revision.objects.filter(answer=live.answer).count() == 1
    assert list(Publication.objects.live()) == [live]


@pytest.mark.promise("E6")
def test_script_saves_while_somebody_types(answer, author):
    typed = filled_in(author.get(sheet(answer))) | {"short": SHORT}
    first = author.post(sheet(answer), typed, **SCRIPT).json()
    second = author.post(sheet(answer), typed | {"body": BODY, "seen": first["seen"]}, **SCRIPT).json()
    assert (first["seen"], second["seen"]) == (1, 2)
    assert re.fullmatch(r"Draft saved at \d\d?:\d\d( [ap]\.m\.)?", second["said"])
    assert filled_in(author.get(sheet(answer)))["body"] == BODY
    assert Revision.objects.count() == 0


@pytest.mark.promise("E6")
def test_saving_what_is_saved_already_makes_nothing_new(people, answer, author):
    press(author, answer, short=SHORT)
    press(author, answer)
    assert draft_of(people.author, answer).version == 1


@pytest.mark.promise("E4")
def test_second_window_keeps_its_words_and_shows_those_of_the_first(people, answer, author):
    window = filled_in(author.get(sheet(answer)))
    press(author, answer, short="Words of the first window.")
    response = author.post(sheet(answer), window | {"short": "Words of the second.", "do": "draft"})
    assert response.status_code == 409
    assert filled_in(response)["short"] == "Words of the second."
    assert "Words of the first window.</textarea>" in response.content.decode()
    assert draft_of(people.author, answer).short == "Words of the first window."
    author.post(sheet(answer), filled_in(response) | {"do": "draft"})
    assert draft_of(people.author, answer).short == "Words of the second."


@pytest.mark.promise("E4")
def test_script_of_a_second_window_is_told_and_overwrites_nothing(people, answer, author):
    window = filled_in(author.get(sheet(answer)))
    press(author, answer, short="Words of the first window.")
    told = author.post(sheet(answer), window | {"short": "Words of the second."}, **SCRIPT)
    assert (told.status_code, told.json()["why"]) == (409, "moved")
    assert draft_of(people.author, answer).short == "Words of the first window."


@pytest.mark.promise("E4")
def test_colleague_who_saved_first_is_not_overwritten(people, author):
    mine = factories.written(people, body="First.[^ers-2017]\n\nSecond.[^ers-2017]")
    typed = filled_in(author.get(sheet(mine.answer))) | {"short": SHORT, "do": "revision"}
    colleague = SimpleNamespace(author=people.colleague)
    theirs = factories.written(colleague, mine.answer, body="First.[^ers-2017]\n\nThird.[^ers-2017]")
    response = author.post(sheet(mine.answer), typed)
    assert response.status_code == 409
    assert "Third" in response.content.decode()
    assert Revision.objects.filter(answer=mine.answer).last().pk == mine.pk
    press(author, mine.answer, f"merge:{theirs.pk}")
    merged = draft_of(people.author, mine.answer)
    assert (merged.short, merged.body) == (SHORT, theirs.body)


@pytest.mark.promise("E4")
def test_part_that_both_changed_is_put_together_by_hand(people, author):
    mine = factories.written(people, body="First.[^ers-2017]")
    press(author, mine.answer, body="Mine.[^ers-2017]")
    theirs = factories.written(SimpleNamespace(author=people.colleague), mine.answer, body="Theirs.[^ers-2017]")
    response = author.get(press(author, mine.answer, f"merge:{theirs.pk}")["Location"])
    page = response.content.decode()
    assert filled_in(response)["body"] == "Mine.[^ers-2017]"
    assert "Theirs.[^ers-2017]</textarea>" in page
    assert "Both of you changed the same part" in page


@pytest.mark.promise("E4")
def test_window_that_outlived_its_draft_writes_over_nothing_unseen(people, answer, author):
    press(author, answer, short=SHORT)
    window = filled_in(author.get(sheet(answer)))
    press(author, answer, "revision", short="Saved as a revision.")
    response = author.post(sheet(answer), window | {"short": "Typed in the window.", "do": "draft"})
    assert response.status_code == 409
    assert "Saved as a revision.</textarea>" in response.content.decode()
    author.post(sheet(answer), filled_in(response) | {"do": "draft"})
    draft = draft_of(people.author, answer)
    assert (draft.short, draft.based_on) == ("Typed in the window.", Revision.objects.get(answer=answer))


@pytest.mark.promise("E4")
def test_looking_again_keeps_what_was_typed_and_carries_what_stands_now(answer, author):
    press(author, answer, short="Saved.")
    again = author.post(sheet(answer), {"short": "Typed.", "seen": 0, "onto": 0, "look-again": "1"})
    assert again.status_code == 200
    assert (filled_in(again)["short"], filled_in(again)["seen"]) == ("Typed.", "1")


def test_colleague_at_the_same_answer_is_named_but_not_read(people, answer, author):
    press(author, answer, short=SHORT)
    colleague = factories.browser(people.colleague, second_factor=True)
    page = colleague.get(sheet(answer)).content.decode()
    assert "is writing here too" in page
    assert SHORT not in page


def test_saving_a_revision_leads_to_the_page_as_readers_would_see_it(answer, author):
    response = press(author, answer, "revision", short=SHORT, body=BODY, searched_on="2026-03-02")
    revision = Revision.objects.get(answer=answer)
    assert response["Location"] == f"/desk/revisions/{revision.pk}/"
    assert revision.short == SHORT
    assert not Draft.objects.exists()


@pytest.mark.promise("E6")
def test_button_pressed_twice_makes_one_revision(answer, author):
    typed = filled_in(author.get(sheet(answer))) | {"short": SHORT, "do": "revision"}
    first, second = (author.post(sheet(answer), typed) for _press in range(2))
    assert first["Location"] == second["Location"]
    assert Revision.objects.filter(answer=answer).count() == 1
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("body", "One.[^nowhere]", "There is no source “nowhere”"),
        ("body", "In {fact:nothing} people.", "There is no shared fact “nothing”"),
        ("short", "x" * 321, "The short answer is longer than 320 characters"),
        ("body", "<script>fire()</script>" * 3_000, "at most 50000 characters"),
        ("body", "x" * 200_000, "at most 50000 characters"),
        ("short", "Half a\0 sign.", "A sign after “Half a” cannot be kept"),
        ("note-ZZ", "Call 112.", "is no country"),
        ("searched_on", "yesterday", "Enter a valid date"),
    ],
)
def test_what_cannot_be_saved_is_said_and_stays(answer, author, field, text, said):
    typed = {"short": SHORT, "body": BODY} | {field: text}
    response = press(author, answer, "revision", **typed)
    assert response.status_code == 200
    assert said in response.content.decode()
    assert filled_in(response)[field].replace("\0", "") == text.replace("\0", "")
    assert not Revision.objects.exists()


def test_rest_is_kept_where_one_part_cannot_be(people, answer, author):
    press(author, answer, short=SHORT, body="x" * 50_001)
    assert draft_of(people.author, answer).short == SHORT
    assert draft_of(people.author, answer).body == ""


def test_note_for_a_country_is_added_and_kept(people, answer, author):
    where = press(author, answer, "country", short=SHORT, country="IE")["Location"]
    page = author.get(where)
    assert "In Ireland" in page.content.decode()
    author.post(sheet(answer), filled_in(page) | {"note-IE": "Call 112.", "do": "draft"})
    assert draft_of(people.author, answer).country_notes == {"IE": "Call 112."}


def test_draft_can_be_thrown_away(answer, author):
    press(author, answer, short=SHORT)
    press(author, answer, "drop")
    assert not Draft.objects.exists()
    assert filled_in(author.get(sheet(answer)))["short"] == ""


def test_only_who_writes_there_opens_the_page(people):
    answer = factories.started(people)
    elsewhere = factories.holder(Role.AUTHOR, condition=factories.condition())
    for person in (elsewhere, factories.holder(Role.AUTHOR, language="es"), factories.holder(Role.REVIEWER)):
        client = factories.browser(person, second_factor=True)
        assert client.get(sheet(answer)).status_code == client.post(sheet(answer)).status_code == 403


def test_button_that_nobody_made_is_refused(answer, author):
    assert press(author, answer, "use:x").status_code == 404
    assert press(author, answer, "merge:99999999999999999999").status_code == 404


@pytest.mark.promise("R14", "R25")
def test_check_says_beside_each_part_what_a_review_would_ask_for(people, answer, author):
    where = press(author, answer, "check", short="It harms 1 in 20", body="It harms 1 in 20.\n\nIt is rare.")[
        "Location"
    ]
    page = author.get(where).content.decode()
    for sentence in (
        '<a href="#id_body"><span class="problem-field">Text</span> Sentence 1 gives a number without a source.',
        '<a href="#id_short"><span class="problem-field">Short answer</span> End the short answer',
        '<a href="#id_searched_on"><span class="problem-field">Evidence searched up to</span> Say up to which day',
        '<p class="wrong">End the short answer with a full sentence.</p>',
    ):
        assert sentence in page
    assert not Revision.objects.exists()


def test_check_of_whole_words_says_that_nothing_is_missing(answer, author):
    where = press(author, answer, "check", short=SHORT, body=BODY, searched_on="2026-03-02")["Location"]
    assert "Nothing is missing for a review. Save a revision to send it." in author.get(where).content.decode()


@pytest.mark.promise("A6", "R25")
def test_author_sees_how_long_and_how_hard_to_read_the_words_are(answer, author):
    press(author, answer, short=SHORT, body=BODY)
    page = author.get(sheet(answer)).content.decode()
    assert "270 characters left. Reading grade 3: most people of 8 can read this." in page
    told = author.post(sheet(answer), {"seen": 1, "short": "x" * 330}, **SCRIPT).json()
    assert told["measures"] == {"short": ["10 characters too many"], "body": []}


@pytest.mark.promise("E5")
def test_author_is_told_that_a_revision_ends_the_review(people, author):
    revision = factories.in_review(people)
    assert "If you save a revision, that review ends" in author.get(sheet(revision.answer)).content.decode()


@pytest.mark.promise("R22", "R23")
def test_machine_help_and_what_is_translated_are_said_by_the_author(people, author):
    live = factories.published(people)
    spanish = factories.started(people, condition=live.answer.condition, question=live.answer.question, language="es")
    refused = press(author, spanish, short="Es inofensivo.", machine_help="translated")
    assert "Say which published answer was translated." in refused.content.decode()
    press(author, spanish, short="Es inofensivo.", machine_help="translated", translates=live.pk)
    draft = draft_of(people.author, spanish)
    assert (draft.machine_help, draft.translates) == ("translated", live)


@pytest.mark.parametrize("many", [1, 3])
def test_page_costs_the_same_for_any_number_of_remarks_sources_and_colleagues(people, many):
    revision = factories.in_review(people)
    for number in range(many):
        factories.source(f"source-{number}")
        colleague = factories.holder(Role.AUTHOR)
        drafts.save_draft(revision.answer, {"short": "Theirs."}, by=colleague, at=NOON, seen=0)
        said = {"by": people.colleague, "at": NOON, "seen": revision.digest, "place": "body-1"}
        comments.comment(revision.rounds.get(), "Say more.", **said)
    cited = {"body": "".join(f"One.[^source-{number}] " for number in range(many))}
    drafts.save_draft(revision.answer, cited, by=people.author, at=NOON, seen=0)
    client = factories.browser(people.author, second_factor=True)
    client.get(sheet(revision.answer))
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{sheet(revision.answer)}?check=1&sources=source")
    assert len(queries) == 38
