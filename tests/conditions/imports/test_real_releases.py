"""Two real releases of Mondo, where DISEASEMAPS_TEST_DATA points to them."""

import os
from pathlib import Path

import pytest
from django.core.management import call_command

from conditions.imports import mappings, mondo
from conditions.models import Code, Condition, Name, Proposal

FOLDER = Path(os.environ.get("DISEASEMAPS_TEST_DATA", "missing")) / "mondo"
OLD, NEW = FOLDER / "v2025-05-06", FOLDER / "v2025-09-02"
pytestmark = pytest.mark.data


def release(folder):
    return mondo.read(folder / f"mondo-{folder.name}.json.gz")


def test_human_diseases_are_counted_as_their_publisher_counts_them():
    assert [len(release(folder).catalogue.terms) for folder in (OLD, NEW)] == [22_757, 22_862]


def test_every_chain_of_replacements_ends_at_a_live_term_or_nowhere():
    found = release(NEW)
    ends = [found.live(retired) for retired in found.replaced_by]
    assert len(ends) > 2_000
    assert {end for end in ends if end} <= found.ids


def test_every_mapping_row_is_understood():
    found = mappings.read(NEW / "mappings")
    assert len(found.rows) == 85_920
    assert found.unknown == {}


@pytest.mark.django_db
def test_newer_release_adds_and_changes_nothing_that_is_there(capsys):
    call_command("import_mondo", str(OLD / f"mondo-{OLD.name}.json.gz"))
    before = dict(Condition.objects.values_list("pk", "slug"))
    shown = set(Name.objects.filter(use="preferred").values_list("condition_id", "text"))
    call_command("import_mondo", str(NEW / f"mondo-{NEW.name}.json.gz"), "--mappings", str(NEW / "mappings"))
    after = Condition.objects.filter(pk__in=before)
    assert dict(after.values_list("pk", "slug")) == before
    assert set(Name.objects.filter(use="preferred", condition__in=before).values_list("condition_id", "text")) == shown
    assert len(shown) == Condition.objects.count() == Name.objects.filter(use="preferred").count()
    assert Proposal.objects.open().count() > 100
    assert not Code.objects.exclude(system="mondo").exists()
    codes = Proposal.objects.open().get(kind="codes", proposed__contains='"alpha 1-antitrypsin deficiency"')
    assert "Orphanet 60" in codes.gist.split("; ")
