"""Whatever is typed, what comes out is whole, ours, and the same again."""

import re
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from conditions.rendering import PARTS, Quoted, mentioned, plain, render, tidy
from conditions.rendering.sanitising import sanitised
from tests.fragments import foreign, twice

pytestmark = pytest.mark.one_engine

PIECES = [
    "\n", "\n\n", " ", "    ", "# ", "### ", "- ", "1. ", "> ", "|", "|---|\n", "*", "**", "_", "`", "\\", "&", "&lt;",
    "&#x202e;", "&#x338;", "&#0;", "&nbsp;", "<", ">", "<script>", "</p>", '"', "'", "[", "](", ")", "](/a)", "[^ers]",
    "[^", "^]", "{fact:europe}", "{fact:", "{no-source: r}", "{no-source:", "}", "::: figures\n", ":::", "\n:::\n",
    "https://a.example", "<https://a.example>", "javascript:", "mailto:a@b.example", "//", "\x00", "\ud800", "\u202e",
    "\u0338", "\u0301", "\u0323", "e", "=", "1 in 2", ".", "\u2028", "\r", "\t", "مرض", "<!--", "]]>", "@", "#source-1",
]  # fmt: skip
STRUCTURE = [
    "\n", "\n\n", "  ", "    ", "# ", "## ", "- ", "1. ", "> ", "| ", " |", "|---|\n", "|---|---|\n", "::: figures\n",
    ":::\n", "---\n", "```\n", "*", "**", "[", "]", "](/there) ", "!", " word ", " Größe ", " ἀρχή ", "<b>", "\\\n",
]  # fmt: skip
WORD = re.compile("word|Größe|ἀρχή")
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=30).map("".join)
parts = st.dictionaries(st.sampled_from(PARTS), texts, min_size=1)


def rendered(given_parts, fact="1 in 2"):
    """What comes out, or nothing where the text is refused; anything else that is raised fails the test."""
    try:
        return render(given_parts, sources=["ers"], facts={"europe": Quoted(fact, ("ers", "orphanet"))})
    except ValidationError:
        return None


@given(parts, texts)
@example({"body": "[x](https://xn--a.example)"}, "\u0338")
@example({"body": "**a**\u0338"}, "<")
def test_any_text_is_refused_or_comes_out_whole_and_ours(given_parts, fact):
    if (found := rendered(given_parts, fact)) is None:
        return
    for html in found.html.values():
        assert foreign(html) == []
        assert sanitised(html) == html
        assert unicodedata.is_normalized("NFC", html)
    assert twice(*found.html.values()) == []


@given(parts)
def test_same_text_gives_the_same_bytes_in_any_order(given_parts):
    assert rendered(given_parts) == rendered(dict(reversed(given_parts.items())))


@given(parts)
def test_what_is_used_is_what_was_mentioned(given_parts):
    if (found := rendered(given_parts)) is None:
        return
    named = mentioned(given_parts)
    assert found.facts == named.facts
    assert set(found.citations) == set(named.sources) | ({"ers", "orphanet"} if named.facts else set())


@given(texts)
def test_tidy_text_is_tidy(text):
    assert tidy(tidy(text)) == tidy(text)
    assert unicodedata.is_normalized("NFC", tidy(text))
    assert rendered({"body": tidy(text)}) == rendered({"body": text})


@given(st.lists(st.sampled_from(STRUCTURE), max_size=40).map("".join))
@example("| heading |\n|---|\n| first | second |")
@example("- " * 12 + "word")
def test_no_word_is_lost(text):
    if (found := rendered({"body": text})) is not None:
        assert WORD.findall(" ".join(plain(found.html["body"]))) == WORD.findall(text)
