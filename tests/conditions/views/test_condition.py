"""The page of a condition: what is answered there, what is known, and what is still being written."""

import datetime
import json
import re

import pytest

from conditions.editorial import changeover, drafts, facts, revisions, rounds
from conditions.models import Applicability, Code, Fact, Question, Source
from conditions.templatetags.catalogue import elsewhere
from tests import factories
from tests.factories import NOON, TODAY
from tests.shared import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

AFTER = datetime.timedelta(days=1097)
HARMLESS = "Gilbert syndrome is harmless.[^ers-2017] It comes and goes, as e.g. after a fast."


def text(client, address="/conditions/gilbert-syndrome/"):
    return re.sub(r"\s+", " ", client.get(address).content.decode())


def asked(slug, **fields):
    """A question as the site ships it, of the topic “Understanding it”."""
    wording = {"what-is-it": "What is {condition}?", "urgent-help": "When is help needed at once?"}
    return factories.question(slug, wording.get(slug, f"Is it {slug}?"), **fields)


def answered(people, about, slug, short=HARMLESS, *, question=None, **words):
    question = question or asked(slug)
    return factories.published(
        people, factories.started(people, condition=about, question=question), short=short, **words
    )


def everything():
    """A condition with an answer of each kind."""
    people, about = factories.desk(), factories.condition()
    factories.named(about, "Constitutional jaundice")
    Code.objects.create(condition=about, system="omim", value="143500")
    Code.objects.create(condition=about, system="icd10", value="E80", relation="broader")
    answered(people, about, "what-is-it", question=asked("what-is-it", start_here=2))
    help_now = {"urgent_help": "- the skin turns yellow[^ers-2017]"}
    answered(people, about, "urgent-help", question=asked("urgent-help", start_here=1), **help_now)
    host = answered(people, about, "causes")
    answered(people, about, "catching", "It is not catching.[^ers-2017] Never.", body="", within=host.answer)
    sensitive = asked("life-expectancy", is_sensitive=True, group="family")
    answered(people, about, "life-expectancy", "Life is as long.[^ers-2017]", question=sensitive)
    unknown = {"is_unknown": True, "unknowns": "Nobody has looked.[^ers-2017]", "body": ""}
    answered(people, about, "herbs", "Nobody knows.[^ers-2017]", **unknown)
    asked("unwritten")
    return about


whole = made_once(everything)
OTHER = "/conditions/wilson-disease/"


def other():
    """Another condition, of which nothing is known yet."""
    return factories.desk(), factories.condition("Wilson disease", "wilson-disease")


@pytest.fixture
def shown(client, whole):
    return text(client)


def test_short_answer_stands_first_with_the_line_of_its_review(shown):
    top = shown[: shown.index("Read the whole answer")]
    assert '<p>Gilbert syndrome is harmless.<sup class="citation">' in top
    assert 'href="/conditions/gilbert-syndrome/what-is-it/#source-1"' in top
    assert "<strong>Medically reviewed</strong> on" in top
    assert "MD, Hepatology." in top
    assert 'href="/conditions/gilbert-syndrome/what-is-it/#checked"' in top


def test_nothing_is_named_twice(shown):
    names = re.findall(r' id="([^"]+)"', shown)
    assert len(names) > 5
    assert sorted(set(names)) == sorted(names)


@pytest.mark.promise("R21")
def test_when_to_get_help_is_said_in_reviewed_words_and_whom_to_call(client, whole):
    factories.country()
    page = text(client)
    box = page[page.index("When to get help now") : page.index("Start here")]
    assert "the skin turns yellow" in box
    assert 'href="tel:999"' in box
    assert "<strong>Medically reviewed</strong> on" in box


def test_start_here_lists_the_first_questions_in_their_order(shown):
    start = shown[shown.index('id="start-here"') : shown.index('id="understanding"')]
    assert re.findall(r">([^<]+\?)</a>", start) == ["When is help needed at once?", "What is Gilbert syndrome?"]


def test_preview_is_the_first_sentence_and_never_cut_within(shown):
    topic = shown[shown.index('id="understanding"') : shown.index('id="family"')]
    assert '<p class="preview">Gilbert syndrome is harmless.</p>' in topic
    assert "as e.g." not in topic


def test_sensitive_answer_has_no_preview(shown):
    assert "Is it life-expectancy?</a>" in shown
    assert "Life is as long" not in shown


def test_answer_within_another_stands_there_whole_and_leads_to_it(shown):
    item = shown[shown.index("Is it catching?") :]
    assert item.index("It is not catching.") < item.index("Medically reviewed") < item.index("Answered within:")
    assert 'Answered within: <a href="/conditions/gilbert-syndrome/causes/">Is it causes?</a>' in item


@pytest.mark.promise("A2", "R16")
def test_state_is_said_as_a_word_beside_a_shape(shown):
    assert re.search(r'<p class="state">\s*<svg class="sign"[^§]*?</svg>\s*Nobody knows yet</p>', shown)
    assert "Review overdue" not in shown


@pytest.mark.promise("R2", "R7")
def test_the_day_after_the_review_ran_out_the_page_drops_the_claim_and_its_markup(client, clock, whole):
    clock(NOON + AFTER)
    page = text(client)
    assert "Medically reviewed" not in page
    assert "Review overdue</p>" in page
    assert '"description"' not in page
    assert '<meta name="description"' not in page


@pytest.mark.promise("R24")
def test_structured_data_says_what_the_page_says(shown):
    (told,) = [json.loads(block) for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', shown)]
    assert (told["@type"], told["name"]) == ("MedicalCondition", "Gilbert syndrome")
    assert told["alternateName"] == ["Constitutional jaundice"]
    assert [(code["codingSystem"], code["codeValue"]) for code in told["code"]] == [("OMIM", "143500")]
    assert told["description"] == "Gilbert syndrome is harmless. It comes and goes, as e.g. after a fast."


def test_condition_with_an_answer_may_be_found_under_one_address(client, whole):
    page = text(client)
    assert '<link rel="canonical" href="http://localhost:8000/conditions/gilbert-syndrome/">' in page
    assert "noindex" not in page
    spanish = text(client, "/es/conditions/gilbert-syndrome/")
    assert 'content="noindex, follow"' in spanish
    assert "ld+json" not in spanish


def test_answer_in_another_language_is_told_of(client, whole):
    page = text(client, "/es/conditions/gilbert-syndrome/")
    assert "En este momento no tenemos ninguna respuesta sobre ella en este idioma." in page
    assert '<a href="/conditions/gilbert-syndrome/causes/" hreflang="en">Is it causes?</a>' in page
    assert "Gilbert syndrome is harmless" not in page


@pytest.mark.promise("R28")
def test_question_that_does_not_apply_is_nowhere(client, whole):
    assert "Is it unwritten?" in text(client)
    question = Question.objects.get(slug="unwritten")
    Applicability.objects.create(condition=whole, question=question, applies=False, reason="For editors alone")
    page = text(client)
    assert "Is it unwritten?" not in page
    assert "For editors alone" not in page
    assert "Still being written" not in page


def test_question_for_stories_alone_is_not_said_to_be_written(client, whole):
    factories.question("stories-alone", "What helps?", kind="experience", policy=None)
    assert "What helps?" not in text(client)


@pytest.mark.promise("S6")
def test_words_that_were_never_published_are_nowhere(client, whole):
    people = factories.desk()
    factories.approved(people, factories.started(people, condition=whole), short="A secret.[^ers-2017]")
    assert "A secret" not in text(client)


@pytest.mark.promise("E20")
def test_answer_that_was_taken_down_leads_to_its_notice(client, whole):
    gone = answered(factories.desk(), whole, "cure", "It was wrong.[^ers-2017]")
    factories.withdrawn(gone)
    page = text(client)
    assert "It was wrong" not in page
    assert '<a href="/conditions/gilbert-syndrome/cure/">Is it cure?</a>' in page
    assert 'Taken down on <time datetime="2026-03-02">2 March 2026</time>' in page


@pytest.mark.promise("E21")
def test_caution_over_the_condition_stands_above_everything(client, whole):
    factories.cautioned(factories.desk(), whole)
    page = text(client)
    assert page.index("We are checking this text again") < page.index("Gilbert syndrome is harmless.<sup")
    assert page.count("We are checking this text again") == 1
    assert '<p class="preview">Gilbert syndrome is harmless.</p>' not in page
    assert "Being checked again</p>" in page


@pytest.mark.promise("E21")
def test_caution_over_one_answer_stands_over_its_words_alone(client, whole):
    factories.cautioned(factories.desk(), whole.answers.get(question__slug="urgent-help"))
    page = text(client)
    box = page[page.index("When to get help now") : page.index("Start here")]
    assert box.index("We are checking this text again") < box.index("the skin turns yellow")
    assert page.count("We are checking this text again") == 1
    assert '"description"' in page


@pytest.mark.promise("R29")
def test_both_values_stand_side_by_side_each_with_its_source_and_year(client, whole):
    people = factories.desk()
    Source.objects.filter(key="ers-2017").update(url="https://example.org/statement")
    factories.value_accepted(people, factories.fact(people, whole), "1 in 20", "1 in 50")
    page = text(client)
    facts = page[page.index("At a glance") : page.index("Start here")]
    assert 'How common <span class="scope">adults in Europe</span>' in facts
    assert facts.index("Good sources differ:") < facts.index("1 in 20") < facts.index("1 in 50")
    source = '<a rel="noreferrer external" href="https://example.org/statement">A statement</a>, A journal, 2017'
    assert facts.count(source) == 2


def test_fact_is_headed_in_the_language_of_its_values(client, whole):
    people = factories.desk()
    facts_of = [factories.fact(people, whole, key) for key in ("prevalence", "start", "catching")]
    factories.value_accepted(people, facts_of[0], "1 in 20", headings={"es": ("Frecuencia", "Europa")}, es="1 de 20")
    factories.value_accepted(people, facts_of[1], "at 20", es="a los 20")
    factories.value_accepted(people, facts_of[2], "no")
    page = text(client, "/es/conditions/gilbert-syndrome/")
    assert '<div> <dt>Frecuencia <span class="scope">Europa</span></dt>' in page
    assert '<div> <dt lang="en">How common' in page
    assert '<div lang="en"> <dt>How common' in page
    assert "Frecuencia" not in text(client)


@pytest.mark.promise("R27")
def test_new_value_is_shown_when_it_comes_into_force_and_not_before(client):
    people, about = other()
    fact = factories.fact(people, about)
    factories.value_accepted(people, fact, "1 in 20")
    live = factories.quoting(people, about)
    newer = factories.value_accepted(people, fact, "1 in 30")
    page = text(client, OTHER)
    assert ("1 in 20" in page, "1 in 30" in page, "Being checked again</dd>" in page) == (True, False, True)
    draft = drafts.save_draft(live.answer, {"change": "A newer figure."}, by=people.author, at=NOON, seen=0)
    revision = revisions.save_revision(draft, by=people.author, at=NOON, seen=draft.version)
    rounds.offer(
        rounds.submit(revision, by=people.author, at=NOON, seen=revision.digest),
        [people.reviewer],
        by=people.author,
        at=NOON,
    )
    factories.signed(people, revision)
    changeover.put_in_force(newer, by=people.colleague, at=NOON, seen={live.answer: revision.digest})
    page = text(client, OTHER)
    assert ("1 in 20" in page, "1 in 30" in page, "Being checked again</dd>" in page) == (False, True, False)


def test_no_more_than_six_facts_are_shown_and_no_value_that_waits(client, whole):
    people = factories.desk()
    for number in range(7):
        factories.value_accepted(people, factories.fact(people, whole, key=f"fact-{number}"), f"1 in {number}00")
    factories.value_proposed(people, factories.fact(people, whole, key="proposed"), "1 in 7")
    page = text(client)
    assert [f"<strong>1 in {number}00</strong>" in page for number in range(7)] == [True] * 6 + [False]
    assert "1 in 7<" not in page


def test_what_the_catalogue_answers_is_not_still_being_written(client):
    other()
    asked("other-names-codes")
    page = text(client, OTHER)
    assert "Is it unwritten?" in page
    assert "Is it other-names-codes?" not in page


@pytest.mark.parametrize("items", [1, 3])
def test_condition_with_answers_costs_three_queries(client, django_assert_num_queries, items):
    people, about = other()
    for number in range(items):
        answered(people, about, f"question-{number}")
        factories.value_accepted(people, factories.fact(people, about, key=f"fact-{number}"), "1 in 20", "1 in 30")
        asked(f"unwritten-{number}")
    with django_assert_num_queries(3):  # the condition, its answers, the emergency numbers in the foot
        page = text(client, OTHER)
    assert page.count('<p class="preview">') == items


def test_language_of_a_figure_is_said_where_it_is_another(client):
    people, about = other()
    factories.value_accepted(people, factories.fact(people, about), "1 in 20", es="1 de 20")
    factories.value_accepted(people, factories.fact(people, about, key="english"), "1 in 30")
    factories.translated(people, answered(people, about, "spoken"))
    spanish = text(client, f"/es{OTHER}")
    assert '<div> <dt lang="en">How common' in spanish
    assert "1 de 20" in spanish
    assert '<div lang="en"> <dt>How common' in spanish
    assert "1 in 20" not in spanish


def test_overdue_and_rechecked_answers_keep_their_preview(client, clock, whole):
    clock(NOON + AFTER)
    page = text(client)
    assert TODAY.isoformat() in page
    assert '<p class="preview">Gilbert syndrome is harmless.</p>' in page


@pytest.mark.promise("S2")
def test_hostile_texts_stay_texts(client):
    people, about = other()
    attack = "</script><img src=x onerror=fire()>"
    factories.named(about, attack)
    fact = facts.start_fact(Fact(condition=about, key="hostile", label=attack, scope=attack), by=people.author, at=NOON)
    answered(people, about, "hostile", 'It says id="x" and href="#y", as typed.')
    Source.objects.update(title=attack)
    factories.value_accepted(people, fact, attack)
    page = text(client, OTHER)
    assert "<img" not in page
    assert page.count("&lt;/script&gt;&lt;img src=x onerror=fire()&gt;") == 5
    assert json.loads(re.search(r"ld\+json\">(.*?)</script>", page)[1])["alternateName"] == [attack]


def test_words_are_shown_to_the_letter_where_only_their_marks_change():
    html = '<p id="body-1">Say id="5" or href="#7".<sup><a href="#source-1" id="cited-1-1">1</a></sup></p>'
    there = '<p>Say id="5" or href="#7".<sup><a href="/there/#source-1">1</a></sup></p>'
    assert elsewhere(html, "/there/") == there
