"""Moves of a condition: who may, what was seen, what stays for ever."""

import datetime
import json
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from conditions import search
from conditions.editorial import catalogue, codes, proposals, rows
from conditions.editorial.rows import version
from conditions.models import Code, Condition, Event, FormerSlug, Name, Proposal
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


@pytest.fixture
def condition():
    return factories.condition()


@pytest.fixture
def who():
    return {"by": factories.holder(Role.EDITOR), "at": AT}


def renamed(condition, to, who):
    """By two, or by one alone to an address that it had."""
    now = Condition.objects.get(pk=condition.pk)
    if catalogue.shows_more(now, {"slug": to}):
        return factories.placed(now, slug=to, **who)
    return catalogue.change_place(now, {"slug": to}, seen=version(now), **who)


def joined(condition, families, who):
    return factories.placed(condition, families=families, **who)


def uses(condition):
    return dict(condition.names.values_list("text", "use"))


@pytest.mark.promise("E18")
def test_old_address_is_kept_for_ever(condition, who):
    renamed(condition, "gilberts-syndrome", who)
    assert Condition.objects.get().slug == "gilberts-syndrome"
    assert FormerSlug.objects.get(slug="gilbert-syndrome").condition == condition


@pytest.mark.promise("E18")
def test_condition_may_return_to_an_address_it_had(condition, who):
    for slug in ("second", "gilbert-syndrome", "second", "third"):
        renamed(condition, slug, who)
    assert Condition.objects.get().slug == "third"
    assert set(FormerSlug.objects.values_list("slug", flat=True)) == {"gilbert-syndrome", "second"}


@pytest.mark.promise("E18")
def test_nobody_gets_an_address_that_another_condition_has_or_had(condition, who):
    renamed(condition, "second", who)
    other = factories.condition("Other", "other")
    for taken, sentence in [("gilbert-syndrome", "led to another condition once"), ("second", "has this address")]:
        with pytest.raises(ValidationError, match=sentence):
            renamed(other, taken, who)
    with pytest.raises(ValidationError, match="led to another condition once"):
        proposals.propose_condition("Third", slug="gilbert-syndrome", **who)


@pytest.mark.parametrize("slug", ["new", "search", "Ümlaut", "a b", "", "x" * 201, "a/b"])
def test_what_is_reserved_or_no_address_is_refused(condition, who, slug):
    with pytest.raises(ValidationError):
        renamed(condition, slug, who)
    assert Condition.objects.get().slug == "gilbert-syndrome"


def test_change_of_address_is_an_event_that_tells_both(condition, who):
    renamed(condition, "second", who)
    event = Event.objects.get(stream=f"condition:{condition.pk}")
    assert (event.action, event.by, event.at) == ("address changed", Proposal.objects.get().decided_by, AT)
    assert event.data == '{"is":{"slug":"second"},"was":{"slug":"gilbert-syndrome"}}'


def test_the_same_address_is_no_move(condition, who):
    renamed(condition, "gilbert-syndrome", who)
    assert not Event.objects.exists()


@pytest.mark.promise("E4")
def test_who_was_slower_changes_nothing(condition, who):
    seen = version(condition)
    renamed(condition, "second", who)
    with pytest.raises(Stale):
        catalogue.change_place(condition, {"slug": "gilbert-syndrome"}, seen=seen, **who)
    assert Condition.objects.get().slug == "second"


def test_what_the_database_refuses_after_all_is_stale_and_leaves_no_event(condition, who):
    FormerSlug.objects.create(slug="taken", condition=factories.condition("Other", "other"))
    here = {"stream": "condition:1", **who}
    with pytest.raises(Stale):
        rows.change(condition, {"slug": "taken"}, "address changed", **here)
    with pytest.raises(Stale):
        rows.add(Condition(slug="taken"), "added", **here)
    assert not Event.objects.exists()


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.REVIEWER, Role.MODERATOR, Role.SAFEGUARDING])
def test_other_roles_move_nothing(condition, role):
    other = {"by": factories.holder(role), "at": AT}
    with pytest.raises(PermissionDenied):
        renamed(condition, "second", other)
    with pytest.raises(PermissionDenied):
        catalogue.add_name(condition, "X", **other)
    with pytest.raises(PermissionDenied):
        codes.propose(condition, [Code(system="omim", value="143500")], **other)


def test_editor_of_one_condition_moves_that_one_alone(condition):
    other = factories.condition("Other", "other")
    who = {"by": factories.holder(Role.EDITOR, condition=other), "at": AT}
    assert renamed(other, "second", who).slug == "second"
    with pytest.raises(PermissionDenied):
        renamed(condition, "third", who)


def test_editor_of_one_language_changes_names_in_that_one_alone(condition):
    who = {"by": factories.holder(Role.EDITOR, language="es"), "at": AT}
    english = condition.names.get()
    assert catalogue.add_name(condition, "Síndrome de Gilbert", language="es", **who)
    with pytest.raises(PermissionDenied):
        catalogue.add_name(condition, "Meulengracht disease", **who)
    with pytest.raises(PermissionDenied):
        catalogue.lower_use(english, Name.Use.SHOWN, seen=version(english), **who)
    with pytest.raises(PermissionDenied):
        renamed(condition, "sindrome-de-gilbert", who)


def test_added_name_is_folded_and_composed(condition, who):
    name = catalogue.add_name(condition, " Me\u0301nie\u0300re’s\x00\ndisease ", **who)
    assert (name.text, name.folded, name.use) == ("Ménière’s disease", "menieres disease", "search")


@pytest.mark.parametrize("text", ["", "   ", "x" * 501, "Gilbert syndrome"])
def test_name_that_is_empty_too_long_or_there_is_refused(condition, who, text):
    with pytest.raises(ValidationError):
        catalogue.add_name(condition, text, **who)


@pytest.mark.promise("E7")
@pytest.mark.parametrize("use", ["shown", "preferred"])
def test_one_person_alone_shows_no_name(condition, who, use):
    name = catalogue.add_name(condition, "Meulengracht disease", **who)
    with pytest.raises(ValidationError, match="which takes two people"):
        catalogue.lower_use(name, use, seen=version(name), **who)
    assert uses(condition) == {"Gilbert syndrome": "preferred", "Meulengracht disease": "search"}


@pytest.mark.promise("E7")
def test_one_person_alone_takes_a_name_from_readers(condition, who):
    name = factories.named(condition, "Morbus Meulengracht")
    catalogue.lower_use(name, Name.Use.SEARCH, seen=version(name), **who)
    assert uses(condition)["Morbus Meulengracht"] == "search"
    assert Event.objects.get().by == who["by"]


def test_english_keeps_a_preferred_name(condition, who):
    name = condition.names.get()
    with pytest.raises(ValidationError, match="Propose another name as preferred"):
        catalogue.lower_use(name, Name.Use.SEARCH, seen=version(name), **who)
    assert uses(condition) == {"Gilbert syndrome": "preferred"}


def test_use_of_a_name_that_moved_is_not_changed(condition, who):
    name = factories.named(condition, "Meulengracht disease")
    seen = version(name)
    catalogue.lower_use(name, Name.Use.SEARCH, seen=seen, **who)
    with pytest.raises(Stale):
        catalogue.lower_use(name, Name.Use.SEARCH, seen=seen, **who)


def found(words):
    return [hit.slug for hit in search.find(words, language="en").hits]


def test_search_finds_a_name_from_the_moment_it_is_added(condition, who):
    catalogue.add_name(condition, "Meulengracht disease", **who)
    assert found("meulengracht") == [condition.slug]


@pytest.mark.promise("E7")
def test_code_that_an_editor_looked_up_is_shown_and_found_when_another_accepts_it(condition, who):
    waits = codes.propose(condition, [Code(system="omim", value=" 143500 ")], **who)
    assert (condition.codes.count(), found("143500")) == (0, [])
    with pytest.raises(ValidationError, match="Something is proposed for this already"):
        codes.propose(condition, [Code(system="doid", value="409")], **who)
    factories.accepted(waits, at=AT)
    assert (str(condition.codes.get()), found("143500")) == ("OMIM 143500", [condition.slug])
    with pytest.raises(ValidationError, match="has this code already"):
        codes.propose(condition, [Code(system="omim", value="143500")], **who)
    with pytest.raises(ValidationError, match="has this code already"):
        codes.propose(condition, [Code(system="doid", value="409"), Code(system="doid", value="409")], **who)


@pytest.mark.promise("E7")
def test_one_person_alone_takes_a_code_away_and_a_wrong_mondo_id_blocks_nothing(condition, who):
    right = factories.condition("Right", "right")
    wrong = factories.accepted(codes.propose(condition, [Code(system="mondo", value="0007745")], **who), at=AT)
    code = condition.codes.get()
    with pytest.raises(Stale):
        codes.take_away(code, seen="0" * 16, **who)
    codes.take_away(code, seen=version(code), **who)
    assert (condition.codes.count(), found("MONDO:0007745")) == (0, [])
    told = Event.objects.get(action="code taken away")
    assert (told.by, json.loads(told.data)) == (who["by"], wrong.wanted["codes"][0])
    factories.accepted(codes.propose(right, [Code(system="mondo", value="0007745")], **who), at=AT)
    assert found("MONDO:0007745") == ["right"]


def test_editor_of_another_condition_takes_no_code_away(condition):
    code = condition.codes.create(system="omim", value="143500")
    other = factories.holder(Role.EDITOR, condition=factories.condition("Other", "other"))
    with pytest.raises(PermissionDenied):
        codes.take_away(code, by=other, at=AT, seen=version(code))
    assert condition.codes.exists()


@pytest.mark.promise("E7")
@pytest.mark.parametrize("system", Code.System.values)
def test_no_words_reach_readers_as_a_code(condition, who, system):
    for words in ("Stop it all", "STOP", "0007745 stop", "STOP 0007745"):
        with pytest.raises(ValidationError, match="writes no code like this"):
            codes.propose(condition, [Code(system=system, value=words)], **who)
    with pytest.raises(IntegrityError), transaction.atomic():
        Code.objects.bulk_create([Code(condition=condition, system=system, value="0007745\n")])
    assert not condition.codes.exists()


def test_family_is_marked(condition, who):
    catalogue.change_place(condition, {"is_grouping": True}, seen=version(condition), **who)
    assert Condition.objects.get().is_grouping


def test_showing_where_members_live_is_told(condition, who):
    now = catalogue.show_countries(condition, True, seen=version(condition), **who)
    catalogue.show_countries(now, False, seen=version(now), **who)
    assert not Condition.objects.get().shows_countries
    assert list(Event.objects.order_by("pk").values_list("action", flat=True)) == [
        "countries shown",
        "countries hidden",
    ]
    with pytest.raises(PermissionDenied):
        catalogue.show_countries(now, True, by=factories.holder(Role.AUTHOR), at=AT, seen=version(now))


def test_condition_belongs_to_others_but_never_to_itself(condition, who):
    liver, organ = factories.condition("Liver", "liver"), factories.condition("Organ", "organ")
    joined(liver, [organ], who)
    joined(condition, [liver], who)
    for wrong in (condition, organ, liver):
        with pytest.raises(ValidationError, match="cannot belong to itself"):
            joined(organ, [wrong, condition], who)
    assert list(condition.parents.all()) == [liver]


@pytest.mark.promise("E4")
def test_who_was_slower_changes_no_family(condition, who):
    liver, seen = factories.condition("Liver", "liver"), version(condition)
    joined(condition, [liver], who)
    with pytest.raises(Stale):
        catalogue.change_place(condition, {"families": []}, seen=seen, **who)
    assert list(condition.parents.all()) == [liver]


@pytest.mark.promise("E24")
@pytest.mark.django_db(transaction=True)
def test_two_editors_at_once_make_no_ring():
    """Neither sees what the other writes; the second waits for the first, and the database looks again."""
    liver, gut = factories.condition("Liver", "liver"), factories.condition("Gut", "gut")
    who = {"by": factories.holder(Role.EDITOR), "at": AT}
    moved, outcome = threading.Event(), []

    def be_slower():
        moved.wait(timeout=10)
        try:
            joined(gut, [liver], who)
        except (Stale, ValidationError) as refusal:
            outcome.append(refusal)
        finally:
            connection.close()

    other = threading.Thread(target=be_slower)
    other.start()
    with transaction.atomic():
        joined(liver, [gut], who)
        moved.set()
        other.join(timeout=0.3)
    other.join()
    assert len(outcome) == 1
    assert list(Condition.parents.through.objects.values_list("from_condition", "to_condition")) == [(liver.pk, gut.pk)]
    assert not Event.objects.filter(stream=f"condition:{gut.pk}").exists()
