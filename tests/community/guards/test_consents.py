"""Past the moves: members allow it themselves, in words of the day, and it ends with what rests on it (C1, C4, C11)."""

import datetime

import pytest

from community.models import Consent, ConsentDocument, StoryPublication
from tests import stories
from tests.community.guards.world import DAY, insert
from tests.conditions.guards.installation import allowed, refused
from tests.factories import NOON, TODAY

pytestmark = pytest.mark.django_db


def give(found, **changed):
    """What a move would write where the author allows one purpose more, but for what is changed."""
    document = changed.pop("document", None) or ConsentDocument.objects.get(purpose="research", ended_at=None)
    told = {"story": found.story, "purpose": "research", "document": document, "given_by": found.story.author}
    told |= {"given_at": NOON, "way": "choices", "until": found.consent.until, "after_death": "keep"}
    return insert(Consent, **told | changed)


@pytest.fixture(autouse=True)
def described(world):
    """One purpose more, of which the words were changed once; returns the former ones."""
    for _version in range(2):
        stories.asked(world.people.administrator, "research")
    return ConsentDocument.objects.get(purpose="research", number=1)


def test_database_takes_what_a_move_would_write(world):
    assert allowed(give(world.ready))


GIVEN = {
    "by somebody else": lambda w, former: give(w.ready, given_by=w.stranger.member),
    "in words of another purpose": lambda w, former: give(w.ready, purpose="reuse"),
    "in words of before": lambda w, former: give(w.ready, document=former),
    "born ended": lambda w, former: give(w.ready, ended_at=NOON, ending="withdrawn"),
}


@pytest.mark.promise("C4", "C11")
@pytest.mark.parametrize("attack", GIVEN)
def test_database_refuses_a_consent(world, described, attack):
    assert refused("consent_given_in_words", GIVEN[attack](world, described))


@pytest.mark.promise("C10")
def test_nobody_allows_it_for_ever(world):
    assert allowed(give(world.ready, until=TODAY.replace(year=TODAY.year + 5)))
    assert refused("consent_lasts_five_years", give(world.ready, until=TODAY.replace(year=TODAY.year + 5) + 3 * DAY))


CHILD = {"attests": "guardian", "comes_of_age": 2028}
IN_ONE_ROW = {
    "consent_ends_before_of_age": CHILD | {"until": datetime.date(2028, 1, 1)},
    "consent_asks_when_of_age": {"attests": "guardian"},
    "consent_words_known": {"after_death": ""},
    "consent_ends_as_a_whole": {"ending": "withdrawn"},
}


@pytest.mark.promise("C14")
@pytest.mark.parametrize("rule", IN_ONE_ROW)
def test_row_of_consent_is_refused(world, rule):
    assert refused(f"{rule}|consent_given_in_words", give(world.ready, **IN_ONE_ROW[rule]))
    assert allowed(give(world.ready, **CHILD | {"until": datetime.date(2027, 12, 31)}))


@pytest.mark.promise("C4", "C11")
def test_new_words_change_no_consent(world, described):
    now = ConsentDocument.objects.get(purpose="display", ended_at=None)
    consent = Consent.objects.filter(pk=world.ready.consent.pk)
    assert refused("consent_stays", lambda: consent.update(document=described))
    assert refused("consentdocument_stays", lambda: ConsentDocument.objects.filter(pk=now.pk).update(text="Other."))


@pytest.mark.promise("C1")
def test_consent_ends_after_what_rests_on_it(world):
    consent = Consent.objects.filter(pk=world.live.consent.pk)
    ended = {"ended_at": NOON, "ending": "replaced"}
    assert refused("consent_ends_last", lambda: consent.update(**ended))
    StoryPublication.objects.filter(pk=world.live.publication.pk).update(**ended)
    assert allowed(lambda: consent.update(**ended))


@pytest.mark.promise("C5")
def test_consent_that_was_withdrawn_stays_withdrawn(world):
    Consent.objects.filter(pk=world.ready.consent.pk).update(ended_at=NOON, ending="withdrawn")
    gone = Consent.objects.filter(pk=world.ready.consent.pk)
    assert refused("consent_stays", lambda: gone.update(ended_at=None, ending=""))
    assert refused("consent_stays|consent_one_standing", lambda: [give(world.ready)(), give(world.ready)()])


@pytest.mark.promise("C8")
def test_nothing_is_allowed_for_an_erased_story(world):
    assert refused("consent_not_after_erasing", give(world.erased))
