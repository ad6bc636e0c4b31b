"""An import adds what is new, changes nothing that readers see, and is whole or not there at all."""

import datetime
import itertools
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from conditions.editorial import catalogue as catalogue_moves
from conditions.editorial import comparison, parts, proposals
from conditions.editorial.rows import version
from conditions.imports import loading
from conditions.imports.catalogue import BadFile, pack
from conditions.models import Code, Condition, Event, FormerSlug, Name, Proposal, SearchEntry
from conditions.models.people import Role
from conditions.search import find
from conditions.stale import Stale
from tests import factories
from tests.factories import catalogue, term
from tests.nursery import end, lives, open_nursery

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
FIRST = catalogue(
    term("0000001", "Liver disorder"), term("0000002", "Gilbert syndrome", parents=("0000001",), synonyms=("GS",))
)


def load(what=FIRST, **options):
    return loading.load(what, at=AT, **options)


def everything():
    """All that an import could touch."""
    models = (Condition, Name, Code, FormerSlug, Condition.parents.through, Event)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_names_are_preferred_or_search_only():
    report = load()
    uses = dict(Name.objects.values_list("text", "use"))
    assert uses == {"Liver disorder": "preferred", "Gilbert syndrome": "preferred", "GS": "search"}
    assert (report.conditions, report.names, report.links, report.total) == (2, 3, 1, 2)
    assert Condition.objects.get(slug="gilbert-syndrome").parents.get().slug == "liver-disorder"


def test_what_arrives_is_found_by_any_name_and_code():
    load()
    for typed in ("GS", "gilbert", "MONDO:2"):
        assert [hit.slug for hit in find(typed, language="en").hits] == ["gilbert-syndrome"], typed


def test_second_run_changes_nothing():
    load()
    before = everything()
    assert not load().changed
    assert everything() == before


def test_import_leaves_one_event():
    load()
    event = Event.objects.get(stream="catalogue")
    assert (event.action, event.by, event.at) == ("imported", None, AT)
    assert '"release":"2026-05-05"' in event.data


NEWER = catalogue(
    term("0000001", "Hepatic disorder"),
    term("0000002", "Gilbert syndrome", parents=("0000001",), synonyms=("GS", "Meulengracht disease")),
    term("0000003", "New disease", parents=("0000001", "0000004"), synonyms=("new Disease", "ND")),
    term("0000004", "New family"),
    release="2026-09-01",
)


def what_readers_see():
    """Conditions with their names and codes, what finds them, and their families."""
    seen = (Condition, Name, Code, SearchEntry, Condition.parents.through)
    return [list(model.objects.order_by("pk").values()) for model in seen]


@pytest.mark.promise("E22", "E15")
def test_newer_release_changes_nothing_that_readers_see():
    load()
    before = what_readers_see()
    report = load(NEWER)
    assert what_readers_see() == before
    counted = (report.conditions, report.waiting, report.names, report.waiting_names, report.links, report.differing)
    assert counted == (0, 2, 0, 2, 0, 1)
    assert "2 new conditions wait in the administration" in report.lines()[1]
    assert "New names of 2 conditions wait" in report.lines()[2]
    assert [find(typed, language="en").hits for typed in ("MONDO:3", "Meulengracht", "hepatic")] == [[], [], []]


def names_of(slug):
    """What waits as names to search by of the condition."""
    return Proposal.objects.open().get(about=f"names:{Condition.objects.get(slug=slug).pk}")


@pytest.mark.promise("E22")
def test_new_names_of_a_condition_are_one_proposal_and_found_when_it_is_accepted():
    load()
    more = catalogue(
        replace(FIRST.terms[1], synonyms=("GS", "Meulengracht disease", "Familial jaundice")), FIRST.terms[0]
    )
    load(more)
    waits = names_of("gilbert-syndrome")
    assert (waits.subject, waits.gist) == ("Gilbert syndrome", "Meulengracht disease; Familial jaundice")
    assert not proposals.forecast(waits).exists()
    factories.accepted(waits, at=AT)
    assert [find(typed, language="en").hits[0].slug for typed in ("meulengracht", "jaundice")] == [
        "gilbert-syndrome"
    ] * 2
    assert set(Name.objects.filter(text__in=["Meulengracht disease", "Familial jaundice"]).values_list("use")) == {
        ("search",)
    }
    assert not load(more).changed


@pytest.mark.promise("E22")
def test_name_that_somebody_added_meanwhile_is_left_out_and_was_not_on_screen():
    load()
    load(NEWER)
    waits, editor = names_of("gilbert-syndrome"), factories.holder(Role.EDITOR)
    seen = comparison.screen(waits)
    catalogue_moves.add_name(Condition.objects.get(slug="gilbert-syndrome"), "Meulengracht disease", by=editor, at=AT)
    with pytest.raises(Stale):
        proposals.accept(waits, by=editor, at=AT, seen=seen)
    proposals.accept(waits, by=editor, at=AT, seen=comparison.screen(waits))
    assert Name.objects.filter(text="Meulengracht disease").count() == 1


def thirty():
    """A proposal of as many names as one condition has in real releases."""
    load()
    synonyms = ("GS", *(f"Name {number:02}" for number in range(30)))
    load(catalogue(replace(FIRST.terms[1], synonyms=synonyms), FIRST.terms[0]))
    return names_of("gilbert-syndrome")


@pytest.mark.promise("E22")
def test_wrong_names_are_left_out_the_others_come_and_the_history_tells_it():
    waits, editor = thirty(), factories.holder(Role.EDITOR)
    proposals.accept(waits, by=editor, at=AT, seen=comparison.screen(waits), without=[3, 29])
    added = set(Name.objects.filter(text__startswith="Name ").values_list("text", flat=True))
    assert (len(added), added & {"Name 03", "Name 29"}) == (28, set())
    assert proposals.left_out(waits) == ["Name 03", "Name 29"]
    assert not load(catalogue(replace(FIRST.terms[1], synonyms=("GS", "Name 03")), FIRST.terms[0])).changed


@pytest.mark.promise("E22")
def test_proposal_of_which_all_is_left_out_is_refused_and_not_accepted():
    waits, editor = thirty(), factories.holder(Role.EDITOR)
    who = {"by": editor, "at": AT, "seen": comparison.screen(waits)}
    with pytest.raises(ValidationError, match="Refuse it instead"):
        proposals.accept(waits, **who, without=range(30))
    with pytest.raises(Stale):
        proposals.accept(waits, **who, without=[30])
    assert Proposal.objects.open().get() == waits


@pytest.mark.promise("E22", "E4")
def test_name_that_somebody_added_in_another_spelling_is_shown_as_here_and_moves_the_page():
    waits, editor = thirty(), factories.holder(Role.EDITOR)
    seen = comparison.screen(waits)
    catalogue_moves.add_name(Condition.objects.get(slug="gilbert-syndrome"), "NAME  03", by=editor, at=AT)
    assert [part.says for part in parts.parts(waits) if part.is_here] == ["Name 03"]
    with pytest.raises(Stale):
        proposals.accept(waits, by=editor, at=AT, seen=seen)
    proposals.accept(waits, by=editor, at=AT, seen=comparison.screen(waits))
    assert not Name.objects.filter(text="Name 03").exists()


@pytest.mark.promise("E22")
def test_further_names_wait_for_the_next_import_while_one_proposal_waits():
    load()
    load(NEWER)
    further = catalogue(replace(NEWER.terms[1], synonyms=("Meulengracht disease", "Third name")), *NEWER.terms[2:])
    assert not load(further).changed
    factories.accepted(names_of("gilbert-syndrome"), at=AT)
    assert load(further).waiting_names == 1
    assert names_of("gilbert-syndrome").gist == "Third name"


def accept(mondo):
    proposal = next(each for each in Proposal.objects.open() if each.wanted.get("mondo") == mondo)
    return factories.accepted(proposal, at=AT)


def belongs(proposal):
    return next(line.becomes for line in comparison.differences(proposal) if line.what == "Belongs to")


@pytest.mark.promise("E22", "E4")
def test_page_of_a_new_condition_says_which_families_are_here_and_moves_with_them():
    load()
    load(NEWER)
    waits = next(each for each in Proposal.objects.open() if each.wanted.get("mondo") == "0000003")
    seen, here = comparison.screen(waits), Condition.objects.get(codes__value="0000001")
    assert set(belongs(waits).split("; ")) == {
        f"{Condition.objects.named().get(pk=here.pk)} ({here.slug})",
        "New family",
    }
    accept("0000004")
    assert "New family (new-family)" in belongs(waits)
    with pytest.raises(Stale):
        proposals.accept(waits, by=factories.holder(Role.EDITOR), at=AT, seen=seen)


@pytest.mark.promise("E22")
@pytest.mark.parametrize("order", [("0000003", "0000004"), ("0000004", "0000003")])
def test_new_condition_arrives_whole_when_an_editor_accepts_it(order):
    load()
    load(NEWER)
    for mondo in order:
        accept(mondo)
    made = Condition.objects.get(slug="new-disease")
    assert dict(made.names.values_list("text", "use")) == {"New disease": "preferred", "ND": "search"}
    assert set(made.parents.values_list("slug", flat=True)) == {"liver-disorder", "new-family"}
    assert [find(typed, language="en").hits[0].slug for typed in ("ND", "MONDO:3")] == ["new-disease"] * 2
    assert not load(NEWER).changed


@pytest.mark.promise("E22")
def test_synonym_of_a_new_condition_that_was_left_out_does_not_come_back():
    load()
    load(NEWER)
    waits = next(each for each in Proposal.objects.open() if each.wanted.get("mondo") == "0000003")
    place = next(part.place for part in parts.parts(waits) if part.says == "ND")
    factories.accepted(waits, at=AT, without=[place])
    assert not Name.objects.filter(text="ND").exists()
    assert proposals.left_out(waits) == ["ND"]
    assert not load(NEWER).changed


@pytest.mark.promise("E24")
def test_new_condition_closes_no_circle():
    """Mondo has the new one between two that an editor put the other way round."""
    load()
    between = term("0000003", "Between", parents=("0000002",))
    load(catalogue(replace(FIRST.terms[0], parents=("0000003",)), replace(FIRST.terms[1], parents=()), between))
    accept("0000003")
    made = Condition.objects.get(slug="between")
    assert [each.slug for each in made.parents.all()] == ["gilbert-syndrome"]
    assert not made.children.exists()


@pytest.mark.promise("E22")
def test_what_was_refused_is_not_proposed_again():
    load()
    load(NEWER)
    for proposal in Proposal.objects.open():
        proposals.refuse(proposal, by=factories.holder(Role.EDITOR), at=AT, reason="Not yet")
    assert not load(NEWER).changed
    assert not Proposal.objects.open().exists()


def test_what_an_editor_chose_stays():
    load()
    name = Name.objects.get(text="GS")
    who = {"by": factories.holder(Role.EDITOR), "at": AT}
    factories.accepted(proposals.propose_use(name, "shown", seen=version(name), **who), at=AT)
    factories.placed(Condition.objects.get(slug="gilbert-syndrome"), slug="gilbert", is_grouping=True, at=AT)
    before = everything()
    load()
    assert everything() == before


def test_an_address_is_never_given_twice():
    other = factories.condition("Something else", "liver-disorder")
    FormerSlug.objects.create(slug="gilbert-syndrome", condition=other)
    load()
    given = set(Code.objects.filter(system="mondo").values_list("condition__slug", flat=True))
    assert given == {"liver-disorder-mondo-0000001", "gilbert-syndrome-mondo-0000002"}


def test_conditions_that_vanish_are_reported_and_stay():
    load()
    report = load(catalogue(FIRST.terms[0]))
    assert report.gone == 1
    assert Condition.objects.count() == 2
    assert "1 conditions are not in this release" in report.lines()[1]


@pytest.mark.promise("E24")
def test_release_that_would_close_a_ring_with_an_editors_family_is_refused():
    gilbert = factories.findable("Gilbert syndrome", codes={"mondo": "0000002"})
    factories.findable("Liver disorder", codes={"mondo": "0000001"}, family=gilbert)
    before = everything()
    between = term("0000003", "Bile disorder", parents=("0000001",))
    with pytest.raises(BadFile, match=r"itself: bile-disorder, gilbert-syndrome, liver-disorder\. Change"):
        load(catalogue(FIRST.terms[0], term("0000002", "Gilbert syndrome", parents=("0000003",)), between))
    assert everything() == before


def test_families_arrive_before_their_members():
    """So the guard against rings never has to climb, whatever the order of the file."""
    ids = [f"{number:07}" for number in range(1, 6)]
    load(catalogue(*[term(one, parents=(above,)) for one, above in itertools.pairwise(ids)], term(ids[-1])))
    slugs = Condition.parents.through.objects.order_by("pk").values_list("from_condition__slug", flat=True)
    assert list(slugs) == [f"disease-{number}" for number in reversed(ids[:-1])]


def test_file_that_lacks_most_of_the_catalogue_is_refused():
    load()
    before = everything()
    with pytest.raises(BadFile, match="lacks 2 of the 2 conditions"):
        load(catalogue(term("0000009")))
    assert everything() == before


@pytest.mark.promise("O2")
@pytest.mark.parametrize("stage", ["Conditions", "Codes", "Names", "Families"])
def test_import_interrupted_at_any_stage_leaves_nothing(stage):
    def die_after(batches, *, desc, total):
        for batch in batches:
            yield batch
            if desc == stage:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(show=die_after)
    assert everything() == [[]] * 6


def load_and_be_killed(stage, last_word):
    """Run in a process of its own: it says how much is written, and gets no chance to tidy up."""

    def killed_after(batches, *, desc, total):
        for batch in batches:
            yield batch
            if desc == stage:
                Path(last_word).write_text(str(Condition.objects.count()))
                end(os.getpid())

    load(show=killed_after)


@pytest.mark.promise("O2")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stage", ["Conditions", "Names", "Families"])
def test_importer_killed_without_warning_leaves_nothing(stage, tmp_path):
    last_word = tmp_path / "last-word"
    with open_nursery() as nursery:
        importer = nursery.start(f"{__name__}.load_and_be_killed {stage} {last_word}")
        while lives(importer):
            time.sleep(0.05)
    assert last_word.read_text() == "2"
    assert everything() == [[]] * 6
    load()
    assert Condition.objects.count() == 2


def test_bad_file_ends_the_command_and_changes_nothing(tmp_path):
    file = tmp_path / "catalogue.json.xz"
    file.write_bytes(pack(FIRST)[:-20])
    with pytest.raises(CommandError, match="cut off or damaged"):
        call_command("load_catalogue", str(file))
    assert everything() == [[]] * 6


def test_command_tells_what_it_did(tmp_path, capsys):
    file = tmp_path / "catalogue.json.xz"
    file.write_bytes(pack(FIRST))
    call_command("load_catalogue", str(file))
    told = capsys.readouterr().out
    assert "CC BY 4.0" in told
    assert "New: 2 conditions, 3 names, 1 links to families." in told
    assert "New: 35 questions in 70 wordings, 3 review policies, 44 countries, 7 help lines." in told
