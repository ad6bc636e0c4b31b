"""A worker and a web process killed in the middle of moves: all of a move is there, or nothing of it (O2)."""

import datetime
import itertools
import json
import os
import random
import socket
import time
from contextlib import suppress
from types import SimpleNamespace
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.servers.basehttp import run
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

from conditions import evidence, stages
from conditions.editorial import (
    changeover,
    drafts,
    facts,
    publications,
    reviewers,
    revisions,
    rounds,
    verdicts,
    withdrawals,
)
from conditions.models import (
    Answer,
    Assignment,
    Citation,
    Contribution,
    Draft,
    Event,
    Fact,
    FactValue,
    FactVersion,
    Notice,
    Publication,
    Quotation,
    Reviewer,
    Revision,
    Round,
    SignOff,
    Source,
    User,
    Verdict,
)
from conditions.stages import Cell, Stage
from diseasemaps import urls
from tests import factories
from tests.diseasemaps.test_work import wait_until
from tests.nursery import open_nursery

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

KILLS = 50 if os.environ.get("DISEASEMAPS_TEST_PROFILE") == "deep" else 5
SECOND = datetime.timedelta(seconds=1)
WITNESSED = (
    *(Revision, Contribution, Citation, Quotation, Round, Assignment, Verdict, Publication, SignOff, Notice),
    *(FactVersion, FactValue),
)


def later():
    """The next second of this desk, whichever process asks."""
    return Event.objects.latest("at").at + SECOND


def people(*keys):
    author, colleague, reviewer = keys
    return SimpleNamespace(
        author=User.objects.get(pk=author),
        colleague=User.objects.get(pk=colleague),
        reviewer=Reviewer.objects.get(pk=reviewer),
    )


def move_towards_approval(desk, answer, text):
    """The one move that comes next, whatever was done before; whether one was left to do."""
    told = {"by": desk.author, "at": later()}
    draft = Draft.objects.filter(answer=answer, editor=desk.author).first()
    newest = Revision.objects.filter(answer=answer).order_by("-number").first()
    if draft:
        revisions.save_revision(draft, seen=draft.version, **told)
    elif newest is None or newest.body != text:
        words = {"short": factories.SHORT, "body": text, "searched_on": factories.TODAY, "change": "It is newer."}
        drafts.save_draft(answer, words, seen=0, **told)
    elif not (round_ := Round.objects.filter(answer=answer, closed_at=None).first()):
        rounds.submit(newest, seen=newest.digest, **told)
    elif not round_.assignments.exists():
        rounds.offer(round_, [desk.reviewer], **told)
    elif not round_.verdicts.exists():
        sign(desk, newest)
    else:
        return False
    return True


def sign(desk, revision):
    told = {"by": desk.colleague, "at": later()}
    declaration = reviewers.declare(desk.reviewer, revision.answer.condition, interests="", **told)
    verdicts.approve(revision, seen=revision.digest, scopes=["accuracy"], declaration=declaration, **told)


def move(desk, answer, text):
    """Words go round: to readers, away from them, and on to the next words."""
    stage = stages.stage(stages.gather([Cell.of(answer)])[Cell.of(answer)], factories.TODAY)
    live = Publication.objects.live().filter(answer=answer).first()
    if live and stage == Stage.LIVE and live.revision.body == text and live.number % 3 == 0:
        withdrawals.withdraw(live, by=desk.author, at=later(), reason="It is wrong.", advice="Ask a doctor.")
    elif not move_towards_approval(desk, answer, text):
        revision = Revision.objects.filter(answer=answer).latest("number")
        publications.publish(revision, by=desk.colleague, at=later(), seen=revision.digest)


def change_figure(desk, fact):
    """One move towards a new value in every answer that quotes the fact."""
    version = FactVersion.objects.pending().filter(fact=fact).first()
    if version is None:
        value = facts.Value("en", f"1 in {fact.versions.count() + 2}", Source.objects.get(key="ers-2017"))
        facts.propose_fact(fact, [value], reason="Newer", by=desk.author, at=later())
    elif version.accepted_at is None:
        facts.accept_fact(version, by=desk.colleague, at=later(), seen=facts.screen(version))
    else:
        quoting = [each.answer for each in Publication.objects.quoting(fact)]
        text = f"{factories.QUOTING} {version.number}.[^ers-2017]"
        if not any(move_towards_approval(desk, answer, text) for answer in quoting):
            newest = {answer: Revision.objects.filter(answer=answer).latest("number").digest for answer in quoting}
            changeover.put_in_force(version, by=desk.colleague, at=later(), seen=newest)


def work_for_ever(fact, *keys):
    """What a child process does until it is killed."""
    desk, about = people(*keys), Fact.objects.get(pk=fact)
    plain = list(Answer.objects.exclude(revisions__quotations__isnull=False).order_by("pk"))
    for number in itertools.count(Event.objects.count()):
        for answer in plain:
            move(desk, answer, f"{factories.BODY} In short: {number // 20}.[^ers-2017]")
        change_figure(desk, about)


def page(request, fact, *keys):
    """A page that moves something with each request: there is none on the site yet whose moves are these."""
    desk = people(*keys)
    for answer in Answer.objects.exclude(revisions__quotations__isnull=False).order_by("pk"):
        move(desk, answer, f"{factories.BODY} In short: {Event.objects.count() // 20}.[^ers-2017]")
    change_figure(desk, Fact.objects.get(pk=fact))
    return HttpResponse("moved")


KEYS = "<int:fact>/<int:author>/<int:colleague>/<int:reviewer>/"
urlpatterns = [path(KEYS, lambda request, **keys: page(request, *keys.values())), *urls.urlpatterns]


def serve(port):
    """The site's own middleware around that page, on a real port."""
    settings.ROOT_URLCONF = __name__
    run("127.0.0.1", int(port), get_wsgi_application(), threading=True)


def read_for_ever(port, *keys):
    address = f"http://localhost:{port}/{'/'.join(keys)}/"
    while True:
        with suppress(URLError, OSError):
            urlopen(address, timeout=5).read()


def half_moves():
    """Rows that no event witnesses as they are, and what events witness that is not there."""
    witnessed = {}
    for data in Event.objects.order_by("pk").values_list("data", flat=True):
        witnessed |= json.loads(data).get("rows", {})
    rows = [row for model in WITNESSED for row in model.objects.all()]
    stored = {evidence.name(row): evidence.fingerprint(row) for row in rows}
    tables = {model._meta.db_table for model in WITNESSED}
    told = {name: print_ for name, print_ in witnessed.items() if name.split(":")[0] in tables}
    return stored.items() ^ told.items()


@pytest.fixture
def site():
    """Two answers that go round, and two that quote a fact; the keys by which other processes find them."""
    desk = factories.desk()
    fact = factories.fact(desk, factories.condition())
    factories.value_accepted(desk, fact)
    for _ in range(2):
        factories.quoting(desk, fact.condition)
        factories.started(desk, condition=fact.condition)
    return SimpleNamespace(desk=desk, fact=fact, keys=(fact.pk, desk.author.pk, desk.colleague.pk, desk.reviewer.pk))


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def lines(site, kind):
    """What the processes do that are to be killed."""
    keys, here = " ".join(map(str, site.keys)), __name__
    if kind == "worker":
        return [f"{here}.work_for_ever {keys}"]
    port = free_port()
    return [f"{here}.serve {port}", f"{here}.read_for_ever {port} {keys}"]


@pytest.mark.promise("O2", "E11")
@pytest.mark.parametrize("kind", ["worker", "web"])
def test_process_killed_in_the_middle_of_moves_leaves_no_half_move(site, kind):
    with open_nursery() as nursery:
        for _ in range(KILLS):
            began = Event.objects.count()
            for line in lines(site, kind):
                nursery.start(line)
            wait_until(lambda began=began: Event.objects.count() > began)
            time.sleep(random.SystemRandom().uniform(0, 0.3))
            nursery.kill_all()
            assert half_moves() == set()
            change_figure(site.desk, site.fact)
    assert Event.objects.count() > 2 * KILLS
    call_command("verify")
