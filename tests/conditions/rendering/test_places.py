"""Where a reviewer can comment: beside each block, of which no byte changes, and in the words that were typed."""

import pytest
from hypothesis import given

from conditions.rendering import render
from conditions.rendering.places import apart, beside, blocks, markdown, unaddressed
from tests.conditions.rendering.test_any_text import parts, rendered
from tests.conditions.rendering.test_golden import BODY, FACTS, PARTS, SOURCES

pytestmark = pytest.mark.one_engine


def found(html):
    return {block.place: html[block.begins : block.ends] for block in blocks(html)}


def test_each_block_begins_and_ends_where_its_element_does():
    golden = found(BODY)
    assert list(golden) == [f"body-{number}" for number in range(1, 9)]
    assert golden["body-1"] == '<h2 id="body-1">How it begins</h2>'
    assert (golden["body-6"][:8], golden["body-6"][-10:]) == ("<details", "</details>")
    assert (golden["body-8"][:3], golden["body-8"][-5:]) == ("<ul", "</ul>")


def test_block_names_the_sources_that_it_cites_itself():
    cited = {block.place: block.sources for block in blocks(BODY)}
    assert cited["body-2"] == (2, 4)
    assert (cited["body-1"], cited["body-6"], cited["body-8"]) == ((), (), (4,))


def test_notes_stand_right_after_their_blocks_also_within_figures():
    noted = beside(BODY, {"body-4": "[four]", "body-6": "[six]", "body-8": "[eight]", "body-99": "[none]"})
    assert "</blockquote>[four]\n<table" in noted
    assert "</ul>[eight]\n</details>[six]" in noted
    assert "[none]" not in noted


def test_typed_words_are_found_by_the_place_of_their_block():
    typed = markdown("body", PARTS["body"])
    assert list(typed) == list(found(BODY))
    assert typed["body-4"] == "> Of 120 babies 14 were yellow.[^sveger-1976]"
    assert typed["body-8"] == "- Half of them live longer.[^sveger-1976]"
    assert markdown("short_answer", PARTS["short_answer"]) == {}


def test_paragraph_of_an_excuse_alone_is_no_block():
    text = "{no-source: known}\n\nOne.[^ers-2017]\n\n{fact:prevalence-europe}"
    html = render({"body": text}, sources=SOURCES, facts=FACTS).html["body"]
    assert list(markdown("body", text)) == list(found(html)) == ["body-1", "body-2"]
    assert markdown("body", text)["body-1"] == "One.[^ers-2017]"


@given(parts)
def test_any_text_has_typed_words_for_each_block_and_keeps_its_bytes(given_parts):
    if (one := rendered(given_parts)) is None:
        return
    for part, html in one.html.items():
        assert list(markdown(part, given_parts[part])) == list(found(html))
        assert beside(html, dict.fromkeys(found(html), "<!--note-->")).replace("<!--note-->", "") == html


def test_texts_that_share_a_page_have_addresses_of_their_own():
    html = '<section id="a" aria-labelledby="b"><h2 id="b">Say id="b"</h2><p><a href="#a">1</a><a href="/x#a">2</a></p>'
    assert apart(html, "t-") == (
        '<section id="t-a"><h2 id="t-b">Say id="b"</h2><p><a href="#t-a">1</a><a href="/x#a">2</a></p>'
    )


def test_text_that_is_shown_once_more_has_no_address_and_leads_to_none():
    html = '<p id="body-1">Say id="b" <a class="cite" href="#source-1" id="c">1</a><a href="/x#a">2</a></p>'
    assert unaddressed(html) == '<p>Say id="b" <a class="cite">1</a><a href="/x#a">2</a></p>'
