"""A text before its reviewer: as readers will see it, with its changes, and a remark at its place."""

import datetime
import re
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from conditions.editorial import comments, publications, rounds, seals, verdicts
from conditions.models import Comment, Event, Mail
from tests import factories, past
from tests.factories import NOON
from tests.shared import copied, made_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.one_engine]
DAY = datetime.timedelta(days=1)
BODY = "# In the body\n\nThe liver handles the pigment more slowly.[^ers-2017]\n\n- Tiredness\n- Yellow eyes"
BETTER = "The liver takes longer.[^ers-2017]"


def in_review():
    people = factories.desk()
    words = {"body": BODY, "urgent_help": "- a fever", "unknowns": "Why.[^ers-2017]"}
    return SimpleNamespace(people=people, revision=factories.in_review(people, **words))


made = made_once(in_review)
people, revision = copied("people"), copied("revision")


@pytest.fixture
def desk(people):
    return factories.browser(people.colleague, second_factor=True)


def assignment(revision):
    return revision.rounds.get().assignments.get()


def at(revision, name=""):
    return f"/desk/reviews/{assignment(revision).pk}/{name}"


def told(page):
    return " ".join(page.content.decode().split())


def said(people, revision, text, **more):
    told = {"by": people.colleague, "at": NOON, "seen": revision.digest}
    return comments.comment(revision.rounds.get(), text, **told | more)


@pytest.mark.one_engine
def test_text_is_byte_for_byte_what_readers_will_see(desk, revision):
    page = desk.get(at(revision)).content.decode()
    apart = re.sub(r'<div class="beside".*?</div>\s*</div>', "", page, flags=re.DOTALL)
    for part in ("short_answer", "text"):
        assert render_to_string(f"components/{part}.html", {"words": revision}) in apart
    assert f"<h1>{revision.question}</h1>" in apart
    assert page.count('<div class="beside"') == 7


@pytest.mark.one_engine
def test_headings_around_the_text_are_in_the_language_of_its_readers(people, desk):
    live = factories.published(people)
    answer = factories.translated(people, live).answer
    notes = {"country_notes": {"GB": "Pregunte.[^ers-2017]"}, "translates": live}
    page = told(desk.get(at(factories.in_review(people, answer, **notes))))
    assert '<div class="copy" lang="es">' in page
    assert "<h3>Reino Unido</h3>" in page
    assert re.search(r'<div class="beside" lang="en">.*?Comment', page)


@pytest.mark.promise("R23")
def test_translation_lies_beside_its_source_and_each_place_takes_a_comment(people, desk):
    english = factories.published(people, body="## One\n\nThe liver is slow.[^ers-2017]")
    spanish = factories.translated(people, english).answer
    asked = factories.in_review(people, spanish, body="## Uno\n\nEl hígado es lento.[^ers-2017]", translates=english)
    page = told(desk.get(at(asked)))
    both = page[page.index('id="both-title"') : page.index('<div class="copy"')]
    assert '<div lang="en" dir="auto"><p>One</p></div>' in both
    assert re.search(
        r'lang="en" dir="auto"><p>The liver is slow\..*?lang="es" dir="auto"><p>El hígado es lento\.', both
    )
    assert f'href="{at(asked, "comment/body-2/")}"' in both
    assert f'href="{at(asked, "comment/body-1/")}"' not in both
    assert "It is not the newest any more." not in both


@pytest.mark.promise("R23")
def test_reviewer_learns_that_the_source_has_moved_on_or_lost_its_words(people, desk):
    english = factories.published(people)
    spanish = factories.translated(people, english).answer
    newer = factories.approved(people, english.answer, short="It is mild.")
    publications.publish(newer, by=people.colleague, at=NOON, seen=newer.digest)
    asked = factories.in_review(people, spanish, short="Es raro.", translates=english)
    assert "It is not the newest any more." in told(desk.get(at(asked)))
    past.sealed(english.revision)
    assert "The words of that version were taken away." in told(desk.get(at(asked)))


def test_link_of_the_mail_opens_the_review_after_signing_in(client, revision):
    address = re.search(r"//[^/]+(/\S+)", Mail.objects.get(purpose="review-offered").text)[1]
    assert address == at(revision)
    assert client.get(address)["Location"] == f"/account/login/?next={address}"


def test_first_screen_says_what_is_asked(people, desk, revision):
    round_ = revision.rounds.get()
    rounds.dismiss(round_, "Again", by=people.author, at=NOON)
    again = {"by": people.author, "at": NOON, "seen": revision.digest}
    round_ = rounds.submit(revision, question="Is “slowly” fair?", due_on=factories.TODAY + 7 * DAY, **again)
    asked = rounds.offer(round_, [people.reviewer], by=people.author, at=NOON)[0]
    page = told(desk.get(f"/desk/reviews/{asked.pk}/"))
    assert 'Please check this text (1 min) by <time datetime="2026-03-09">9 March 2026</time>.' in page
    assert f"{people.author} asks: “Is “slowly” fair?”" in page
    assert "First review." in page


def test_opening_the_page_is_noted_once_by_the_clock_of_the_site(desk, revision, clock):
    clock(NOON + DAY)
    desk.get(at(revision))
    clock(NOON + 2 * DAY)
    desk.get(at(revision), {"now": "2020-01-01"})
    assert assignment(revision).opened_at == NOON + DAY
    assert Event.objects.filter(action="review opened").count() == 1


@pytest.mark.one_engine
def test_changes_since_the_last_signature_are_counted_and_shown(people, desk, revision):
    factories.signed(people, revision)
    again = factories.in_review(people, revision.answer, body=BODY.replace("more slowly", "slowly"))
    page = told(desk.get(at(again)))
    assert 'Changed since you last signed, on <time datetime="2026-03-02">2 March 2026</time>: ' in page
    assert "<del>" not in page
    changes = told(desk.get(at(again), {"changes": "mine"}))
    assert re.search(r"<del>.*?more.*?</del>", changes)
    assert "Changes to what readers have now" not in changes


@pytest.mark.one_engine
def test_changes_since_they_were_asked_for_are_said_to_be_that(people, desk, revision):
    told_by = {"by": people.colleague, "at": NOON, "seen": revision.digest}
    verdicts.request_changes(revision, because="Too strong", **told_by)
    again = factories.in_review(people, revision.answer, body=BODY.replace("more slowly", "slowly"))
    page = told(desk.get(at(again)))
    assert "Changed since you asked for changes, on" in page
    assert re.search(r'What was said about the text of <time datetime="2026-03-02">.*?whole text.*?Too strong', page)


@pytest.mark.one_engine
def test_changes_against_the_live_text_are_shown_where_only_wording_is_in_question(people, desk):
    live = factories.published(people)
    revision = factories.written(people, live.answer, short=factories.SHORT.replace("harmless", "harmless, common"))
    round_ = rounds.correct(revision, by=people.author, at=NOON, seen=revision.digest)
    rounds.offer(round_, [people.reviewer], by=people.author, at=NOON)
    page = told(desk.get(at(revision)))
    assert "Only the wording is said to have changed." in page
    assert "What changed against what readers have now" in page
    assert re.search(r"<ins>.*?common.*?</ins>", page)


def test_comment_is_saved_at_its_place_and_shown_there(desk, revision):
    typed = {"seen": revision.digest, "weight": "must", "text": "Too <b>strong</b>."}
    response = desk.post(at(revision, "comment/body-2/"), typed)
    assert response["Location"] == f"{at(revision)}#body-2"
    page = told(desk.get(at(revision)))
    assert re.search(r'id="body-2">.*?Must change.*?Too &lt;b&gt;strong.*?<ul id="body-3">', page)
    assert "1 comment." in page


def test_other_wording_is_suggested_for_what_was_typed(people, desk, revision):
    page = told(desk.get(at(revision, "comment/body-2/")))
    assert "handles the pigment more slowly.[1]</textarea>" in page
    readable = BETTER.replace("[^ers-2017]", "[1]")
    desk.post(at(revision, "comment/body-2/"), {"seen": revision.digest, "weight": "should", "suggestion": readable})
    suggestion = Comment.objects.get()
    assert (suggestion.suggestion, suggestion.place, suggestion.text) == (BETTER, "body-2", "")
    assert re.search(r"<del>.*?handles the pigment more slowly.*?</del>", told(desk.get(at(revision))))
    draft = comments.accept_suggestion(suggestion, by=people.author, at=NOON, seen=0)
    assert draft.body == BODY.replace("The liver handles the pigment more slowly.[^ers-2017]", BETTER)


def test_comment_that_says_nothing_is_refused_beside_its_field(desk, revision):
    same = "The liver handles the pigment more slowly.[^ers-2017]"
    typed = {"seen": revision.digest, "weight": "must", "suggestion": same}
    page = told(desk.post(at(revision, "comment/body-2/"), typed))
    assert "Write a comment, or suggest another wording." in page
    assert not Comment.objects.exists()


def test_short_answer_and_whole_text_can_be_commented_on_and_no_other_place(desk, revision):
    for place in ("short_answer", "whole"):
        desk.post(at(revision, f"comment/{place}/"), {"seen": revision.digest, "weight": "note", "text": "One."})
    assert sorted(Comment.objects.values_list("place", flat=True)) == ["", "short_answer"]
    assert desk.get(at(revision, "comment/body-99/")).status_code == 404
    assert desk.post(at(revision, "comment/title/"), {"text": "One."}).status_code == 404


def test_answers_of_the_author_stand_with_the_comment(people, desk, revision):
    first = said(people, revision, "Too strong.", place="body-3")
    comments.comment(
        first.round, "We meant it.", by=people.author, at=NOON, seen=revision.digest, reply_to=first, place="body-3"
    )
    page = told(desk.get(at(revision)))
    assert re.search(r"Too strong\..*?remark-reply.*?answered on.*?We meant it\.", page)
    assert "1 comment." in page


def test_comment_on_one_sentence_quotes_it_to_all_who_read_the_review(people, desk):
    body = BODY.replace("slowly.[^ers-2017]", "slowly.[^ers-2017] Most people never know.[^ers-2017]")
    revision = factories.in_review(people, body=body)
    page = told(desk.get(at(revision, "comment/body-2/")))
    assert '<span lang="en" dir="auto">Most people never know.</span>' in page
    typed = {"seen": revision.digest, "weight": "must", "text": "Never?", "about": "2"}
    desk.post(at(revision, "comment/body-2/"), typed)
    assert Comment.objects.get().quote == "Most people never know."
    assert re.search(r'class="remark-quote"[^>]*>Most people never know.<.*?Never\?', told(desk.get(at(revision))))
    author = factories.browser(people.author, second_factor=True)
    assert "<blockquote>Most people never know.</blockquote>" in told(
        author.get(f"/desk/answers/{revision.answer_id}/write/")
    )


def test_sentence_and_answer_stay_chosen_when_something_is_wrong(people, desk):
    revision = factories.in_review(people, body="One is so.[^ers-2017] Two is so.[^ers-2017]")
    first = said(people, revision, "Is it?", place="body-1")
    typed = {"seen": revision.digest, "weight": "must", "text": "", "about": "2", "to": str(first.pk)}
    page = told(desk.post(at(revision, "comment/body-1/"), typed))
    assert "There is a problem" in page
    assert re.search(r'name="about" value="2"[^>]* checked', page)
    assert re.search(rf'name="to" value="{first.pk}"[^>]* checked', page)
    assert re.search(r'<details class="suggest" open>\s*<summary>It is about one sentence only', page)


def test_reviewer_answers_the_author_below_the_same_comment(people, desk, revision):
    first = said(people, revision, "Is it?", place="body-2")
    comments.comment(
        revision.rounds.get(), "It is.", by=people.author, at=NOON, seen=revision.digest, place="body-2", reply_to=first
    )
    where = at(revision, "comment/body-2/")
    assert f'href="{where}?to={first.pk}">Answer' in told(desk.get(at(revision)))
    assert re.search(rf'name="to" value="{first.pk}"[^>]* checked', told(desk.get(where, {"to": first.pk})))
    typed = {"seen": revision.digest, "weight": "must", "text": "Thank you.", "to": str(first.pk)}
    assert desk.post(where, typed).status_code == 302
    answer = Comment.objects.get(text="Thank you.")
    assert (answer.reply_to, answer.weight, answer.place) == (first, "note", "body-2")


def test_other_wording_is_no_answer_and_keeps_its_marks_whole(people, desk, revision):
    first = said(people, revision, "Is it?", place="body-2")
    typed = {"seen": revision.digest, "weight": "must", "to": str(first.pk), "suggestion": "Better.[1]"}
    assert "Another wording is a comment of its own." in told(desk.post(at(revision, "comment/body-2/"), typed))
    broken = told(desk.post(at(revision, "comment/body-2/"), typed | {"to": "", "suggestion": "Better.[4]"}))
    assert "This text has no source 4." in broken
    assert "Better.[4]</textarea>" in broken
    assert Comment.objects.count() == 1


def test_shared_figure_is_suggested_about_as_the_value_that_readers_see(people, desk, revision):
    factories.value_accepted(people, factories.fact(people, revision.answer.condition), "1 in 2,500")
    again = factories.in_review(people, revision.answer, body="It is found in {fact:prevalence} people.")
    page = told(desk.get(at(again, "comment/body-1/")))
    assert "It is found in {1 in 2,500} people.</textarea>" in page
    assert "{fact:" not in page
    typed = {"seen": again.digest, "weight": "should", "suggestion": "{1 in 2,500} people have it."}
    desk.post(at(again, "comment/body-1/"), typed)
    suggestion = Comment.objects.get()
    assert suggestion.suggestion == "{fact:prevalence} people have it."
    assert "{fact:" not in told(desk.get(at(again)))
    draft = comments.accept_suggestion(suggestion, by=people.author, at=NOON, seen=0)
    assert draft.body == suggestion.suggestion


@pytest.mark.one_engine
def test_sources_of_a_paragraph_open_in_place(desk, revision):
    page = told(desk.get(at(revision)))
    paragraph = page[page.index('id="body-2"') : page.index('id="body-3"')]
    assert re.search(r"<summary>Source 1</summary>.*?<cite>A statement</cite>", paragraph)
    assert page.count('id="source-1"') == 1


def test_comment_on_words_that_moved_is_not_applied_and_not_lost(people, desk, revision):
    newer = factories.written(people, revision.answer, body=BODY.replace("more slowly", "slowly"))
    typed = {"seen": revision.digest, "weight": "must", "text": "Words that took an hour."}
    page = desk.post(at(revision, "comment/body-2/"), typed)
    assert page.status_code == 409
    assert "Words that took an hour.</textarea>" in told(page)
    assert f"{newer.created_by} changed" in told(page)
    assert not Comment.objects.exists()


def test_who_decided_already_is_told_the_same_when_they_add_a_comment_too_late(people, desk, revision):
    given = {"by": people.colleague, "at": NOON, "seen": revision.digest}
    verdicts.request_changes(revision, because="Too strong", **given)
    assert "Comment <span" in told(desk.get(at(revision)))
    factories.written(people, revision.answer, body=BODY.replace("more slowly", "slowly"))
    page = desk.post(at(revision, "comment/body-2/"), {"seen": revision.digest, "weight": "note", "text": "Also this."})
    assert page.status_code == 409
    assert f"{people.author} changed 1 place while you were reading." in told(page)
    assert "Also this.</textarea>" in told(page)


@pytest.mark.one_engine
def test_review_that_ended_says_so_and_leads_to_the_new_one(people, desk, revision):
    newer = factories.in_review(people, revision.answer, body=BODY.replace("more slowly", "slowly"))
    page = told(desk.get(at(revision)))
    assert f"{people.author} changed 1 place after you were asked, so this review has ended." in page
    assert f'href="{at(newer)}">Look at the new text</a>' in page
    assert "/finish/" not in page
    assert desk.get(at(revision, "comment/body-2/"))["Location"] == at(revision)


def test_sealed_words_are_on_no_page_of_the_review(people, desk, revision):
    said(people, revision, "A remark.")
    asked = seals.ask_seal(revision, ground="personal", reason="It named a patient.", by=people.author, at=NOON)
    seals.seal(asked, by=people.colleague, at=NOON)
    page = told(desk.get(at(revision)))
    assert "A text whose words were taken away" in page
    for words in ("pigment", "Tiredness", "A remark."):
        assert words not in page
    assert desk.get(at(revision, "comment/whole/")).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_for_one_and_for_three_remarks(people, desk, revision, number, django_assert_num_queries):
    for each in range(number):
        said(people, revision, f"Remark {each}.", place="body-2")
    address = at(revision)
    desk.get(address)
    with django_assert_num_queries(12):
        assert desk.get(address).status_code == 200
