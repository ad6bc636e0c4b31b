"""The stories of the demonstration: loaded from files, by the moves by which a real story comes to be.

One file a condition stands in `content/`. Nobody lived what stands there, and each title says so; no story is told of a
condition that so few people have that an invention would look like one of them. Days are counted back from the day of
loading (`…_days_ago`, at least 1), so that the demonstration never goes stale by itself.

    mondo = "0005130"
    followed_by = ["member"]          # who is told of what changes, in their account alone

    [members]                         # who belong to the community and tell nothing, by country or `unsaid`
    GB = 12

    [[story]]
    by = "member"                     # who tells it (members.py has them all)
    state = "public"                  # a word of stages.Stage: what its author reads on the day of loading
    question, relation, title, text   # the title says that it is invented; no amounts of a medicine
    language = "en", attests, since, country, ties, keeps      # may be left out, as in the form
    of_age_in_years = 16              # of a story about a child
    purposes = ["display", "indexing"], years = 3, after_death = "keep"
    sent_days_ago
    published_days_ago                # one moderator publishes it then, and a second one if it is risky
    taken_down_days_ago               # by its author
    [story.asked]                     # a moderator's question: days_ago, text
    [story.change]                    # a moderator's proposal: days_ago, was, now, because
    [[story.report]]                  # a reader's: days_ago, reason, words; several join one case
    [[story.step]]                    # a safeguarding lead's, after a report of danger: days_ago, hour, kind, by,
                                      # note, is_told

    [[draft]]                         # by, question, relation, title, text, step, saved_days_ago

    [[old]]                           # by, reference, relation, title, text, year: sent before there was a site
"""

import datetime
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from community import membership
from community.demonstration import lives, reading
from community.demonstration.cast import Cast
from community.models import Case, ConsentDocument, OldStory, Story
from community.moderation import claims, consents, followings, old_stories, safety
from conditions.demonstration import answers, people
from conditions.demonstration.stage import Life, play
from conditions.editorial import catalogue
from conditions.editorial.rows import version
from conditions.models import Code, Condition, Mail

AWAY = {"from": 5, "until": 12}  # days from the day of loading


@transaction.atomic
def load(*, at: datetime.datetime) -> int:
    """Plays what has not been played, all of it or nothing; how many stories there are now that were not before.

    A condition of which somebody told already is left as it is; so a second time finds nothing to do.
    Raises: ImproperlyConfigured where a real site runs.
    """
    people.refuse_a_real_site()
    waiting = [(file, condition) for file in reading.files() if (condition := _untold(file.mondo))]
    if not waiting:
        return 0
    cast = Cast(since=at - answers.SINCE)
    _ask(cast)
    stages = [(file, lives.Stage(condition, cast, timezone.localdate(at))) for file, condition in waiting]
    last_mail = Mail.objects.aggregate(last=Max("pk"))["last"] or 0
    for _step in play([named for file, stage in stages for named in _lives(file, stage)]):
        pass
    for file, stage in stages:
        _gather(file.members, stage)
        _take(file, stage, at=at)
        for who in file.followed_by:
            _follow(who, stage)
    _stand_in(cast, at=at)
    answers.sent_long_ago(Mail.objects.filter(pk__gt=last_mail))
    for file, stage in stages:
        _bring(file.old, stage)
    return sum(len(file.story) for file, _condition in waiting)


def _ask(cast: Cast) -> None:
    """The words in which members allow something, unless somebody wrote others."""
    for told in reading.permissions():
        if not ConsentDocument.objects.filter(purpose=told.purpose, language=told.language).exists():
            said = {"label": told.label, "text": told.text}
            consents.describe(told.purpose, told.language, **said, by=cast.administrator, at=cast.since)


def _gather(sizes: dict[str, int], stage: lives.Stage) -> None:
    """Enough people that the community shows a band, and countries where more than ten live."""
    places = [country for country, size in sizes.items() for _person in range(size)]
    for number, country in enumerate(places):
        where = "" if country == "unsaid" else country
        person = stage.cast.member(f"neighbour-{number}")
        membership.belong(person, stage.condition, relation="person", country=where, on=person.joined_on)
    if sizes:
        by, seen = stage.cast.administrator, version(stage.condition)
        catalogue.show_countries(stage.condition, True, by=by, at=stage.cast.since, seen=seen)


def _take(file: reading.File, stage: lives.Stage, *, at: datetime.datetime) -> None:
    """The other moderator has just begun to work on something, so that there is something to see."""
    for told in file.story:
        if told.is_claimed:
            case = Case.objects.open().get(story__texts__title=told.title, story__condition=stage.condition)
            claims.take(case, by=stage.cast.moderators[1], at=at)


def _stand_in(cast: Cast, *, at: datetime.datetime) -> None:
    """The lead will be away for a week, and the other one acts meanwhile."""
    first, second = cast.leads.values()
    today = timezone.localdate(at)
    days = {f"{end}_on": today + datetime.timedelta(days=ahead) for end, ahead in AWAY.items()}
    safety.stand_in(second, **days, by=first, at=at)


def _follow(who: str, stage: lives.Stage) -> None:
    """Since the members joined, so that there is something to read."""
    person, since = stage.cast.member(who), stage.cast.since
    followings.follow(person, stage.condition, language="en", by_mail=False, at=since)


def _bring(before: list[reading.Old], stage: lives.Stage) -> None:
    """They sleep, and the mail that asks their authors goes out once the site is up: its link works."""
    at = stage.at(1, 7)
    for told in before:
        words = {"title": told.title, "text": told.text, "relation": told.relation, "year": told.year}
        email = stage.cast.member(told.by).user.email
        old = OldStory(reference=told.reference, email=email, language="en", condition=stage.condition, **words)
        old_stories.bring(old, at=at)
    old_stories.ask(at=at)


def _untold(mondo: str) -> Condition | None:
    condition = Condition.objects.filter(codes__system=Code.System.MONDO, codes__value=mondo).first()
    return None if condition is None or Story.objects.filter(condition=condition).exists() else condition


def _lives(file: reading.File, stage: lives.Stage) -> Iterator[tuple[str, Life]]:
    """Each with its name."""
    yield from ((told.title, lives.of_story(told, stage)) for told in file.story)
    yield from ((told.title, lives.of_draft(told, stage)) for told in file.draft)
