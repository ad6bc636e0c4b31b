"""What the database holds to of names, countries, help lines, conditions, terms: it takes two to show them (E7)."""

from conditions.guards.kinds import KeepsRows, Key, Mirror, Refuses, Rule, Vendor

# What the first load brought is where a site starts; from then on what readers newly see takes two (E7, E22).
HAS_STARTED = """EXISTS (SELECT 1 FROM "conditions_stream" AS s WHERE s."name" = 'catalogue')"""
ACCEPTED = """SELECT 1 FROM "conditions_proposal" AS p WHERE p."outcome" = 'accepted'"""
ADDRESS = 'SELECT c."slug" FROM "conditions_condition" AS c WHERE c."id"'
LINE = ("name", "number", "hours", "languages", "helps", "source_title", "source_url")
TERM = ("term", "forms", "explanation", "source_title", "source_url")
WHAT_IS_READ = ("conditions_stream", "conditions_proposal")


def wanted(key: str, vendor: Vendor) -> str:
    """SQL: what an accepted proposal says under the key."""
    if vendor == "sqlite":
        return f"json_extract(p.\"proposed\", '$.{key}')"
    return f"(p.\"proposed\"::json ->> '{key}')"


def name_began_unaccepted(vendor: Vendor) -> str:
    """A name comes to search by, or as the preferred English one of a condition that was accepted under it."""
    return (
        f"NEW.\"use\" <> 'search' AND {HAS_STARTED} AND NOT (NEW.\"use\" = 'preferred' AND NEW.\"language\" = 'en'"
        f' AND EXISTS ({ACCEPTED} AND {wanted("name", vendor)} = NEW."text"'
        f' AND p."about" = \'condition:\' || ({ADDRESS} = NEW."condition_id")))'
    )


NAME_TAKEN = " OR ".join(
    f"EXISTS ({key.taken('conditions_name')})"
    for key in (
        Key(("id",)),
        Key(("condition_id", "language", "text")),
        Key(("condition_id", "language"), where="{row}.\"use\" = 'preferred'"),
    )
)


def checked_on(vendor: Vendor) -> str:
    """SQL: the day of the new row as a proposal writes it."""
    return 'NEW."checked_on"' if vendor == "sqlite" else "to_char(NEW.\"checked_on\", 'YYYY-MM-DD')"


def line_unaccepted(vendor: Vendor) -> str:
    """A help line and all that is said of it stand as somebody accepted them, or without a number."""
    same = "".join(f' AND {wanted(column, vendor)} = NEW."{column}"' for column in LINE)
    return (
        f"NEW.\"number\" <> '' AND {HAS_STARTED} AND NOT EXISTS ({ACCEPTED}"
        f' AND p."about" = \'line:\' || NEW."slug" AND {wanted("country", vendor)} = NEW."country_id"'
        f" AND {wanted('checked_on', vendor)} = {checked_on(vendor)}{same})"
    )


def country_unaccepted(vendor: Vendor) -> str:
    """Numbers with their day stand as somebody accepted them, or not at all."""
    day = checked_on(vendor)
    return (
        f"NEW.\"emergency_numbers\" <> '' AND {HAS_STARTED} AND NOT EXISTS ({ACCEPTED}"
        f' AND p."about" = \'country:\' || NEW."code" AND {wanted("checked_on", vendor)} = {day}'
        f' AND {wanted("emergency_numbers", vendor)} = NEW."emergency_numbers")'
    )


def term_unaccepted(vendor: Vendor) -> str:
    """A term and all that is said of it stand as somebody accepted them, or without an explanation."""
    same = "".join(f' AND {wanted(column, vendor)} = NEW."{column}"' for column in TERM)
    return (
        f"NEW.\"explanation\" <> '' AND NOT EXISTS ({ACCEPTED}"
        f' AND p."about" = \'term:\' || NEW."language" || \':\' || NEW."slug"{same})'
    )


TWO_PEOPLE: tuple[Rule | Mirror, ...] = (
    KeepsRows(
        name="proposal_stays",
        table="conditions_proposal",
        promise="E7",
        says="What was proposed stays as it was proposed, and as it was decided on. Propose something else.",
        keeps=("kind", "about", "name_id", "proposed", "seen", "proposed_by_id", "origin", "proposed_at", "reason"),
        once=(("decided_at", "outcome", "decided_by_id", "decided_why"),),
        unique=(Key(("about",), where="{row}.\"outcome\" = ''"),),
    ),
    Refuses(
        name="proposal_begins_open",
        table="conditions_proposal",
        promise="E7",
        says="Nothing is proposed and decided in one step: somebody else looks at it in between.",
        events=("INSERT",),
        when="NEW.\"outcome\" <> ''",
    ),
    Refuses(
        name="proposal_about_its_kind",
        table="conditions_proposal",
        promise="E7",
        says="What is proposed is of the kind under which it stands. Propose it by a move.",
        events=("INSERT",),
        when=(
            'substr(NEW."about", 1, length(NEW."kind") + 1) <> NEW."kind" || \':\''
            ' OR NEW."kind" = \'name\' AND NEW."about" <> \'name:\' || NEW."name_id"'
        ),
    ),
    Refuses(
        name="proposal_can_be_read",
        table="conditions_proposal",
        promise="E7",
        says="What is proposed is a JSON object, so that every page can show it. Propose it by a move.",
        events=("INSERT",),
        when="json_typeof(NEW.\"proposed\"::json) <> 'object'",
        when_sqlite=('CASE WHEN json_valid(NEW."proposed") THEN json_type(NEW."proposed") <> \'object\' ELSE 1 END'),
    ),
    Refuses(
        name="condition_by_two",
        table="conditions_condition",
        promise="E7",
        says="A new condition is shown to readers when a second person accepts it. Propose it.",
        events=("INSERT",),
        when=f'{HAS_STARTED} AND NOT EXISTS ({ACCEPTED} AND p."about" = \'condition:\' || NEW."slug")',
        reads=WHAT_IS_READ,
    ),
    Refuses(
        name="name_by_two",
        table="conditions_name",
        promise="E7",
        says="A name is shown to readers when a second person accepts it. Propose it.",
        events=("INSERT",),
        when=name_began_unaccepted("postgresql"),
        when_sqlite=name_began_unaccepted("sqlite"),
        reads=(*WHAT_IS_READ, "conditions_condition"),
    ),
    Refuses(
        name="name_use_by_two",
        table="conditions_name",
        promise="E7",
        says="Readers see more of a name when a second person accepts it, and its words stay. Propose it.",
        events=("UPDATE",),
        when=(
            f'{HAS_STARTED} AND (NEW."text" <> OLD."text" OR NEW."language" <> OLD."language"'
            ' OR NEW."condition_id" <> OLD."condition_id" OR NEW."id" <> OLD."id"'
            " OR (NEW.\"use\" = 'preferred' AND OLD.\"use\" <> 'preferred'"
            " OR NEW.\"use\" = 'shown' AND OLD.\"use\" = 'search')"
            f' AND NOT EXISTS ({ACCEPTED} AND p."name_id" = NEW."id"'
            ' AND p."proposed" = \'{"use":"\' || NEW."use" || \'"}\'))'
        ),
        reads=WHAT_IS_READ,
    ),
    Refuses(
        name="name_stays",
        table="conditions_name",
        promise="E7",
        says="A name is never deleted, nor its number given to other words. Change how it is used instead.",
        events=("DELETE",),
        when=HAS_STARTED,
        reads=WHAT_IS_READ,
    ),
    Refuses(
        name="name_replaces_none",
        table="conditions_name",
        promise="E7",
        says="A name comes beside those that are here, never in the place of one. Change how that is used instead.",
        events=("INSERT",),
        when="FALSE",  # PostgreSQL knows no REPLACE
        when_sqlite=f"{HAS_STARTED} AND ({NAME_TAKEN})",
        reads=WHAT_IS_READ,
    ),
    Refuses(
        name="country_by_two",
        table="conditions_country",
        promise="E7",
        says="Readers see numbers that a second person accepted. Propose them.",
        events=("INSERT", "UPDATE"),
        when=country_unaccepted("postgresql"),
        when_sqlite=country_unaccepted("sqlite"),
        reads=WHAT_IS_READ,
    ),
    Refuses(
        name="helpline_by_two",
        table="conditions_helpline",
        promise="E7",
        says="Readers see a help line that a second person accepted. Propose it.",
        events=("INSERT", "UPDATE"),
        when=line_unaccepted("postgresql"),
        when_sqlite=line_unaccepted("sqlite"),
        reads=WHAT_IS_READ,
    ),
    KeepsRows(
        name="glossaryterm_stays",
        table="conditions_glossaryterm",
        promise="E18",
        says="A term of the glossary keeps its language and its address, and is never deleted. Take it down instead.",
        keeps=("language", "slug"),
        changes=(*TERM, "mark"),
        unique=(Key(("language", "slug")),),
    ),
    Refuses(
        name="glossaryterm_by_two",
        table="conditions_glossaryterm",
        promise="E7",
        says="Readers see a term and its explanation when a second person accepts them. Propose them.",
        events=("INSERT", "UPDATE"),
        when=term_unaccepted("postgresql"),
        when_sqlite=term_unaccepted("sqlite"),
        reads=("conditions_proposal",),
    ),
    Refuses(
        name="glossaryterm_marked",
        table="conditions_glossaryterm",
        promise="E7",
        says="A term that changes is marked anew, so that no page keeps what it said before. Change it by a move.",
        events=("UPDATE",),
        when='NEW."mark" = OLD."mark"',
    ),
)
