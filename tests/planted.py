"""Unusual words in every place that can hold words of a member, and where of them any are left (C8)."""

import secrets
from types import SimpleNamespace

from allauth.account.models import EmailAddress
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from community import membership
from community.models import Membership, Story
from community.moderation import appeals, cases, reports, sanctions, threads, writing
from conditions import outbox
from conditions.editorial import reports as readers
from conditions.models import User
from tests import factories, stories
from tests.factories import NOON, TODAY

PLACES = (
    "name", "address", "former", "colleague", "title", "text", "ties", "changed", "because", "question", "reply",
    "sentence", "appeal", "complaint", "reader", "answer", "wrong", "draft", "kept", "unsent", "subject", "mail",
    "html", "logged", "next", "ended", "warned",
)  # fmt: skip


def words():
    """For each place a word that nobody else writes, of letters alone."""
    letters = "bcdfghjklmnpqrstvwxz"
    return SimpleNamespace(**{place: "qu" + "".join(secrets.choice(letters) for _ in range(9)) for place in PLACES})


def member(said):
    """Somebody whose account is full of words of their own."""
    person = factories.member(f"{said.name} fern", email=f"{said.address}@example.org", name=said.colleague)
    EmailAddress.objects.create(user=person, email=f"{said.former}@example.org", verified=True)
    membership.hold(person.member.display_name)
    factories.passkey(person, said.kept)
    factories.browser(person).get("/me/")
    kind = ContentType.objects.get_for_model(User)
    LogEntry.objects.create(
        user=person, content_type=kind, object_id=person.pk, object_repr=said.logged, action_flag=CHANGE
    )
    with transaction.atomic():
        told = {"purpose": "news", "at": NOON, "html": said.html}
        outbox.queue(person.email.upper(), f"News {said.subject}", said.mail, **told)
    readers.file_report("/", reason="wrong", words=said.wrong, email=f"{said.address}@example.org", at=NOON)
    stories.draft(person, factories.condition(slug="unsent"), text=said.unsent)
    return person


def story(people, person, said):
    """Declined, contested and published; then reported, and written anew."""
    text = f"{said.text} {stories.WORDS}"
    case = stories.sent(person, title=said.title, text=text, ties=said.ties)
    seen = threads.current(case.story).digest
    cases.ask_author(case, said.question, by=people.moderator, at=NOON, seen=seen)
    cases.answer(case, said.reply, by=person, at=NOON)
    told = {"title": said.title, "text": f"{text} {said.changed}", "because": said.because}
    cases.accept_change(cases.propose_change(case, **told, by=people.moderator, at=NOON, seen=seen), by=person, at=NOON)
    refusal = stories.decided(case, people.moderator, "decline", sentence=said.sentence)
    allowed = {"purposes": ["display"], "by": person, "at": NOON}
    appeal = appeals.appeal(refusal, text=said.appeal, **allowed)
    seen = threads.current(case.story).digest
    ends = {"outcome": "changed", "sentence": said.ended, "by": people.second, "at": NOON, "seen": seen}
    appeals.decide_appeal(appeal, **ends)
    about = Story.objects.get(pk=case.story_id)
    mine = {"reason": "other", "at": NOON}
    report = reports.report(about, words=said.complaint, email=f"{said.reader}@example.org", **mine)
    reports.handle(report, outcome="no-report", reply=said.answer, by=people.moderator, at=NOON)
    reports.report(about, words=said.complaint, email=f"{said.former}@example.org", **mine)
    draft = writing.edit(about, by=person, at=NOON)
    writing.save(draft, {"text": said.draft, "title": said.next}, by=person, at=NOON, seen=draft.version)
    told = {"grade": "warning", "rule": "hate", "sentence": said.warned}
    sanctions.impose(person.member, **told, by=people.moderator, at=NOON)
    Membership.objects.create(member=person.member, condition=about.condition, relation="person", joined_on=TODAY)
    return about


def left(said):
    """In which tables which of the words stand, whatever the column."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = repr(cursor.fetchall()).lower()
            found |= {(table, place) for place, word in vars(said).items() if word in rows}
    return found
