"""Past the moves: no story is public but by decisions on its words, its author's consent and acceptance (C1, M1)."""

import pytest

from community.models import Consent, Death, StoryPublication
from tests import stories
from tests.community.guards.world import YEAR, decided, insert
from tests.conditions.guards.installation import allowed, refused
from tests.factories import NOON, TODAY

pytestmark = pytest.mark.django_db


def publish(found, **changed):
    """What a move would write to publish the words, but for what is changed."""
    told = {"story": found.story, "text": found.text, "first": found.first, "second": getattr(found, "second", None)}
    return insert(
        StoryPublication,
        **told | {"consent": found.consent, "published_at": NOON, "published_on": TODAY} | changed,
    )


@pytest.mark.parametrize("which", ["ready", "risky", "child"])
def test_database_takes_what_a_move_would_write(world, which):
    assert allowed(publish(getattr(world, which)))


DECIDED = "storypublication_decided"
WRONG = {
    "born ended": (DECIDED, lambda w: publish(w.ready, ended_at=NOON, ending="removed")),
    "by a decision on another story": (DECIDED, lambda w: publish(w.ready, first=w.risky.first)),
    "by a decision on other words": (DECIDED, lambda w: publish(w.offered, text=w.offered.first_text)),
    "by a refusal": (DECIDED, lambda w: publish(w.refused, first=w.refusal)),
    "after a refusal": (DECIDED, lambda w: publish(w.refused)),
    "on a second decision on another story": (DECIDED, lambda w: publish(w.risky, second=w.ready.first)),
    "on one decision, though risky": (DECIDED, lambda w: publish(w.one_of_two)),
    "on two decisions of one person": (DECIDED, lambda w: publish(w.one_of_two, second=w.one_of_two.first)),
    "on one decision, though a rule marked it": (DECIDED, lambda w: publish(w.marked)),
    "not accepted": ("storypublication_accepted", lambda w: publish(w.offered)),
    "on consent for another story": ("storypublication_allowed", lambda w: publish(w.ready, consent=w.risky.consent)),
    "on consent to something else": (
        "storypublication_allowed",
        lambda w: publish(w.ready, consent=w.ready.story.consents.get(purpose="indexing")),
    ),
    "after the consent ran out": (
        "storypublication_allowed",
        lambda w: publish(w.ready, published_at=NOON + 4 * YEAR, published_on=TODAY + 4 * YEAR),
    ),
    "dated back": ("storypublication_of_its_day", lambda w: publish(w.ready, published_at=NOON + 4 * YEAR)),
}


@pytest.mark.promise("C1", "C12", "M1", "M4")
@pytest.mark.parametrize("attack", WRONG)
def test_database_refuses_a_publication(world, attack):
    rule, forged = WRONG[attack]
    assert refused(rule, forged(world))


@pytest.mark.promise("C1")
def test_database_publishes_nothing_on_a_consent_that_ended(world):
    Consent.objects.filter(pk=world.ready.consent.pk).update(ended_at=NOON, ending="withdrawn")
    assert refused("storypublication_allowed", publish(world.ready))


@pytest.mark.promise("C10")
def test_what_the_author_allowed_for_good_outlives_them(world):
    late = {"published_at": NOON + 4 * YEAR, "published_on": TODAY + 4 * YEAR}
    death = Death(
        member=world.ready.story.author, basis="Her daughter wrote", noted_by=world.people.lead, noted_at=NOON
    )
    stories.of_member(world.ready.story.author, death, by=None)
    assert allowed(publish(world.ready, **late))
    assert refused("storypublication_allowed", publish(world.risky, **late))


@pytest.mark.promise("C1", "M1")
def test_database_takes_no_second_live_publication_and_revives_none(world):
    assert refused("storypublication_(stays|one_live)", publish(world.live))
    ended = StoryPublication.objects.filter(pk=world.erased.publication.pk)
    assert refused("storypublication_stays", lambda: ended.update(ended_at=None, ending=""))


RIGHT = {"person": "", "relative": "agreed", "bereaved": "died"}
ATTESTED = [("person", "agreed"), ("relative", ""), ("relative", "died"), ("bereaved", "cannot"), ("bereaved", "")]


@pytest.mark.promise("C13")
@pytest.mark.parametrize(("relation", "attests"), ATTESTED)
def test_database_publishes_nothing_about_somebody_who_was_not_asked(world, relation, attests):
    found = decided(world, world.people.moderator, relation=relation, attests=RIGHT[relation])
    assert allowed(publish(found))
    Consent.objects.filter(pk=found.consent.pk).update(ended_at=NOON, ending="replaced")
    found.consent.pk, found.consent.attests = None, attests
    found.consent.save(force_insert=True)
    assert refused("consent_speaks_for_others", publish(found))


@pytest.mark.parametrize("changed", [{"ended_at": NOON}, {"ended_at": NOON, "ending": "lost"}])
def test_database_ends_a_publication_as_a_whole(world, changed):
    live = StoryPublication.objects.filter(pk=world.live.publication.pk)
    assert refused("storypublication_end(s_as_a_whole|ing_known)", lambda: live.update(**changed))
