"""The page of one answer at the desk: how it stands, and all that happened."""

import pytest

from conditions.editorial import comments, drafts, rounds, verdicts
from conditions.models import Grant, Round, Verdict
from conditions.models.people import Role
from tests import factories
from tests.factories import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def at(answer, name=""):
    return f"/desk/answers/{answer.pk}/{name}"


def signed_in(person):
    return factories.browser(person, second_factor=True)


def told(page):
    return page.content.decode()


def test_page_says_where_the_answer_stands_in_a_word_and_a_shape():
    people = factories.desk()
    live = factories.published(people)
    factories.in_review(people, live.answer, body="Other.[^ers-2017]")
    page = told(signed_in(people.author).get(at(live.answer)))
    assert 'class="stage stage-live"><svg' in page
    assert 'class="stage stage-in-review"><svg' in page
    assert "What is Gilbert syndrome?" in page
    assert f"<code>{live.code}</code>" in page


def test_every_page_about_an_answer_names_the_condition_that_its_question_leaves_out():
    people, causes = factories.desk(), factories.question("causes", "What causes it?")
    revision = factories.in_review(people, factories.started(people, question=causes))
    pages = [at(revision.answer), at(revision.answer, "compare/"), at(revision.answer, "write/")]
    author = signed_in(people.author)
    for page in [*pages, f"/desk/rounds/{revision.rounds.get().pk}/", at(revision.answer, "dismiss/")]:
        assert "Gilbert syndrome" in told(author.get(page)), page


def test_page_of_a_withdrawn_answer_says_by_whom_and_what_readers_find():
    notice = factories.withdrawn(factories.published(factories.desk()))
    page = told(signed_in(factories.holder(Role.AUTHOR)).get(at(notice.publication.answer)))
    assert 'class="stage stage-withdrawn"><svg' in page
    assert notice.reason in page
    assert notice.advice in page


@pytest.mark.promise("E6")
def test_draft_of_a_colleague_is_named_and_not_shown():
    people = factories.desk()
    live = factories.published(people)
    drafts.save_draft(live.answer, {"short": "Words nobody has read."}, by=people.author, at=NOON, seen=0)
    page = told(signed_in(people.colleague).get(at(live.answer)))
    assert "Words nobody has read." not in page
    assert f"{people.author} is writing." in page


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.SAFEGUARDING])
def test_who_has_no_part_in_answers_does_not_open_their_history(role):
    answer = factories.started(factories.desk())
    person = signed_in(factories.holder(role))
    assert person.get(at(answer)).status_code == 403
    assert signed_in(factories.holder(Role.AUTHOR)).get(at(answer)).status_code == 200


def test_words_that_are_not_public_are_read_where_one_writes_or_was_asked():
    people = factories.desk()
    review = factories.in_review(people).rounds.get()
    pages = [at(review.answer), at(review.answer, "compare/"), f"/desk/rounds/{review.pk}/"]
    elsewhere = factories.granted(factories.user(), Role.AUTHOR, condition=factories.condition("Other", "other"))
    abroad = factories.granted(factories.user(), Role.EDITOR, language="es")
    for person in (elsewhere, abroad, factories.holder(Role.REVIEWER)):
        assert {signed_in(person).get(page).status_code for page in pages} == {403}
    people.reviewer = factories.reviewer()
    asked = rounds.offer(review, [people.reviewer], by=people.author, at=NOON)[0]
    assert {signed_in(people.reviewer.user).get(page).status_code for page in pages} == {200}
    rounds.decline(asked, "field", by=people.reviewer.user, at=NOON)
    assert {signed_in(people.reviewer.user).get(page).status_code for page in pages} == {403}


@pytest.mark.parametrize("ends", ["the review", "the role there"])
def test_who_was_asked_reads_all_of_it_as_long_as_they_are_asked(ends):
    people = factories.desk()
    revision = factories.in_review(people)
    pages = [at(revision.answer), at(revision.answer, "compare/"), f"/desk/rounds/{revision.rounds.get().pk}/"]
    reviewer = signed_in(people.colleague)
    Grant.objects.filter(user=people.colleague, role=Role.EDITOR).update(ends_on=factories.DAY_ONE)
    assert {reviewer.get(page).status_code for page in pages} == {200}
    if ends == "the review":
        factories.written(people, revision.answer, body="Saved afterwards.[^ers-2017]")
    else:
        Grant.objects.filter(user=people.colleague).update(ends_on=factories.DAY_ONE)
        factories.granted(people.colleague, Role.REVIEWER, condition=factories.condition("Other", "other"))
    assert {reviewer.get(page).status_code for page in pages} == {403}


def test_any_two_revisions_are_compared(django_assert_num_queries):
    people = factories.desk()
    first = factories.written(people)
    for body in ("Second.[^ers-2017]", "Third.[^ers-2017]"):
        factories.written(people, first.answer, body=body)
    author = signed_in(people.author)
    assert author.get(at(first.answer, "compare/")).context["old"].number == 2
    with django_assert_num_queries(11):
        page = author.get(at(first.answer, "compare/?from=1&to=3"))
    assert [page.context[name].number for name in ("old", "new")] == [1, 3]
    assert "Third." in page.context["difference"].changed[0].paragraphs[-1].text
    assert author.get(at(first.answer, "compare/?from=x&to=99")).context["new"].number == 3
    assert author.get(at(factories.started(people), "compare/")).status_code == 404


def test_review_is_read_with_who_was_asked_and_what_they_said():
    people = factories.desk()
    revision = factories.in_review(people)
    opened = Round.objects.get()
    said = {"by": people.colleague, "at": NOON, "seen": revision.digest}
    comments.comment(opened, "Is this so?", place="body-1", quote="more slowly", **said)
    verdicts.request_changes(revision, because="The dose is wrong.", **said)
    page = told(signed_in(people.author).get(f"/desk/rounds/{opened.pk}/"))
    assert all(words in page for words in ("more slowly", "Is this so?", "The dose is wrong.", people.reviewer.name))
    assert f"/desk/rounds/{opened.pk}/" in told(signed_in(people.author).get(at(revision.answer)))


def test_page_costs_as_much_after_a_long_life(django_assert_num_queries):
    people = factories.desk()
    live = factories.published(people)
    editor = signed_in(people.author)
    editor.get(at(live.answer))
    with django_assert_num_queries(33):
        assert len(editor.get(at(live.answer)).context["lines"]) == 6
    again = factories.published(people, live.answer, short=f"{factories.SHORT} It needs no treatment.")
    factories.published(people, again.answer, short=f"{factories.SHORT} It is common.")
    with django_assert_num_queries(34):  # a correction has a notice
        assert len(editor.get(at(live.answer)).context["lines"]) == 16


def test_question_that_nobody_has_worded_is_called_by_its_key():
    people = factories.desk()
    bare = factories.question("not-worded-yet", "Worded?")
    bare.wordings.all().delete()
    answer = factories.started(people, question=bare)
    pages = [signed_in(people.author).get(at(answer, name)) for name in ("", "withdraw/", "write/")]
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert all("not-worded-yet" in told(page) for page in pages)


def test_what_was_checked_stands_at_the_desk_in_the_language_that_it_was_signed_in():
    people = factories.desk()
    revision = factories.approved(people, factories.started(people, language="es"))
    checked, author = " ".join(Verdict.objects.get().scopes.values()), signed_in(people.author)
    assert f'<p class="why" lang="es">{checked}</p>' in told(author.get(at(revision.answer)))
    assert f'<span lang="es">{checked}</span>' in told(author.get(f"/desk/rounds/{revision.rounds.get().pk}/"))
