"""What the database holds to of codes: it takes two to show one, and none becomes another (E7)."""

from conditions.guards.kinds import Refuses, Rule, Vendor
from conditions.guards.two_people import ACCEPTED, ADDRESS, HAS_STARTED, WHAT_IS_READ, wanted


def each(key: str, vendor: Vendor) -> str:
    """SQL: what one of the codes of a proposal says under the key."""
    return f"json_extract(k.value, '$.{key}')" if vendor == "sqlite" else f"(k.value ->> '{key}')"


def code_unaccepted(vendor: Vendor) -> str:
    """A code comes as somebody accepted it for its condition, or as the Mondo id under which that began."""
    listed = (
        "json_each(p.\"proposed\", '$.codes')"
        if vendor == "sqlite"
        else "json_array_elements(p.\"proposed\"::json -> 'codes')"
    )
    same = "".join(f' AND {each(key, vendor)} = NEW."{key}"' for key in ("system", "value", "relation"))
    one_of_them = (
        f'SELECT 1 FROM "conditions_proposal" AS p, {listed} AS k WHERE p."outcome" = \'accepted\''
        f' AND p."kind" = \'codes\' AND p."about" = \'codes:\' || NEW."condition_id"{same}'
    )
    began_with_it = (
        f'{ACCEPTED} AND p."kind" = \'condition\' AND p."about" = \'condition:\' || ({ADDRESS} = NEW."condition_id")'
        f' AND NEW."system" = \'mondo\' AND NEW."relation" = \'exact\' AND {wanted("mondo", vendor)} = NEW."value"'
    )
    return f"{HAS_STARTED} AND NOT EXISTS ({one_of_them}) AND NOT EXISTS ({began_with_it})"


CODES: tuple[Rule, ...] = (
    Refuses(
        name="code_by_two",
        table="conditions_code",
        promise="E7",
        says="Readers see a code when a second person accepts it. Propose it.",
        events=("INSERT",),
        when=code_unaccepted("postgresql"),
        when_sqlite=code_unaccepted("sqlite"),
        reads=(*WHAT_IS_READ, "conditions_condition"),
    ),
    Refuses(
        name="code_stays_the_same",
        table="conditions_code",
        promise="E7",
        says="A code never becomes another. Take it away, and propose the right one.",
        events=("UPDATE",),
        when="",
    ),
)
