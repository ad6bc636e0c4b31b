"""The answers of the demonstration: loaded from files, by the moves by which a real answer comes to be.

One file a condition stands in `content/`, called by the address of the condition. What is said in it is true and cites
what somebody really read; who says, checks and publishes it is invented, and says so. Days are counted back from the
day of loading (`…_days_ago`, at least 1), so that the demonstration never goes stale by itself. Everything happens by
moves of `editorial`, in the order of time, since `SINCE` days ago: what a move refuses, no file can hold.

    mondo = "0013282"

    [[source]]                        # somebody reads a publication
    key, title, publisher, published  # as in docs/facts.md; keys are of the whole site: begin with the condition
    doi, pmid, url, note              # may be left out; the note says what could be read: “Read as abstract only.”
    read_days_ago = [1090, 40]        # the day of each reading, the earliest first; at 9:00

    [[fact]]                          # what several answers say alike, and what the page of the condition shows
    key, label, scope
    days_ago = 1085                   # proposed and accepted on that day, after its sources were read
    [[fact.value]]                    # several, where good sources differ
    text, source                      # as it stands in a sentence
    language = "en", as_of = "2023"   # may be left out
    [fact.later]                      # a newer value, accepted; it waits for the texts that quote the fact
    days_ago, reason
    [[fact.later.value]]

    [[applicability]]                 # needed for questions that are not asked of every condition
    question, applies, reason

    [[answer]]
    question = "causes"
    language = "en"                   # may be left out
    state = "live"                    # a word of stages.Stage: what readers have on the day of loading
    underway = "changes-asked"        # the same, for what colleagues are at beside it; left out for nothing
    [[answer.version]]                # in order; words that are left out stay as in the version before
    ends = "published"                # or draft, in-review, changes-asked, approved
    kind = "new"                      # or wording: only the wording changed
    by = "author", editor = "editor"  # who writes; who asks the reviewers and publishes (cast.py has them all)
    reviewers = ["reviewer"]
    saved_days_ago, reviewed_days_ago, published_days_ago      # the last is the day of the review if left out
    searched_days_ago
    planned_in_days                   # in how many days approved words are to be published, at eight in the morning
    due_in_days                       # until when a review is wanted that is still open
    question_for_reviewer, scopes
    short, urgent_help, body, sources_differ, unknowns, country_notes, is_unknown, machine_help, change
    within = "treatment"              # the question within whose answer this one stands
    translates = "en"                 # the language of the live text that this one translates
    lay_reader = "understood"         # or “waiting”: asked for plain language, as the policy allows since then
    accepts_suggestions = true        # takes over the wording that reviewers suggested for the version before
    [[answer.version.comment]]        # by each reviewer: text, place, weight, quote, suggestion
    [[answer.report]]                 # a reader's: days_ago, reason, words; email; handled_days_ago, outcome, reply
    [answer.caution]                  # days_ago, reason
    [answer.outside]                  # confirmed by an outside expert: days_ago, question, by (who vouches), editor
    [answer.recheck]                  # sent to review again: days_ago, question, reviewers
    [answer.withdrawal]               # days_ago, reason, advice
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone

from conditions.demonstration import lives, people, reading
from conditions.demonstration.cast import CHECKERS, Cast
from conditions.demonstration.stage import Life, Stage, play
from conditions.models import Answer, Code, Condition, Fact, Mail

SINCE = datetime.timedelta(days=1300)
POLICY_CHANGED = datetime.timedelta(days=200)  # so that some texts stand under the version before, and some under it


@transaction.atomic
def load(*, at: datetime.datetime, show: Callable[[Iterable[Any]], Iterable[Any]] = iter) -> int:
    """Plays what has not been played, all of it or nothing; how many answers there are now that were not before.

    A condition on which somebody has begun to work is left as it is; so a second time finds nothing to do. `show`
    wraps what counts the steps, for a sign of progress.
    Raises: ImproperlyConfigured where a real site runs.
    """
    people.refuse_a_real_site()
    waiting = [(file, condition) for file in reading.files() if (condition := _untouched(file.mondo))]
    if not waiting:
        return 0
    cast = Cast(since=at - SINCE)
    checks = [(each.who, cast.checks(each.who, until=at)) for each in CHECKERS]
    checks.append(("the policies", cast.changes_policies(at - POLICY_CHANGED)))
    stages = [(file, Stage(condition, file.mondo, cast, timezone.localdate(at))) for file, condition in waiting]
    last_mail = Mail.objects.aggregate(last=Max("pk"))["last"] or 0
    for _step in show(play([*checks, *(named for file, stage in stages for named in _lives(file, stage))])):
        pass
    sent_long_ago(Mail.objects.filter(pk__gt=last_mail))
    return sum(len(file.answer) for file, _condition in waiting)


def sent_long_ago(mails: QuerySet[Mail]) -> None:
    """What was written in those years was sent in those years: nobody is to get it today."""
    mails.filter(attempts=0).update(attempts=1, handing_over_since=F("due_at"), sent_at=F("due_at"))


def _untouched(mondo: str) -> Condition | None:
    condition = Condition.objects.filter(codes__system=Code.System.MONDO, codes__value=mondo).first()
    if condition is None or Answer.objects.filter(condition=condition).exists():
        return None
    return None if Fact.objects.filter(condition=condition).exists() else condition


def _lives(file: reading.File, stage: Stage) -> Iterator[tuple[str, Life]]:
    """Each with its name, in the order in which they begin where several begin in one moment."""
    yield from ((told.key, lives.of_source(told, stage)) for told in file.source)
    yield from ((told.key, lives.of_fact(told, stage)) for told in file.fact)
    yield from ((told.question, lives.of_applicability(told, stage)) for told in file.applicability)
    yield from ((told.question, lives.of_answer(told, stage)) for told in file.answer)
    yield from (
        (f"report on {told.question}", lives.of_report(report, told, stage))
        for told in file.answer
        for report in told.report
    )
