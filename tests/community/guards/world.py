"""Stories in every state that a forbidden operation needs, and rows as somebody with a shell would write them."""

import datetime
from types import SimpleNamespace

from django.db import connection

from community.models import Appeal, Case, Decision, Erasure, Finding, Message, StoryText
from community.moderation import publications, sending, threads, writing
from tests import factories, stories
from tests.factories import NOON, TODAY

YEAR, DAY = datetime.timedelta(days=365), datetime.timedelta(days=1)
CONTEST = TODAY + datetime.timedelta(days=183)


def built():
    """Stories of one condition: public, decided on but not public yet, risky, declined, contested and erased."""
    people = stories.duty()
    world = SimpleNamespace(people=people, about=factories.condition(), stranger=factories.member("Loud crow"))
    world.live = public(world)
    world.waiting = state(world)
    world.ready = decided(world, people.moderator)
    world.risky = decided(world, people.moderator, people.second, level="high")
    world.one_of_two = decided(world, people.moderator, level="high")
    world.marked = decided(world, people.moderator)
    stories.told(
        world.marked.story, Finding(text=world.marked.text, rule="dose", level="high", place=0, length=3), by=None
    )
    world.child = decided(world, people.moderator, relation="parent", attests="guardian", comes_of_age=2030)
    world.offered = offered(world)
    world.refused = decided(world, people.moderator)
    stories.told(world.refused.story, Decision(**said(world.refused, people.second, "decline")), by=None)
    world.refusal = Decision.objects.get(case=world.refused.case, kind="decline")
    Case.objects.filter(pk=world.refused.case.pk).update(closed_at=NOON, outcome="declined")
    again = Case(story=world.refused.story, cause="appealed", opened_at=NOON, due_on=TODAY)
    (world.refused.again,) = stories.told(world.refused.story, again, by=None)
    world.erased = erased(world)
    connection.check_constraints()
    return world


def state(world, **typed):
    """A story that was sent, with its case, words and consent to show it."""
    case = stories.sent(factories.member(), world.about, **typed)
    return seen(case)


def seen(case):
    story = case.story
    consent = story.consents.get(purpose="display", ended_at=None)
    return SimpleNamespace(story=story, case=case, text=threads.current(story), consent=consent)


def public(world):
    story = stories.published(world.people, factories.member(), world.about)
    live = seen(story.cases.get())
    live.publication = story.publications.get()
    live.first = live.publication.first
    return live


def decided(world, *people, level="usual", **typed):
    """Decided on, past the move that would publish it."""
    found = state(world, **typed)
    Case.objects.filter(pk=found.case.pk).update(level=level)
    rows = [Decision(**said(found, person)) for person in people]
    found.first, found.second = [*stories.told(found.story, *rows, by=None), None][:2]
    return found


def said(found, by, kind="publish", **changed):
    """The columns of a decision of the person on the words."""
    told = {"case": found.case, "text": found.text, "digest": found.text.digest, "kind": kind, "by": by, "at": NOON}
    if kind in ("decline", "remove"):
        told |= {"rule": "contact", "sentence": "A number.", "salt": "s", "contest_until": CONTEST}
    return told | changed


def offered(world):
    """A change that the author has not looked at, on which somebody decided all the same."""
    found = state(world)
    found.first_text = found.text
    found.text = proposal(found, by=world.people.moderator)
    stories.told(found.story, found.text, by=None)
    (found.first,) = stories.told(found.story, Decision(**said(found, world.people.second)), by=None)
    return found


def proposal(found, **changed):
    kept = {name: getattr(found.text, name) for name in ("story", "relation", "title", "salt", "digest", "length")}
    by = changed.pop("by", None)
    told = {"number": found.text.number + 1, "text": "Other words.", "because": "It is a name.", "created_at": NOON}
    return StoryText(**kept | told | {"proposed_by": by} | changed)


def erased(world):
    """Once public, its next words declined, taken down; its receipt is written, and nothing is left to be decided."""
    found = public(world)
    draft = writing.edit(found.story, by=found.story.author.user, at=NOON)
    draft = writing.save(draft, {"years": 3, "title": "Another"}, by=found.story.author.user, at=NOON, seen=1)
    found.case = sending.submit(draft, by=found.story.author.user, at=NOON, seen=2)
    found.text = threads.current(found.story)
    stories.decided(found.case, world.people.moderator, "decline")
    publications.take_down(found.story, by=found.story.author.user, at=NOON)
    stories.of_member(found.story.author, Erasure(**receipt(found)), by=None)
    return found


def receipt(found, **changed):
    told = {"number": "CCCCCCCC", "member": found.story.author, "story": found.story, "kind": "words"}
    return told | {"at": NOON, "on": TODAY} | changed


def insert(model, **values):
    """What somebody with a shell writes."""
    return lambda: model(**values).save(force_insert=True)


def message(found, by, *, is_from_author):
    return insert(Message, case=found.case, by=by, is_from_author=is_from_author, text="When?", salt="s", at=NOON)


def appeal(world, **changed):
    """What the author of the refused story writes, but for what is changed."""
    told = {"decision": world.refusal, "case": world.refused.again, "text": "Look again.", "salt": "s"}
    return insert(Appeal, **told | {"at": NOON, "on": TODAY} | changed)
