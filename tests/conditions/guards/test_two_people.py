"""No road brings a name, a country or a condition to readers without a second person: not even SQL by hand."""

import datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from conditions.editorial import proposals
from conditions.editorial.rows import version
from conditions.models import Condition, Country, HelpLine, Name, Proposal
from conditions.models.people import Role
from tests import evidence, factories

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
DAY = datetime.date(2026, 11, 20)
READ = {"emergency_numbers": "112", "checked_on": DAY, "source_title": "A page", "source_url": "https://example.org/"}


def started():
    """Condition 1 after the first load, with a shown name 2, and names 3 and 4 to search by.

    Proposed are name 3 (open), name 4 (accepted, lowered again), Great Britain (open) and a condition (open).
    """
    made = Condition.objects.create(pk=1, slug="gilbert-syndrome")
    for pk, (text, use) in enumerate([("Gilbert", "preferred"), ("GS", "shown"), ("X", "search"), ("Y", "search")], 1):
        Name.objects.create(pk=pk, condition=made, text=text, folded=text.lower(), use=use)
    factories.help_line(factories.country(checked_on=DAY), checked_on=DAY)
    evidence.record("catalogue")
    who = {"by": factories.holder(Role.EDITOR), "at": AT}
    for pk in (3, 4):
        name = Name.objects.get(pk=pk)
        proposals.propose_use(name, "shown", seen=version(name), **who)
    factories.accepted(Proposal.objects.get(name=4), at=AT)
    Name.objects.filter(pk=4).update(use="search")
    proposals.propose_country("GB", **READ, seen=version(Country.objects.get()), **who)
    proposals.propose_condition("New disease", slug="new-disease", **who)
    connection.check_constraints()


def contents():
    """Every row that readers or editors rely on."""
    return [list(model.objects.order_by("pk").values()) for model in (Condition, Name, Country, HelpLine, Proposal)]


DECISION = "decided_by_id = proposed_by_id, decided_at = proposed_at"
COLUMNS = "kind, about, name_id, proposed, seen, proposed_by_id, origin, proposed_at, reason"
DECIDED = f"INSERT INTO conditions_proposal ({COLUMNS}, outcome, decided_by_id, decided_at, decided_why)"
NAME = "INSERT INTO conditions_name (id, condition_id, text, folded, language, use)"
COUNTRY = "INSERT INTO conditions_country (code, emergency_numbers, checked_on, source_title, source_url)"
LINE = "slug, country_id, name, number, hours, languages, helps, checked_on, source_title, source_url"
# What is tried, and by which rule it is refused.
FORBIDDEN = {
    "accept one's own": (
        "proposal_decided_by_another",
        f"UPDATE conditions_proposal SET outcome = 'accepted', {DECISION} WHERE outcome = ''",
    ),
    "refuse one's own": (
        "proposal_decided_by_another",
        f"UPDATE conditions_proposal SET outcome = 'refused', decided_why = 'x', {DECISION} WHERE outcome = ''",
    ),
    "take back another's": (
        "proposal_taken_back_by_its_own",
        (
            "UPDATE conditions_proposal SET outcome = 'withdrawn', decided_at = proposed_at,"
            " decided_by_id = (SELECT MAX(id) FROM conditions_user) WHERE outcome = ''"
        ),
    ),
    "accept by nobody": (
        "proposal_decided_whole",
        "UPDATE conditions_proposal SET outcome = 'accepted', decided_at = proposed_at WHERE outcome = ''",
    ),
    "propose and accept in one step": (
        "proposal_begins_open",
        (
            f"{DECIDED} SELECT 'name', 'name:1', 1, proposed, seen, proposed_by_id, origin,"
            " proposed_at, reason, 'accepted', (SELECT MAX(id) FROM conditions_user), proposed_at, ''"
            " FROM conditions_proposal WHERE name_id = 4"
        ),
    ),
    "change what was proposed": (
        "proposal_stays",
        'UPDATE conditions_proposal SET proposed = \'{"use":"preferred"}\' WHERE name_id = 3',
    ),
    "change who proposed it": (
        "proposal_stays",
        "UPDATE conditions_proposal SET proposed_by_id = NULL WHERE name_id = 3",
    ),
    "forget a proposal": ("proposal_stays", "DELETE FROM conditions_proposal WHERE name_id = 4"),
    "decide anew": ("proposal_stays", "UPDATE conditions_proposal SET decided_why = 'x' WHERE name_id = 4"),
    "reopen": (
        "proposal_stays",
        "UPDATE conditions_proposal SET outcome = '', decided_by_id = NULL, decided_at = NULL WHERE name_id = 4",
    ),
    "propose the same twice": (
        "proposal_one_open|proposal_stays",
        (
            f"INSERT INTO conditions_proposal ({COLUMNS}, outcome, decided_why)"
            f" SELECT {COLUMNS}, '', '' FROM conditions_proposal WHERE name_id = 3"
        ),
    ),
    "show a name": ("name_use_by_two", "UPDATE conditions_name SET use = 'shown' WHERE id = 3"),
    "prefer a shown name": (
        "name_use_by_two",
        "UPDATE conditions_name SET use = CASE id WHEN 1 THEN 'search' ELSE 'preferred' END WHERE id IN (1, 2)",
    ),
    "show more than was accepted": (
        "name_use_by_two",
        "UPDATE conditions_name SET use = 'preferred', language = 'es' WHERE id = 4",
    ),
    "change a shown name's words": (
        "name_use_by_two",
        "UPDATE conditions_name SET text = 'Something else' WHERE id = 2",
    ),
    "change a searched name's words": (
        "name_use_by_two",
        "UPDATE conditions_name SET text = 'Something else' WHERE id = 4",
    ),
    "give a name to another condition": ("name_use_by_two", "UPDATE conditions_name SET condition_id = 2 WHERE id = 2"),
    "say a name is of another language": ("name_use_by_two", "UPDATE conditions_name SET language = 'es' WHERE id = 2"),
    "add a shown name": ("name_by_two", f"{NAME} VALUES (9, 1, 'New', 'new', 'en', 'shown')"),
    "add a preferred name": ("name_by_two", f"{NAME} VALUES (9, 1, 'Nuevo', 'nuevo', 'es', 'preferred')"),
    "delete a name": ("name_stays", "DELETE FROM conditions_name WHERE id = 4"),
    "propose one thing as another": (
        "proposal_about_its_kind",
        (
            f"INSERT INTO conditions_proposal ({COLUMNS}, outcome, decided_why)"
            " SELECT 'names', 'place:1', NULL, proposed, seen, proposed_by_id, origin, proposed_at, reason, '', ''"
            " FROM conditions_proposal WHERE name_id = 4"
        ),
    ),
    "propose another name than it is about": (
        "proposal_about_its_kind",
        (
            f"INSERT INTO conditions_proposal ({COLUMNS}, outcome, decided_why)"
            " SELECT kind, 'name:2', 1, proposed, seen, proposed_by_id, origin, proposed_at, reason, '', ''"
            " FROM conditions_proposal WHERE name_id = 4"
        ),
    ),
    "propose what is no object": (
        "proposal_can_be_read",
        (
            f"INSERT INTO conditions_proposal ({COLUMNS}, outcome, decided_why)"
            " SELECT kind, about, name_id, '[]', seen, proposed_by_id, origin, proposed_at, reason, '', ''"
            " FROM conditions_proposal WHERE name_id = 4"
        ),
    ),
    "add a condition": (
        "condition_by_two",
        "INSERT INTO conditions_condition (id, slug, is_grouping) VALUES (9, 'other', FALSE)",
    ),
    "add a condition that waits": (
        "condition_by_two",
        "INSERT INTO conditions_condition (id, slug, is_grouping) VALUES (9, 'new-disease', FALSE)",
    ),
    "change numbers": ("country_by_two", "UPDATE conditions_country SET emergency_numbers = '0900'"),
    "bring numbers that wait": (
        "country_by_two",
        "UPDATE conditions_country SET emergency_numbers = '112', checked_on = '2026-11-20'",
    ),
    "make a check look new": ("country_by_two", "UPDATE conditions_country SET checked_on = '2026-11-21'"),
    "give numbers to another country": ("country_by_two", "UPDATE conditions_country SET code = 'IE'"),
    "change a line": ("helpline_by_two", "UPDATE conditions_helpline SET number = '0900'"),
    "make a line look checked": ("helpline_by_two", "UPDATE conditions_helpline SET checked_on = '2026-11-21'"),
    "call a line otherwise": ("helpline_by_two", "UPDATE conditions_helpline SET name = 'Hot line'"),
    "give a line to another key": ("helpline_by_two", "UPDATE conditions_helpline SET slug = 'gb-other'"),
    "add a line": (
        "helpline_by_two",
        f"INSERT INTO conditions_helpline ({LINE}) SELECT 'x-' || {LINE} FROM conditions_helpline",
    ),
    "add a country": (
        "country_by_two",
        f"{COUNTRY} VALUES ('IE', '112', '2026-11-20', 'A page', 'https://example.org/')",
    ),
    "upsert a country": (
        "country_by_two",
        (
            f"{COUNTRY} VALUES ('GB', '0900', '2026-11-20', 'A page', 'https://example.org/')"
            " ON CONFLICT (code) DO UPDATE SET emergency_numbers = '0900'"
        ),
    ),
}
REPLACING = {
    "replace a proposal": (
        "proposal_stays",
        (
            f"REPLACE INTO conditions_proposal (id, {COLUMNS}, outcome, decided_why)"
            f" SELECT id, kind, about, name_id, proposed, seen, NULL, origin, proposed_at, reason, '', ''"
            " FROM conditions_proposal WHERE name_id = 3"
        ),
    ),
    "replace an open proposal by its key": (
        "proposal_stays",
        (
            f"REPLACE INTO conditions_proposal ({COLUMNS}, outcome, decided_why)"
            f" SELECT {COLUMNS}, '', '' FROM conditions_proposal WHERE name_id = 3"
        ),
    ),
    "replace a name": (
        "name_by_two|name_replaces_none",
        f"{NAME.replace('INSERT', 'REPLACE')} VALUES (2, 1, 'Something else', 's', 'en', 'shown')",
    ),
    "replace a name to search by": (
        "name_replaces_none",
        f"{NAME.replace('INSERT', 'REPLACE')} VALUES (4, 1, 'Something else', 's', 'en', 'search')",
    ),
    "replace a name by its words": (
        "name_replaces_none",
        f"{NAME.replace('INSERT', 'REPLACE')} VALUES (9, 1, 'Y', 'y', 'en', 'search')",
    ),
    "replace a country": (
        "country_by_two",
        f"{COUNTRY.replace('INSERT', 'REPLACE')} VALUES ('GB', '0900', '2026-11-20', 'A', 'https://a.org')",
    ),
}
TRUNCATING = {
    "truncate": ("proposal_stays", "TRUNCATE conditions_proposal"),
}
EVERY = FORBIDDEN | (REPLACING if connection.vendor == "sqlite" else TRUNCATING)


@pytest.mark.promise("E7", "E22")
@pytest.mark.parametrize(("rule", "sql"), EVERY.values(), ids=EVERY.keys())
def test_sql_by_hand_brings_nothing_to_readers(rule, sql, as_with_a_shell):
    started()
    before = contents()
    with pytest.raises(IntegrityError, match=rf"\b({rule})\b"):
        evidence.run(sql)
    assert contents() == before


@pytest.mark.promise("E7")
def test_new_condition_is_called_as_it_was_accepted_in_english_alone():
    evidence.record("catalogue")
    proposal = proposals.propose_condition("Here", slug="here", by=factories.holder(Role.EDITOR), at=AT)
    factories.accepted(proposal, at=AT)
    here = Condition.objects.get(slug="here")
    for language, use in [("es", "preferred"), ("es", "shown")]:
        with pytest.raises(IntegrityError, match="name_by_two"), transaction.atomic():
            Name.objects.create(condition=here, text="Here", folded="here", language=language, use=use)
    assert here.names.count() == 1


@pytest.mark.promise("E7")
def test_what_no_page_could_read_is_never_proposed():
    """PostgreSQL has its own word for what is no JSON at all."""
    waits = {"kind": "codes", "about": "codes:1", "proposed_at": AT}
    with pytest.raises(DatabaseError, match=r"proposal_can_be_read|invalid input syntax"), transaction.atomic():
        Proposal.objects.create(proposed="CALL 0900", **waits)
    assert not Proposal.objects.exists()


ALLOWED = {
    "take a name from readers": "UPDATE conditions_name SET use = 'search' WHERE id = 2",
    "fold anew": "UPDATE conditions_name SET folded = 'gs2' WHERE id = 2",
    "take a line down": "UPDATE conditions_helpline SET number = ''",
    "take numbers down": "UPDATE conditions_country SET emergency_numbers = ''",
    "show what was accepted": "UPDATE conditions_name SET use = 'shown' WHERE id = 4",
    "add a name to search by": f"{NAME} VALUES (9, 1, 'New', 'new', 'en', 'search')",
}


@pytest.mark.parametrize("sql", ALLOWED.values(), ids=ALLOWED.keys())
def test_guards_leave_alone_what_takes_one_person_or_was_accepted(sql):
    started()
    before = contents()
    evidence.run(sql)
    assert contents() != before
