"""What reviewers say of when and about what to ask them, and in which order editors are offered them."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from conditions.editorial import availability, checks, rounds
from conditions.editorial.situations import Situation
from conditions.forms.publishing import Reconfirm
from conditions.models import Absence, Event, Round
from tests import factories
from tests.factories import NOON, TODAY
from tests.shared import made_once

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)


def built():
    people = factories.desk()
    people.revision = factories.in_review(people)
    people.others = [factories.reviewer() for _each in range(2)]
    return people


people = made_once(built)


def said(reviewer, **told):
    return availability.say(reviewer, **{"languages": [], "specialties": []} | told, by=reviewer.user, at=NOON)


def away(reviewer, first=TODAY, last=TODAY + 7 * A_DAY):
    return availability.go_away(reviewer, from_on=first, until_on=last, by=reviewer.user, at=NOON)


def offered(people, at=NOON):
    return list(availability.panel(people.revision, at=at))


def test_who_names_other_languages_is_not_asked(people):
    one, other = people.others
    said(one, languages=["es"])
    assert one not in checks.askable(people.revision, at=NOON)
    assert other in checks.askable(people.revision, at=NOON)
    round_ = Round.objects.get(revision=people.revision)
    with pytest.raises(ValidationError, match="reviews no texts in this language: English"):
        rounds.offer(round_, [one], by=people.author, at=NOON)


def test_who_names_the_language_is_asked(people):
    said(people.others[0], languages=["en", "es"])
    assert people.others[0] in checks.askable(people.revision, at=NOON)


@pytest.mark.promise("R23")
def test_translation_is_offered_to_those_alone_who_say_that_they_read_both_languages(people):
    spanish = factories.translated(people, factories.published(people))
    said(people.others[0], languages=["es", "en"])
    said(people.others[1], languages=["es"])
    panel = availability.panel(spanish.revision, at=NOON)
    assert [(each, availability.aside(each)) for each in panel if each in people.others] == [
        (people.others[0], "reads both languages")
    ]
    round_ = Round(answer=spanish.answer, revision=spanish.revision)
    assert checks.unaskable(people.others[1], round_, at=NOON)[0].endswith("reads both its languages.")
    said(people.others[0], languages=[])
    assert people.others[0] not in checks.askable(spanish.revision, at=NOON)


def test_who_is_away_comes_last_and_says_until_when(people):
    away(people.others[0])
    found = offered(people)
    assert found[-1] == people.others[0]
    assert availability.aside(found[-1]) == "away until 9 March 2026"


@pytest.mark.parametrize("day", [0, 8])
def test_absence_counts_on_its_days_alone(people, day):
    away(people.others[0], TODAY + A_DAY)
    (found,) = [each for each in offered(people, NOON + day * A_DAY) if each == people.others[0]]
    assert found.away_until is None


def test_who_knows_the_family_comes_before_the_others(people):
    about = people.revision.answer.condition
    family = factories.condition(slug="liver-disorder", name="liver disorder", is_grouping=True)
    about.parents.add(family)
    last = people.others[1]
    said(last, specialties=[family])
    assert offered(people)[0] == last
    assert availability.aside(offered(people)[0]) == "knows this field"


def test_who_has_much_to_do_comes_after_the_others(people):
    round_ = Round.objects.get(revision=people.revision)
    rounds.offer(round_, [people.others[0]], by=people.author, at=NOON)
    found = offered(people)
    assert [each.load for each in found] == [0, 1, 1]
    assert availability.aside(found[-1]) == "1 open review"


def test_only_the_reviewer_says_it(people):
    with pytest.raises(PermissionDenied):
        availability.say(people.others[0], languages=[], specialties=[], by=people.colleague, at=NOON)


def test_days_that_are_over_are_refused(people):
    with pytest.raises(ValidationError, match="This day is over"):
        away(people.others[0], TODAY - 2 * A_DAY, TODAY - A_DAY)


def test_absence_that_is_taken_back_is_gone_and_told(people):
    mine = away(people.others[0])
    for _press in range(2):
        availability.come_back(mine, by=people.others[0].user, at=NOON)
    assert not Absence.objects.filter(reviewer=people.others[0]).exists()
    assert Event.objects.filter(stream=f"reviewer:{people.others[0].pk}", action="absence taken back").count() == 1


def test_who_signed_is_not_ticked_beforehand_while_away(people):
    answer = factories.published(people).answer

    def ticked():
        form = Reconfirm(Situation(answer, TODAY), by=people.author, at=NOON)
        return form.fields["reviewers"].initial

    assert ticked() == [people.reviewer.pk]
    away(people.reviewer)
    assert ticked() == []
