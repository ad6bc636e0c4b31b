"""What readers newly see takes two: whoever proposes it does not accept it, and taking away needs one."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from conditions import search
from conditions.editorial import catalogue, countries, proposals, revisions
from conditions.editorial.comparison import differences, has_moved, screen
from conditions.editorial.rows import version
from conditions.models import Answer, Condition, Country, Event, Name, Proposal
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories
from tests.races import together

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
DAY = datetime.date(2026, 11, 20)
READ = {"emergency_numbers": "112", "source_title": "A page", "source_url": "https://example.org/", "checked_on": DAY}


@pytest.fixture
def condition():
    return factories.condition()


@pytest.fixture
def who():
    return {"by": factories.holder(Role.EDITOR), "at": AT}


@pytest.fixture
def second():
    return {"by": factories.holder(Role.EDITOR), "at": AT}


def shown(condition, text="Meulengracht disease", use="shown", **who):
    return proposals.propose_name(condition, text, use=use, **who)


def uses(condition):
    return dict(condition.names.values_list("text", "use"))


def accept(proposal, who):
    return proposals.accept(proposal, seen=screen(proposal), **who)


@pytest.mark.promise("E7")
@pytest.mark.parametrize("use", ["shown", "preferred"])
def test_proposed_name_is_found_and_shown_only_when_another_accepts_it(condition, who, second, use):
    proposal = shown(condition, use=use, **who)
    assert uses(condition) == {"Gilbert syndrome": "preferred", "Meulengracht disease": "search"}
    assert search.find("meulengracht", language="en").hits[0].slug == condition.slug
    accept(proposal, second)
    assert uses(condition)["Meulengracht disease"] == use


@pytest.mark.promise("E7")
@pytest.mark.parametrize("person", [lambda: factories.holder(Role.EDITOR), factories.administrator])
def test_whoever_proposed_it_does_not_accept_it(condition, person):
    own = {"by": person(), "at": AT}
    proposed = [
        shown(condition, **own),
        proposals.propose_country("GB", **READ, **own),
        proposals.propose_condition("Other", **own),
    ]
    for proposal in proposed:
        with pytest.raises(ValidationError, match="You proposed this yourself"):
            accept(proposal, own)
    assert uses(condition)["Meulengracht disease"] == "search"
    assert (Country.objects.count(), Condition.objects.count(), Proposal.objects.open().count()) == (0, 1, 3)


def test_accepted_preferred_name_takes_the_place_of_the_former(condition, who, second):
    proposal = shown(condition, use="preferred", **who)
    told = [(line.what, line.was, line.becomes) for line in differences(proposal)]
    assert told == [
        ("Meulengracht disease", "Search only", "Preferred"),
        ("Gilbert syndrome", "Preferred", "Shown as “also called”"),
    ]
    accept(proposal, second)
    assert uses(condition) == {"Gilbert syndrome": "shown", "Meulengracht disease": "preferred"}
    assert Condition.objects.named().get().name == "Meulengracht disease"


def test_name_that_moved_since_it_was_proposed_is_not_shown(condition, who, second):
    name = factories.named(condition, "Meulengracht disease")
    proposal = proposals.propose_use(name, "preferred", seen=version(name), **who)
    catalogue.lower_use(name, "search", seen=version(name), **second)
    assert has_moved(proposal)
    with pytest.raises(Stale):
        accept(proposal, second)
    assert uses(condition)["Meulengracht disease"] == "search"
    assert Proposal.objects.open().get() == proposal


@pytest.mark.promise("E4")
def test_page_that_moved_under_whoever_decides_is_stale(condition, who, second):
    """Not the name itself moved, but the one whose place it would take."""
    first, other = (shown(condition, text, "preferred", **who) for text in ("First", "Other"))
    on_screen = screen(other)
    accept(first, second)
    with pytest.raises(Stale):
        proposals.accept(other, seen=on_screen, **second)
    assert uses(condition) == {"Gilbert syndrome": "shown", "First": "preferred", "Other": "search"}


def test_proposal_is_decided_once(condition, who, second):
    proposal = shown(condition, **who)
    accept(proposal, second)
    for again in (accept, lambda p, w: proposals.refuse(p, reason="No", **w)):
        with pytest.raises(Stale):
            again(proposal, second)
    assert Proposal.objects.get().outcome == "accepted"


@pytest.mark.parametrize("use", ["search", "shown", "seen"])
def test_what_shows_nothing_new_is_not_proposed(condition, who, use):
    name = factories.named(condition, "Meulengracht disease")
    with pytest.raises(ValidationError, match="nothing new of the name"):
        proposals.propose_use(name, use, seen=version(name), **who)


def test_one_thing_is_proposed_once_at_a_time(condition, who, second):
    proposal = shown(condition, **who)
    with pytest.raises(ValidationError, match="Something is proposed for this already"):
        proposals.propose_use(proposal.name, "preferred", seen=version(proposal.name), **second)
    proposals.take_back(proposal, **who)
    assert proposals.propose_use(proposal.name, "preferred", seen=version(proposal.name), **second)


@pytest.mark.parametrize("reason", ["", " ", "x" * 501, "\x00"])
def test_reason_that_says_nothing_or_too_much_is_refused(condition, who, second, reason):
    proposal = shown(condition, **who)
    with pytest.raises(ValidationError):
        proposals.refuse(proposal, reason=reason, **second)
    assert Proposal.objects.open().get() == proposal


def test_refusal_needs_a_reason_and_another_person(condition, who, second):
    proposal = shown(condition, **who)
    with pytest.raises(ValidationError, match="Say why"):
        proposals.refuse(proposal, reason=" ", **second)
    with pytest.raises(ValidationError, match="You proposed this yourself"):
        proposals.refuse(proposal, reason="I was wrong", **who)
    assert proposals.refuse(proposal, reason="Nobody calls it so", **second).decided_by == second["by"]
    assert uses(condition)["Meulengracht disease"] == "search"


def test_nobody_takes_back_what_another_proposed(condition, who, second):
    proposal = shown(condition, **who)
    with pytest.raises(ValidationError, match="Only whoever proposed this"):
        proposals.take_back(proposal, **second)
    assert proposals.take_back(proposal, **who).outcome == "withdrawn"


def test_own_proposal_is_taken_back_after_the_role_has_ended(condition, who):
    proposal = shown(condition, **who)
    who["by"].grants.update(ends_on=DAY)
    with pytest.raises(PermissionDenied):
        proposals.refuse(proposal, reason="Mine no more", **who)
    assert proposals.take_back(proposal, **who).outcome == "withdrawn"


def test_every_step_is_an_event(condition, who, second):
    proposal = accept(shown(condition, **who), second)
    told = Event.objects.order_by("pk").values_list("stream", "action", "by")
    here, about = f"condition:{condition.pk}", f"proposal:{proposal.pk}"
    assert list(told) == [
        (here, "name added", who["by"].pk),
        (about, "proposed", who["by"].pk),
        (about, "accepted", second["by"].pk),
        (here, "name used otherwise", second["by"].pk),
    ]


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.EDITOR, Role.ADMINISTRATOR}])
def test_other_roles_neither_propose_nor_decide(condition, who, role):
    other, proposal = {"by": factories.holder(role), "at": AT}, shown(condition, **who)
    with pytest.raises(PermissionDenied):
        shown(condition, "X", **other)
    with pytest.raises(PermissionDenied):
        accept(proposal, other)
    with pytest.raises(PermissionDenied):
        proposals.refuse(proposal, reason="No", **other)


def test_editor_of_something_else_decides_nothing_here(condition, who):
    elsewhere = [
        {"condition": factories.condition("Other", "other")},
        {"language": "es"},
    ]
    proposed = [shown(condition, **who), proposals.propose_country("GB", **READ, **who)]
    for grant in elsewhere:
        narrow = {"by": factories.holder(Role.EDITOR, **grant), "at": AT}
        for proposal in proposed:
            with pytest.raises(PermissionDenied):
                accept(proposal, narrow)
    assert Proposal.objects.open().count() == 2


@pytest.mark.promise("E7")
def test_record_of_a_country_is_read_by_one_and_accepted_by_another(who, second):
    proposal = proposals.propose_country("GB", **READ, **who)
    assert not Country.objects.exists()
    accept(proposal, second)
    country = Country.objects.get()
    again = proposals.propose_country("GB", **READ | {"checked_on": AT.date()}, seen=version(country), **who)
    assert [line.becomes for line in differences(again)] == ["112", "2026-11-22", "A page", "https://example.org/"]
    accept(again, second)
    assert Country.objects.get().checked_on == AT.date()
    assert list(Event.objects.filter(stream="country:GB").values_list("action", flat=True)) == ["recorded", "checked"]


@pytest.mark.promise("E7")
def test_wrong_number_comes_down_by_one_and_back_by_two(who, second):
    country = factories.country(checked_on=DAY)
    down = countries.take_down_numbers(country, seen=version(country), **who)
    assert not Country.objects.checked(AT.date()).exists()
    assert down.numbers == []
    proposal = proposals.propose_country("GB", **READ, seen=version(down), **who)
    assert not Country.objects.checked(AT.date()).exists()
    accept(proposal, second)
    assert Country.objects.checked(AT.date()).get().numbers == ["112"]


def test_country_that_moved_since_it_was_proposed_is_not_recorded(who, second):
    country = factories.country(checked_on=DAY)
    proposal = proposals.propose_country("GB", **READ, seen=version(country), **who)
    countries.take_down_numbers(country, seen=version(country), **second)
    with pytest.raises(Stale):
        accept(proposal, second)
    with pytest.raises(Stale):
        proposals.propose_country("IE", **READ, seen=version(country), **who)
    assert Country.objects.get().emergency_numbers == ""


@pytest.mark.parametrize("day", [datetime.date(2026, 11, 23), datetime.date(2026, 11, 19)])
def test_day_of_a_check_is_neither_ahead_nor_before_the_last(who, day):
    country = factories.country(checked_on=DAY)
    with pytest.raises(ValidationError) as refusal:
        proposals.propose_country("GB", **READ | {"checked_on": day}, seen=version(country), **who)
    assert "checked_on" in refusal.value.message_dict


def test_record_that_stands_already_is_not_proposed(who):
    country = factories.country(**READ)
    with pytest.raises(ValidationError, match="recorded already"):
        proposals.propose_country("GB", **READ, seen=version(country), **who)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("numbers", ["", " ", "999 112", "999,112", "call 999", "9"])
def test_numbers_that_a_page_could_not_show_are_not_proposed(who, numbers):
    with pytest.raises(ValidationError):
        proposals.propose_country("GB", **READ | {"emergency_numbers": numbers}, **who)
    assert not Proposal.objects.exists()


@pytest.mark.promise("E7")
def test_new_condition_is_nowhere_until_another_accepts_it(who, second):
    proposal = proposals.propose_condition("T-B+ new  disease", **who)
    assert not Condition.objects.exists()
    accept(proposal, second)
    made = Condition.objects.get()
    assert (made.slug, uses(made)) == ("t-minus-b-plus-new-disease", {"T-B+ new disease": "preferred"})
    assert search.find("new disease", language="en").hits[0].slug == made.slug
    with pytest.raises(ValidationError, match="has this address"):
        proposals.propose_condition("T-B+ new disease", **who)


def test_condition_whose_address_was_taken_meanwhile_does_not_begin(who, second):
    proposal = proposals.propose_condition("Other", **who)
    factories.condition("Another", "other")
    with pytest.raises(ValidationError, match="has this address"):
        accept(proposal, second)
    assert Proposal.objects.open().get() == proposal


def test_editor_of_one_condition_proposes_no_other(condition):
    with pytest.raises(PermissionDenied):
        proposals.propose_condition("Third", by=factories.holder(Role.EDITOR, condition=condition), at=AT)
    assert not Proposal.objects.exists()


@pytest.fixture
def answered(condition, settings):
    """The condition with live answers in English, Spanish and French, and another condition with one."""
    settings.LANGUAGES = [*settings.LANGUAGES, ("fr", "French")]
    people = factories.desk()
    what = factories.question("what-is-it", "What is {condition}?")
    what.wordings.create(language="es", text="¿Qué es {condition}?")
    for language in ("en", "es", "fr"):
        factories.published(people, factories.started(people, condition=condition, question=what, language=language))
    factories.published(people)


@pytest.mark.promise("E22")
@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"language": "en", "use": "preferred"}, {"en", "fr"}),
        ({"language": "es", "use": "preferred"}, {"es"}),
        ({"language": "fr", "use": "preferred"}, {"fr"}),
        ({"language": "en", "use": "shown"}, set()),
    ],
)
def test_forecast_names_the_live_answers_that_have_the_name_in_them(condition, who, second, asked, expected):
    """Spanish has a preferred name of its own, so there another English name changes nothing."""
    accept(shown(condition, "Síndrome de Gilbert", "preferred", language="es", **who), second)
    proposal = shown(condition, **asked, **who)
    assert set(proposals.forecast(proposal).values_list("answer__language", flat=True)) == expected
    before = {answer: revisions.condition_name(answer) for answer in Answer.objects.all()}
    accept(proposal, second)
    assert {answer.language for answer in before if revisions.condition_name(answer) != before[answer]} == expected


@pytest.mark.promise("E22")
@pytest.mark.usefixtures("answered")
def test_country_and_condition_ask_for_no_new_confirmation(who):
    proposed = [proposals.propose_country("GB", **READ, **who), proposals.propose_condition("Other", **who)]
    assert [list(proposals.forecast(proposal)) for proposal in proposed] == [[], []]


@pytest.mark.promise("E4")
@pytest.mark.django_db(transaction=True)
def test_two_who_accept_at_once_accept_once():
    """Both looked at the same page; the second waits for the first and is told that it moved."""
    who = {"by": factories.holder(Role.EDITOR), "at": AT}
    proposal = shown(factories.condition(), **who)
    seen, two = screen(proposal), [factories.holder(Role.EDITOR) for _ in range(2)]
    accepts = [lambda person=person: proposals.accept(proposal, by=person, at=AT, seen=seen) for person in two]
    assert {type(each) for each in together(*accepts)} == {Proposal, Stale}
    assert Event.objects.filter(action="accepted").count() == 1
    assert Name.objects.get(text="Meulengracht disease").use == "shown"
