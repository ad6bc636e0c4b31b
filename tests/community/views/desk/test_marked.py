"""By which rule words were marked, and by which version of it: a finding is never made again (M4)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from community.models import Finding, Level
from community.moderation import exposure, threads
from community.triage import rule
from community.views.desk import marked
from tests import factories, stories
from tests.shared import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


class World:
    def __init__(self):
        self.people = stories.duty()
        self.case = stories.sent(text=f"{stories.WORDS} Ring me on 020 7946 0123.")
        self.text = threads.current(self.case.story)


world = made_once(World)


def found(world, name, version):
    return Finding(text=world.text, rule=name, version=version, level="usual", place=0, length=10)


def page(world):
    browser = factories.browser(world.people.moderator, second_factor=True)
    return browser.get(reverse("desk:stories:case", args=[world.case.pk])).content.decode()


@pytest.mark.promise("M4")
def test_page_names_the_rule_and_its_version(world):
    assert f"Rule “contact”, version {rule('contact').version}." in page(world)


@pytest.mark.promise("M4")
def test_what_an_older_rule_found_stays_and_says_so(world):
    stories.told(world.case.story, found(world, "dose", 0), found(world, "brand", None), by=None)
    shown = page(world)
    assert f"Rule “dose”, version 0. The rule has changed since: it stands at version {rule('dose').version}." in shown
    assert "Rule “brand”, from before rules had versions." in shown


def test_what_a_rule_found_that_we_no_longer_have_is_not_lost(world):
    stories.told(world.case.story, found(world, "tone", 3), by=None)
    shown = page(world)
    assert "A rule that we no longer have marked this." in shown
    assert "Rule “tone”, version 3." in shown


def test_rules_come_in_their_order_and_former_ones_last(world):
    told = marked.why([found(world, "tone", 3), found(world, "dose", 1), found(world, "danger", 1)])
    assert [each.name for each in told] == ["danger", "dose", "tone"]


@pytest.mark.promise("M16")
def test_words_that_may_be_hard_are_shown_to_who_asks_for_them(world):
    assert "Show the text" not in page(world)
    hard = stories.resent(world.case.story, text=f"{stories.WORDS} I want to kill myself.")
    assert hard.level == Level.DANGER
    assert "kill myself" not in page(world)
    assert "Show the text" in page(world)
    exposure.open_text(hard, by=world.people.moderator, at=timezone.now())
    assert page(world).count("kill myself") == 2
