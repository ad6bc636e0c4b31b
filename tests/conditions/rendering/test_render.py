"""What a text becomes: citations, facts, headings, folded figures, and what is refused."""

import re
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from conditions.rendering import PARTS, Quoted, as_read, mentioned, plain, render
from conditions.rendering.grammar import read
from conditions.rendering.sanitising import sanitised
from conditions.rendering.writing import written
from tests import pseudo
from tests.fragments import elements, twice

pytestmark = pytest.mark.one_engine

EUROPE = Quoted("1 in 2,000 to 1 in 5,000", ("orphanet-60", "ers-2017"))
IMAGE = {"img", "picture", "source", "svg", "object", "embed", "video", "canvas", "figure", "iframe"}
SOURCES = ("ers-2017", "nice-ng20", "orphanet-60")


def body(text, part="body", facts=None):
    """The HTML of one part."""
    return render({part: text}, sources=SOURCES, facts=facts or {}).html[part]


def refused(parts):
    with pytest.raises(ValidationError) as refusal:
        render(parts, sources=SOURCES, facts={})
    return refusal.value.message_dict


def cited(html):
    """The number and the address of each citation."""
    return [(element.text, element.get("href"), element.get("id")) for element in elements(html) if element.tag == "a"]


def test_citation_becomes_the_number_of_its_source():
    html = body("Rare.[^ers-2017] Often missed.[^nice-ng20] Rare indeed.[^ers-2017]")
    assert cited(html) == [
        ("1", "#source-1", "cited-1-1"),
        ("2", "#source-2", "cited-2-1"),
        ("1", "#source-1", "cited-1-2"),
    ]


def test_citations_are_numbered_in_the_order_of_reading():
    texts = {"unknowns": "C.[^orphanet-60]", "body": "B.[^nice-ng20]", "short_answer": "A.[^ers-2017]"}
    rendered = render(texts, sources=SOURCES, facts={})
    assert rendered.citations == ("ers-2017", "nice-ng20", "orphanet-60")
    assert list(rendered.html) == ["short_answer", "body", "unknowns"]


def test_citations_in_a_row_are_one_group_that_names_each_source_once():
    html = body("Rare. [^ers-2017] [^nice-ng20]\n[^ers-2017]")
    assert re.sub(r' (id|aria-label)="[^"]*"', "", html) == (
        '<p>Rare.<sup class="citation"><a href="#source-1">1</a>, <a href="#source-2">2</a></sup></p>'
    )


def test_number_says_to_a_screen_reader_what_it_is():
    with translation.override("en"):
        labels = [element.get("aria-label") for element in elements(body("Rare.[^ers-2017]")) if element.tag == "a"]
    assert labels == ["Source 1"]


def test_fact_stands_as_its_text_and_cites_its_sources():
    rendered = render({"body": "About {fact:europe} adults."}, sources=[], facts={"europe": EUROPE})
    assert plain(rendered.html["body"]) == ["About 1 in 2,000 to 1 in 5,000 adults."]
    assert (rendered.citations, rendered.facts) == (("orphanet-60", "ers-2017"), ("europe",))
    assert "5,000<sup" in rendered.html["body"]


def test_fact_is_text_and_never_markdown():
    html = body("It is {fact:odd}.", facts={"odd": Quoted("*1* <b>in</b> [x](/y) &lt;", ())})
    assert plain(html) == ["It is *1* <b>in</b> [x](/y) &lt;."]
    assert {element.tag for element in elements(html)} == {"p"}


def test_fact_within_a_link_is_cited_after_it():
    html = body("[About {fact:europe} adults](/conditions/) have it.", facts={"europe": EUROPE})
    assert "adults</a><sup" in html
    assert [href for _, href, _ in cited(html)] == ["/conditions/", "#source-1", "#source-2"]


def test_excuse_vanishes_with_the_blank_before_it():
    texts = {
        "short_answer": "Two lungs {no-source: everybody knows that}, one liver.",
        "body": "{no-source: all of it is known} Two lungs. {no-source: everybody\nknows that}\n\n{no-source: alone}",
    }
    rendered = render(texts, sources=[], facts={})
    assert rendered.short_answer == "Two lungs, one liver."
    assert rendered.html["body"] == '<p id="body-1">Two lungs.</p>'


def test_short_answer_is_one_run_of_text():
    rendered = render(
        {"short_answer": "# It is\n\n- **rare**.[^ers-2017]  \n`No`&nbsp;<b>cure</b>."}, sources=SOURCES, facts={}
    )
    assert rendered.short_answer == "# It is - rare. `No`\xa0<b>cure</b>."
    assert {element.tag for element in elements(rendered.html["short_answer"])} == {"strong", "sup", "a"}


def test_what_is_mentioned_can_be_known_before_it_is_looked_up():
    texts = {"body": "{fact:b} [^z] {fact: a }", "urgent_help": "[^y] {fact:b}"}
    found = mentioned(texts)
    assert (found.sources, found.facts) == (("y", "z"), ("b", "a"))


@pytest.mark.parametrize(
    ("part", "text", "levels"),
    [
        ("body", "# One\n## Two\n### Three\n#### Four", [2, 2, 3, 4]),
        ("body", "###### Deep\n###### Deeper\n# One\n##### Deep", [2, 3, 2, 3]),
        ("body", "# One\n### Three\n#### Four\n##### Five\n###### Six\n###### Six", [2, 3, 4, 5, 6, 6]),
        ("unknowns", "## Two\n###### Six\n#", [3, 4]),
    ],
)
def test_headings_stand_below_those_of_the_page_and_never_jump(part, text, levels):
    tags = [element.tag for element in elements(body(text, part))]
    assert tags == [f"h{level}" for level in levels]


def test_every_block_has_an_address_of_its_own():
    blocks = "# A\n\nB[^ers-2017]\n\n- c\n- d\n\n> e\n\n| f |\n|---|\n| g |\n\n::: figures\nh\n\n1. i\n:::\n\nj"
    html = {part: body(blocks, part) for part in PARTS[1:]}
    ids = [element.get("id") for element in elements(html["body"]) if element.tag != "a" and element.get("id")]
    assert ids == [f"body-{number}" for number in range(1, 10)]
    assert twice(*render(dict.fromkeys(PARTS[1:], blocks), sources=SOURCES, facts={}).html.values()) == []


def test_figures_are_folded_under_words_of_ours():
    html = body("Words first.\n\n::: figures\nHalf of them.\n:::\n\nAnd last.")
    assert html == (
        '<p id="body-1">Words first.</p>\n'
        '<details class="figures" id="body-2"><summary>Show the figures</summary>\n'
        '<p class="averages">These are averages from groups of people. '
        "They cannot say what will happen to you or your child.</p>\n"
        '<p id="body-3">Half of them.</p>\n</details>\n<p id="body-4">And last.</p>'
    )
    assert plain(html) == ["Words first.", "Half of them.", "And last."]


@pytest.mark.parametrize(
    "text",
    [
        "::: figures\nHalf.",
        "Half.\n\n:::",
        "::: figures\n::: figures\nHalf.\n:::\n:::",
        "- a\n\n  ::: figures\n  Half.\n  :::",
        "> ::: figures\n> Half.\n> :::",
        "::: others\nHalf.\n:::",
        "::: figures\nHalf.\n:::\n:::",
        "One ::: figures",
    ],
)
def test_figures_that_would_fold_away_something_else_are_refused(text):
    (sentence,) = refused({"body": text})["body"]
    assert sentence.startswith("Figures are not folded as they should be. Write “::: figures” on a line before them")


def test_key_that_does_not_exist_is_refused_by_name():
    found = refused({"body": "A.[^ers-2018][^ers-2018] {fact:europe}", "unknowns": "[^ ERS 2017]"})
    assert found == {
        "body": [
            "There is no source “ers-2018”. Choose one from the list of sources, or add it.",
            "There is no shared fact “europe”. Choose one from the list of facts, or add it.",
        ],
        "unknowns": ["There is no source “ERS 2017”. Choose one from the list of sources, or add it."],
    }


@pytest.mark.parametrize("mark", ["[^", "{fact", "{ No-Source"])
def test_mark_that_is_not_closed_never_reaches_readers(mark):
    assert refused({"short_answer": f"It is rare {mark}:ers-2017"})["short_answer"] == [
        f"A mark begins with “{mark}” and is not closed. Close it, or take it away."
    ]


@pytest.mark.parametrize(
    "link",
    ["javascript:x", "//other.example", "www.nhs.uk", "https://nhs.uk@other.example/", "mailto:a@b.c?bcc=d@e.f", "#x"],
)
def test_link_that_leads_nowhere_good_is_refused(link):
    (sentence,) = refused({"body": f"[See]({link})"})["body"]
    assert sentence.startswith("A link does not work. Let its address begin with https://, http://, mailto:")


@pytest.mark.parametrize(
    "link", ["https://www.nhs.uk/conditions/?a=b#c", "http://example.org", "mailto:help@example.org", "/conditions/"]
)
def test_link_to_a_page_or_a_mailbox_works(link):
    assert [href for _, href, _ in cited(body(f"[See]({link})"))] == [link]


def test_nothing_is_lost_in_lists_that_nest_too_deeply():
    deep = "\n".join("  " * depth + "- item" for depth in range(12))
    assert refused({"body": deep})["body"] == [
        "Lists or quotes stand in one another too deeply. Use at most three levels."
    ]
    assert body("\n".join("  " * depth + "- item" for depth in range(3))).count("item") == 3


def test_what_is_written_for_other_sites_stays_readable_text():
    html = body("Title\n---\n\n    indented\n\n```\nfenced\n```\n\n[x]: /there\n\n![picture](/x.png) <b>raw</b>")
    assert {element.tag for element in elements(html)} == {"p", "a"}
    assert plain(html) == ["Title ---", "indented", "``` fenced ```", "[x]: /there", "!picture <b>raw</b>"]


IMAGES = (
    "![picture](/x.png)",
    "[![picture](/x.png)](/there)",
    "![picture][x]\n\n[x]: /x.png",
    "- ![picture](/x.png)\n\n| a |\n|---|\n| ![picture](/x.png) |",
    '<img src="/x.png"><svg></svg><object data="/x"></object>',
    "<figure><picture><source srcset=/x.png></picture></figure>",
)


@pytest.mark.promise("E3")
@pytest.mark.parametrize("part", PARTS)
def test_no_image_renders_so_no_figure_escapes_the_digest(part):
    """Neither the grammar knows one, nor would the last sieve let one through."""
    for text in IMAGES:
        tokens = read(part, text).tokens
        assert "image" not in [child.type for token in tokens for child in token.children or ()]
        for html in (sanitised(written(tokens)), sanitised(f"<p>{text}</p>")):
            assert not IMAGE.intersection(element.tag for element in elements(html))


def test_table_tells_what_its_columns_are():
    html = body("| Source | Value |\n|:--|--:|\n| ERS | 1 |")
    heads = [element.attrib for element in elements(html) if element.tag == "th"]
    assert heads == [{"scope": "col"}, {"scope": "col"}]
    assert plain(html) == ["Source Value\nERS 1"]


@pytest.mark.promise("R29")
def test_values_that_differ_stand_side_by_side_each_with_its_source():
    table = "| Where | How many |\n|---|---|\n| Europe | {fact:europe} |\n| Sweden | 6 in 10,000[^nice-ng20] |"
    html = body(table, "sources_differ", {"europe": EUROPE})
    rows = [["".join(cell.itertext()) for cell in row] for row in elements(html) if row.tag == "tr"]
    assert rows[1:] == [["Europe", "1 in 2,000 to 1 in 5,0001, 2"], ["Sweden", "6 in 10,0003"]]


def test_table_loses_no_cell():
    assert refused({"body": "- | a |\n  |---|\n  | b\\|c | d |"})["body"] == [
        "A row of a table has more cells than its first row. Give each column a heading."
    ]
    assert plain(body("- | a |\n  |---|\n  | b\\|c |")) == ["a\nb|c"]


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\x07", "\x00", "\ufeff", "\U000e0041", "\ud800", "&#x202e;"])
def test_sign_that_disguises_text_is_taken_out(hidden):
    assert body(f"1{hidden}0 in 100") == '<p id="body-1">10 in 100</p>'


@pytest.mark.parametrize("text", ["مرض نادر\u200f (2 من 10)", "می\u200cشود", "क्\u200dष", "👩\u200d⚕️", "ไทย\u200bไทย"])
def test_text_of_every_script_stays_as_it_is(text):
    assert body(text) == f'<p id="body-1">{text}</p>'


def test_letters_are_composed_and_stay_so_beside_tags():
    html = body("Sjo\u0308gren e&#x301; **a**\u0338b")
    assert html == '<p id="body-1">Sjögren é <strong>a</strong>b</p>'
    assert unicodedata.is_normalized("NFC", html)


def test_words_of_ours_are_in_the_language_that_is_active(tmp_path, settings):
    pseudo.build(tmp_path)
    settings.LOCALE_PATHS, settings.LANGUAGES = [tmp_path], [("en", "English"), (pseudo.CODE, "Ido")]
    with translation.override(pseudo.CODE):
        html = body("::: figures\nHalf.[^ers-2017]\n:::")
    assert "<summary>⟦Show the figures⟧</summary>" in html
    assert ">⟦These are averages from groups of people. They" in html
    assert 'aria-label="⟦Source 1⟧"' in html


def test_notes_for_countries_are_parts_of_their_own_by_code():
    parts = {
        "country_notes-IE": "# There\nOne.[^nice-ng20]\n\nTwo.",
        "country_notes-GB": "Here.[^ers-2017]",
        "body": "",
    }
    rendered = render(parts, sources=["ers-2017", "nice-ng20"], facts={})
    assert rendered.citations == ("ers-2017", "nice-ng20")
    assert '<h3 id="country_notes-IE-1">There</h3>' in rendered.html["country_notes-IE"]
    assert plain(rendered.html["country_notes-IE"]) == ["There", "One.", "Two."]


@pytest.mark.parametrize(
    "part", ["footnote", "country_notes-gb", "country_notes-GBR", "country_notes-", "country_notes"]
)
def test_part_that_does_not_exist_is_a_mistake_of_the_program(part):
    with pytest.raises(ValueError, match=f"No part of an answer is called {part}"):
        render({part: ""}, sources=[], facts={})


@pytest.mark.promise("R25")
def test_short_answer_counts_as_its_readers_see_it():
    written = "It is *rare*: {fact:prevalence}.[^ers-2017] {no-source: everybody knows}"
    assert as_read(written, {"prevalence": "1 in 20"}) == "It is rare: 1 in 20."
    assert as_read(written, {}) == "It is rare: {fact:prevalence}."
    assert as_read("It is [^", {}) == "It is [^"
    assert as_read("", {}) == ""
