"""Figures of a year say what moderators did, and of no single case how it ended (C8, C18, M20)."""

import datetime
from collections import Counter, defaultdict
from functools import cache

import pytest

from community import bands, figures
from community.models import Appeal, Level
from community.moderation import appeals, cases, decisions, erasures, leaving, reports, sanctions
from tests import factories, stories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

EDGES = (0, 1, 9, 10, 11, 12, 20, 21, 22, 50, 51, 52)  # sizes of a whole where bands meet
# What one more case may do to a whole, to the kind that is told of it, and to the kind that is told of those.
EVENTS = ((1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (0, 1, 1), (1, 1, 1))
SMALL = set(range(10))
DAY = datetime.timedelta(days=1)


@cache
def seen(*sizes):
    """What a reader sees of a whole, a kind of it and a kind of that."""
    return tuple(str(figure.value) for figure in figures._parts(*(("", size) for size in sizes)))


def hidden(whole, kind, inner):
    """All groups that nobody names: the two kinds, and what is left of each."""
    return kind, whole - kind, inner, kind - inner


def attacked():
    """By what is seen before and after one more case, the sizes that each of the hidden groups may have."""
    found = defaultdict(lambda: [set() for _group in range(4)])
    for whole in EDGES:
        for kind in range(whole + 1):
            for inner in range(kind + 1):
                for event in EVENTS:
                    after = [size + more for size, more in zip((whole, kind, inner), event, strict=True)]
                    if min(hidden(*after)) >= 0:
                        sizes = found[event, seen(whole, kind, inner), seen(*after)]
                        for known, size in zip(sizes, hidden(whole, kind, inner), strict=True):
                            known.add(size)
    return found


@pytest.mark.promise("M20", "C18")
def test_one_more_case_tells_of_no_group_below_ten_how_many_it_has():
    found, told = attacked(), []
    for (event, *views), groups in found.items():
        same = [others for (known, *_views), others in found.items() if known == event]
        for place, sizes in enumerate(groups):
            possible = SMALL & set().union(
                *(others[place] for others in same)
            )  # whoever moved a case knows of that one
            if sizes & SMALL and not possible <= sizes:
                told.append((event, views, place, sizes))
    assert len(found) > 50
    assert told == []


def test_kind_is_told_from_eleven_up_and_only_while_ten_more_fit_in_the_rest():
    assert bands.within(11, 11) is None
    assert bands.within(21, 10) is None
    assert [str(bands.within(low, 60)) for low in (21, 51, 101)] == ["11 or more", "21 or more", "51 or more"]


def prepared():
    """One story public at once, one refused after five days and contested, one removed after a report, one waiting."""
    people = stories.duty()
    late = stories.decided(stories.sent(), people.moderator, "decline", at=NOON + 5 * DAY)
    stories.appealed(late, at=NOON + 5 * DAY)
    people.live = stories.published(people, factories.member(), late.case.story.condition)
    bad = stories.published(people, factories.member(), late.case.story.condition)
    reports.report(bad, reason="hate", at=NOON, words="It attacks my town.")
    stories.removed(bad, people.moderator)
    stories.sent(factories.member(), late.case.story.condition, at=NOON)
    warned = {"grade": "warning", "rule": "hate", "sentence": "It attacks a town."}
    sanctions.impose(bad.author, **warned, by=people.moderator, at=NOON)
    people.authors = [late.case.story.author.user, people.live.author.user, bad.author.user]
    return people


made = made_once(prepared)
people = copied()


def rows():
    """What is counted, without the day on which it was."""
    return sorted((kind, what, speed, size) for kind, year, what, speed, size in figures._rows() if year == TODAY.year)


COUNTED = [
    ("contested", "", 0, 1),
    ("decided", "declined", 2, 1),
    ("decided", "published", 0, 2),
    ("decided", "removed", 0, 1),
    ("received", "", 0, 4),
    ("reports", "changed", 0, 1),
    ("sanctions", "warning", 0, 1),
]


@pytest.mark.django_db
@pytest.mark.promise("M20")
def test_everything_that_moderators_did_is_counted_once(people, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert rows() == COUNTED


@pytest.mark.django_db
@pytest.mark.promise("M20")
def test_refusal_of_a_risky_story_that_is_contested_twice_is_one(people):
    sent = stories.sent(factories.member(), people.live.condition)
    case = cases.raise_level(sent, Level.HIGH, by=people.second, at=NOON)
    appeal = stories.appealed(stories.decided(case, people.moderator, "decline"))
    seen = decisions.words_for(appeal.case, "publish").digest
    appeals.decide_appeal(appeal, outcome="changed", sentence="It is a year.", by=people.second, at=NOON, seen=seen)
    stories.appealed(stories.decided(appeal.case, factories.holder("moderator"), "decline"))
    assert Appeal.objects.count() == 3
    assert sum(size for kind, *_what, size in rows() if kind == "contested") == 2


@pytest.mark.promise("M20")
@pytest.mark.parametrize("refused", [0, 2, 10])
def test_time_that_refusals_took_shows_nowhere(refused):
    made = [("published", 0, 6), ("published", 2, 5), ("declined", 4, refused)]
    counted = figures._gathered(("decided", 2026, *each) for each in made)
    told = {str(each.label): str(each.value) for each in figures._figures(counted[2026])}
    assert told["Median time until publication"] == "a day at most"


@pytest.mark.django_db
@pytest.mark.promise("M20", "C8")
def test_what_is_erased_stays_counted(people):
    erasures.erase(people.live, by=people.live.author.user, at=NOON)
    for author in people.authors:
        leaving.close_account(author.member, "words", by=author, at=NOON)
    assert rows() == COUNTED


def lines(**sizes):
    """What readers get of a year with so many."""
    counted = {name: Counter(each) for name, each in sizes.items()}
    return [(str(each.label), str(each.value)) for each in figures._figures(defaultdict(Counter, counted))]


@pytest.mark.promise("M20")
def test_year_of_few_tells_no_number():
    few = lines(received={"": 9}, decided={"published": 6, "declined": 2}, contested={"stands": 2}, speeds={0: 8})
    assert {value for _label, value in few} == {"ten or fewer"}
    assert few == lines()


@pytest.mark.promise("M20")
def test_year_of_many_tells_bands_and_the_median_time():
    many = lines(
        received={"": 140},
        decided={"published": 100, "declined": 20, "removed": 5},
        speeds={0: 50, 1: 40, 2: 30},
        contested={"stands": 10, "changed": 2},
        reports={"changed": 8, "unchanged": 30},
    )
    assert dict(many) == {
        "Stories received": "101 to 200",
        "Stories published": "51 to 100",
        "Median time until publication": "1 to 3 days",
        "Refused or removed": "21 to 50",
        "Contested by the author": "11 or more",
        "The decision was changed": "",
        "Reports by readers": "21 to 50",
        "The story was changed or removed": "",
        "Warnings": "ten or fewer",
        "Pauses": "ten or fewer",
        "Bans": "ten or fewer",
    }


def of(**sizes):
    """A year with so many, and what the page explains of it."""
    counted = {name: Counter(each) for name, each in sizes.items()}
    return figures.explained([figures.Year(2026, list(figures._figures(defaultdict(Counter, counted))))])


@pytest.mark.promise("M20")
def test_only_what_stands_on_the_page_is_explained():
    few, published = of(), of(decided={"published": 11}, speeds={0: 11})
    hidden = of(decided={"declined": 11}, contested={"stands": 11})
    told = of(reports={"changed": 60, "unchanged": 60})
    assert few == figures.Explained(median=False, contested=False, parts=False, hidden=False)
    assert published == figures.Explained(median=True, contested=False, parts=False, hidden=False)
    assert hidden == figures.Explained(median=False, contested=True, parts=False, hidden=True)
    assert told == figures.Explained(median=False, contested=False, parts=True, hidden=False)


@pytest.mark.django_db
def test_years_go_from_this_one_to_the_first(people):
    assert [year.number for year in figures.of_years(TODAY.replace(year=2028))] == [2028, 2027, 2026]
