"""No road brings a code to readers without a second person, and none becomes another: not even SQL by hand."""

import datetime

import pytest
from django.db import IntegrityError

from conditions.editorial import codes
from conditions.models import Code, Condition, Proposal
from conditions.models.people import Role
from tests import evidence, factories

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
WANTED = '{"is_grouping":false,"mondo":"0000009","name":"N","slug":"n"}'


def started():
    """Condition 501 has a code of the start, 1, and one that two people brought; a further one waits. 502 has none.

    Condition “n” began with a Mondo id, 0000009, which was taken away again.
    """
    for pk in (501, 502):
        Condition.objects.create(pk=pk, slug=f"c{pk}")
    Code.objects.create(pk=501, condition_id=501, system="omim", value="143500")
    evidence.record("catalogue")
    about, who = Condition.objects.get(pk=501), {"by": factories.holder(Role.EDITOR), "at": AT}
    both = [Code(system="doid", value="409"), Code(system="mesh", value="D005878", relation="broader")]
    factories.accepted(codes.propose(about, both, **who), at=AT)
    Code.objects.filter(system="mesh").delete()
    codes.propose(about, [Code(system="gard", value="1")], **who)
    began = Proposal.objects.create(kind="condition", about="condition:n", proposed=WANTED, proposed_at=AT)
    factories.accepted(began, at=AT)
    Code.objects.filter(system="mondo").delete()


def contents():
    return list(Code.objects.order_by("system").values_list("condition__slug", "system", "value", "relation"))


CODE = "INSERT INTO conditions_code (condition_id, system, value, relation)"
NEW = "(SELECT id FROM conditions_condition WHERE slug = 'n')"
FORBIDDEN = {
    "add one": ("code_by_two", f"{CODE} VALUES (501, 'orphanet', '357', 'exact')"),
    "add one that waits": ("code_by_two", f"{CODE} VALUES (501, 'gard', '1', 'exact')"),
    "give one to another condition": ("code_by_two", f"{CODE} VALUES (502, 'mesh', 'D005878', 'broader')"),
    "say that it means the same": ("code_by_two", f"{CODE} VALUES (501, 'mesh', 'D005878', 'exact')"),
    "say it of another system": ("code_by_two", f"{CODE} VALUES (501, 'gard', '409', 'exact')"),
    "begin under another id": ("code_by_two", f"{CODE} VALUES ({NEW}, 'mondo', '0000008', 'exact')"),
    "give the id to another": ("code_by_two", f"{CODE} VALUES (501, 'mondo', '0000009', 'exact')"),
    "change one": ("code_stays_the_same", "UPDATE conditions_code SET value = '613490' WHERE system = 'omim'"),
    "move one": ("code_stays_the_same", "UPDATE conditions_code SET condition_id = 502"),
    "change its meaning": ("code_stays_the_same", "UPDATE conditions_code SET relation = 'narrower'"),
}


@pytest.mark.promise("E7", "E22")
@pytest.mark.parametrize(("rule", "sql"), FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_sql_by_hand_brings_no_code_to_readers(rule, sql):
    started()
    before = contents()
    with pytest.raises(IntegrityError, match=rf"\b{rule}\b"):
        evidence.run(sql)
    assert contents() == before


ALLOWED = {
    "take one away": "DELETE FROM conditions_code WHERE system = 'omim'",
    "add what was accepted": f"{CODE} VALUES (501, 'mesh', 'D005878', 'broader')",
    "begin under the accepted id": f"{CODE} VALUES ({NEW}, 'mondo', '0000009', 'exact')",
}


@pytest.mark.parametrize("sql", ALLOWED.values(), ids=ALLOWED.keys())
def test_guards_leave_alone_what_takes_one_person_or_was_accepted(sql):
    started()
    before = contents()
    evidence.run(sql)
    assert contents() != before
