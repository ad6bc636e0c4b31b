"""The stories of the demonstration stand as they are meant to, say that they are invented, and came by moves alone."""

import datetime
from collections import Counter

import pytest
from django.core.exceptions import ImproperlyConfigured

from community import stages
from community.demonstration import cast, lives, members, reading, stories
from community.models import (
    Case,
    Consent,
    ConsentDocument,
    Member,
    Membership,
    OldStory,
    Reminder,
    Story,
    StoryDraft,
    StoryReport,
    StoryText,
)
from community.moderation import opening, reminders, safety
from conditions import ledger
from conditions.demonstration import answers, people
from conditions.demonstration.cast import CHECKERS, COLLEAGUES
from conditions.imports import basics, loading
from conditions.models import Condition, Event, Mail, User
from tests import factories
from tests.conditions.demonstration.test_catalogue import MONDO
from tests.shared import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]
AT = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
TODAY = AT.date()
ALPHA, HUNTINGTON, PROGERIA, COELIAC, LYME, GILBERT = MONDO
MOVES = {
    "begun",
    "claimed",
    "sent",
    "decided",
    "asked",
    "change proposed",
    "reminded",
    "fell asleep",
    "taken down",
    "reported",
    "safety step",
}


def load():
    """What the command loads for stories, on the six conditions alone."""
    since = AT - answers.SINCE
    basics.load(at=since)
    loading.load(factories.catalogue(*[factories.term(*row) for row in MONDO.items()]), at=since)
    people.load(at=since)
    members.load(at=since)
    stories.load(at=AT)


demonstration = made_once(load)


def states(whose=None):
    """How many stories are in which state for their authors on the day of loading."""
    found = whose or Story.objects.all()
    return Counter(str(each.stage) for each in stages.of(found, on=TODAY))


def test_stories_are_in_the_states_that_they_are_to_show():
    there = {"public": 8, "waiting": 1, "question": 1, "change": 1, "asleep": 1, "taken-down": 1}
    assert states() == there
    assert states() == Counter(told.state for file in reading.files() for told in file.story)
    assert Story.objects.published(TODAY).count() == 8
    assert Story.objects.listed(TODAY).count() == 5


def test_author_of_an_old_story_has_just_been_asked():
    old = OldStory.objects.get()
    assert old.title.startswith("Invented story: ")
    mail = Mail.objects.get(purpose="old-stories")
    assert (mail.recipient, mail.sent_at, mail.queued_at) == (old.email, None, old.asked_at)
    assert old.email == "member@demonstration.invalid"


def test_everybody_belongs_to_the_community_of_which_they_tell():
    belong = set(
        Membership.objects.filter(member__stories__isnull=False).values_list("member", "condition", "relation")
    )
    assert belong == set(Story.objects.values_list("author", "condition", "texts__relation"))


def coeliac():
    return Condition.objects.get(codes__value=COELIAC).slug


def test_one_community_shows_a_band_and_countries(client):
    page = client.get(f"/communities/{coeliac()}/").content.decode()
    assert "51 to 100 members." in page
    assert '<th scope="row">Spain</th><td>11 or more</td>' in page
    assert '<th scope="row">United Kingdom</th><td>11 or more</td>' in page
    assert [word for word in ("Ireland</th>", "Ireland: ") if word in page] == []


def test_one_story_is_told_in_spanish(client):
    page = client.get(f"/es/conditions/{coeliac()}/stories/").content.decode()
    assert "Testimonio inventado: La olla de los domingos" in page
    assert "1 story in Spanish" in client.get(f"/conditions/{coeliac()}/stories/").content.decode()


def test_conditions_have_as_many_as_drawn_and_the_rarest_has_none():
    told = Counter(Story.objects.filter(condition__codes__system="mondo").values_list("condition__codes__value"))
    expected = {ALPHA: 4, COELIAC: 4, LYME: 2, HUNTINGTON: 2, GILBERT: 1}
    assert {value: count for (value,), count in told.items()} == expected
    assert Story.objects.count() == 13


def test_causes_are_told_by_a_person_and_by_a_parent():
    here = Story.objects.published(TODAY).filter(condition__codes__value=ALPHA, question__slug="causes")
    assert sorted(here.values_list("texts__relation", flat=True)) == ["parent", "person"]
    assert here.filter(pk__in=Story.objects.listed(TODAY)).count() == 1


def test_each_story_and_each_author_says_that_they_are_invented():
    titles = [*StoryText.objects.values_list("title", flat=True), *StoryDraft.objects.values_list("title", flat=True)]
    assert len(titles) == 15
    assert [title for title in titles if not title.startswith(("Invented story: ", "Testimonio inventado: "))] == []
    assert [name for name in Member.objects.values_list("display_name", flat=True) if "Invented" not in name] == []


def test_stories_are_as_long_as_letters():
    long = {told.title: len(told.text.split()) for file in reading.files() for told in file.story}
    assert {title: count for title, count in long.items() if not 80 <= count <= 250} == {}


def test_amounts_stand_only_in_the_story_that_is_held_for_them():
    held = Case.objects.waiting().exclude(cause="reported").get()
    assert held.level == "high"
    dosed = StoryText.objects.filter(findings__rule="dose").distinct()
    assert [text.story for text in dosed] == [held.story]
    assert not StoryText.objects.filter(findings__rule__in=["danger", "contact", "accused", "cure", "brand"]).exists()


def test_two_reports_of_one_story_are_one_task():
    case = Case.objects.waiting().filter(cause="reported").exclude(level="danger").get()
    assert case.reports.open().count() == 2
    page = text(factories.browser(User.objects.get(email=people.address("moderator")), second_factor=True))
    assert "2 reports of one story about alpha 1-antitrypsin deficiency" in page


def test_log_of_a_worry_has_steps_of_two_leads_and_an_outcome():
    case = Case.objects.get(level="danger")
    steps = list(case.safety.all())
    assert case.reports.get().reason == "self-harm"
    assert [each.kind for each in steps] == ["read", "colleague", "asked", "safe"]
    assert {each.by.name for each in steps} == {"Invented safeguarding lead", "Invented safeguarding lead Selma Adair"}
    assert safety.outcome(steps) == steps[-1]
    said = [*StoryReport.objects.values_list("words", flat=True), *(each.note for each in steps if each.note)]
    assert [words for words in said if not words.startswith("Invented ")] == []


def test_lead_has_somebody_who_stands_in_next_week():
    (ahead,) = safety.ahead(TODAY)
    assert (ahead.lead.name, ahead.deputy.name) == (
        "Invented safeguarding lead",
        "Invented safeguarding lead Selma Adair",
    )
    assert ahead.away.from_on > TODAY


def test_nobody_has_the_address_of_somebody_who_writes_or_reviews():
    others = {each.who for each in (*COLLEAGUES, *CHECKERS)}
    assert others.isdisjoint({cast.SECOND, cast.DEPUTY})


def text(browser):
    return " ".join(browser.get("/desk/stories/").content.decode().split())


def test_story_that_tells_of_stopping_was_published_by_two():
    story = Story.objects.published(TODAY).get(texts__findings__rule="stopping")
    live = story.publications.get()
    assert live.second.by != live.first.by


def test_member_who_can_sign_in_sees_each_kind_of_next_step():
    fern = Member.objects.get(display_name="Invented fern")
    assert states(fern.stories.all()) == {"public": 1, "question": 1, "change": 1}
    assert fern.drafts.get().story is None


def test_draft_opens_where_its_author_left_off():
    draft = StoryDraft.objects.get()
    answer = factories.browser(draft.member.user).get(f"/me/stories/draft/{draft.pk}/", follow=True)
    assert answer.redirect_chain == [(f"/me/stories/draft/{draft.pk}/story/", 302)]
    assert "since otherwise</textarea>" in answer.content.decode()


def test_change_spares_the_place_that_would_tell_who_it_is():
    proposed = StoryText.objects.get(proposed_by__isnull=False)
    before = proposed.story.texts.get(number=1)
    assert "Nether Otterbourne" in before.text
    assert "Nether Otterbourne" not in proposed.text


def test_form_is_open_in_both_languages_and_says_how_to_stop_and_that_copies_stay():
    assert [opening.closed_because(language, on=TODAY) for language in ("en", "es")] == ["", ""]
    asked = ConsentDocument.objects.filter(ended_at=None).values_list("language", "purpose", "text")
    assert sorted((language, purpose) for language, purpose, _text in asked) == [
        ("en", "display"),
        ("en", "indexing"),
        ("es", "display"),
        ("es", "indexing"),
    ]
    stays = {"en": "others have made", "es": "otros hayan hecho"}
    assert [purpose for language, purpose, text in asked if stays[language] not in text] == []


def test_sleeping_author_was_told_three_times_and_nobody_is_told_anything_today():
    assert sorted(Reminder.objects.values_list("kind", flat=True)) == ["asleep", "first", "second"]
    assert reminders.remind(at=AT) == 0
    assert Mail.objects.exists()
    assert not Mail.objects.filter(sent_at=None).exclude(purpose="old-stories").exists()


def test_stories_came_by_moves_and_all_evidence_holds():
    told = Event.objects.filter(stream__startswith="story:")
    assert set(told.values_list("action", flat=True)) <= MOVES
    assert told.values("stream").distinct().count() == 13
    assert [problem for kind in ledger.EVIDENCE.values() for problem in kind.problems(lambda: None)] == []


def test_nothing_lies_ahead_and_every_story_goes_forward():
    at = {}
    for stream, moment in Event.objects.order_by("stream", "sequence").values_list("stream", "at"):
        assert at.get(stream, moment) <= moment <= AT, stream
        at[stream] = moment


def test_second_load_finds_nothing_to_do():
    counted = [model.objects.count() for model in (Event, Story, StoryDraft, Consent, ConsentDocument, Member, Mail)]
    assert stories.load(at=AT + datetime.timedelta(days=1)) == 0
    assert counted == [
        model.objects.count() for model in (Event, Story, StoryDraft, Consent, ConsentDocument, Member, Mail)
    ]


def test_day_that_is_not_over_is_refused():
    with pytest.raises(ValueError, match="days_ago = 1"):
        lives.Stage(Story.objects.first().condition, None, TODAY).at(0, 9)


def test_stories_are_refused_where_a_real_site_runs(settings):
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured):
        stories.load(at=AT)
