"""Which answers search finds, in which order, and that its rows follow every move."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from conditions import listed, search
from conditions.editorial import seals
from conditions.models import Name, SearchAnswer, SearchWord
from conditions.models.people import Role
from conditions.search import find
from tests import factories
from tests.factories import NOON, TODAY, findable, named

pytestmark = pytest.mark.django_db
ASKED = {
    "what-is-it": "What is {condition}?",
    "treatment": "Which treatments are used?",
    "causes": "What causes it?",
    "life-expectancy": "Does it affect how long people live?",
}
SAID = {
    "what-is-it": "It is a harmless change of a pigment.",
    "treatment": "Nothing has to be done.",
    "causes": "A gene works more slowly. Rest is no treatment.",
    "life-expectancy": "It stays as it is.",
}


def shelf(*conditions, slugs=tuple(ASKED), **spoken):
    """Each condition with an answer to each question."""
    people = factories.desk()
    questions = [factories.question(slug, ASKED[slug]) for slug in slugs]
    return [
        factories.published(people, factories.started(people, condition=about, question=asked), short=SAID[asked.slug])
        for about in conditions
        for asked in questions
    ]


def answers(text, **asked):
    told = listed.searched(TODAY)
    found = find(text, **{"language": "en", "told": told} | asked)
    return [f"{row['slug']}/{row['asked']}" for row in found.answers]


def test_answer_is_found_by_its_question_its_condition_and_its_short_answer():
    shelf(findable("Gilbert syndrome", "Meulengracht disease"), findable("Lyme disease"))
    treatment = "gilbert-syndrome/treatment"
    assert answers("treatments of gilbert") == [treatment, "gilbert-syndrome/causes"]
    assert answers("meulengracht treatment")[0] == treatment
    assert answers("gilbert gene") == ["gilbert-syndrome/causes"]
    both = ["gilbert-syndrome/life-expectancy", "lyme-disease/life-expectancy"]
    assert sorted(answers("life expectancy")) == both
    assert answers("gilbert life exp") == ["gilbert-syndrome/life-expectancy"]
    assert answers("pigments") == ["gilbert-syndrome/what-is-it", "lyme-disease/what-is-it"]
    assert answers("nothing of the kind zzz") == []


def test_answers_of_the_condition_that_was_meant_come_in_the_order_of_reading():
    first = findable("Gilbert syndrome")
    shelf(first, slugs=("causes", "treatment"))
    in_order = ["gilbert-syndrome/causes", "gilbert-syndrome/treatment"]
    assert answers("gilbert") == in_order
    treatment = first.answers.get(question__slug="treatment").question
    treatment.start_here = 1
    treatment.save()
    assert answers("gilbert") == in_order[::-1]


def test_words_that_tell_nothing_are_not_looked_for():
    shelf(findable("Gilbert syndrome"), slugs=("causes", "treatment"))
    assert answers("what is it that causes gilbert syndrome and why") == ["gilbert-syndrome/causes"]
    assert answers("what is the") == []


def test_code_and_misspelt_name_lead_to_the_answers_of_their_condition():
    shelf(findable("Gilbert syndrome", codes={"omim": "143500"}), slugs=("causes",))
    assert answers("OMIM 143500") == answers("gillbert") == ["gilbert-syndrome/causes"]


def test_answer_is_found_in_its_own_language():
    live = shelf(findable("Gilbert syndrome"), slugs=("causes",))[0]
    factories.translated(factories.desk(), live)
    assert answers("gilbert", language="es") == ["gilbert-syndrome/causes"]
    assert answers("slowly", language="es") == []
    assert len(answers("gilbert")) == 1


def test_answers_come_with_the_first_page_alone():
    shelf(findable("ataxia 00"), slugs=("causes",))
    for number in range(1, 22):
        findable(f"ataxia {number:02}")
    assert [answers("ataxia", page=page) for page in (1, 2)] == [["ataxia-00/causes"], []]


def test_name_that_comes_or_goes_is_followed():
    about = findable("Gilbert syndrome")
    shelf(about, slugs=("causes",))
    assert answers("jaundice causes") == []
    named(about, "Constitutional jaundice", use=Name.Use.SEARCH)
    search.index(about)
    assert answers("jaundice causes") == ["gilbert-syndrome/causes"]
    about.names.filter(text="Constitutional jaundice").delete()
    search.index(about)
    assert answers("jaundice causes") == []


def test_nothing_is_found_of_a_move_that_was_undone():
    live = shelf(findable("Gilbert syndrome"), slugs=("causes",))[0]
    with transaction.atomic():
        factories.withdrawn(live)
        assert answers("gilbert causes") == []
        transaction.set_rollback(True)
    assert answers("gilbert causes") == ["gilbert-syndrome/causes"]


@pytest.mark.promise("E10")
def test_translation_that_ends_with_its_source_is_found_no_more():
    live = shelf(findable("Gilbert syndrome"), slugs=("causes",))[0]
    factories.translated(factories.desk(), live)
    factories.withdrawn(live)
    assert answers("gilbert", language="es") == []
    assert not SearchAnswer.objects.exists()


@pytest.mark.promise("E19")
def test_sealed_words_are_in_no_row_of_search():
    live = shelf(findable("Gilbert syndrome"), slugs=("causes",))[0]
    assert SearchAnswer.objects.filter(words__contains="slowly").exists()
    factories.withdrawn(live)
    assert not SearchAnswer.objects.exists()
    asked = seals.ask_seal(
        live.revision, ground="personal", reason="It named a patient.", by=factories.holder(Role.EDITOR), at=NOON
    )
    seals.seal(asked, by=factories.holder(Role.EDITOR), at=NOON)
    search.rebuild()
    assert answers("works more slowly") == []
    assert not SearchWord.objects.filter(word="slowly").exists()


def test_rebuilding_writes_what_each_move_wrote():
    shelf(findable("Gilbert syndrome", "Meulengracht disease"), findable("Lyme disease"), slugs=("causes", "treatment"))

    def rows():
        return list(SearchAnswer.objects.order_by("answer").values_list("answer", "language", "asked", "words"))

    one_by_one = rows()
    SearchAnswer.objects.all().delete()
    assert answers("gilbert") == []
    call_command("rebuild_search")
    assert rows() == one_by_one
    assert len(one_by_one) == 4


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only on SQLite: PostgreSQL keeps its own index in step")
def test_index_of_answers_holds_what_the_rows_say():
    live = shelf(findable("Gilbert syndrome"), slugs=("causes", "treatment"))[0]
    factories.withdrawn(live)
    SearchAnswer.objects.update(words="pigment")
    with connection.cursor() as cursor:  # raises an error where the two differ
        index = "conditions_searchanswerindex"
        cursor.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
    assert answers("pigment") == ["gilbert-syndrome/treatment"]


@pytest.mark.parametrize("typed", ["gilbert", "gillbert treatment", "life expectancy", "zzz qqq", "OMIM 143500"])
def test_search_of_both_takes_one_query(django_assert_num_queries, typed):
    shelf(findable("Gilbert syndrome", codes={"omim": "143500"}), slugs=("causes", "life-expectancy"))
    find("warm", language="en")
    with django_assert_num_queries(1):
        assert bool(answers(typed)) is (typed != "zzz qqq")


@pytest.mark.promise("R7")
def test_overdue_answer_is_not_found_where_its_policy_says_so():
    people = factories.desk()
    about = findable("Gilbert syndrome")
    for slug, overdue in (("treatment", "unlisted"), ("causes", "said")):
        answer = factories.started(people, condition=about, question=factories.question(slug, ASKED[slug]))
        factories.ruled(answer, days=30, overdue=overdue)
        factories.published(people, answer, short=SAID[slug])
    assert len(answers("gilbert")) == 2
    late = listed.searched(TODAY + datetime.timedelta(days=31))
    assert answers("gilbert", told=late) == ["gilbert-syndrome/causes"]
    assert not find("gilbert treatments", language="en", told=late).answers_are_meant
    assert len(answers("gilbert", told=listed.searched(TODAY + datetime.timedelta(days=30)))) == 2
