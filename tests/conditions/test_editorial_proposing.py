"""The words of questions, which are asked, and the place of a condition: one proposes, another accepts (E7)."""

import datetime
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction

from conditions.editorial import acceptance, catalogue, proposals, questions
from conditions.editorial.comparison import differences, has_moved, screen
from conditions.editorial.rows import version
from conditions.models import Condition, Event, FormerSlug, Proposal, Publication, Question, Wording
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories
from tests.races import together

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
OTHERS = [role for role in Role if role not in {Role.EDITOR, Role.ADMINISTRATOR}]
TAKES_TWO = "which takes two people"


@pytest.fixture
def question():
    return factories.question("food", "Does food matter for {condition}?")


@pytest.fixture
def condition():
    return factories.condition()


@pytest.fixture
def who():
    return {"by": factories.holder(Role.EDITOR), "at": AT}


@pytest.fixture
def second():
    return {"by": factories.holder(Role.EDITOR), "at": AT}


def worded(question, text="What may people eat?", language="en", **who):
    there = question.wordings.filter(language=language).first()
    return proposals.propose_wording(question, language, text, seen=version(there) if there else "", **who)


def asked(question, who, **values):
    now = Question.objects.get(pk=question.pk)
    return proposals.propose_question(now, {"is_asked": True, **values}, seen=version(now), **who)


def placed(condition, who, **values):
    now = Condition.objects.get(pk=condition.pk)
    return proposals.propose_place(now, values, seen=version(now), **who)


def accept(proposal, who):
    return proposals.accept(proposal, seen=screen(proposal), **who)


def told(proposal):
    return [tuple(line) for line in differences(proposal)]


@pytest.mark.promise("E7")
def test_words_of_a_question_are_proposed_by_one_and_accepted_by_another(question, who, second):
    proposal = worded(question, " What may\n people eat? ", **who)
    assert (proposal.subject, proposal.gist) == ("Does food matter for …?", "What may people eat?")
    assert told(proposal) == [("Words (English)", "Does food matter for {condition}?", "What may people eat?")]
    assert Wording.objects.get().text == "Does food matter for {condition}?"
    accept(proposal, second)
    assert Wording.objects.get().text == "What may people eat?"
    steps = Event.objects.order_by("pk").values_list("stream", "action", "by")
    assert list(steps) == [
        (f"proposal:{proposal.pk}", "proposed", who["by"].pk),
        (f"proposal:{proposal.pk}", "accepted", second["by"].pk),
        ("question:food", "reworded", second["by"].pk),
    ]


@pytest.mark.promise("E7")
def test_first_words_in_a_language_wait_too(question, who, second):
    proposal = worded(question, "¿Importa la comida?", "es", **who)
    assert told(proposal) == [("Words (Spanish)", "", "¿Importa la comida?")]
    accept(proposal, second)
    assert questions.words(question) == {"en": "Does food matter for {condition}?", "es": "¿Importa la comida?"}


@pytest.mark.promise("E7")
def test_one_person_alone_rewords_no_question_that_is_asked(question, who):
    with pytest.raises(ValidationError, match=TAKES_TWO):
        questions.word_question(question, "en", "What may people eat?", seen=version(question.wordings.get()), **who)
    with pytest.raises(ValidationError, match="You proposed this yourself"):
        accept(worded(question, **who), who)
    assert Wording.objects.get().text == "Does food matter for {condition}?"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "This field cannot be blank"),
        (" ", "This field cannot be blank"),
        ("Food", "ends with a question mark"),
        ("x" * 200 + "?", "at most 200 characters"),
        ("Does food  matter for {condition}?", "These are its words already"),
    ],
)
def test_words_that_nobody_could_ask_are_not_proposed(question, who, text, sentence):
    with pytest.raises(ValidationError, match=sentence):
        worded(question, text, **who)
    assert not Proposal.objects.exists()


def test_words_are_proposed_once_at_a_time_and_never_over_other_ones(question, who, second):
    former, proposal = version(question.wordings.get()), worded(question, **who)
    with pytest.raises(ValidationError, match="Something is proposed for this already"):
        worded(question, "And food?", **second)
    accept(proposal, second)
    with pytest.raises(Stale):
        proposals.propose_wording(question, "en", "And food?", seen=former, **who)
    with pytest.raises(Stale):
        proposals.propose_wording(question, "en", "And food?", **who)
    with pytest.raises(Stale):
        proposals.propose_wording(question, "es", "¿Y la comida?", seen=former, **who)


@pytest.mark.promise("E7")
def test_words_of_a_question_that_is_no_longer_asked_take_two_as_well(question, who, second):
    """They still stand where its answers were withdrawn, in its feeds, and on the pages of who follows it."""
    before = version(question.wordings.get())
    proposal = worded(question, **who)
    questions.change_question(question, {"is_asked": False}, seen=version(question), **who)
    for language, seen in (("en", before), ("es", "")):
        with pytest.raises(ValidationError, match=TAKES_TWO):
            questions.word_question(question, language, "Stop?", seen=seen, **who)
    assert not has_moved(proposal)
    accept(proposal, second)
    accept(worded(question, "¿Y la comida?", "es", **who), second)
    assert questions.words(question) == {"en": "What may people eat?", "es": "¿Y la comida?"}


@pytest.mark.promise("E7")
def test_words_of_a_question_that_was_never_asked_are_not_proposed(question, who):
    new = Question(slug="sleep", position=900, kind="clinical", group="treatment", policy=question.policy)
    questions.add_question(new, **who)
    with pytest.raises(ValidationError, match="No reader has met this question"):
        worded(new, **who)
    assert not Proposal.objects.exists()


@pytest.mark.promise("E7")
@pytest.mark.django_db(transaction=True)
def test_who_proposes_words_waits_for_who_accepts_some_with_nothing_in_hand():
    """Who accepts has the question, and takes its words next: had the other those already, each would wait."""
    question, who = factories.question("food", "Does food matter?"), {"by": factories.holder(Role.EDITOR), "at": AT}
    waits, start = worded(question, "¿Y la comida?", "es", **who), threading.Event()

    def propose():
        start.set()
        worded(question, **who)
        connection.close()

    other = threading.Thread(target=propose)
    with transaction.atomic():
        acceptance.lock(waits)
        other.start()
        start.wait(timeout=10)
        other.join(timeout=0.3)
        was_waiting = other.is_alive()
        assert Wording.objects.select_for_update(nowait=True).get()
    other.join()
    assert was_waiting
    assert Proposal.objects.count() == 2


@pytest.mark.promise("E7")
def test_question_is_asked_when_another_accepts_it_with_its_words(question, who, second):
    new = Question(slug="sleep", position=900, kind="clinical", group="treatment", policy=question.policy)
    questions.add_question(new, **who)
    with pytest.raises(ValidationError, match="no words in English yet"):
        asked(new, who)
    questions.word_question(new, "en", "Does sleep help?", **who)
    proposal = asked(new, who)
    assert ("Words (English)", "", "Does sleep help?") in told(proposal)
    assert ("Asked", "No", "Yes") in told(proposal)
    assert Question.objects.asked().get() == question
    accept(proposal, second)
    assert set(Question.objects.asked()) == {question, new}


@pytest.mark.promise("E7", "E4")
def test_question_whose_words_changed_since_it_was_proposed_is_not_asked(question, who, second):
    questions.change_question(question, {"is_asked": False}, seen=version(question), **who)
    proposal = asked(question, who)
    on_screen = screen(proposal)
    accept(worded(question, "Stop?", **who), second)
    assert has_moved(proposal)
    for seen in (on_screen, screen(proposal)):
        with pytest.raises(Stale):
            proposals.accept(proposal, seen=seen, **second)
    assert not Question.objects.asked().exists()


MORE = [
    ({"is_asked": False}, {"is_asked": True}),
    ({"applies": "by-flag"}, {"applies": "always"}),
    ({"applies": "if-known"}, {"applies": "always", "position": 800}),
    ({"is_sensitive": True}, {"is_sensitive": False}),
    ({"kind": "clinical"}, {"kind": "both"}),
]
LESS = [
    ({"is_asked": True}, {"is_asked": False, "kind": "both"}),
    ({"is_asked": False}, {"is_sensitive": False, "applies": "always"}),
    ({"applies": "always"}, {"applies": "by-flag"}),
    ({"is_sensitive": False}, {"is_sensitive": True}),
    ({"position": 1}, {"position": 800, "group": "treatment", "is_core": True, "start_here": 1}),
]


@pytest.mark.promise("E7")
@pytest.mark.parametrize(("before", "values"), MORE)
def test_readers_see_more_of_a_question_by_two_people(question, who, second, before, values):
    Question.objects.update(**before)
    now = Question.objects.get()
    with pytest.raises(ValidationError, match=TAKES_TWO):
        questions.change_question(now, values, seen=version(now), **who)
    accept(proposals.propose_question(now, values, seen=version(now), **who), second)
    assert Question.objects.filter(**values).exists()
    assert Event.objects.get(stream="question:food").by == second["by"]


@pytest.mark.promise("E7")
@pytest.mark.parametrize(("before", "values"), LESS)
def test_readers_see_less_of_a_question_by_one_person(question, who, before, values):
    Question.objects.update(**before)
    now = Question.objects.get()
    with pytest.raises(ValidationError, match="nothing new of the question"):
        proposals.propose_question(now, values, seen=version(now), **who)
    questions.change_question(now, values, seen=version(now), **who)
    assert Question.objects.filter(**values).exists()


def test_question_that_could_not_be_so_is_not_proposed(question, who):
    for values in ({"kind": "experience"}, {"kind": "both", "policy": None}, {"kind": "both", "position": None}):
        with pytest.raises(ValidationError):
            proposals.propose_question(question, values, seen=version(question), **who)
    assert not Proposal.objects.exists()


@pytest.mark.promise("E7")
def test_place_of_a_condition_is_proposed_by_one_and_accepted_by_another(condition, who, second):
    Condition.objects.update(is_grouping=True)
    condition.parents.add(factories.condition("Bile disorder", "bile"))
    liver = factories.condition("Liver disorder", "liver-disorder")
    proposal = placed(condition, who, slug="gilberts-disease", is_grouping=False, families=[liver])
    assert told(proposal) == [
        ("Address", "gilbert-syndrome", "gilberts-disease"),
        ("Family of conditions", "Yes", "No"),
        ("Belongs to", "Bile disorder (bile)", "Liver disorder (liver-disorder)"),
    ]
    assert proposal.gist == "gilberts-disease; Liver disorder; asked its own questions"
    with pytest.raises(ValidationError, match="You proposed this yourself"):
        accept(proposal, who)
    assert Condition.objects.get(slug="gilbert-syndrome", is_grouping=True).parents.get().slug == "bile"
    accept(proposal, second)
    assert Condition.objects.get(slug="gilberts-disease", is_grouping=False).parents.get() == liver
    steps = Event.objects.filter(stream=f"condition:{condition.pk}").order_by("pk").values_list("action", "by")
    assert list(steps) == [
        (action, second["by"].pk) for action in ("address changed", "family marked", "families changed")
    ]


@pytest.mark.promise("E7")
def test_one_person_alone_brings_no_condition_to_another_place(condition, who):
    liver = factories.condition("Liver disorder", "liver-disorder", is_grouping=True)
    for row, values in [
        (condition, {"slug": "other"}),
        (condition, {"families": [liver]}),
        (liver, {"is_grouping": False}),
    ]:
        with pytest.raises(ValidationError, match=TAKES_TWO):
            catalogue.change_place(row, values, seen=version(row), **who)
    assert not Event.objects.exists()


@pytest.mark.promise("E7")
def test_one_person_alone_takes_away_and_goes_back(condition, who):
    liver, gut = factories.condition("Liver", "liver"), factories.condition("Gut", "gut")
    condition.parents.add(liver, gut)
    FormerSlug.objects.create(slug="once", condition=condition)
    values = {"slug": "once", "is_grouping": True, "families": [gut]}
    with pytest.raises(ValidationError, match="nothing new there"):
        placed(condition, who, **values)
    now = catalogue.change_place(condition, values, seen=version(condition), **who)
    assert (now.slug, now.is_grouping, now.parents.get()) == ("once", True, gut)


@pytest.mark.promise("E7", "E4")
def test_family_of_the_same_name_is_another_one_and_is_accepted_under_the_name_that_it_has(condition, who, second):
    here, other = (factories.condition("Liver disorder", slug) for slug in ("liver-a", "liver-b"))
    condition.parents.add(here)
    proposal = placed(condition, who, families=[other])
    assert told(proposal) == [("Belongs to", "Liver disorder (liver-a)", "Liver disorder (liver-b)")]
    seen = screen(proposal)
    other.names.update(text="Heart disorder", folded="heart disorder")
    assert told(proposal)[0][2] == "Heart disorder (liver-b)"
    with pytest.raises(Stale):
        proposals.accept(proposal, seen=seen, **second)
    accept(proposal, second)
    assert condition.parents.get() == other


def test_one_that_becomes_a_family_is_told_as_one(condition, who):
    proposal = placed(condition, who, slug="gilberts-disease", is_grouping=True)
    assert proposal.gist == "gilberts-disease; becomes a family"


@pytest.mark.promise("E7")
def test_nothing_live_is_taken_from_readers_by_a_change_of_its_question_or_condition(who):
    """Nobody would have withdrawn it: no notice would tell readers, and no second person would look."""
    answer, says = factories.published(factories.desk()).answer, "answer .* is live.* Withdraw it first"
    with pytest.raises(ValidationError, match=f"^{{'is_asked': .*1 {says}"):
        questions.change_question(answer.question, {"is_asked": False}, seen=version(answer.question), **who)
    with pytest.raises(ValidationError, match=f"^{{'is_grouping': .*1 {says}"):
        catalogue.change_place(answer.condition, {"is_grouping": True}, seen=version(answer.condition), **who)
    with pytest.raises(ValidationError, match=f"^{{'is_grouping': .*1 {says}"):
        placed(answer.condition, who, slug="other", is_grouping=True)
    assert Publication.objects.live().filter(answer__question__is_asked=True, answer__condition__is_grouping=False)


@pytest.mark.promise("E7")
def test_family_is_not_accepted_over_an_answer_that_is_live_by_now(who, second):
    people = factories.desk()
    answer = factories.started(people)
    proposal = placed(answer.condition, who, slug="other", is_grouping=True)
    factories.published(people, answer)
    with pytest.raises(ValidationError, match="a family has none"):
        accept(proposal, second)
    assert Proposal.objects.open().get() == proposal


def test_circle_is_not_proposed_nor_closed_by_what_came_meanwhile(condition, who, second):
    liver, organ = factories.condition("Liver", "liver"), factories.condition("Organ", "organ")
    factories.placed(liver, families=[organ], at=AT)
    for family in (organ, liver):
        with pytest.raises(ValidationError, match="cannot belong to itself"):
            placed(organ, who, families=[family])
    proposal = placed(organ, who, families=[condition])
    factories.placed(condition, families=[liver], at=AT)
    with pytest.raises(ValidationError, match="cannot belong to itself"):
        accept(proposal, second)
    assert Proposal.objects.open().get() == proposal
    assert not organ.parents.exists()


@pytest.mark.promise("E4")
def test_place_that_moved_since_it_was_proposed_is_not_changed(condition, who, second):
    proposal = placed(condition, who, slug="gilberts-disease")
    catalogue.change_place(condition, {"is_grouping": True}, seen=version(condition), **second)
    assert has_moved(proposal)
    with pytest.raises(Stale):
        accept(proposal, second)
    assert Condition.objects.get().slug == "gilbert-syndrome"


@pytest.mark.parametrize("slug", ["new", "other", "a b", "", "x" * 201])
def test_address_that_no_page_could_have_is_not_proposed(condition, who, slug):
    factories.condition("Other", "other")
    with pytest.raises(ValidationError):
        placed(condition, who, slug=slug)
    assert not Proposal.objects.exists()


@pytest.mark.promise("E12")
@pytest.mark.parametrize("role", OTHERS)
def test_other_roles_neither_propose_nor_accept(condition, question, who, role):
    other, waits = {"by": factories.holder(role), "at": AT}, worded(question, **who)
    waiting = [waits, placed(condition, who, slug="other")]
    Question.objects.update(is_sensitive=True)
    waiting.append(asked(question, who, is_sensitive=False))
    for refused in (
        lambda: worded(question, "¿Y?", "es", **other),
        lambda: asked(question, other, is_sensitive=False),
        lambda: placed(condition, other, slug="third"),
        *(lambda each=each: accept(each, other) for each in waiting),
    ):
        with pytest.raises(PermissionDenied):
            refused()
    assert Proposal.objects.open().count() == 3


def test_editor_of_one_condition_has_its_place_alone(condition, question, who):
    own = {"by": factories.holder(Role.EDITOR, condition=condition), "at": AT}
    other = factories.condition("Other", "other")
    accept(placed(condition, who, slug="second"), own)
    for refused in (
        lambda: placed(other, own, slug="third"),
        lambda: worded(question, **own),
        lambda: accept(worded(question, **who), own),
    ):
        with pytest.raises(PermissionDenied):
            refused()
    assert Condition.objects.get(pk=condition.pk).slug == "second"


@pytest.mark.promise("E4", "E7")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["wording", "place"])
def test_two_who_accept_at_once_accept_once(kind):
    """Both looked at the same page; the second waits for the first and is told that it moved."""
    who = {"by": factories.holder(Role.EDITOR), "at": AT}
    about = factories.condition() if kind == "place" else factories.question("food", "Does food matter?")
    proposal = placed(about, who, slug="second") if kind == "place" else worded(about, **who)
    seen, two = screen(proposal), [factories.holder(Role.EDITOR) for _ in range(2)]
    accepts = [lambda person=person: proposals.accept(proposal, by=person, at=AT, seen=seen) for person in two]
    assert {type(each) for each in together(*accepts)} == {Proposal, Stale}
    assert Event.objects.filter(action__in=["reworded", "address changed"]).count() == 1
