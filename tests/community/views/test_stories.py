"""What an author sees of their stories, and what they do with them."""

import datetime
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from community.models import Case, Erasure, Member, Story, StoryDraft
from community.moderation import appeals, cases, reports, threads
from conditions import limits
from tests import factories, stories
from tests.community.views.test_writing import fields
from tests.shared import made_once

pytestmark = pytest.mark.django_db
CHOICES = 10  # queries: who asks, the member, stories, consents, their words, titles, names, what could be allowed

KEPT = {"after_death": "keep"}
CHILD = {"relation": "parent", "attests": "guardian"}


def prepared():
    people = stories.duty()
    people.condition = factories.condition()
    people.author = factories.member("Quiet fern")
    return people


people = made_once(prepared)


@pytest.fixture
def phone(people):
    return factories.browser(people.author, second_factor=False)


def of(story, move=""):
    return f"/me/stories/{story.code}/{f'{move}/' if move else ''}"


def published(people, **typed):
    return stories.published(people, people.author, people.condition, at=timezone.now(), **typed)


def sent(people):
    return stories.sent(people.author, people.condition, at=timezone.now())


def read(response):
    return response.content.decode()


@pytest.mark.promise("C5")
def test_story_is_taken_down_by_one_press_and_one_confirmation(phone, people):
    story = published(people)
    assert "Take it down now?" in read(phone.get(of(story, "take-down")))
    page = read(phone.post(of(story, "take-down"), follow=True))
    assert "It is gone from our pages. Receipt" in page
    assert "Delete the text too?" in page
    assert "wet Tuesday" in page
    assert not Story.objects.published(timezone.localdate()).exists()


def test_second_press_says_how_it_stands(phone, people):
    story = published(people)
    phone.post(of(story, "take-down"))
    assert "so nothing was done" in read(phone.post(of(story, "take-down"), follow=True))


@pytest.mark.promise("C8")
def test_author_erases_every_word_and_reads_the_receipt(phone, people):
    story = published(people)
    phone.post(of(story, "take-down"))
    assert "Nobody can bring it back." in read(phone.get(of(story, "delete")))
    page = read(phone.post(of(story, "delete"), follow=True))
    assert Erasure.objects.get(story=story).number in page
    assert "wet Tuesday" not in page


@pytest.mark.promise("M21")
def test_author_answers_a_question(phone, people):
    case = sent(people)
    seen = threads.current(case.story).digest
    cases.ask_author(case, "Which year was it?", by=people.moderator, at=timezone.now(), seen=seen)
    assert "We have a question" in read(phone.get("/me/stories/"))
    assert "Which year was it?" in read(phone.get(of(case.story, "answer")))
    assert "Write an answer." in read(phone.post(of(case.story, "answer"), {"text": " "}))
    phone.post(of(case.story, "answer"), {"text": "In 2019."})
    assert list(case.messages.values_list("text", flat=True)) == ["Which year was it?", "In 2019."]


def test_answer_that_nobody_waits_for_stays_on_the_page(phone, people):
    case = sent(people)
    stories.decided(case, people.moderator, at=timezone.now())
    response = phone.post(of(case.story, "answer"), {"text": "In 2019."})
    assert response.status_code == 409
    assert "In 2019." in read(response)


@pytest.mark.promise("C12", "M5")
@pytest.mark.parametrize(("press", "column"), [("accept", "accepted_at"), ("refuse", "refused_at")])
def test_author_sees_a_change_and_decides_on_it(press, column, phone, people):
    case = sent(people)
    before = threads.current(case.story)
    words = {"title": before.title, "text": before.text.replace("My sister", "Somebody"), "because": "Names her."}
    told = {"by": people.moderator, "at": timezone.now(), "seen": before.digest}
    offered = cases.propose_change(case, **words, **told)
    page = phone.get(of(case.story, "change"))
    assert "Names her." in read(page)
    assert re.search(r"<del>.*My sister.*</del> <ins>.*Somebody.*</ins>", read(page))
    phone.post(of(case.story, "change"), fields(page) | {"do": press})
    offered.refresh_from_db()
    assert getattr(offered, column) is not None


@pytest.mark.promise("M9")
def test_no_page_tells_an_author_that_readers_reported_it(phone, people):
    story = published(people)
    pages = [of(story), of(story, "sent"), of(story, "answer")]
    before = [phone.get(page).status_code for page in pages]
    reports.report(story, reason="other", words="She lies.", at=timezone.now())
    assert [phone.get(page).status_code for page in pages] == before == [200, 302, 302]


def test_keys_that_are_no_numbers_renew_nothing(phone, people):
    story = published(people)
    for seen in ("²", "9" * 5000, "9" * 30, "-1", "a,,"):
        answer = phone.post(of(story, "renew"), {"seen": seen, "years": "1", **KEPT})
        assert answer["Location"] == of(story)


@pytest.mark.promise("M6", "M7")
def test_author_reads_why_and_asks_for_another_look(phone, people):
    case = sent(people)
    refusal = stories.decided(case, people.moderator, "decline", at=timezone.now())
    page = read(phone.get(of(case.story)))
    assert "It gives a telephone number." in page
    assert of(case.story, f"contest/{refusal.pk}") in page
    at = of(case.story, f"contest/{refusal.pk}")
    phone.post(at, fields(phone.get(at)) | {"text": "It is the clinic's.", "display": "on"})
    assert Case.objects.open().get().cause == Case.Cause.APPEALED


def test_list_and_page_lead_to_what_comes_next(phone, people):
    story = published(people)
    assert f'href="/stories/{story.code}/">See it as readers do' in read(phone.get(of(story)))
    case = sent(people)
    cases.ask_author(case, "When?", by=people.moderator, at=timezone.now(), seen=threads.current(case.story).digest)
    assert f'href="{of(case.story, "answer")}">Answer' in read(phone.get("/me/stories/"))


def test_nothing_is_contested_without_permission(phone, people):
    case = sent(people)
    refusal = stories.decided(case, people.moderator, "decline", at=timezone.now())
    response = phone.post(of(case.story, f"contest/{refusal.pk}"), {"text": "It is the clinic's."})
    assert "Without your permission" in read(response)
    assert "It is the clinic&#x27;s." in read(response)
    assert not Case.objects.open().exists()


@pytest.mark.promise("C11")
def test_nothing_is_contested_in_words_of_permission_that_nobody_read(phone, people):
    case = sent(people)
    at = of(case.story, f"contest/{stories.decided(case, people.moderator, 'decline', at=timezone.now()).pk}")
    carried = fields(phone.get(at)) | {"text": "It is the clinic's.", "display": "on"}
    stories.asked(people.administrator, "display")
    page = phone.post(at, carried)
    assert "changed the words below" in read(page)
    assert "checked" not in read(page)
    assert not Case.objects.open().exists()
    assert phone.post(at, carried | fields(page)).status_code == 302


def test_new_words_begin_with_the_last_ones(phone, people):
    story = published(people)
    assert phone.post(of(story, "edit"), {"old_words": "stay"})["Location"].endswith("/story/")
    draft = StoryDraft.objects.get()
    assert Story.objects.published(timezone.localdate()).get() == story
    assert draft.text == threads.current(story).text
    page = read(phone.get(f"/me/stories/draft/{draft.pk}/permission/"))
    assert " checked" not in page


@pytest.mark.promise("C5", "C6")
def test_author_hides_the_old_words_while_new_ones_are_read(phone, people):
    story, today = published(people), timezone.localdate()
    assert "hide the story now" in read(phone.get(of(story, "edit")))
    assert "There is a problem" in read(phone.post(of(story, "edit")))
    assert not StoryDraft.objects.exists()
    step = phone.post(of(story, "edit"), {"old_words": "hide"})["Location"]
    assert StoryDraft.objects.get(story=story).text == threads.current(story).text
    assert not Story.objects.published(today).exists()
    assert not story.consents.filter(ended_at=None).exists()
    assert "Go on changing it" in read(phone.get(of(story)))
    assert phone.post(of(story, "edit"))["Location"] == step
    case = stories.resent(story, at=timezone.now())
    stories.decided(case, people.moderator, at=timezone.now())
    assert Story.objects.published(today).get() == story


def test_nobody_is_asked_what_readers_see_of_what_they_do_not_see(phone, people):
    story = sent(people).story
    assert phone.get(of(story, "edit"))["Location"] == of(story)
    assert phone.post(of(story, "edit"))["Location"].endswith("/story/")


@pytest.mark.promise("C10")
def test_author_says_anew_what_happens_if_they_die(phone, people):
    story = published(people, after_death="keep")
    opened = phone.get(of(story, "renew"))
    assert re.search(r'value="keep"[^>]* checked', read(opened))
    phone.post(of(story, "renew"), fields(opened) | {"years": "1", "after_death": "remove"})
    assert {each.after_death for each in story.consents.filter(ended_at=None)} == {"remove"}


@pytest.mark.promise("C4", "C10", "C11")
def test_author_renews_in_the_words_of_today(phone, people):
    story = published(people)
    opened = phone.get(of(story, "renew"))
    assert "What display means." in read(opened)
    phone.post(of(story, "renew"), fields(opened) | KEPT | {"years": "5"})
    consent = story.consents.get(purpose="display", ended_at=None)
    assert (consent.way, consent.until.year) == ("renewal", timezone.localdate().year + 5)


@pytest.mark.promise("C14")
def test_child_who_soon_comes_of_age_is_asked_before_the_story_goes_on(phone, people):
    year = timezone.localdate().year
    story = published(people, comes_of_age=year + 1, **CHILD)
    opened = phone.get(of(story, "renew"))
    assert "Do they agree?" in read(opened)
    assert "I am their parent or guardian" not in read(opened)
    silent = phone.post(of(story, "renew"), fields(opened) | KEPT | {"years": "5"})
    assert "There is a problem" in read(silent)
    phone.post(of(story, "renew"), fields(opened) | KEPT | {"years": "5", "attests": "agreed"})
    consent = story.consents.get(purpose="display", ended_at=None)
    assert (consent.attests, consent.comes_of_age, consent.until.year) == ("agreed", None, year + 5)


@pytest.mark.promise("C14")
def test_guardian_of_a_child_who_is_young_is_not_asked_whether_it_agrees(phone, people):
    year = timezone.localdate().year
    story = published(people, comes_of_age=year + 4, **CHILD)
    opened = phone.get(of(story, "renew"))
    assert "Do they agree?" not in read(opened)
    phone.post(of(story, "renew"), fields(opened) | KEPT | {"years": "5"})
    consent = story.consents.get(purpose="display", ended_at=None)
    assert (consent.attests, consent.until) == ("guardian", datetime.date(year + 3, 12, 31))


@pytest.mark.promise("C3")
def test_each_permission_is_turned_off_and_on_by_itself(phone, people):
    story = published(people)
    page = phone.get("/me/choices/")
    assert "What indexing means." in read(page)
    choose, today = reverse("community:choose", args=[story.code, "indexing"]), timezone.localdate()
    phone.post(choose, {"do": "off"})
    assert not Story.objects.listed(today).exists()
    assert Story.objects.published(today).exists()
    seen = fields(phone.get("/me/choices/"))["seen"]
    phone.post(choose, {"do": "on", "seen": seen})
    assert Story.objects.listed(today).exists()


@pytest.mark.promise("C17")
def test_member_reads_and_takes_along_all_that_is_held(phone, people):
    sent(people)
    assert "wet Tuesday" in read(phone.get("/me/data/"))
    file = phone.get("/me/data/download/")
    assert json.loads(file.content)["account"]["display_name"] == "Quiet fern"
    assert "wet Tuesday" in read(file)
    assert file["Content-Disposition"] == 'attachment; filename="my-data.json"'


@pytest.mark.promise("C8")
def test_account_is_closed_with_every_word(phone, people):
    story = published(people)
    assert "There is a problem" in read(phone.post("/me/close/", {"kind": "words"}))
    page = read(phone.post("/me/close/", {"kind": "words", "sure": "on"}))
    assert "Your account is closed" in page
    assert Member.objects.get(pk=story.author_id).display_name == ""
    assert threads.current(story).text == ""
    assert phone.get("/me/stories/").status_code == 302


def test_account_is_not_closed_without_a_recent_proof(people):
    phone = factories.browser(people.author)
    session = phone.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0}]
    session.save()
    assert "reauthenticate" in phone.post("/me/close/", {"kind": "words", "sure": "on"})["Location"]
    assert Member.objects.get(user=people.author).display_name == "Quiet fern"


@pytest.mark.promise("S5")
def test_many_answers_from_one_connection_wait_and_keep_what_was_typed(phone, people, monkeypatch):
    monkeypatch.setattr(limits, "TURNS", limits.TURNS._replace(most=1))
    case, now = sent(people), timezone.now()
    seen = case.story.texts.get().digest
    cases.ask_author(case, "Which year?", by=people.moderator, at=now, seen=seen)
    first, late = (phone.post(of(case.story, "answer"), {"text": said}) for said in ("In 1990.", "In spring."))
    assert (first.status_code, late.status_code) == (302, 429)
    assert "Too much came from your connection at once" in read(late)
    assert "In spring." in read(late)
    assert case.messages.filter(is_from_author=True).count() == 1


@pytest.mark.promise("S6")
def test_story_of_somebody_else_is_not_there(people):
    story = published(people)
    decision = story.cases.get().decisions.get()
    other = factories.browser(factories.member())
    moves = ("", "take-down", "delete", "answer", "change", "renew", "sent", f"contest/{decision.pk}")
    assert {other.get(of(story, move)).status_code for move in moves} == {404}
    assert {other.post(of(story, move)).status_code for move in ("edit", "take-down", "delete", "change")} == {404}
    assert Story.objects.published(timezone.localdate()).exists()


def test_list_takes_as_many_queries_for_three_as_for_one(phone, people, django_assert_num_queries):
    phone.get("/me/stories/")
    published(people), stories.draft(people.author, people.condition)
    with django_assert_num_queries(10):
        assert phone.get("/me/stories/").status_code == 200
    for _more in range(2):
        published(people), stories.draft(people.author, people.condition)
    with django_assert_num_queries(10):
        assert phone.get("/me/stories/").status_code == 200


@pytest.mark.promise("M6")
def test_author_of_a_public_story_reads_why_its_new_words_were_declined(phone, people):
    story = published(people)
    assert "Your story is public now. Thank you." in read(phone.get(of(story)))
    refusal = stories.decided(stories.resent(story, at=timezone.now()), people.moderator, "decline", at=timezone.now())
    page = read(phone.get(of(story)))
    assert "We did not publish your new words." in page
    assert "It gives a telephone number." in page
    assert of(story, f"contest/{refusal.pk}") in page
    assert "Thank you." not in page


@pytest.mark.promise("M7")
@pytest.mark.parametrize(
    ("outcome", "heading"), [("stands", "the decision stands"), ("changed", "changed the decision")]
)
def test_author_reads_what_whoever_looked_again_says(phone, people, outcome, heading):
    refusal = stories.decided(sent(people), people.moderator, "decline", at=timezone.now())
    appeal, now = stories.appealed(refusal, at=timezone.now()), timezone.now()
    said = {"outcome": outcome, "sentence": "I looked twice.", "seen": refusal.digest}
    appeals.decide_appeal(appeal, **said, by=people.second, at=now)
    page = read(phone.get(of(refusal.case.story)))
    assert f"Another person looked again, and {heading}." in page
    assert "I looked twice." in page
    assert "will look again if you ask" not in page


def test_choices_cost_the_same_for_one_story_as_for_three(phone, people, django_assert_num_queries):
    published(people)
    phone.get("/me/choices/")  # where its device is noted
    with django_assert_num_queries(CHOICES):
        phone.get("/me/choices/")
    for _more in range(2):
        published(people)
    with django_assert_num_queries(CHOICES):
        assert len(phone.get("/me/choices/").context["stories"]) == 3


def test_mail_leads_its_author_alone_to_the_page_of_the_story(phone, people):
    story = published(people)
    at = f"/me/stories/at/{story.pk}/"
    assert phone.get(at)["Location"] == of(story)
    assert factories.browser(factories.member()).get(at).status_code == 404
