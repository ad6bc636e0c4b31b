"""`manage.py verify`: what it says, what it notes, and what it makes of bad input."""

import io

import pytest
from django.core.management import CommandError, call_command

from conditions import ledger
from tests import factories
from tests.evidence import record, tamper


def verify(**options):
    out = io.StringIO()
    call_command("verify", stdout=out, **options)
    return out.getvalue().splitlines()


@pytest.mark.promise("E11")
@pytest.mark.django_db
def test_verify_counts_what_holds():
    assert verify()[0] == "0 events in 0 streams hold."
    record("condition:1")
    assert verify()[0] == "1 event in 1 stream holds."
    record("condition:1")
    record("condition:2")
    assert verify()[0] == "3 events in 2 streams hold."


@pytest.mark.promise("E11")
@pytest.mark.django_db
def test_verify_goes_through_every_kind_of_evidence():
    factories.published(factories.desk())
    assert verify()[1:] == [
        "answers: 1, and every row of evidence holds.",
        "reviewers: 1, and every row of evidence holds.",
        "sources: 1, and every row of evidence holds.",
        "facts: 0, and every row of evidence holds.",
        "conditions: 1, and every row of evidence holds.",
        "stories: 0, and every row of evidence holds.",
        "members: 0, and every row of evidence holds.",
        "consent documents: 0, and every row of evidence holds.",
    ]


@pytest.mark.promise("E11")
@pytest.mark.django_db
def test_verify_names_what_does_not_hold_and_fails():
    record("condition:1")
    record("condition:1")
    tamper("UPDATE conditions_event SET action = 'other' WHERE sequence = 2")
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"^1 problem was found\. .* docs/operating\.md"):
        call_command("verify", stdout=out)
    assert out.getvalue() == "condition:1: event 2 is not what was recorded: its hash does not match.\n"


@pytest.mark.django_db
def test_verify_goes_through_other_evidence_that_registers(monkeypatch):
    def problems(looked_at):
        looked_at()
        yield ledger.Problem("revision 7", "Revision 7 is not what was signed.")

    monkeypatch.setattr(ledger, "EVIDENCE", dict(ledger.EVIDENCE))
    ledger.register("revisions", ledger.Evidence(size=lambda: 1, problems=problems, holds=lambda: "1 revision holds."))
    with pytest.raises(ValueError, match="called revisions"):
        ledger.register("revisions", ledger.EVIDENCE["events"])
    with pytest.raises(CommandError, match="1 problem"):
        verify()


@pytest.mark.django_db
def test_verify_compares_with_what_it_noted(tmp_path):
    record("condition:1")
    verify(note=tmp_path / "ends")
    record("condition:1")
    assert verify(against=tmp_path / "ends")[0] == "2 events in 1 stream hold."
    tamper("DELETE FROM conditions_event")
    tamper("DELETE FROM conditions_stream")
    record("condition:1", data={"to": "other"})
    assert verify()[0] == "1 event in 1 stream holds."
    with pytest.raises(CommandError, match="1 problem"):
        verify(against=tmp_path / "ends")


@pytest.mark.django_db
def test_verify_notes_nothing_while_something_is_wrong(tmp_path):
    record("condition:1")
    verify(note=tmp_path / "ends")
    before = (tmp_path / "ends").read_text()
    tamper("UPDATE conditions_event SET action = 'other'")
    with pytest.raises(CommandError):
        verify(note=tmp_path / "ends")
    assert (tmp_path / "ends").read_text() == before


@pytest.mark.django_db
@pytest.mark.parametrize("content", [None, b"nonsense\n", b"abc x condition:1\n", b"\xff\xfe\n", b"\n"])
def test_verify_refuses_a_note_that_is_none(tmp_path, content):
    if content is not None:
        (tmp_path / "ends").write_bytes(content)
    with pytest.raises(CommandError, match="cannot be read as what"):
        verify(against=tmp_path / "ends")


@pytest.mark.django_db
def test_verify_says_where_it_cannot_write(tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        verify(note=tmp_path / "missing" / "ends")
