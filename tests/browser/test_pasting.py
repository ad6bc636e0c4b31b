"""Text that is pasted into the sheet from a word processor, by the keys that people press (docs/decisions/0050)."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from conditions.models import Answer
from conditions.rendering import plain, render
from tests import factories
from tests.browser.conftest import DESK, Visit
from tests.browser.test_writing import opened, sheet

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]

CLIPBOARDS = Path(__file__).parent / "clipboard"
PASTED = """## What helps

Rest, and **drink** *enough* water: 10⁹ cells per litre, and H₂O.

### At home

- Rest
  - at night
  - at noon
- Drink

In this order:

1. Wake up
2. Get up

| Age | Dose |
|---|---|
| 1 to 4 years | < 5 mg |

Read [the guideline](https://guides.example.org/water_%28drink%29)."""
ELEMENTS = ["h2", "p", "h3", "ul", "ul", "p", "ol", "table", "p"]
COPY = """html => document.addEventListener('copy', event => {
    event.clipboardData.setData('text/html', html)
    event.clipboardData.setData('text/plain', 'plain words')
    event.preventDefault()
}, { once: true })"""
HOSTILE = """<p onclick="fire()" style="color:red">Words <b>here</b></p><script>fire()</script><style>p{}</style>
<img src="x" onerror="fire()"><svg onload="fire()"></svg><iframe srcdoc="<script>fire()</script>"></iframe>
<a href="javascript:fire()">one</a> <a href=" data:text/html,x">two</a> <a href="https://a:b@c.example/">three</a>
<p>&lt;script&gt;fire()&lt;/script&gt; [x](javascript:fire())</p><form action="//evil"><p>end</p></form>"""
ODD = {  # what is pasted, and what readers read of it, block by block
    "<p><b>Note:</b>text, <b>b</b><i>i</i></p>": ["Note:text, bi"],
    "<p>5 * 3 * 2, _a_, &lt;b&gt;, &amp;amp;, a\\b, <b>c</b></p>": ["5 * 3 * 2, _a_, <b>, &amp;, a\\b, c"],
    "<p>&gt; 5 mg</p><p>1998. A year.</p>": ["> 5 mg", "1998. A year."],
    "<ul><li>a<ol start=4><li>four</li></ol></li></ul>": ["a\nfour"],
    "<p>Of <s>ten</s> <b>two</b>, m<sup>2</sup>, x<sup>2y</sup></p>": ["Of two, m², x^(2y)"],
    "<table><tr><td rowspan=2>A<td>B|b<tr><td>C</table>": ["A B|b\nA C"],
    f"<table><tr><td rowspan=2>{'A' * 201}<td>B<tr><td>C</table>": [f"{'A' * 201} B\nC"],
    "<p><a href='mailto:a)b@example.org'>write</a> now</p>": ["write now"],
    "<p>As said<sup><a href='#cite_note-1'>[1]</a></sup>.</p><p>Marks[^ers-2017].</p>": ["As said.", "Marks."],
}


@pytest.fixture
def people(site: str) -> SimpleNamespace:
    factories.source()
    return factories.desk()


@pytest.fixture
def answer(people: SimpleNamespace) -> Answer:
    return factories.started(people)


def paste(page: Page, html: str, label: str = "Text") -> None:
    """Copies the HTML as a word processor would, and pastes it; both with the keys."""
    page.get_by_role("heading", level=1).click()
    page.evaluate(COPY, html)
    page.keyboard.press("Control+C")
    page.get_by_label(label, exact=True).focus()
    page.keyboard.press("Control+V")


def body(page: Page) -> str:
    return page.get_by_label("Text", exact=True).input_value()


def rendered(text: str) -> str:
    return render({"body": text}, sources=["ers-2017"], facts={}).html["body"]


def test_text_from_a_word_processor_keeps_its_shape_and_can_be_undone(
    visit: Visit, people: SimpleNamespace, answer: Answer
) -> None:
    page, wrong = opened(visit, people, sheet(answer), width=DESK), []
    for processor in ("word", "libreoffice", "google"):
        paste(page, (CLIPBOARDS / f"{processor}.html").read_text())
        left = "footnotes (1), comments (1), pictures (1)" if processor == "word" else "footnotes (1), pictures (1)"
        told = f"Pasted, and kept: headings, lists, tables, links. Left out: {left}."
        expect(page.locator("#pasted")).to_have_text(told)
        wrong += [processor] if body(page) != PASTED else []
        page.keyboard.press("Control+Z")
        wrong += [processor] if body(page) else []
    assert wrong == []
    page.keyboard.press("Control+Shift+Z")
    expect(page.locator("#saved")).to_have_text(re.compile("Draft saved at"))
    assert answer.drafts.get().body == PASTED


def test_pasted_text_is_read_as_it_was_written() -> None:
    html = rendered(PASTED)
    assert re.findall(r"<(h[2-6]|p|ul|ol|table)\b", html) == ELEMENTS
    assert '<a href="https://guides.example.org/water_%28drink%29">the guideline</a>' in html
    assert "<strong>drink</strong> <em>enough</em>" in html
    assert '<th scope="col">Dose</th>' in html


def test_odd_text_says_the_same_when_it_is_pasted(visit: Visit, people: SimpleNamespace, answer: Answer) -> None:
    page, read = opened(visit, people, sheet(answer)), {}
    for html in ODD:
        page.get_by_label("Text", exact=True).fill("")
        paste(page, html)
        read[html] = plain(rendered(body(page)))
    assert read == ODD


@pytest.mark.promise("S2")
def test_hostile_text_leaves_nothing_but_words(visit: Visit, people: SimpleNamespace, answer: Answer) -> None:
    page = opened(visit, people, sheet(answer))
    page.evaluate("() => { window.fire = () => { throw new Error('it ran') } }")
    paste(page, HOSTILE)
    assert plain(rendered(body(page))) == [
        "Words here", "one two three", "<script>fire()</script> [x] (javascript:fire())", "end",
    ]  # fmt: skip
    expect(page.locator("#pasted")).to_have_text("Left out: pictures (3), links that lead nowhere (3).")


def test_very_long_text_is_pasted_within_seconds(visit: Visit, people: SimpleNamespace, answer: Answer) -> None:
    page = opened(visit, people, sheet(answer))
    page.set_default_timeout(15_000)
    for unit in ("<ul><li>x", "<a", "<b>. </b>", "<table><tr><td>x", "<p>words</p>"):
        page.get_by_label("Text", exact=True).fill("")
        paste(page, unit * (100_000 // len(unit)))
    assert body(page).count("words") == 8333
    expect(page.locator("#pasted")).to_have_text("So long a text is put in without a way to undo it.")


def test_pasted_part_stands_apart_and_a_short_answer_is_one_run(
    visit: Visit, people: SimpleNamespace, answer: Answer
) -> None:
    page = opened(visit, people, sheet(answer))
    page.get_by_label("Text", exact=True).fill("Before.")
    paste(page, "<ul><li>a</li><li>b</li></ul>")
    assert body(page) == "Before.\n\n- a\n- b"
    paste(page, "<h1>It</h1><p>is <b>rare</b>.</p>", "Short answer")
    assert page.get_by_label("Short answer", exact=True).input_value() == "It is **rare**."


def test_plain_text_and_code_are_pasted_as_the_browser_does(
    visit: Visit, people: SimpleNamespace, answer: Answer
) -> None:
    page = opened(visit, people, sheet(answer))
    paste(page, "<span>One line.</span>")
    assert body(page) == "plain words"
    paste(page, '<div style="white-space: pre;"><div>## Typed by hand</div></div>')
    assert body(page) == "plain wordsplain words"
