"""The answers of the demonstration are in the states that they are meant to show, and hold to every rule."""

import datetime

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import transaction

from conditions import ledger, stages
from conditions.demonstration import answers, catalogue, people, reading
from conditions.editorial import checks
from conditions.imports import basics, loading
from conditions.models import Answer, Code, Event, Reviewer, Revision, User
from conditions.models.people import Role
from tests import factories
from tests.conditions.demonstration.test_catalogue import MONDO

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


@pytest.fixture(scope="module", autouse=True)
def _loaded(django_db_setup, django_db_blocker):
    """All of it, once for all tests of this room, which only look."""
    with django_db_blocker.unblock(), transaction.atomic():
        since = AT - answers.SINCE
        basics.load(at=since)
        loading.load(factories.catalogue(*[factories.term(*row) for row in MONDO.items()]), at=since)
        people.load(at=since)
        editor, administrator = (User.objects.get(email=people.address(who)) for who in ("editor", "administrator"))
        catalogue.load(by=editor, second=administrator, at=since)
        answers.load(at=AT)
        yield
        transaction.set_rollback(True)


def told():
    """The Mondo number, question and language of each answer in the files, with the two words for its state."""
    return {
        (file.mondo, answer.question, answer.language): (answer.state, answer.underway)
        for file in reading.files()
        for answer in file.answer
    }


def found():
    """The same, as the stages say on the day of loading."""
    there = list(Answer.objects.select_related("question"))
    mondo = dict(Code.objects.filter(system="mondo").values_list("condition", "value"))
    facts = stages.gather(map(stages.Cell.of, there))
    return {
        (mondo[answer.condition_id], answer.question.slug, answer.language): (
            stages.stage(facts[stages.Cell.of(answer)], AT.date()),
            stages.underway(facts[stages.Cell.of(answer)]) or "",
        )
        for answer in there
    }


def test_every_answer_is_in_the_state_that_it_is_to_show():
    assert found() == told()


def test_all_evidence_holds():
    assert [problem for kind in ledger.EVIDENCE.values() for problem in kind.problems(lambda: None)] == []


def refusal(revision):
    """Why the text could not go to review; nothing where it could."""
    try:
        checks.ready(revision, at=AT)
    except ValidationError as refused:
        return refused.message_dict
    return None


def test_every_text_is_fit_for_review():
    every = Revision.objects.select_related("answer")
    assert {str(revision): wrong for revision in every if (wrong := refusal(revision))} == {}


def test_whoever_writes_or_signs_says_that_they_are_invented():
    assert [user.name for user in User.objects.all() if "Invented" not in user.name] == []
    assert [each.name for each in Reviewer.objects.all() if not each.name.startswith("Invented reviewer ")] == []
    signers = User.objects.filter(grants__role=Role.REVIEWER)
    assert [user.email for user in signers if not user.email.endswith("@demonstration.invalid")] == []


def test_nothing_lies_ahead_and_every_stream_goes_forward():
    at = {}
    for stream, moment in Event.objects.order_by("stream", "sequence").values_list("stream", "at"):
        assert at.get(stream, moment) <= moment < AT, stream
        at[stream] = moment


def test_second_start_finds_nothing_to_do():
    events = Event.objects.count()
    assert answers.load(at=AT + datetime.timedelta(days=1)) == 0
    assert Event.objects.count() == events


def test_answers_are_refused_where_a_real_site_runs(settings):
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured):
        answers.load(at=AT)
