"""The pages of review policies: what they cost, what a change would cost, and the change itself."""

import datetime
import re

import pytest
from django.utils.html import strip_tags

from conditions.editorial import policies, rounds, verdicts
from conditions.models import Assignment, ReviewPolicy, Round
from conditions.models.people import Role
from tests import factories
from tests.factories import NOON, TODAY

pytestmark = pytest.mark.django_db
PAGE = "/desk/policies/"
CHANGED = {"name": "Other", "days": "365", "second_clinician": "always", "overdue": "unlisted", "lay_reader": "never"}


@pytest.fixture
def people():
    return factories.desk()


@pytest.fixture
def editor(people):
    return factories.browser(people.author, second_factor=True)


def read(response):
    return " ".join(strip_tags(response.content.decode()).split())


def decide(client, proposed, reason="New guidance."):
    page = client.get(f"{PAGE}other/change/", proposed)
    seen = re.search(r'name="seen" value="(\w+)"', page.content.decode())[1]
    return client.post(f"{PAGE}other/change/", proposed | {"seen": seen, "reason": reason})


@pytest.mark.parametrize("count", [1, 3])
def test_list_says_what_each_costs_and_costs_the_same_for_any_number(editor, django_assert_num_queries, count):
    for number in range(count - 1):
        factories.ruled(factories.started(factories.desk()), days=30 + number)
    factories.published(factories.desk())
    factories.published(factories.desk())
    editor.get(PAGE)
    with django_assert_num_queries(9):
        told = read(editor.get(PAGE))
    assert "takes about 1 sign-off a year" in told
    assert "2 questions, 2 live texts: about 1 sign-off a year" in told


def test_change_is_forecast_before_anything_happens(people, editor):
    live = factories.published(people)
    factories.in_review(people)
    told = read(editor.get(f"{PAGE}other/change/", CHANGED))
    assert "Sign-offs a year nowabout 1" in told
    assert "Sign-offs a year afterabout 2" in told
    assert "1 live text keeps its dates, and comes under the new version when it is reviewed again" in told
    assert f"That is due by {live.next_due_on.day} " in told
    assert "1 review that has begun ends as it began." in told
    assert ReviewPolicy.objects.count() == 1


def test_change_is_made_with_a_reason_and_told_beside_its_version(people, editor):
    factories.published(people)
    assert "This field is required" in read(decide(editor, CHANGED, reason=""))
    assert decide(editor, CHANGED)["Location"] == f"{PAGE}other/"
    fresh = ReviewPolicy.objects.newest().get()
    assert (fresh.number, fresh.days, fresh.second_clinician, fresh.overdue) == (2, 365, "always", "unlisted")
    told = read(editor.get(f"{PAGE}other/"))
    assert "Version 2" in told
    assert "A Person: New guidance." in told
    assert "Came with the site." in told


def test_change_that_a_colleague_was_faster_with_is_not_made(people, editor):
    factories.question("food", "What to eat?")
    page = editor.get(f"{PAGE}other/change/", CHANGED)
    seen = re.search(r'name="seen" value="(\w+)"', page.content.decode())[1]
    told = {"reason": "x", "by": people.colleague, "at": NOON}
    policies.change_policy(factories.policy(), {"days": 90}, **told)
    answer = editor.post(f"{PAGE}other/change/", CHANGED | {"seen": seen, "reason": "y"})
    assert answer.status_code == 409
    assert ReviewPolicy.objects.newest().get().days == 90


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"days": "0"}, "A review lasts from 1 day to 5 years"),
        ({"second_clinician": "perhaps"}, "Select a valid choice"),
        ({"days": "1096", "second_clinician": "never", "overdue": "said"}, "This is what the policy asks already."),
    ],
)
def test_what_no_policy_can_ask_is_told(editor, typed, said):
    factories.policy()
    assert said in read(editor.get(f"{PAGE}other/change/", CHANGED | typed))


def test_policy_is_added_under_a_short_name_of_its_own(editor):
    page = editor.get(f"{PAGE}new/").content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    typed = CHANGED | {"seen": seen, "name": "Figures", "slug": "figures"}
    assert "is the address of another page" in read(editor.post(f"{PAGE}new/", typed | {"slug": "new"}))
    assert editor.post(f"{PAGE}new/", typed)["Location"] == PAGE
    assert "Another policy has this short name" in read(editor.post(f"{PAGE}new/", typed))


def test_policies_are_for_editors_of_the_whole_site(people):
    factories.question("food", "What to eat?")
    scoped = factories.holder(Role.EDITOR, condition=factories.condition())
    for person in (scoped, factories.holder(Role.AUTHOR)):
        client = factories.browser(person, second_factor=True)
        pages = [PAGE, f"{PAGE}new/", f"{PAGE}other/", f"{PAGE}other/change/"]
        assert {client.get(page).status_code for page in pages} == {403}
        assert client.post(f"{PAGE}other/change/", CHANGED).status_code == 403


def submit(client, revision, **typed):
    page = f"/desk/answers/{revision.answer_id}/submit/"
    return client.post(page, {"seen": revision.digest} | typed)


def test_editor_asks_for_a_second_clinician_where_the_policy_leaves_it_to_them(people, editor):
    left, fixed = factories.written(people), factories.written(people)
    factories.ruled(left.answer, second_clinician="asked")
    assert "A second clinician signs too" in read(editor.get(f"/desk/answers/{left.answer_id}/submit/"))
    assert "A second clinician signs too" not in read(editor.get(f"/desk/answers/{fixed.answer_id}/submit/"))
    for revision in (left, fixed):
        assert submit(editor, revision, second_clinician="on").status_code == 302
    assert list(Round.objects.order_by("pk").values_list("second_clinician", flat=True)) == [True, False]


def test_desk_says_who_is_still_wanted(people, editor):
    revision = factories.written(people)
    factories.ruled(revision.answer, second_clinician="always")
    second = factories.reviewer()
    assert "Choose two, or ask the second" in read(editor.get(f"/desk/answers/{revision.answer_id}/submit/"))
    submit(editor, revision, reviewers=[people.reviewer.pk])
    factories.signed(people, revision)
    page = read(editor.get(f"/desk/answers/{revision.answer_id}/"))
    assert f"{people.reviewer.name} approved these words. A second clinician signs this text too. Ask another" in page
    rounds.offer(Round.objects.get(), [second], by=people.author, at=NOON)
    page = read(editor.get(f"/desk/answers/{revision.answer_id}/"))
    assert f"A second clinician signs this text too. Waiting for {second.name}" in page
    assert "two clinicians sign" in read(editor.get(f"/desk/rounds/{Round.objects.get().pk}/"))


STILL = "A second clinician is still to be asked."


@pytest.mark.promise("R6")
def test_review_sent_to_one_says_that_a_second_is_still_to_be_asked(people, editor):
    revision = factories.written(people)
    factories.ruled(revision.answer, second_clinician="always")
    factories.reviewer()
    answer, offer = f"/desk/answers/{revision.answer_id}/", f"/desk/answers/{revision.answer_id}/offer/"
    assert submit(editor, revision, reviewers=[people.reviewer.pk])["Location"] == answer
    page = editor.get(answer)
    assert f"Sent to review. {STILL}" in read(page)
    assert f"Waiting for {people.reviewer.name}, asked on" in read(page)
    assert page.context["next"].said.endswith(STILL)
    assert page.context["next"].address == offer
    round_ = f"/desk/rounds/{Round.objects.get().pk}/"
    assert STILL in read(editor.get(round_))
    assert f'href="{offer}"' in editor.get(round_).content.decode()


@pytest.mark.promise("R6")
@pytest.mark.parametrize("leaves", ["declines", "steps back"])
def test_second_who_was_asked_is_wanted_again_only_if_they_leave(people, editor, leaves):
    revision, second = factories.written(people), factories.reviewer()
    factories.ruled(revision.answer, second_clinician="always")
    submit(editor, revision, reviewers=[people.reviewer.pk, second.pk])
    page = f"/desk/answers/{revision.answer_id}/"
    assert STILL not in read(editor.get(page))
    if leaves == "declines":
        rounds.decline(Assignment.objects.get(reviewer=second), "time", by=second.user, at=NOON)
    else:
        verdicts.step_back(revision, by=second.user, at=NOON, seen=revision.digest)
    assert STILL in read(editor.get(page))


@pytest.mark.promise("R6")
def test_live_words_sent_again_to_one_say_so_too(people, editor):
    live = factories.published(people)
    factories.ruled(live.answer, second_clinician="asked")
    page = f"/desk/answers/{live.answer_id}/reconfirm/"
    seen = editor.get(page).context["form"].initial["seen"]
    told = {"seen": seen, "question": "Does it hold?", "reviewers": [people.reviewer.pk], "second_clinician": "on"}
    assert f"The live words are in review. {STILL}" in read(editor.post(page, told, follow=True))


@pytest.mark.promise("R6")
def test_texts_sent_together_to_one_say_for_how_many(people, editor):
    about = factories.condition()
    answers = [factories.started(people, condition=about) for _text in range(2)]
    texts = [factories.written(people, answer) for answer in answers]
    for each in answers:
        factories.ruled(each, second_clinician="asked")
    chosen = "&".join(f"answer={each.answer_id}" for each in texts)
    page = f"/desk/conditions/{about.slug}/bundle/?language=en&{chosen}"
    told = {"question": "Is it so?", "reviewers": [people.reviewer.pk], "second_clinician": "on"}
    told |= {f"seen-{each.answer_id}": each.digest for each in texts}
    said = read(editor.post(page, told, follow=True))
    assert "2 texts were sent to review. A second clinician is still to be asked for 2 texts." in said


def test_reviewers_are_told_that_two_sign(people):
    revision = factories.written(people)
    factories.ruled(revision.answer, second_clinician="always")
    round_ = rounds.submit(revision, by=people.author, at=NOON, seen=revision.digest)
    rounds.offer(round_, [people.reviewer], by=people.author, at=NOON)
    client, asked = factories.browser(people.colleague, second_factor=True), Assignment.objects.get().pk
    assert "each on their own. Decide as if" in read(client.get(f"/desk/reviews/{asked}/finish/"))
    factories.signed(people, revision)
    assert "two clinicians sign them, and then an editor" in read(client.get(f"/desk/reviews/{asked}/signed/"))


@pytest.mark.promise("R7")
def test_overdue_text_leaves_lists_and_previews_where_its_policy_says_so(people, client):
    today = datetime.date.today()
    answer = factories.started(people, question=factories.question("what-is-it", "What is {condition}?"))
    factories.ruled(answer, days=(today - TODAY).days - 1, overdue="unlisted")
    live = factories.published(people, answer)
    page = f"/conditions/{answer.condition.slug}/what-is-it/"
    at_its_address, listed = (
        client.get(page).content.decode(),
        client.get(f"/conditions/{answer.condition.slug}/").content,
    )
    assert live.revision.short_answer in strip_tags(at_its_address)
    assert "Review overdue" in at_its_address
    assert '<meta name="robots" content="noindex">' in at_its_address
    assert f'content="{live.revision.short_answer}"' not in at_its_address
    assert live.revision.short_answer not in listed.decode()
    assert "what-is-it" in listed.decode()
    assert "what-is-it" not in client.get("/sitemap-answers.xml").content.decode()
