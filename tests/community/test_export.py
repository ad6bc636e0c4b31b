"""A member gets all that is held on them, and nothing about anybody else (C17, M9)."""

import json

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction

from community import export, membership
from community.moderation import erasures, followings, holds, reminders, reports
from conditions import outbox
from tests import factories, planted, stories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db

# Of another person, or of a key that opens the account: the one who asks holds it, and the site only its half.
NOT_THEIRS = {"reader", "answer", "kept", "logged", "html"}


made = made_once(stories.duty)
people = copied()


def told(person):
    return json.loads(json.dumps(export.held_on(person)))


@pytest.mark.promise("C17")
def test_every_word_of_theirs_is_in_it_and_none_of_whoever_reported(people):
    said = planted.words()
    person = planted.member(said)
    planted.story(people, person, said)
    whole = json.dumps(export.held_on(person)).lower()
    found = {place for place, word in vars(said).items() if word in whole}
    assert set(planted.PLACES) - found == NOT_THEIRS


@pytest.mark.promise("C17")
def test_consents_come_with_the_words_of_their_day(people):
    story = stories.published(people, years=1)
    reminders.remind(at=NOON.replace(year=2027, month=2))
    stories.asked(people.administrator, "display")
    (display,) = [each for each in told(story.author.user)["stories"][0]["consents"] if each["purpose"] == "display"]
    assert (display["words"]["text"], display["words"]["number"]) == ("What display means.", 1)
    assert (display["until"], display["ending"]) == ("2027-03-02", "")
    assert [each["kind"] for each in display["reminders"]] == ["first"]


@pytest.mark.promise("M9")
def test_open_report_of_their_story_is_not_in_it(people):
    story = stories.published(people)
    before = told(story.author.user)
    reports.report(story, reason="other", words="She lies.", email="r@example.org", at=NOON)
    assert told(story.author.user) == before


@pytest.mark.promise("M9")
def test_address_that_they_never_opened_tells_them_nothing_of_whoever_has_it(people):
    story = stories.published(people)
    author = story.author.user
    reports.report(story, reason="other", words="She lies.", email="r@example.org", at=NOON)
    EmailAddress.objects.create(user=author, email="r@example.org", verified=False)
    assert told(author)["reports_of_stories"] == []


@pytest.mark.parametrize("purpose", sorted(outbox.OPENS))
def test_link_that_opens_an_account_is_not_in_it(purpose):
    person = factories.member()
    with transaction.atomic():
        outbox.queue(person.email, "News", "Open https://example.org/key/", purpose=purpose, at=NOON)
    (mail,) = told(person)["mail"]
    assert (mail["subject"], mail["text"]) == ("News", "")


def test_moderators_are_not_named(people):
    people.moderator.name = "Quentin Moderator"
    people.moderator.save()
    story = stories.published(people)
    whole = json.dumps(told(story.author.user))
    assert "Quentin" not in whole
    assert people.moderator.email not in whole
    assert '"kind": "publish"' in whole


@pytest.mark.promise("C8")
def test_hold_is_in_it_where_they_may_know(people):
    story = stories.published(people)
    until = TODAY.replace(month=4)
    for basis, is_told in (("A court", True), ("A secret court", False)):
        holds.hold(story, basis=basis, until=until, is_told=is_told, by=people.lead, at=NOON)
    assert [each["basis"] for each in told(story.author.user)["stories"][0]["holds"]] == ["A court"]


def test_communities_and_receipts_are_in_it(people):
    story = stories.published(people)
    membership.belong(story.author, story.condition, relation="person", country="IE", on=TODAY)
    receipt = erasures.erase(story, by=story.author.user, at=NOON)
    found = told(story.author.user)
    assert [each["country"] for each in found["communities"]] == ["IE"]
    assert [each["number"] for each in found["erasures"]] == [receipt.number]
    assert found["stories"][0]["texts"][0]["text"] == ""


def test_conditions_stand_by_their_names_in_the_language_of_the_member(people):
    story = stories.published(people)
    person = story.author.user
    factories.named(story.condition, "Síndrome de Gilbert", use="preferred", language="es")
    membership.belong(story.author, story.condition, relation="person", country="IE", on=TODAY)
    for language, name in (("en", "Gilbert syndrome"), ("es", "Síndrome de Gilbert")):
        factories.User.objects.filter(pk=person.pk).update(language=language)
        found = export.held_on(factories.User.objects.get(pk=person.pk))
        assert {each["condition"] for each in (*found["stories"], *found["communities"])} == {name}


def test_question_stands_as_readers_are_asked_it(people):
    asked = factories.question("what", "What is {condition}?")
    asked.wordings.create(language="es", text="¿Qué se entiende por {condition}?")
    story = stories.published(people, question=asked)
    person = story.author.user
    followings.follow(story.author, story.condition, asked, language="en", by_mail=False, at=NOON)
    for language, words in (("en", "What is Gilbert syndrome?"), ("es", "¿Qué se entiende por Gilbert syndrome?")):
        factories.User.objects.filter(pk=person.pk).update(language=language)
        found = export.held_on(factories.User.objects.get(pk=person.pk))
        assert {each["question"] for each in (*found["stories"], *found["following"])} == {words}


def test_number_of_queries_does_not_grow_with_stories(people, django_assert_num_queries):
    story = stories.published(people)
    member = story.author.user.member
    with django_assert_num_queries(34):
        export.held_on(member.user)
    stories.published(people, member.user, story.condition)
    stories.sent(member.user, story.condition)
    with django_assert_num_queries(34):
        found = export.held_on(member.user)
    assert len(found["stories"]) == 3


def test_member_who_wrote_nothing_has_a_whole_export():
    person = factories.member()
    found = told(person)
    assert found["account"]["email"] == person.email
    assert (found["stories"], found["drafts"]) == ([], [])
