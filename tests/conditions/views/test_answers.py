"""One question about one condition, as readers find it."""

import datetime
import json
import re

import pytest
from django.db import connection
from django.utils.formats import date_format

from conditions.editorial import sources
from conditions.editorial.comparison import version
from conditions.models import Question, Source
from conditions.models.people import Role
from tests import factories
from tests.factories import NOON, TODAY
from tests.shared import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.one_engine]

DAY = datetime.timedelta(days=1)
WORDS = {
    "short": "It is harmless.[^ers-2017]",
    "body": "## How it comes about\n\nSlowly.[^ers-2017]\n\n::: figures\nOf 100 people 7 died.[^ers-2017]\n:::",
    "urgent_help": "- your skin turns yellow",
    "sources_differ": "| Source | Value |\n|---|---|\n| One[^ers-2017] | 1 in 20 |\n| Other[^other] | 1 in 10 |",
    "unknowns": "Nobody knows why.",
    "country_notes": {"GB": "Tests are free there."},
    "searched_on": TODAY - DAY,
    "machine_help": "drafted",
}


def address(publication):
    answer = publication.answer
    return f"/conditions/{answer.condition.slug}/{answer.question.slug}/"


def text(client, where, status=200):
    response = client.get(where)
    assert response.status_code == status
    return response.content.decode()


def structured(page):
    return [json.loads(block) for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)]


def everything():
    """A live answer that says all that an answer can say."""
    people = factories.desk()
    url = "https://example.org/statement"
    factories.source(url=url, published="2017-11-30", note="Abstract only.")
    factories.source("other", title="Another statement", doi="10.1000/other", published="2020-02")
    asked = factories.question("causes", "What causes it?")
    answer = factories.started(people, condition=factories.condition(), question=asked)
    return factories.published(people, answer, **WORDS)


whole = made_once(everything)


@pytest.fixture
def shown(client, whole):
    return text(client, address(whole))


@pytest.mark.promise("R1")
def test_answer_that_is_reviewed_names_who_reviewed_it(shown, whole):
    reviewer = whole.sign_offs.get().verdict
    assert f'<strong>Medically reviewed</strong> on <time datetime="{TODAY}">2 March 2026</time>' in shown
    assert f"by {reviewer.name}, MD, Hepatology." in shown


@pytest.mark.promise("R5", "R15")
def test_four_dates_stand_under_four_labels(shown, whole):
    dates = {
        "Last reviewed": whole.reviewed_on,
        "Last edited": whole.edited_on,
        "Next review due": whole.next_due_on,
        "Evidence searched up to": WORDS["searched_on"],
    }
    assert len(set(dates.values())) == 3
    for label, on in dates.items():
        assert f'<dt>{label}</dt> <dd><time datetime="{on}">{date_format(on)}</time></dd>' in shown


@pytest.mark.promise("R11", "R22")
def test_page_says_what_was_checked_with_which_interests_and_how_it_was_written(shown):
    assert "Interests: none declared for this topic" in shown
    assert 'Registration (A register) checked by us on <time datetime="2026-03-02">' in shown
    assert "The statements are accurate." in shown
    assert "<dt>Written by</dt> <dd>A Person</dd>" in shown
    assert "A machine helped to draft this text; people checked every sentence." in shown


@pytest.mark.promise("R13")
def test_source_is_shown_with_title_publisher_date_and_link(shown):
    first = re.sub(r"\s+", " ", shown[shown.index('<li id="source-1"') : shown.index('<li id="source-2"')])
    assert '<a rel="noreferrer external" href="https://example.org/statement">A statement</a>' in first
    assert (
        'A journal, <time datetime="2017-11-30">30 November 2017</time>; read on <time datetime="2026-03-02">' in first
    )
    assert "Abstract only." in first
    assert '<time datetime="2020-02">February 2020</time>' in shown


@pytest.mark.promise("R16", "R29")
def test_both_values_stand_side_by_side_and_what_nobody_knows_has_a_heading(shown):
    differ = shown[shown.index('id="sources-differ"') : shown.index('id="unknowns"')]
    assert "Where good sources differ" in differ
    assert differ.index("1 in 20") < differ.index('href="#source-2"') < differ.index("1 in 10")
    assert "What nobody knows yet</h2>" in shown


@pytest.mark.promise("R21")
def test_answer_says_when_to_seek_help_and_that_it_replaces_nobody(client, whole):
    factories.country()
    page = text(client, address(whole))
    assert '<a href="#help-now">Need help now? When to call 999 or 112</a>' in page
    box = page[page.index('class="help-now"') : page.index('class="help-now"') + 900]
    assert "your skin turns yellow" in box
    assert 'href="tel:999"' in box
    assert "It does not replace them." in page


def test_contents_lead_to_every_part(shown):
    contents = shown[shown.index('<nav class="contents') : shown.index('class="text"')]
    places = re.findall(r'href="#([^"]+)"', contents)
    assert places == ["help-now", "body-1", "sources-differ", "unknowns", "countries", "checked", "sources", "changed"]
    assert all(f'id="{place}"' in shown for place in places)
    assert "United Kingdom</h3>" in shown


@pytest.mark.promise("R24")
def test_structured_data_says_what_the_page_says(shown, whole):
    (told,) = structured(shown)
    assert (told["abstract"], told["name"], told["version"]) == ("It is harmless.", "What causes it?", whole.code)
    assert (told["lastReviewed"], told["dateModified"]) == (str(whole.reviewed_on), str(whole.edited_on))
    assert told["reviewedBy"][0]["honorificSuffix"] == "MD"
    assert [each["name"] for each in told["citation"]] == ["A statement", "Another statement"]
    assert all(each["name"] in shown and each["url"] in shown for each in told["citation"])


def test_search_engines_are_told_one_address_and_the_short_answer(shown):
    assert "<title>What causes it? · Gilbert syndrome · " in shown
    assert '<meta name="description" content="It is harmless.">' in shown
    assert 'rel="canonical" href="http://localhost:8000/conditions/gilbert-syndrome/causes/"' in shown
    assert "hreflang" not in shown[: shown.index("<body>")]
    assert "noindex" not in shown


@pytest.mark.promise("R24")
def test_page_opened_at_midnight_tells_of_one_day(client, whole, clock):
    last = NOON + (whole.next_due_on - TODAY)

    def a_day_later(execute, *given):
        clock(last + DAY)
        return execute(*given)

    clock(last)
    with connection.execute_wrapper(a_day_later):
        page = text(client, address(whole))
    assert "<strong>Medically reviewed</strong>" in page
    assert structured(page)[0]["lastReviewed"] == str(whole.reviewed_on)


@pytest.mark.promise("R2", "R7", "R24")
def test_day_after_the_last_the_page_calls_itself_overdue_and_reviewed_nowhere(client, whole, clock):
    clock(NOON + (whole.next_due_on - TODAY))
    assert "Medically reviewed" in text(client, address(whole))
    clock(NOON + (whole.next_due_on - TODAY) + DAY)
    page = text(client, address(whole))
    assert "<strong>Review overdue.</strong> Last checked on" in page
    assert "medically reviewed" not in page.lower()
    assert structured(page) == []


@pytest.mark.promise("E13")
def test_lapsed_registration_is_said_beside_the_review_that_rests_on_it(client, whole, clock):
    assert "checking it again" not in text(client, address(whole))
    clock(NOON + 366 * DAY)
    page = text(client, address(whole))
    assert "because the registration of a person who checked it is no longer confirmed." in page


@pytest.mark.promise("R2")
def test_demonstration_names_no_reviewer_to_machines(client, whole, settings):
    settings.DEMONSTRATION = True
    page = text(client, address(whole))
    assert structured(page)[0].keys() & {"reviewedBy", "lastReviewed"} == set()
    assert '<meta name="robots" content="noindex">' in page


def test_sensitive_answer_has_no_preview_anywhere(client, whole):
    Question.objects.filter(slug="causes").update(is_sensitive=True)
    page = text(client, address(whole))
    assert '<meta name="robots" content="nosnippet">' in page
    assert 'name="description"' not in page
    assert "abstract" not in structured(page)[0]


@pytest.mark.promise("E16")
def test_what_became_of_a_source_is_said_beside_it_and_to_machines(client, whole):
    cited = Source.objects.get(key="ers-2017")
    newer = factories.source("newer", title="The newer statement")
    who = {"by": factories.holder(Role.EDITOR), "at": NOON}
    cited = sources.retract_source(cited, on=TODAY, note="Invented data", seen=version(cited), **who)
    sources.replace_source(cited, newer, seen=version(cited), next_seen=version(newer), **who)
    page = text(client, address(whole))
    assert "<strong>Retracted</strong> on <time" in page
    assert "<strong>Replaced by</strong> The newer statement" in page
    assert "Invented data" not in page
    assert structured(page)[0]["citation"][0]["creativeWorkStatus"] == "Retracted"


@pytest.mark.promise("E21")
def test_caution_stands_above_the_words(client, whole):
    people = factories.desk()
    factories.cautioned(people, whole.answer.condition)
    page = text(client, address(whole))
    assert page.index("We are checking this text again") < page.index('id="short-answer"')


@pytest.mark.promise("R27")
def test_answer_whose_figure_is_about_to_change_says_that_it_is_being_rechecked(client):
    people, about = factories.desk(), factories.condition(slug="quoted")
    fact = factories.fact(people, about)
    factories.value_accepted(people, fact)
    live = factories.quoting(people, about)
    assert "checking it again" not in text(client, address(live))
    factories.value_accepted(people, fact, "1 in 10")
    page = text(client, address(live))
    assert "We are checking it again because a figure in it has changed." in page
    assert "1 in 20" in page
    assert "1 in 10" not in page


def test_sheet_of_paper_says_where_the_rest_stands_and_leaves_room_for_questions(client, whole):
    sheet = text(client, f"{address(whole)}print/")
    assert "The whole answer, with all its sources:" in sheet
    assert f"http://localhost:8000{address(whole)}</a>. Version {whole.code}, printed on" in sheet
    assert "My questions</h2>" in sheet
    assert '<meta name="robots" content="noindex">' in sheet
    assert "<strong>Medically reviewed</strong>" in sheet


def test_folded_figures_stand_on_the_page_and_not_on_the_sheet_nor_in_its_head(client, whole, shown):
    assert '<details class="figures"' in shown
    assert "7 died" not in shown[: shown.index("<body>")]
    sheet = text(client, f"{address(whole)}print/")
    assert "Slowly." in sheet
    assert "7 died" not in sheet
