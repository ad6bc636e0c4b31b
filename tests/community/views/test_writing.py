"""Writing a story, step by step, with the forms that a browser would send."""

import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from community.forms import walk
from community.forms.permission import in_force, on_screen
from community.models import Case, ConsentDocument, Sanction, Story, StoryDraft
from community.moderation import consents, writing
from conditions import limits, search
from conditions.models.people import Role
from tests import factories, stories
from tests.shared import made_once

pytestmark = pytest.mark.django_db

NEW = "/me/stories/new/"
RTL = "מכתב הגיע ביום שלישי 🌿👩🏽‍⚕️ "
KEEPS_ALL = {f"mark-{number}": "keep" for number in range(9)}
PERMISSION = {"display": "on", "years": "3", "after_death": "keep"}


def prepared():
    people = stories.duty()
    people.condition = factories.findable("Gilbert syndrome", slug="gilbert-syndrome")
    people.question = factories.question("daily-life", "What helps with {condition} in everyday life?")
    search.rebuild()
    people.author = factories.member("Quiet fern")
    return people


people = made_once(prepared)


@pytest.fixture
def phone(people):
    return factories.browser(people.author)


def fields(response):
    """What a browser would send of the hidden fields of the page."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', response.content.decode())
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def answered(phone, at, **said):
    """Opens a step and goes on with these answers; where that leads."""
    opened = phone.get(at)
    assert opened.status_code == 200, at
    return phone.post(at, fields(opened) | said)


def begun(phone, query="?condition=gilbert-syndrome&question=daily-life"):
    """The address of a draft."""
    at = phone.post(NEW + query)["Location"]
    return at.rsplit("/", 2)[0] + "/"


def walked(phone, at, **steps):
    """Every step up to the last page, with other answers where a test gives them."""
    said = {
        "whose": {"whose": "mine"},
        "about": {"question": "daily-life"},
        "where": {"relation": "person"},
        "story": {"title": "A wet Tuesday", "text": stories.WORDS},
        "more": {"since": "1-5", "country": "GB"},
        "links": {"has_ties": "no"},
        "permission": PERMISSION,
    } | steps
    way, step = [], "whose"
    while step != "check":
        way.append(step)
        response = answered(phone, f"{at}{step}/", **said.get(step, {}))
        assert response.status_code == 302, (step, response.content.decode())
        step = response["Location"].rsplit("/", 2)[1]
    return way


def sent(phone, at):
    return answered(phone, f"{at}check/")


def test_story_goes_through_every_step_to_a_moderator(phone, people):
    at = begun(phone)
    assert walked(phone, at) == ["whose", "about", "where", "story", "more", "links", "permission"]
    thanks = phone.get(sent(phone, at)["Location"]).content.decode()
    case = Case.objects.open().get()
    assert (case.story.question, case.story.texts.get().relation) == (people.question, "person")
    assert "A person will read it by" in thanks
    assert not StoryDraft.objects.exists()


@pytest.mark.promise("C3", "C4")
def test_each_purpose_is_recorded_as_it_was_ticked(phone):
    at = begun(phone)
    walked(phone, at)
    sent(phone, at)
    consent = Story.objects.get().consents.get()
    assert (consent.purpose, consent.document.text) == ("display", "What display means.")
    assert consent.until.year == timezone.localdate().year + 3


@pytest.mark.promise("C2")
def test_no_box_is_ticked_beforehand(phone):
    page = phone.get(f"{begun(phone)}permission/").content.decode()
    assert "&lt;p&gt;" not in page
    assert "What indexing means." in page
    assert 'type="checkbox"' in page
    assert " checked" not in page


@pytest.mark.promise("C7")
def test_member_is_told_of_copies_before_they_allow_anything(phone):
    at = begun(phone)
    assert "Copies others have made may stay." in phone.get(f"{at}permission/").content.decode()
    walked(phone, at)
    assert "Copies others have made may stay." in phone.get(f"{at}check/").content.decode()


@pytest.mark.promise("C14")
def test_story_about_a_child_asks_for_a_guardian_and_a_year(phone):
    at, year = begun(phone), timezone.localdate().year
    child = {"whose": {"whose": "parent"}, "person": {"attests": "guardian"}}
    way = walked(phone, at, **child, child={"guardian": "on", "comes_of_age": str(year + 9)})
    assert way[:3] == ["whose", "person", "child"]
    wrong = answered(phone, f"{at}child/", comes_of_age=str(year + 30))
    assert b"Only a parent or guardian" in wrong.content
    assert f"Write a year from {year + 1} to {year + 18}." in wrong.content.decode()


@pytest.mark.promise("C13")
def test_story_about_somebody_else_asks_whether_they_agree(phone):
    at = begun(phone)
    assert answered(phone, f"{at}whose/", whose="partner")["Location"] == f"{at}person/"
    assert b"write about your own experience instead" in phone.get(f"{at}person/").content
    assert answered(phone, f"{at}person/", attests="agreed")["Location"] == f"{at}about/"
    assert StoryDraft.objects.get().attests == "agreed"


def test_what_was_said_of_one_person_is_not_taken_for_another(phone):
    at = begun(phone)
    answered(phone, f"{at}whose/", whose="partner")
    answered(phone, f"{at}person/", attests="agreed")
    answered(phone, f"{at}whose/", whose="relative")
    assert StoryDraft.objects.get().attests == ""


def test_steps_are_counted_one_by_one_and_never_become_more():
    said = {"condition_id": 1, "text": stories.WORDS}
    way = [
        ("whose", {"text": ""}),
        ("person", {"relation": "parent"}),
        ("child", {"attests": "guardian"}),
        ("about", {"comes_of_age": 2040, "step": "child"}),
        ("story", {"step": "about"}),
        ("more", {"step": "story"}),
        ("links", {"text": f"{stories.WORDS} Write to fern@example.org.", "step": "more"}),
        ("recognise", {"step": "links"}),
        ("permission", {"step": "recognise"}),
    ]
    places = []
    for slug, more in way:
        said |= more
        places.append(walk.place(StoryDraft(**said), slug))
    assert [each.number for each in places] == list(range(1, 10))
    assert [each.of for each in places] == [10] * 9
    assert [each.is_known for each in places] == [False] * 6 + [True] * 3


def test_story_without_marks_has_one_step_less_than_was_said():
    draft = StoryDraft(condition_id=1, text=stories.WORDS, relation="person", step="links")
    assert walk.place(draft, "permission") == (7, 8, True)


def test_condition_is_found_by_the_search_of_the_site(phone, people):
    at = begun(phone, "")
    answered(phone, f"{at}whose/", whose="mine")
    assert b"Gilbert syndrome" in phone.get(f"{at}condition/?q=gilbrt").content
    assert b"We found nothing for" in phone.get(f"{at}condition/?q=zzzzqqqq").content
    assert answered(phone, f"{at}condition/?q=gilbert", condition="gilbert-syndrome")["Location"] == f"{at}about/"
    assert StoryDraft.objects.get().condition == people.condition


def test_too_few_words_are_kept_and_asked_for_more(phone):
    at = begun(phone)
    page = answered(phone, f"{at}story/", title="", text="It rained.").content.decode()
    assert "There is a problem" in page
    assert "Yours has 2." in page
    assert StoryDraft.objects.get().text == "It rained."


def test_hundred_thousand_letters_stay_on_the_page(phone):
    text = "word " * 20_000
    response = answered(phone, f"{begun(phone)}story/", title="", text=text)
    assert response.status_code == 200
    assert b"too long to be kept" in response.content
    assert text.encode() in response.content


def letter(page):
    """The story as it stands there, whatever the rank of its title."""
    whole = re.search(r"<article.*?</article>", page.content.decode(), re.DOTALL)[0]
    return re.sub(r"\s+", " ", re.sub(r"(</?)h[1-6]", r"\1h", whole))


def test_author_sees_before_sending_exactly_what_readers_see_after(client, phone, people):
    at = begun(phone)
    text = f"{RTL}\n\n{stories.WORDS}  I stopped taking my tablets."
    said = {"story": {"title": "  A <wet> Tuesday", "text": text}, "links": {"has_ties": "yes", "ties": "Acme: a mug"}}
    walked(phone, at, **said, recognise=KEEPS_ALL)
    steps = [letter(phone.get(f"{at}{step}/")) for step in ("story", "check")]
    assert "Never stop without talking" in steps[0]
    assert "Acme: a mug" in steps[0]
    sent(phone, at)
    case, now = Case.objects.get(), timezone.now()
    for person in (people.moderator, people.second):
        stories.decided(case, person, at=now)
    assert [letter(client.get(f"/stories/{case.story.code}/"))] * 2 == steps


def test_story_is_saved_and_seen_as_readers_will_by_one_button(phone):
    at = begun(phone)
    answered(phone, f"{at}whose/", whose="mine")
    assert "Your words appear here once they are saved." in phone.get(f"{at}story/").content.decode()
    looked = answered(phone, f"{at}story/", title="", text="It rained. 🌧", do="look")
    assert looked["Location"] == f"{at}story/#as-readers-title"
    assert "It rained. 🌧" in letter(phone.get(f"{at}story/"))
    assert StoryDraft.objects.get().step == "whose"


def test_each_role_is_asked_what_fits_it(phone):
    at, asked = begun(phone), {}
    for whose in ("mine", "parent", "carer", "partner", "relative", "bereaved"):
        answered(phone, f"{at}whose/", whose=whose)
        asked[whose] = re.search(r'class="prompts">(.*?)</ul>', phone.get(f"{at}story/").content.decode(), re.DOTALL)[1]
    assert "What would you tell parents on day one?" in asked["parent"]
    assert "someone who stands where you stood" in asked["bereaved"]
    assert len(set(asked.values())) == 6


def test_draft_begun_on_one_device_goes_on_another(phone, people):
    at, other = begun(phone), factories.browser(people.author)
    answered(phone, f"{at}story/", title="", text="It rained.")
    assert "It rained." in other.get(f"{at}story/").content.decode()
    assert answered(other, f"{at}story/", title="A wet Tuesday", text=stories.WORDS).status_code == 302
    assert stories.WORDS in phone.get(f"{at}story/").content.decode()


@pytest.mark.promise("S2")
def test_any_script_and_any_sign_is_shown_as_it_was_typed(phone):
    text = f"{RTL}<script>alert(1)</script> {{% now %}} {stories.WORDS}"
    at = begun(phone)
    walked(phone, at, story={"title": "<b>x</b>", "text": text})
    page = phone.get(f"{at}check/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert RTL.strip() in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page


def test_last_page_of_an_empty_draft_says_what_is_missing(phone):
    page = phone.get(f"{begun(phone)}check/").content.decode()
    assert "Say whose experience it is." in page
    assert "Send to a moderator" not in page


def test_last_page_says_in_the_words_of_the_form_whose_it_is(phone):
    at = begun(phone)
    walked(phone, at)
    page = phone.get(f"{at}check/").content.decode()
    assert "<dd>Mine <a" in page
    assert "<dd>Diagnosed <a" in page


@pytest.mark.promise("M11")
def test_help_after_sending_can_be_called_and_speaks_of_no_more_writing(phone):
    factories.country("GB", "999")
    at = begun(phone)
    walked(phone, at, story={"title": "", "text": f"{stories.WORDS} I want to kill myself."})
    page = phone.get(sent(phone, at)["Location"]).content.decode()
    assert 'call <a class="phone" href="tel:999">999</a>' in page
    assert "You can go on writing" not in page


def test_sign_that_no_database_keeps_is_named(phone):
    response = answered(phone, f"{begun(phone)}story/", title="", text=f"{stories.WORDS} here\ud800"[:-1] + "\x00")
    assert response.status_code == 200
    assert b"There is a problem" in response.content


@pytest.mark.promise("E4")
def test_two_windows_lose_nothing(phone):
    at = begun(phone)
    opened = fields(phone.get(f"{at}story/"))
    phone.post(f"{at}story/", opened | {"title": "", "text": f"First window. {stories.WORDS}"})
    late = phone.post(f"{at}story/", opened | {"title": "", "text": f"Second window. {stories.WORDS}"})
    assert late.status_code == 409
    page = late.content.decode()
    assert ("First window." in page, "Second window." in page) == (True, True)
    assert phone.post(f"{at}story/", fields(late) | {"text": f"Both. {stories.WORDS}"}).status_code == 302
    assert StoryDraft.objects.get().text.startswith("Both.")


def test_pressing_send_twice_sends_once(phone):
    at = begun(phone)
    walked(phone, at)
    carried = fields(phone.get(f"{at}check/"))
    first, second = (phone.post(f"{at}check/", carried) for _press in range(2))
    assert "/sent/" in first["Location"]
    assert second["Location"] == reverse("community:stories")
    assert Story.objects.count() == 1


def test_what_is_typed_after_it_was_sent_elsewhere_stays(phone):
    at = begun(phone)
    walked(phone, at)
    opened = fields(phone.get(f"{at}story/"))
    sent(phone, at)
    late = phone.post(f"{at}story/", opened | {"title": "", "text": "One more thing."})
    assert late.status_code == 404
    assert b"One more thing." in late.content


@pytest.mark.promise("E4")
def test_words_outlive_the_session(phone):
    at = begun(phone)
    opened = fields(phone.get(f"{at}story/"))
    phone.cookies.clear()
    response = phone.post(f"{at}story/", opened | {"title": "", "text": "Typed while signed out."})
    assert response.status_code == 403
    assert b"Typed while signed out." in response.content


def test_script_saves_what_is_typed_and_nothing_is_demanded(phone):
    at = begun(phone)
    opened = fields(phone.get(f"{at}story/"))
    told = phone.post(f"{at}story/", opened | {"title": "", "text": "Two words"}, HTTP_ACCEPT="application/json")
    assert json.loads(told.content)["problem"] == ""
    assert json.loads(told.content)["seen"] == int(opened["seen"]) + 1
    assert StoryDraft.objects.get().text == "Two words"


@pytest.mark.promise("M14")
def test_marked_words_are_changed_or_kept_as_the_author_chooses(phone):
    at, text = begun(phone), f"{stories.WORDS} Ring me on 020 7946 0123."
    answered(phone, f"{at}story/", title="", text=text)
    assert "“020 7946 0123”" in phone.get(f"{at}recognise/").content.decode()
    changed = answered(phone, f"{at}recognise/", **{"mark-0": "change"})
    assert changed["Location"] == f"{at}story/"
    kept = answered(phone, f"{at}recognise/", **{"mark-0": "keep"})
    assert kept["Location"] == f"{at}permission/"
    assert StoryDraft.objects.get().keeps == ["020 7946 0123"]


@pytest.mark.promise("C16")
def test_contact_data_in_the_title_and_beside_the_story_is_changed_where_it_stands(phone):
    at = begun(phone)
    answered(phone, f"{at}story/", title="Write to fern@example.org", text=stories.WORDS)
    answered(phone, f"{at}links/", has_ties="yes", ties="Leaf, 12 Elm Street")
    page = phone.get(f"{at}recognise/").content.decode()
    assert "“fern@example.org”" in page
    assert "“12 Elm Street”" in page
    of_ties = answered(phone, f"{at}recognise/", **{"mark-0": "keep", "mark-1": "change"})
    assert of_ties["Location"] == f"{at}links/"
    both = answered(phone, f"{at}recognise/", **{"mark-0": "change", "mark-1": "change"})
    assert both["Location"] == f"{at}story/"


def test_draft_of_somebody_else_is_not_there(phone):
    other = writing.start(factories.member().member, at=timezone.now(), language="en")
    addresses = [f"/me/stories/draft/{other.pk}/{step}/" for step in ("story", "check", "delete")]
    assert [phone.get(address).status_code for address in addresses] == [404, 404, 404]
    assert phone.post(addresses[2]).status_code == 404
    assert StoryDraft.objects.filter(pk=other.pk).exists()


@pytest.mark.promise("M15")
def test_member_who_is_paused_reads_why(phone, people):
    banned = Sanction(
        member=people.author.member,
        grade="ban",
        rule="hate",
        sentence="It attacked a nurse.",
        by=people.moderator,
        at=timezone.now(),
    )
    stories.of_member(people.author.member, banned, by=people.moderator)
    page = phone.get(NEW).content.decode()
    assert "It attacked a nurse." in page
    assert "Start" not in re.findall(r"<button[^>]*>([^<]*)", page)
    assert phone.post(NEW).status_code == 200
    assert not StoryDraft.objects.exists()


def test_form_is_closed_while_nobody_is_on_duty(phone, people):
    people.lead.grants.filter(role=Role.SAFEGUARDING).update(ends_on=factories.DAY_ONE)
    page = phone.get(NEW).content.decode()
    assert "Nobody is on duty here who could help" in page
    assert phone.post(NEW).status_code == 200


@pytest.mark.promise("C11")
def test_words_that_changed_are_read_before_they_are_allowed(phone, people):
    at = begun(phone)
    walked(phone, at)
    carried = fields(phone.get(f"{at}check/"))
    stories.asked(people.administrator, "display")
    assert b"changed the words of what you allow" in phone.post(f"{at}check/", carried).content
    assert not Story.objects.exists()


@pytest.mark.promise("C11")
def test_words_that_changed_beside_the_boxes_are_ticked_anew(phone, people):
    at = f"{begun(phone)}permission/"
    carried = fields(phone.get(at)) | PERMISSION
    stories.asked(people.administrator, "display")
    page = phone.post(at, carried)
    assert b"changed the words below" in page.content
    assert re.search(rb'name="years"[^>]*checked', page.content)
    assert not re.search(rb'name="display"[^>]*checked', page.content)
    assert not StoryDraft.objects.get().purposes
    assert phone.post(at, carried | fields(page)).status_code == 302


@pytest.mark.promise("S5")
def test_many_stories_from_one_connection_wait(phone):
    at = begun(phone)
    walked(phone, at)
    carried = fields(phone.get(f"{at}check/"))
    stale = [phone.post(f"{at}check/", carried | {"seen": "0"}).status_code for _time in range(10)]
    late = phone.post(f"{at}check/", carried)
    assert stale == [409] * 10
    assert late.status_code == 429
    assert b"Yours was not sent yet, and nothing is lost." in late.content


@pytest.mark.promise("S5")
def test_search_for_a_condition_is_limited_too(phone, monkeypatch):
    at = begun(phone, "")
    monkeypatch.setattr(limits, "SEARCHES", limits.SEARCHES._replace(most=1))
    found = [b'value="gilbert-syndrome"' in phone.get(f"{at}condition/?q=gilbert").content for _time in range(2)]
    assert found == [True, False]


@pytest.mark.promise("S5")
def test_many_saves_from_one_connection_wait_and_lose_nothing(phone, monkeypatch):
    at = f"{begun(phone)}story/"
    monkeypatch.setattr(limits, "SAVES", limits.SAVES._replace(most=1))
    typed = fields(phone.get(at)) | {"title": "First", "text": stories.WORDS}
    assert phone.post(at, typed).status_code == 302
    late = phone.post(at, fields(phone.get(at)) | {"title": "Second", "text": stories.WORDS})
    assert (late.status_code, b"Second" in late.content) == (429, True)
    told = phone.post(at, typed | {"title": "Third"}, headers={"accept": "application/json"})
    assert (told.status_code, "Too much came" in told.json()["problem"]) == (429, True)
    assert StoryDraft.objects.get().title == "First"


@pytest.mark.promise("S5")
def test_many_drafts_from_one_connection_wait(phone, monkeypatch):
    monkeypatch.setattr(limits, "DRAFTS", limits.DRAFTS._replace(most=1))
    begun(phone)
    late = phone.post(NEW)
    assert (late.status_code, b"Too much came from your connection" in late.content) == (429, True)


def test_draft_is_deleted_once_it_was_asked(phone):
    at = begun(phone)
    answered(phone, f"{at}story/", title="Never mind", text=stories.WORDS)
    assert b"Never mind" in phone.get(f"{at}delete/").content
    phone.post(f"{at}delete/")
    assert not StoryDraft.objects.exists()


def test_pressing_start_twice_makes_one_draft(phone):
    begun(phone)
    begun(phone)
    assert StoryDraft.objects.count() == 1


def test_author_goes_on_where_they_left_off(phone):
    at = begun(phone)
    answered(phone, f"{at}whose/", whose="mine")
    answered(phone, f"{at}about/", question="")
    assert phone.get(at)["Location"] == f"{at}where/"


def test_address_with_what_no_database_looks_for_is_as_good_as_none(phone):
    for query in ("?condition=%00", "?condition=gilbert-syndrome&question=%00"):
        assert phone.get(NEW + query).status_code == 200
    at = begun(phone, "")
    assert "There is a problem" in phone.post(f"{at}condition/", {"seen": "0", "condition": "\0"}).content.decode()


def test_page_says_what_keeps_new_words_from_being_sent_while_others_are_public(phone, people):
    story = stories.published(people, people.author, people.condition)
    draft = writing.edit(story, by=people.author, at=factories.NOON)
    told = {**stories.ALLOWED, "relation": "partner", "attests": "agreed"}
    writing.save(draft, told, by=people.author, at=factories.NOON, seen=draft.version)
    at = f"/me/stories/draft/{draft.pk}/"
    page = phone.get(f"{at}check/").content.decode()
    assert f'href="{at}whose/">Your story is public in another role.' in page
    assert "Send to a moderator" not in page


@pytest.mark.parametrize("purpose", ["display", "indexing"])
def test_permission_that_nobody_asks_for_any_more_is_not_sent_and_says_why(phone, people, purpose):
    draft = stories.draft(people.author, people.condition)
    at = f"/me/stories/draft/{draft.pk}/check/"
    consents.switch_off(ConsentDocument.objects.get(purpose=purpose), by=people.administrator, at=factories.NOON)
    carried = {"seen": draft.version, "words": on_screen(in_force("en"))}
    page = phone.post(at, carried).content.decode()
    said = {"display": "We cannot ask for your permission in this language yet.", "indexing": "We do not ask for this"}
    assert page.count(said[purpose]) == 1
    assert not Story.objects.exists()
