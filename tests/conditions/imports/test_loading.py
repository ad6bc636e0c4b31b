"""An import adds what is new, changes nothing that readers see, and is whole or not there at all."""

import datetime
import itertools
import os
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from conditions.imports import loading
from conditions.imports.catalogue import BadFile, pack
from conditions.models import Code, Condition, Event, FormerSlug, Name
from conditions.search import find
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


def test_newer_release_changes_nothing_that_readers_see():
    load()
    newer = catalogue(
        term("0000001", "Hepatic disorder"),
        term("0000002", "Gilbert syndrome", synonyms=("GS", "Meulengracht disease")),
        term("0000003", "New disease", parents=("0000001",)),
        release="2026-09-01",
    )
    report = load(newer)
    seen = Name.objects.filter(condition__codes__value__in=["0000001", "0000002"]).exclude(use="search")
    assert set(seen.values_list("text", flat=True)) == {"Liver disorder", "Gilbert syndrome"}
    assert (report.conditions, report.names, report.links, report.differing) == (1, 3, 1, 1)
    assert Condition.objects.filter(slug="liver-disorder", parents=None).exists()


def test_what_an_editor_chose_stays():
    load()
    Name.objects.filter(text="GS").update(use="shown")
    Condition.objects.filter(slug="gilbert-syndrome").update(slug="gilbert", is_grouping=True)
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
    load()
    liver, gilbert = Condition.objects.get(slug="liver-disorder"), Condition.objects.get(slug="gilbert-syndrome")
    gilbert.parents.clear()
    liver.parents.add(gilbert)
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
    assert "New: 35 questions in 70 wordings, 3 review policies, 44 countries." in told
