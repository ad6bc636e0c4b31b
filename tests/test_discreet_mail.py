"""No subject and no purpose of a mail is made from what the mail is about (M22)."""

import ast
import re

import pytest

from tests.test_house import ROOT, files, place, source

pytestmark = pytest.mark.one_engine

# What a subject may be filled with. Everything else that is looked up could name a condition or a person.
SAID = {"site.name"}
ABOUT = {"answer", "condition", "name", "question", "revision", "slug", "story", "title", "wording"}


def filled_in(template):
    """Every name that the template of a subject looks up, apart from those that it gives itself."""
    given = dict(re.findall(r"\b(\w+)=([\w.]+)", template))
    asked = re.findall(r"{{\s*([\w.]+)", template)
    return {given.get(name, name) for name in asked} | set(given.values())


def indiscreet(code):
    """Lines on which a mail is queued with a subject or a purpose made from what it is about."""
    for call in ast.walk(ast.parse(code)):
        if isinstance(call, ast.Call) and ast.unparse(call.func) in {"queue", "outbox.queue"}:
            purpose = [given.value for given in call.keywords if given.arg in {"subject", "purpose"}]
            parts = [part for given in [*call.args[1:2], *purpose] for part in ast.walk(given)]
            if ABOUT & {getattr(part, "id", getattr(part, "attr", "")) for part in parts}:
                yield call.lineno


@pytest.mark.promise("M22")
def test_subject_is_filled_with_the_name_of_the_site_alone():
    subjects = files("_subject.txt", "templates")
    assert len(subjects) >= 10
    assert {place(path): filled_in(path.read_text(encoding="utf-8")) - SAID for path in subjects} == {
        place(path): set() for path in subjects
    }


@pytest.mark.promise("M22")
def test_mail_is_queued_without_a_word_of_what_it_is_about():
    callers = [path for path in source() if "queue(" in path.read_text(encoding="utf-8")]
    assert ROOT / "conditions" / "accounts" / "mail.py" in callers
    found = [place(path, line) for path in callers for line in indiscreet(path.read_text(encoding="utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        'outbox.queue(to, f"News about {condition}", text, purpose="news", at=at)',
        'outbox.queue(to, _("News on %s") % answer.condition.name, text, purpose="news", at=at)',
        'queue(to, "News", text, purpose=question.slug, at=at)',
        'queue(to, subject=story.title, text=text, purpose="news", at=at)',
    ],
)
def test_search_finds_a_mail_that_tells(code):
    assert list(indiscreet(code)) == [1]


def test_search_finds_a_subject_that_tells():
    assert filled_in("{% blocktranslate with what=condition.name %}On {{ what }}{% endblocktranslate %}") == {
        "condition.name"
    }
    assert filled_in("News on {{ story.title }}") == {"story.title"}
