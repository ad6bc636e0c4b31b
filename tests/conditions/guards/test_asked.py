"""No road brings words of a question, a question, or a condition's place to readers without a second person."""

import datetime
import itertools
import threading

import pytest
from django.db import IntegrityError, connection, transaction

from conditions.editorial import proposals
from conditions.editorial.rows import version
from conditions.models import Code, Condition, FormerSlug, Proposal, Question, Wording
from conditions.models.people import Role
from tests import evidence, factories

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


def started():
    """All are numbered from 501: question 1 is asked, 2 never was, 3 was until somebody took it away.

    Condition 1, once “old”, is in the family 2; 3 is another. Accepted were words of question 1, question 3, and that
    condition 1 is at “new-place” and in 3 too, of which it came back.
    """
    policy = factories.policy()
    kept = {"kind": "clinical", "group": "treatment", "policy": policy, "applies": "by-flag", "is_sensitive": True}
    for number in (1, 2, 3):
        pk = 500 + number
        Question.objects.create(
            pk=pk, slug=f"q{number}", position=number, is_asked=number == 1, was_asked=number != 2, **kept
        )
        Wording.objects.create(pk=pk, question_id=pk, language="en", text="What?")
    for pk in (501, 502, 503):
        Condition.objects.create(pk=pk, slug=f"c{pk - 500}", is_grouping=pk > 501)
        Code.objects.create(condition_id=pk, system="mondo", value=f"0000{pk}")
    Condition.objects.get(pk=501).parents.add(502)
    FormerSlug.objects.create(slug="old", condition_id=501)
    evidence.record("catalogue")
    factories.worded(Question.objects.get(pk=501), "What now?", at=AT)
    third, who = Question.objects.get(pk=503), {"by": factories.holder(Role.EDITOR), "at": AT}
    proposal = proposals.propose_question(third, {"is_asked": True}, seen=version(third), **who)
    factories.accepted(proposal, at=AT)
    Question.objects.filter(pk=503).update(is_asked=False)
    families = list(Condition.objects.filter(pk__in=[502, 503]))
    factories.placed(Condition.objects.get(pk=501), slug="new-place", families=families, at=AT)
    Condition.objects.filter(pk=501).update(slug="old")
    Condition.objects.get(pk=501).parents.remove(503)
    connection.check_constraints()


def contents():
    models = (Question, Wording, Condition, Condition.parents.through, FormerSlug, Proposal)
    return [list(model.objects.order_by("pk").values()) for model in models]


WORDING = "INSERT INTO conditions_wording (question_id, language, text)"
LINK = "INSERT INTO conditions_condition_parents (from_condition_id, to_condition_id)"
FORMER = "INSERT INTO conditions_formerslug (slug, condition_id)"
COLUMNS = 'slug, position, kind, "group", policy_id, applies, applies_note, is_core, is_sensitive, is_asked, start_here'
QUESTION = f"INSERT INTO conditions_question ({COLUMNS}) SELECT"
AS_IT_IS = 'kind, "group", policy_id, applies, applies_note, is_core, is_sensitive'
FORBIDDEN = {
    "reword": ("wording_by_two", "UPDATE conditions_wording SET text = 'Stop?' WHERE id = 501"),
    "say it of another language": ("wording_by_two", "UPDATE conditions_wording SET language = 'es' WHERE id = 501"),
    "give words to a question that is asked": (
        "wording_by_two",
        "UPDATE conditions_wording SET question_id = 501, language = 'es' WHERE id = 502",
    ),
    "add words": ("wording_by_two", f"{WORDING} VALUES (501, 'es', '¿Qué?')"),
    "add a question": (
        "question_begins_unasked",
        f"{QUESTION} 'q9', 9, {AS_IT_IS}, TRUE, NULL FROM conditions_question WHERE id = 501",
    ),
    "ask a question": ("question_by_two", "UPDATE conditions_question SET is_asked = TRUE WHERE id = 502"),
    "ask a question otherwise": (
        "question_by_two",
        "UPDATE conditions_question SET is_asked = TRUE, is_sensitive = FALSE WHERE id = 503",
    ),
    "ask everybody": ("question_by_two", "UPDATE conditions_question SET applies = 'always' WHERE id = 501"),
    "unfold figures": ("question_by_two", "UPDATE conditions_question SET is_sensitive = FALSE WHERE id = 501"),
    "make it another kind": ("question_by_two", "UPDATE conditions_question SET kind = 'both' WHERE id = 501"),
    "reword what was asked": ("wording_by_two", "UPDATE conditions_wording SET text = 'Stop?' WHERE id = 503"),
    "add words to what was asked": ("wording_by_two", f"{WORDING} VALUES (503, 'es', '¿Qué?')"),
    "forget that it was asked": (
        "question_once_asked",
        "UPDATE conditions_question SET was_asked = FALSE WHERE id = 503",
    ),
    "ask at another address": ("question_once_asked", "UPDATE conditions_question SET slug = 'stop' WHERE id = 501"),
    "say at its address what nobody was asked": (
        "question_once_asked",
        "UPDATE conditions_question SET slug = 'q0' WHERE id = 503",
    ),
    "invent a former address": ("formerslug_was_had", f"{FORMER} VALUES ('cured-by-x', 501)"),
    "change an address": ("condition_place_by_two", "UPDATE conditions_condition SET slug = 'stop' WHERE id = 501"),
    "take another's accepted address": (
        "condition_place_by_two",
        "UPDATE conditions_condition SET slug = 'new-place' WHERE id = 502",
    ),
    "ask a family questions": (
        "condition_place_by_two",
        "UPDATE conditions_condition SET is_grouping = FALSE WHERE id = 502",
    ),
    "join a family": ("family_by_two", f"{LINK} VALUES (502, 503)"),
    "join the other way round": ("family_by_two", f"{LINK} VALUES (503, 501)"),
    "move to another family": ("family_by_two", "UPDATE conditions_condition_parents SET from_condition_id = 503"),
}


@pytest.mark.promise("E7")
@pytest.mark.parametrize(("rule", "sql"), FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_sql_by_hand_brings_nothing_to_readers(rule, sql):
    started()
    before = contents()
    with pytest.raises(IntegrityError, match=rf"\b({rule})\b"):
        evidence.run(sql)
    assert contents() == before


@pytest.mark.promise("E7")
def test_question_is_not_asked_in_words_that_nobody_accepted():
    started()
    evidence.tamper("UPDATE conditions_wording SET text = 'Stop?' WHERE id = 503")
    with pytest.raises(IntegrityError, match="question_by_two"):
        evidence.run("UPDATE conditions_question SET is_asked = TRUE WHERE id = 503")
    assert not Question.objects.get(pk=503).is_asked


def states():
    """Of a question that was asked: all that decides on how much of it readers see."""
    names = ("kind", "applies", "is_sensitive", "is_asked")
    ways = itertools.product(("clinical", "both"), Question.Applies.values, (False, True), (False, True))
    return [dict(zip(names, way, strict=True)) for way in ways]


@pytest.mark.promise("E7")
def test_guard_and_move_agree_on_what_takes_two():
    policy, taken, found = factories.policy(), [], []
    rest = {"group": "treatment", "policy": policy}
    for number, before in enumerate(states()):
        Question.objects.create(slug=f"q{number}", position=number, **rest, **before)
    evidence.record("catalogue")
    for question in Question.objects.all():
        for values in states():
            taken.append(question.would_show_more(values))
            try:
                with transaction.atomic():
                    Question.objects.filter(pk=question.pk).update(**values)
                    transaction.set_rollback(True)
                found.append(False)
            except IntegrityError as refusal:
                found.append("question_by_two" in str(refusal))
    assert found == taken
    assert (set(found), len(found)) == ({True, False}, 24 * 24)


@pytest.mark.promise("E7")
@pytest.mark.django_db(transaction=True)
def test_question_is_not_asked_and_reworded_at_the_same_moment():
    """Neither session sees the other's row; the second waits for the first, looks again, and is refused."""
    started()
    asked, outcome = threading.Event(), []

    def reword():
        asked.wait(timeout=10)
        try:
            evidence.run("UPDATE conditions_wording SET text = 'Stop?' WHERE id = 502")
        except IntegrityError as refusal:
            outcome.append(str(refusal))
        finally:
            connection.close()

    other = threading.Thread(target=reword)
    other.start()
    second = Question.objects.get(pk=502)
    told = {"seen": version(second), "by": factories.holder(Role.EDITOR), "at": AT}
    proposal = proposals.propose_question(second, {"is_asked": True}, **told)
    with transaction.atomic():
        factories.accepted(proposal, at=AT)
        asked.set()
        other.join(timeout=0.3)
        was_waiting = other.is_alive()
    other.join()
    assert was_waiting
    assert "wording_by_two" in outcome[0]


ALLOWED = {
    "word what nobody is asked": "UPDATE conditions_wording SET text = 'And?' WHERE id = 502",
    "add words to what nobody is asked": f"{WORDING} VALUES (502, 'es', '¿Qué?')",
    "take words away": "DELETE FROM conditions_wording WHERE id = 501",
    "keep an address while it is one": f"{FORMER} VALUES ('c2', 502)",
    "ask no more": "UPDATE conditions_question SET is_asked = FALSE WHERE id = 501",
    "put in another order": "UPDATE conditions_question SET position = 99, \"group\" = 'help' WHERE id = 501",
    "ask what was accepted": "UPDATE conditions_question SET is_asked = TRUE WHERE id = 503",
    "add an unasked question": f"{QUESTION} 'q9', 9, {AS_IT_IS}, FALSE, NULL FROM conditions_question WHERE id = 501",
    "mark a family": "UPDATE conditions_condition SET is_grouping = TRUE WHERE id = 501",
    "go to an address that was accepted": "UPDATE conditions_condition SET slug = 'new-place' WHERE id = 501",
    "go back to an address": "UPDATE conditions_condition SET slug = 'c1' WHERE id = 501",
    "leave a family": "DELETE FROM conditions_condition_parents",
    "join a family that was accepted": f"{LINK} VALUES (501, 503)",
}


@pytest.mark.parametrize("sql", ALLOWED.values(), ids=ALLOWED.keys())
def test_guards_leave_alone_what_takes_one_person_or_was_accepted(sql):
    started()
    before = contents()
    evidence.run(sql)
    assert contents() != before


@pytest.mark.promise("E7", "E22")
def test_new_condition_joins_what_was_accepted_with_it_and_nothing_else():
    """Also by hand: its families and members are known by their Mondo ids."""
    started()
    links = '"families":{"0000502":"C"},"members":{"0000501":"C"}'
    wanted = f'{{{links},"is_grouping":false,"mondo":"0000009","name":"N","slug":"n"}}'
    arrived = Proposal.objects.create(kind="condition", about="condition:n", proposed=wanted, proposed_at=AT)
    factories.accepted(arrived, at=AT)
    made = Condition.objects.get(slug="n")
    assert (made.parents.get().pk, made.children.get().pk) == (502, 501)
    with pytest.raises(IntegrityError, match="family_by_two"):
        evidence.run(f"{LINK} VALUES ({made.pk}, 503)")
    assert made.parents.count() == 1
