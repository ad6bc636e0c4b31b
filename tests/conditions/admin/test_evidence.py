"""Evidence in the administration: everything can be found and read, and nothing is changed by hand."""

import logging

import pytest
from django.contrib import admin
from django.urls import reverse

from conditions.admin.base import Evidence
from conditions.models import Answer, Comment, Draft, Reading, Revision, User
from conditions.models.people import Role
from tests import factories, life
from tests.routes import walk
from tests.shared import made_once

# What Django passes over, or takes for nothing; the last is what no list offers.
ODD = ("p=abc&o=99.-1&_facets=x&all=x&e=1", "p=0&q=%27%22%25", "nowhere=x")
YEARS = ("x", "0", "9999", "99999999999999999999")

pytestmark = pytest.mark.django_db

made = made_once(life.whole)


@pytest.fixture
def desk():
    return factories.browser(factories.holder(Role.EDITOR, is_staff=True), second_factor=True)


def pages():
    """Every page of ours that shows evidence."""
    return [page for page in admin.site._registry.values() if isinstance(page, Evidence)]


def of(model, name, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def listed(desk, model, **query):
    return list(desk.get(of(model, "changelist"), query).context["cl"].result_list)


@pytest.mark.promise("E1")
def test_nobody_changes_evidence_by_hand_not_even_a_superuser(made):
    superuser = factories.browser(factories.administrator(), second_factor=True)
    wrong = []
    for page in pages():
        assert {url.name.rpartition("_")[2] for url in page.get_urls()} == {"changelist", "change"}
        first = page.model._default_manager.order_by("pk").first()
        answer = superuser.post(of(page.model, "change", first.pk if first else 1), {"name": "x", "words": "x"})
        if answer.status_code != 403 and page.model.__name__ != "ReaderReport":
            wrong.append((page.model.__name__, answer.status_code))
    assert wrong == []
    assert len(pages()) > 20


@pytest.mark.promise("E7")
def test_no_page_of_the_administration_approves_words_and_only_a_change_over_of_facts_publishes_them():
    ours = {name.rpartition("_")[2] for name, _ in walk() if name.startswith("admin:conditions_")}
    assert ours - {"add", "change", "changelist", "delete", "history"} == {"revoke", "verify"}
    offered = {action for page in admin.site._registry.values() for action in page.actions or ()}
    mail, waiting, values = {"close", "send_again", "send_link"}, {"accept", "refuse", "take_back"}, {"drop"}
    assert offered == mail | waiting | values | {"put_in_force"}


def test_life_of_an_answer_stands_on_one_page(desk, made):
    page = desk.get(of(Answer, "change", made.live.answer.pk)).content.decode()
    reached = (made.live, made.live.round, made.live.revision, made.draft, made.report)
    assert [row for row in reached if of(type(row), "change", row.pk) not in page] == []
    assert "Wilson disease" in page
    assert all(word in page for word in ("Live", "New text", "Medical review", "Something is wrong", made.live.code))


@pytest.mark.promise("C8")
def test_lay_reader_without_a_name_is_shown_to_no_editor_by_their_address(desk):
    """Not where their answer stands, nor what they said at a paragraph, nor on the page of the review."""
    reading = factories.to_be_read(factories.desk())
    User.objects.filter(pk=reading.reader.pk).update(name="")
    factories.read(Reading.objects.get(pk=reading.pk), "unclear")
    rows = (reading, Comment.objects.get(weight="unclear"), reading.round)
    pages = [desk.get(of(type(row), "change", row.pk)) for row in rows]
    pages += [desk.get(of(model, "changelist")) for model in (Reading, Comment)]
    pages += [desk.get(reverse("desk:answer", args=[reading.round.answer_id]))]
    pages += [desk.get(reverse("desk:round", args=[reading.round_id]))]
    shown = [page.content.decode() for page in pages]
    assert [page for page in shown if reading.reader.email in page or "a reader without a name" not in page] == []


def test_list_says_what_readers_have_and_what_colleagues_are_at(desk, made):
    page = desk.get(of(Answer, "changelist")).content.decode()
    assert all(stage in page for stage in ("Withdrawn", "Changes asked", "Draft"))
    assert listed(desk, Answer, readers="live") == [made.live.answer]
    assert set(listed(desk, Answer, readers="nothing")) == {made.gone.answer, made.asked.answer}
    assert listed(desk, Answer, readers="in-review") == [made.asked.answer]


def test_answer_is_found_by_any_name_of_its_condition(desk, made):
    factories.named(made.live.answer.condition, "Hepatolenticular degeneration")
    assert listed(desk, Answer, q="hepatolenticular") == [made.live.answer]
    assert listed(desk, Revision, q="hepatolenticular") == [made.live.revision]


@pytest.mark.promise("E6")
def test_draft_shows_that_it_is_there_and_never_its_words(made):
    superuser = factories.browser(factories.administrator(), second_factor=True)
    shown = [superuser.get(of(Draft, "change", made.draft.pk)), superuser.get(of(Draft, "changelist"))]
    shown.append(superuser.get(of(Answer, "change", made.draft.answer_id)))
    assert all(str(made.draft.editor) in page.content.decode() for page in shown)
    assert not any(life.SECRET in page.content.decode() for page in shown)
    assert superuser.get(of(Draft, "changelist"), {"short__startswith": life.SECRET[:3]}).status_code == 400
    assert listed(superuser, Draft, q=life.SECRET[:9]) == []


def test_words_of_a_revision_are_read_as_they_were_typed(desk):
    revision = factories.written(factories.desk(), body="Less than < 3 of 100.[^ers-2017]\n\nA second paragraph.")
    page = desk.get(of(Revision, "change", revision.pk)).content.decode()
    assert "Less than &lt; 3 of 100.[^ers-2017]<br><br>A second paragraph." in page
    assert revision.digest in page
    assert "body_html" not in page
    assert revision.digest not in desk.get(of(Revision, "changelist")).content.decode()


def test_words_of_a_reader_are_for_those_who_may_answer_them(desk, made):
    report = made.report
    address = of(type(report), "change", report.pk)
    assert "My own dose" in desk.get(address).content.decode()
    elsewhere = factories.holder(Role.EDITOR, is_staff=True, condition=factories.condition("Other", "other"))
    page = factories.browser(elsewhere, second_factor=True).get(address)
    assert page["Location"] == "/admin/"
    administrator = factories.browser(factories.administrator(), second_factor=True)
    assert administrator.get(address).status_code == 403


def odd(page):
    """Nonsense for all that a list takes, and one by one for what it offers to filter by."""
    named = [each[0] if isinstance(each, tuple) else each for each in page.list_filter]
    fields = [each for each in named if isinstance(each, str)]
    ours = "".join(f"&{each.parameter_name}=x" for each in named if not isinstance(each, str))
    yield from (f"{ODD[0]}{ours}", *ODD[1:], *(f"{each}__exact=%FF" for each in fields))
    yield from (f"{page.date_hierarchy}__year={year}" for year in YEARS if page.date_hierarchy)


@pytest.fixture
def quietly():
    """A trace for each refusal takes longer than the refusal."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def test_no_list_breaks_on_an_odd_filter(made, quietly):
    person = factories.holder(Role.EDITOR, is_staff=True)
    for role in (Role.MODERATOR, Role.SAFEGUARDING, Role.ADMINISTRATOR):
        factories.granted(person, role)
    desk = factories.browser(person, second_factor=True)
    for page in pages():
        answers = {each: desk.get(f"{of(page.model, 'changelist')}?{each}").status_code for each in odd(page)}
        assert set(answers.values()) <= {200, 302, 400}, (page, answers)
        assert (answers["nowhere=x"], answers[ODD[1]]) == (400, 200)
