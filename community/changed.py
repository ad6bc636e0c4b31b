"""What changed in what a member follows: an answer in its meaning, or a story that appeared. Never a word of either."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from community import letters
from community.models import Following, Relation, Story
from conditions import record
from conditions.models import Notice, Publication

Followings = QuerySet[Following]

READ = 200  # of all


@dataclass(frozen=True, kw_only=True)
class Change:
    """One thing that happened. `asked` is the question of an answer, as that words it; a story is on none."""

    about: tuple[int, str]
    question: int | None
    at: datetime.datetime
    what: str
    page: str
    asked: str = ""

    @property
    def on(self) -> datetime.date:
        return timezone.localdate(self.at)

    def is_news_of(self, following: Following) -> bool:
        is_there = self.about == (following.condition_id, following.language)
        return is_there and following.question_id in {None, self.question} and self.at > following.begun_at


def with_news(followings: Followings, until: datetime.datetime) -> Followings:
    """Those of which something happened since `told_at`, until then. A member's own story is no news to them."""
    of_question = Q(question__isnull=False) & _happened(until, question=OuterRef("question"))
    return followings.filter(Q(question=None) & _happened(until) | of_question)


def _happened(until: datetime.datetime, **more: OuterRef) -> Q:
    about = {"condition": OuterRef("condition"), "language": OuterRef("language"), **more}
    begun = _begun().filter(published_at__gt=OuterRef("told_at"), published_at__lte=until, **_at("answer__", about))
    ended = _ended().filter(at__gt=OuterRef("told_at"), at__lte=until, **_at("publication__answer__", about))
    public = Story.objects.published(timezone.localdate(until)).exclude(author=OuterRef("member"))
    stories = public.with_first_day().filter(appeared__gt=OuterRef("told_at"), appeared__lte=until, **about)
    return Q(Exists(begun)) | Q(Exists(ended)) | Q(Exists(stories))


def _at(way: str, about: dict[str, Any]) -> dict[str, Any]:
    return {f"{way}{name}": value for name, value in about.items()}


def _begun() -> QuerySet[Publication]:
    """Versions that say something else than the ones before them, or say it again after a new review."""
    kinds = [Publication.Kind.NEW, Publication.Kind.RESTORED]
    return Publication.objects.filter(kind__in=kinds, revision__is_sealed=False)


def _ended() -> QuerySet[Notice]:
    return Notice.objects.filter(kind=Notice.Kind.WITHDRAWAL, publication__revision__is_sealed=False)


def of(followings: Sequence[Following], on: datetime.date) -> dict[int, list[Change]]:
    """By the key of each, all of one member, what happened since they follow it: the newest first."""
    if not followings:
        return {}
    found = sorted([*_answers(followings), *_stories(followings, on)], key=lambda change: change.at, reverse=True)
    return {each.pk: [change for change in found if change.is_news_of(each)] for each in followings}


def _followed(followings: Sequence[Following], way: str = "") -> Q:
    found = Q()
    for each in followings:
        about = {"condition": each.condition_id, "language": each.language}
        found |= Q(**_at(way, about | ({"question": each.question_id} if each.question_id else {})))
    return found


def _answers(followings: Sequence[Following]) -> Iterator[Change]:
    since = min(each.begun_at for each in followings)
    there = _followed(followings, "answer__")
    begun = _begun().filter(there, published_at__gt=since)
    ended = _ended().filter(_followed(followings, "publication__answer__"), at__gt=since)
    versions = record.versions().filter(Q(pk__in=begun.values("pk")) | Q(pk__in=ended.values("publication")))
    newest = versions.select_related("answer__condition", "answer__question").order_by("-pk")[:READ]
    for event in record.events(newest):
        answer = event.version.answer
        if event.happened in record.TOLD:
            yield Change(
                about=(answer.condition_id, answer.language),
                question=answer.question_id,
                at=event.at,
                what=str(event.happened.label),
                page=_address("conditions:answer", answer.condition.slug, answer.question.slug, spoken=answer.language),
                asked=event.version.question,
            )


def _stories(followings: Sequence[Following], on: datetime.date) -> Iterator[Change]:
    since = min(each.begun_at for each in followings)
    others = Story.objects.published(on).filter(_followed(followings)).exclude(author=followings[0].member_id)
    newest = letters.live(others.with_first_day().filter(appeared__gt=since)).order_by("-appeared")[:READ]
    for story in newest:
        yield Change(
            about=(story.condition_id, story.language),
            question=story.question_id,
            at=story.appeared,
            what=_("A story: %(role)s") % {"role": Relation(story.relation).label},
            page=_address("stories:story", story.code, spoken=story.language),
        )


def _address(page: str, *args: str, spoken: str) -> str:
    with override(spoken):
        return reverse(page, args=args)
