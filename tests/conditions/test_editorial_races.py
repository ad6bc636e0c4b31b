"""Two people at the same moment: one order happens, whole, and who came too late is told so (E2-E5)."""

import datetime
import os
import sys
import threading
import time
from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from conditions import ledger
from conditions.accounts import invited
from conditions.editorial import (
    drafts,
    experts,
    invitations,
    policies,
    publications,
    questions,
    reviewers,
    revisions,
    rows,
    verdicts,
)
from conditions.models import Credential, Event, Invitation, Publication, Revision, Round, User, Verdict
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories
from tests.factories import NOON

# Seconds that the author waits, and the reviewer: two orders are sure to happen, the others are a race.
HEAD_STARTS = [(0, 0), (0.4, 0), (0, 0.4), (0, 0), (0.02, 0), (0.05, 0), (0.08, 0), (0, 0.02)]
ROUNDS = 200 if os.environ.get("DISEASEMAPS_TEST_PROFILE") == "deep" else 8


def together(*people_acting):
    """What became of each, begun in the same moment in a thread of its own: its steps until it was refused."""
    start = threading.Barrier(len(people_acting))
    told = [[] for _ in people_acting]

    def act(steps, done):
        try:
            start.wait()
            for step in steps:
                step()
                done.append("done")
        except (Stale, ValidationError) as refusal:
            done.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=pair) for pair in zip(people_acting, told, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def edit_against_approve(people, answer, declaration, number):
    """The author saves a new revision while the reviewer signs and publishes the one in review."""
    revision = factories.in_review(people, answer, body=f"Text {number}.[^ers-2017]")
    typed = {"body": f"Text {number}, mended.[^ers-2017]", "change": "It is mended."}
    draft = drafts.save_draft(answer, typed, by=people.author, at=NOON, seen=0)
    signed = {"scopes": ["accuracy"], "declaration": declaration}
    seen = {"by": people.colleague, "at": NOON, "seen": revision.digest}
    late, early = HEAD_STARTS[number % len(HEAD_STARTS)]
    edited, approved = together(
        [
            lambda: time.sleep(late),
            lambda: revisions.save_revision(draft, by=people.author, at=NOON, seen=draft.version),
        ],
        [
            lambda: time.sleep(early),
            lambda: verdicts.approve(revision, **seen, **signed),
            lambda: publications.publish(revision, **seen),
        ],
    )
    return revision, edited[1:], approved[1:]


def what_stands(revision):
    """The outcome of the review, how many signed it, and whether the words are what readers get."""
    round_ = Round.objects.get(revision=revision)
    is_live = Publication.objects.live().filter(revision=revision).exists()
    return round_.outcome, round_.verdicts.count(), is_live


ORDERS = {
    ("Stale",): ("superseded", 0, False),
    ("done", "Stale"): ("superseded", 1, False),
    ("done", "done"): ("published", 1, True),
}


@pytest.mark.promise("E3", "E4", "E5")
@pytest.mark.django_db(transaction=True)
def test_edit_against_approve_never_publishes_what_was_not_signed():
    people = factories.desk()
    answer = factories.started(people)
    declaration = reviewers.declare(people.reviewer, answer.condition, interests="", by=people.colleague, at=NOON)
    orders = Counter()
    for number in range(ROUNDS):
        revision, edited, approved = edit_against_approve(people, answer, declaration, number)
        assert edited == ["done"]  # nobody else saves: what the author typed always comes to be
        assert what_stands(revision) == ORDERS[tuple(approved)]
        orders[tuple(approved)] += 1
    unsigned = Publication.objects.exclude(round__verdicts__decision="approve", round__outcome="published")
    assert not unsigned.exists()
    assert Revision.objects.count() == 2 * ROUNDS == 2 * sum(orders.values())
    assert {("Stale",), ("done", "done")} <= set(orders)
    assert list(ledger.verify()) == []
    sys.stdout.write(f"{connection.vendor}: {dict(orders)}\n")  # pytest shows it with -rP


@pytest.mark.promise("R10")
@pytest.mark.django_db(transaction=True)
def test_button_pressed_twice_at_once_signs_once():
    people = factories.desk()
    revision = factories.in_review(people)
    about = revision.answer.condition
    declaration = reviewers.declare(people.reviewer, about, interests="", by=people.colleague, at=NOON)
    signed = {"seen": revision.digest, "scopes": ["accuracy"], "declaration": declaration}
    press = [lambda: verdicts.approve(revision, by=people.colleague, at=NOON, **signed)]
    assert sorted(together(press, press)) == [["ValidationError"], ["done"]]
    assert Verdict.objects.count() == 1


@pytest.mark.promise("R9")
@pytest.mark.django_db(transaction=True)
def test_two_who_revoke_a_credential_at_once_revoke_it_once():
    people = factories.desk()
    told = {"on": timezone.localdate(NOON), "reason": "Struck off", "by": people.author, "at": NOON}
    held = Credential.objects.get()
    press = [lambda: reviewers.revoke(held, **told)]
    assert sorted(together(press, press)) == [["ValidationError"], ["done"]]  # which says what to do
    assert Event.objects.filter(action="credential revoked").count() == 1


@pytest.mark.promise("E4", "E6")
@pytest.mark.django_db(transaction=True)
def test_two_who_save_at_once_lose_no_words():
    people = factories.desk()
    answer = factories.written(people).answer
    saved = [
        (drafts.save_draft(answer, {"body": f"By {by.pk}.[^ers-2017]"}, by=by, at=NOON, seen=0), by)
        for by in (people.author, people.colleague)
    ]
    acts = [[lambda draft=draft, by=by: revisions.save_revision(draft, by=by, at=NOON, seen=1)] for draft, by in saved]
    assert sorted(together(*acts)) == [["Stale"], ["done"]]
    assert Revision.objects.count() == 2
    assert answer.drafts.count() == 1


@pytest.mark.django_db(transaction=True)
def test_invitation_accepted_twice_at_once_makes_one_account():
    told = {"by": factories.administrator(), "at": NOON, "write_in": "en"}
    made = invitations.invite(Invitation(email="new@example.org", role=Role.AUTHOR), **told)
    typed = {"name": "Ada Quill", "password": "correct horse battery", "language": "en", "at": NOON}
    press = [lambda: invited.join(made, **typed)]
    assert sorted(together(press, press)) == [["ValidationError"], ["done"]]
    assert User.objects.get(email="new@example.org").grants.count() == 1


@pytest.mark.promise("R6")
@pytest.mark.django_db(transaction=True)
def test_policy_changes_while_somebody_has_one_of_its_questions_in_hand():
    editor, question = factories.holder(Role.EDITOR), factories.question("food", "What to eat?")
    told = {"by": editor, "at": NOON}

    @transaction.atomic
    def place():
        seen = rows.version(rows.locked(question, rows.version(question)))
        time.sleep(0.5)
        questions.change_question(question, {"position": 99}, seen=seen, **told)

    def change():
        time.sleep(0.2)
        policies.change_policy(question.policy, {"days": 400}, reason="Guidance changed.", **told)

    assert together([place], [change]) == [["done"], ["done"]]
    question.refresh_from_db()
    assert (question.position, question.policy.days) == (99, 400)


def asker(people, expert):
    """Asks the expert from outside about a text of its own, written before."""
    text, today = factories.written(people), timezone.localdate(NOON)
    told = {"question": "Is it so?", "write_in": "en", "due_on": today + datetime.timedelta(days=9)}
    about, seen = text.answer.condition, {text.answer_id: text.digest}
    looked = experts.Looked(today, 365, "The register")
    return lambda: experts.ask(about, "en", seen, expert, looked, by=people.colleague, at=NOON, **told)


@pytest.mark.django_db(transaction=True)
@pytest.mark.promise("R9")
@pytest.mark.parametrize("second", ["Dr Ada Far", "Dr Ada Farther"])
def test_two_editors_who_ask_the_same_new_expert_make_one_person(second):
    people = factories.desk()
    for number in range(ROUNDS // 2):
        asked = [factories.expert(name=f"{name} {number}", number=f"R-{number}") for name in ("Dr Ada Far", second)]
        told = together(*([asker(people, expert)] for expert in asked))
        assert ["done"] in told
        assert {tuple(each) for each in told} <= {("done",), ("ValidationError",)}  # which says what to do
        held = Credential.objects.filter(number=f"R-{number}")
        assert held.values("reviewer").distinct().count() == 1
