"""Editors see which sign-offs to look at, with the numbers behind each flag (E17)."""

import datetime

import pytest

from conditions import pace
from conditions.editorial import rounds
from conditions.models.people import Role
from tests import factories
from tests.factories import NOON
from tests.shared import copied, made_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.one_engine]
LONG = "The liver handles the pigment more slowly. " * 100 + "[^ers-2017]"  # 700 words
MINUTE = datetime.timedelta(minutes=1)


made = made_once(factories.desk)
people = copied()


def signed_after(people, took):
    revision = factories.in_review(people, body=LONG)
    assignment = revision.rounds.get().assignments.get()
    if took is not None:
        rounds.opened_by_reviewer(assignment, by=people.colleague, at=NOON)
    return factories.signed(people, revision, at=NOON + (took or 0 * MINUTE))


def page_for(person):
    return " ".join(factories.browser(person, second_factor=True).get("/desk/sign-offs/").content.decode().split())


@pytest.mark.promise("E17")
def test_editors_see_each_flag_with_its_numbers(people, monkeypatch):
    monkeypatch.setattr(pace, "MANY", 2)
    for took in (MINUTE, None, 30 * MINUTE):
        signed_after(people, took)
    page = page_for(people.author)
    assert (
        "716 words, signed 60 seconds after the text was first opened; reading it takes at least 107 seconds." in page
    )
    assert "716 words, signed without opening the page of the review." in page
    assert page.count("716 words") == 2
    assert f"{people.reviewer.name} signed 3 texts on" in page


@pytest.mark.promise("E17")
def test_editors_see_the_flags_of_their_own_conditions_alone(people):
    verdict = signed_after(people, MINUTE)
    there = factories.holder(Role.EDITOR, condition=verdict.revision.answer.condition)
    elsewhere = factories.holder(Role.EDITOR, condition=factories.condition(slug="elsewhere"))
    assert "716 words" in page_for(there)
    assert "716 words" not in page_for(elsewhere)


def test_reviewers_do_not_see_the_list(people):
    reviewer = factories.reviewer().user
    assert factories.browser(reviewer, second_factor=True).get("/desk/sign-offs/").status_code == 403
