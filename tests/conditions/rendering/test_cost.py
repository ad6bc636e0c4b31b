"""Twice the text costs twice as much, however it is made. Steps are counted: time depends on the machine."""

import sys

import pytest
from django.core.exceptions import ValidationError

from conditions.rendering import Quoted, render

pytestmark = pytest.mark.one_engine

SHAPES = {
    "prose": "It is rare, *mostly* so.[^ers] ",
    "paragraphs": "It is {fact:europe}.\n\n",
    "open brackets": "[",
    "images of links": "![[]()",
    "links in links": "[a](b",
    "citations begun": "[^",
    "citations": "[^ers]",
    "facts begun": "{fact:",
    "excuses begun": "{no-source: x",
    "excuses": "x {no-source: y}",
    "emphasis begun": "*a_ ",
    "emphasis mixed": "**_*a**",
    "escapes": "\\\\*",
    "entities begun": "&#",
    "elements begun": "<a href=x ",
    "addresses begun": "<https://a",
    "quotes": "> ",
    "quoted lines": "> a\n",
    "lists": "- a\n",
    "lists of lists": "- ",
    "figures": "::: figures\n",
    "headings": "# a\n",
    "tables": "| a | b |\n|---|---|\n| c | d |\n\n",
    "rows": "| a |\n",
    "overlays": "\u0338",
    "accents": "e\u0301\u0323",
    "blanks": "a    \n",
}


def steps(text):
    """How many lines of Python run while the text is rendered."""
    count = 0

    def trace(frame, event, argument):
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        render({"body": text, "short_answer": text}, sources=["ers"], facts={"europe": Quoted("1 in 2", ("ers",))})
    except ValidationError:
        pass
    finally:
        sys.settrace(before)
    return count


@pytest.mark.promise("S2")
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_text_twice_as_long_costs_twice_as_much(shape):
    once, twice = (
        steps(f"a | b\n|---|---|\n{shape * length}" if "|" in shape else shape * length) for length in (100, 200)
    )
    assert once > 100
    assert twice < 2.5 * once
