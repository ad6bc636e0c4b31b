"""Codes come to the conditions that are here when an editor accepts them, and those of retired terms with care."""

import datetime
import gzip
import json

import pytest
from django.core.management import CommandError, call_command

from conditions.editorial import codes as moves
from conditions.editorial import parts, proposals
from conditions.editorial.rows import version
from conditions.imports import codes, loading
from conditions.imports.mappings import Mapping, Mappings
from conditions.imports.mondo import Release
from conditions.models import Code, Condition, Event, Proposal
from conditions.models.people import Role
from conditions.search import find
from tests import factories
from tests.factories import catalogue, term

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
RELEASE = Release(
    catalogue(term("0000001", "Liver disorder"), term("0000002", "Gilbert syndrome")), {"0000009": "0000002"}
)
System = Code.System


@pytest.fixture(autouse=True)
def _loaded(request):
    """A site that has started, but for a test of the start itself."""
    if "start" not in request.fixturenames:
        loading.load(RELEASE.catalogue, at=AT)


def load(*rows, **how):
    return codes.load(Mappings([Mapping(*row, Code.Relation.EXACT) for row in rows]), RELEASE, at=AT, **how)


def accept_all():
    for proposal in Proposal.objects.open().filter(kind="codes"):
        factories.accepted(proposal, at=AT)


def held():
    rows = Code.objects.exclude(system="mondo").values_list("condition__slug", "system", "value")
    return sorted(rows)


def waiting():
    """What each condition would be given."""
    return sorted((each.subject, each.gist) for each in Proposal.objects.open().filter(kind="codes"))


OF_BOTH = [("0000002", System.OMIM, "143500"), ("0000002", System.OMIM, "143500"), ("0000001", System.DOID, "409")]


@pytest.mark.promise("E22")
def test_codes_wait_for_an_editor_one_proposal_a_condition_and_each_once():
    report = load(*OF_BOTH, ("0000002", System.ORPHANET, "357"))
    assert (report.waiting, report.conditions, held()) == ({"omim": 1, "doid": 1, "orphanet": 1}, 2, [])
    assert waiting() == [("Gilbert syndrome", "OMIM 143500; Orphanet 357"), ("Liver disorder", "Disease Ontology 409")]
    assert find("OMIM 143500", language="en").hits == []
    before = Proposal.objects.count(), Event.objects.count()
    assert load(*OF_BOTH).waiting.total() == 0
    assert (Proposal.objects.count(), Event.objects.count()) == before


@pytest.mark.promise("E22")
def test_code_is_shown_and_found_when_an_editor_accepts_it():
    load(*OF_BOTH)
    accept_all()
    assert held() == [("gilbert-syndrome", "omim", "143500"), ("liver-disorder", "doid", "409")]
    assert [hit.slug for hit in find("OMIM 143500", language="en").hits] == ["gilbert-syndrome"]
    assert load(*OF_BOTH).waiting.total() == 0


@pytest.mark.promise("E22")
def test_wrong_code_is_left_out_and_no_import_brings_it_back():
    rows = [("0000002", System.OMIM, "143500"), ("0000002", System.ORPHANET, "999")]
    load(*rows)
    waits = Proposal.objects.open().get()
    factories.accepted(waits, at=AT, without=[part.place for part in parts.parts(waits) if "999" in part.says])
    assert held() == [("gilbert-syndrome", "omim", "143500")]
    assert proposals.left_out(waits) == ["Orphanet 999"]
    assert load(*rows).waiting.total() == 0


@pytest.mark.promise("E22")
def test_code_that_was_refused_is_not_proposed_again():
    load(*OF_BOTH)
    for proposal in Proposal.objects.open():
        proposals.refuse(proposal, by=factories.holder(Role.EDITOR), at=AT, reason="Not ours")
    assert load(*OF_BOTH).waiting.total() == 0
    assert held() == []


@pytest.fixture
def start():
    """Starts the site with these codes: what the import of them reported."""

    def begin(*rows):
        reports = []
        loading.load(RELEASE.catalogue, at=AT, begins=lambda: reports.append(load(*rows, starts=True)))
        return reports

    return begin


def test_codes_with_which_a_site_starts_are_there_at_once(start):
    (report,) = start(*OF_BOTH)
    assert report.added == {"omim": 1, "doid": 1}
    assert len(held()) == 2
    assert not Proposal.objects.exists()
    assert start(*OF_BOTH) == []


@pytest.mark.promise("E22")
def test_code_that_an_editor_took_away_is_not_proposed_again(start):
    start(*OF_BOTH)
    code = Code.objects.get(system="omim")
    moves.take_away(code, by=factories.holder(Role.EDITOR), at=AT, seen=version(code))
    assert load(*OF_BOTH).waiting.total() == 0


def test_code_of_a_retired_term_goes_to_its_replacement():
    assert load(("0000009", System.OMIM, "143500")).followed == 1
    accept_all()
    assert held() == [("gilbert-syndrome", "omim", "143500")]
    assert load(("0000009", System.OMIM, "143500")).followed == 0


def test_code_of_a_retired_term_never_stands_beside_one_of_its_own():
    report = load(("0000009", System.OMIM, "999999"), ("0000002", System.OMIM, "143500"))
    assert report.followed == 0
    accept_all()
    assert held() == [("gilbert-syndrome", "omim", "143500")]


def test_rows_about_other_terms_are_counted():
    assert load(("0000007", System.OMIM, "143500")).elsewhere == 1
    assert held() == []


@pytest.fixture
def files(tmp_path):
    """A release and a folder of mappings on disk."""
    human = {"MONDO:0700096": 1}
    terms = {"MONDO:0000002": {"label": "Gilbert syndrome", "ancestors": human, "synonyms": ["GS"], "colour": "red"}}
    terms |= {"MONDO:0000001": {"label": "liver disorder", "ancestors": human}}
    release = tmp_path / "mondo-v2026-06-01.json.gz"
    release.write_bytes(gzip.compress(json.dumps(terms).encode()))
    heading = "subject_id\tpredicate_id\tobject_id"
    lines = [heading, "MONDO:0000002\tskos:exactMatch\tORPHA:357", "MONDO:0000002\tskos:exactMatch\tSCTID:1"]
    (tmp_path / "a.sssom.tsv").write_text("\n".join(lines))
    return release


@pytest.mark.promise("E22")
def test_command_proposes_names_and_codes_and_tells_what_it_left_out(files, capsys):
    call_command("import_mondo", str(files), "--mappings", str(files.parent))
    told = capsys.readouterr().out
    assert (held(), waiting()) == ([], [("Gilbert syndrome", "Orphanet 357")])
    assert "New names of 1 conditions wait" in told
    assert "They wait in the administration, under Proposals, for 1 conditions" in told
    assert "Not understood and left out: “colour”, in 1 terms." in told
    assert "Not understood and left out: code SCTID, 1 times." in told


def test_older_release_gives_codes_alone(files):
    older = files.rename(files.with_name("mondo-v2025-01-01.json.gz"))
    with pytest.raises(CommandError, match="older than release 2026-05-05"):
        call_command("import_mondo", str(older))
    call_command("import_mondo", str(older), "--mappings", str(older.parent))
    assert waiting() == [("Gilbert syndrome", "Orphanet 357")]
    assert not Condition.objects.filter(names__text="GS").exists()


def test_bad_mappings_leave_the_names_out_too(files):
    (files.parent / "b.sssom.tsv").write_text("subject_id\tpredicate_id\tobject_id\nMONDO:1\tskos")
    with pytest.raises(CommandError, match="cut off in line 2"):
        call_command("import_mondo", str(files), "--mappings", str(files.parent))
    assert not Proposal.objects.exists()
    assert not Condition.objects.filter(names__text="GS").exists()
