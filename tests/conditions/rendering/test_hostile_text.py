"""No text becomes anything but text, seen as a browser sees it (S2)."""

import pytest
from django.core.exceptions import ValidationError

from conditions.rendering import PARTS, Quoted, plain, render, tidy
from conditions.rendering.sanitising import sanitised
from tests import attacks, markdown_attacks
from tests.fragments import elements, foreign, twice

pytestmark = pytest.mark.one_engine

PAYLOADS = [*attacks.ALL, *markdown_attacks.ALL]
ROUND = ["{}", "Before {} after.", "- {}\n- x", "# {}", "| a |\n|---|\n| {} |", "> {}", "::: figures\n{}\n:::"]


def attempts(payload):
    """What readers get where the text is taken, in every part and place."""
    for around in ROUND:
        for part in PARTS:
            text = around.replace("{}", payload)
            try:
                yield render({part: text}, sources=["ers-2017"], facts={"europe": Quoted(payload, ("ers-2017",))})
            except ValidationError:
                continue


@pytest.mark.promise("S2")
@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_stays_text(payload):
    for rendered in attempts(payload):
        (html,) = rendered.html.values()
        assert foreign(html) == []
        assert twice(html) == []


@pytest.mark.promise("S2")
@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_fact_stays_text(payload):
    fact = {"europe": Quoted(payload, ("ers-2017",))}
    html = render({"body": "{fact:europe}"}, sources=[], facts=fact).html["body"]
    assert foreign(html) == []
    assert {element.tag for element in elements(html)} <= {"p", "sup", "a"}


def test_most_of_the_corpus_is_text_that_is_taken():
    """So that the tests above do not pass because everything is refused."""
    taken = [payload for payload in PAYLOADS if next(attempts(payload), None)]
    assert len(PAYLOADS) > 300
    assert len(taken) > 250


def test_what_looked_like_an_element_is_shown_as_it_was_typed():
    html = render({"body": "Take <b onclick=fire()>2</b>."}, sources=[], facts={}).html["body"]
    assert plain(html) == ["Take <b onclick=fire()>2</b>."]


@pytest.mark.promise("S2")
def test_sanitiser_alone_takes_out_what_a_mistake_of_ours_would_let_in():
    for payload in attacks.ALL:
        assert foreign(sanitised(tidy(payload))) == []
    assert sanitised('<p id="top" class="citation" title="x" lang="en">x</p>') == "<p>x</p>"
    assert sanitised('<a href="//evil.example" id="body-1">x</a><a href="#top">y</a>') == "<a>x</a><a>y</a>"
