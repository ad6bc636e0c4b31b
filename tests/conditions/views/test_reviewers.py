"""Who stands behind what readers read."""

import datetime
from dataclasses import replace

import pytest

from conditions import standing
from conditions.editorial import publications, reviewers, verdicts
from conditions.models import Reviewer, Verdict
from conditions.templatetags.answers import declared
from tests import factories, past
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
NONE_IN_SPANISH = "ninguno declarado sobre este tema"


made = made_once(factories.desk)
people = copied()


def page_of(client, person):
    return client.get(f"/reviewers/{person.slug}/").content.decode()


@pytest.mark.promise("R11")
def test_page_names_credential_interests_and_what_they_stand_behind_now(client, people):
    live = factories.published(people)
    page = page_of(client, people.reviewer)
    assert live.revision.question in page
    assert "Registered with: A register." in page
    assert "Interests: none declared for this topic" in page


@pytest.mark.promise("A1")
def test_what_was_signed_in_another_language_says_in_which(client, people):
    spanish = factories.published(people, factories.started(people, language="es"))
    assert f'Interests: <span lang="es">{NONE_IN_SPANISH}</span>' in page_of(client, people.reviewer)
    factories.withdrawn(spanish)
    checked = " ".join(Verdict.objects.get().scopes.values())
    version = client.get(f"/v/{spanish.code}/").content.decode()
    assert f'<span lang="es">{checked}</span>' in version
    assert f'Interests: <span lang="es">{NONE_IN_SPANISH}</span>' in version
    own = client.get(f"/es/v/{spanish.code}/").content.decode()
    assert (NONE_IN_SPANISH in own, '<span lang="es">' in own) == (True, False)


def test_interests_in_words_of_ones_own_are_in_no_language_that_we_know(people):
    signer = standing.signer(standing.told(TODAY).get(pk=factories.published(people).pk).signed[0])
    own = replace(signer, interests="Shares <in> it.", has_none=False, language="es")
    assert declared(own) == "Shares &lt;in&gt; it."


@pytest.mark.promise("R11")
def test_page_lists_what_they_declared_last_by_topic(client, people):
    live = factories.published(people)
    assert "None declared for any topic" in page_of(client, people.reviewer)
    about, told = live.answer.condition, {"by": people.colleague, "at": NOON}
    revision = factories.in_review(people, factories.started(people, condition=about))
    declared_now = reviewers.declare(people.reviewer, about, interests="A talk for a company", **told)
    signed = {"seen": revision.digest, "scopes": ["accuracy"], "declaration": declared_now}
    verdicts.approve(revision, **signed, **told)
    assert "A talk for a company" not in page_of(client, people.reviewer)
    publications.publish(revision, seen=revision.digest, **told)
    assert "Gilbert syndrome</span>: A talk for a company" in page_of(client, people.reviewer)


def test_number_and_workplace_are_shown_only_if_they_wish(client, people):
    factories.published(people)
    Reviewer.objects.update(workplace="A clinic")
    hidden = page_of(client, people.reviewer)
    assert "A clinic" not in hidden
    assert "Number" not in hidden
    Reviewer.objects.update(shows_workplace=True, shows_number=True)
    assert "A clinic" in page_of(client, people.reviewer)
    assert f"Number {people.colleague.pk}." in page_of(client, people.reviewer)


def test_whoever_signed_nothing_that_was_published_has_no_page(client, people):
    factories.approved(people)
    assert client.get(f"/reviewers/{people.reviewer.slug}/").status_code == 404
    assert people.reviewer.name not in client.get("/reviewers/").content.decode()


@pytest.mark.promise("E12")
def test_former_versions_stay_on_the_page_and_the_list_has_those_of_today(client, people):
    live = factories.published(people)
    factories.withdrawn(live)
    assert f'href="/v/{live.code}/"' in page_of(client, people.reviewer)
    assert people.reviewer.name not in client.get("/reviewers/").content.decode()


def test_each_answer_on_the_page_is_named_with_its_condition(client, people):
    answer = factories.started(people, question=factories.question("causes", "What causes it?"))
    past.corrected(people, answer)
    assert page_of(client, people.reviewer).count("What causes it? · Gilbert syndrome</a>") == 2


def test_revoked_registration_is_not_shown_as_one(client, people):
    factories.published(people)
    credential = people.reviewer.credentials.get()
    reviewers.revoke(credential, on=datetime.date(2026, 1, 2), reason="Struck off", by=people.author, at=NOON)
    page = page_of(client, people.reviewer)
    assert "No registration of this person is confirmed today." in page
    assert "Struck off" not in page


def test_whoever_confirmed_wording_alone_is_said_to_have_done_that(client, people):
    revision = factories.reworded(people, factories.published(people))
    publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)
    assert "only the wording changed" in page_of(client, people.reviewer)


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_for_one_and_for_three(client, people, count, django_assert_num_queries):
    for _ in range(count):
        factories.published(people)
    client.get("/reviewers/")
    with django_assert_num_queries(2):
        assert people.reviewer.name in client.get("/reviewers/").content.decode()
    with django_assert_num_queries(3):
        assert page_of(client, people.reviewer).count("Signed on") == count
