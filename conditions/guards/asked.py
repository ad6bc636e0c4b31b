"""What the database holds to of questions and of the place of a condition: it takes two to show more of them (E7)."""

from conditions.guards.kinds import Refuses, Rule, Vendor
from conditions.guards.two_people import ACCEPTED, HAS_STARTED, WHAT_IS_READ, wanted

ABOUT = "p.\"about\" = 'question:' || "
OF_PLACE = 'p."about" = \'place:\' || NEW."id"'


def holds(path: str, key: str, vendor: Vendor) -> str:
    """SQL: what an accepted proposal says under the path, and there under the key that a column holds."""
    if vendor == "sqlite":
        return f"json_extract(p.\"proposed\", '$.{path}.\"' || {key} || '\"')"
    return f"(p.\"proposed\"::json -> '{path}' ->> CAST({key} AS text))"


def same_flag(column: str, vendor: Vendor) -> str:
    """SQL: an accepted proposal says of the column, which is true or false, what the new row has."""
    becomes = f'NEW."{column}"' if vendor == "sqlite" else f'CAST(NEW."{column}" AS text)'
    return f"{wanted(column, vendor)} = {becomes}"


def worded(wording: str, slug: str, vendor: Vendor) -> str:
    """SQL: somebody accepted these words of the question, by themselves or with the question."""
    with_it = holds("wordings", f'{wording}."language"', vendor)
    return (
        f"EXISTS ({ACCEPTED} AND (p.\"about\" = 'wording:' || {wording}.\"language\" || ':' || {slug}"
        f' AND {wanted("text", vendor)} = {wording}."text"'
        f' OR {ABOUT}{slug} AND {with_it} = {wording}."text"))'
    )


def wording_unaccepted(vendor: Vendor) -> str:
    """Words of a question that readers have met stand as somebody accepted them, also while it is not asked."""
    slug = '(SELECT q."slug" FROM "conditions_question" AS q WHERE q."id" = NEW."question_id")'
    met = 'EXISTS (SELECT 1 FROM "conditions_question" AS q WHERE q."id" = NEW."question_id" AND q."was_asked")'
    return f"{HAS_STARTED} AND {met} AND NOT {worded('NEW', slug, vendor)}"


def question_unaccepted(vendor: Vendor) -> str:
    """Readers see more of a question as somebody accepted it, and in words that somebody accepted."""
    more = (
        'NOT OLD."is_asked" OR NEW."kind" <> OLD."kind"'
        " OR NEW.\"applies\" = 'always' AND OLD.\"applies\" <> 'always'"
        ' OR OLD."is_sensitive" AND NOT NEW."is_sensitive"'
    )
    accepted = (
        f'EXISTS ({ACCEPTED} AND {ABOUT}NEW."slug" AND {wanted("kind", vendor)} = NEW."kind"'
        f' AND {wanted("applies", vendor)} = NEW."applies" AND {same_flag("is_sensitive", vendor)})'
    )
    as_accepted = worded("w", 'NEW."slug"', vendor)
    unheard = (
        'NOT OLD."is_asked" AND EXISTS (SELECT 1 FROM "conditions_wording" AS w WHERE w."question_id" = NEW."id"'
        f" AND NOT {as_accepted})"
    )
    return f'NEW."is_asked" AND {HAS_STARTED} AND ({more}) AND (NOT {accepted} OR {unheard})'


def place_unaccepted(vendor: Vendor) -> str:
    """A condition has another address, and is asked questions, as somebody accepted it; it may return to an address."""
    had = 'SELECT 1 FROM "conditions_formerslug" AS f WHERE f."slug" = NEW."slug" AND f."condition_id" = NEW."id"'
    moves = f'NEW."slug" <> OLD."slug" AND NOT EXISTS ({had})'
    slug = f'EXISTS ({ACCEPTED} AND {OF_PLACE} AND {wanted("slug", vendor)} = NEW."slug")'
    asked = f"EXISTS ({ACCEPTED} AND {OF_PLACE} AND {same_flag('is_grouping', vendor)})"
    return f'{HAS_STARTED} AND ({moves} AND NOT {slug} OR OLD."is_grouping" AND NOT NEW."is_grouping" AND NOT {asked})'


def family_unaccepted(vendor: Vendor) -> str:
    """A condition belongs to what somebody accepted: for itself, or with one of the two when that was new."""
    to = holds("families", 'NEW."to_condition_id"', vendor)
    chosen = f'{ACCEPTED} AND p."about" = \'place:\' || NEW."from_condition_id" AND {to} IS NOT NULL'
    member = 'c."id" = NEW."from_condition_id" AND k."condition_id" = NEW."to_condition_id"'
    family = 'c."id" = NEW."to_condition_id" AND k."condition_id" = NEW."from_condition_id"'
    above, below = (holds(path, 'k."value"', vendor) for path in ("families", "members"))
    come = (
        'SELECT 1 FROM "conditions_condition" AS c, "conditions_code" AS k, "conditions_proposal" AS p'
        ' WHERE k."system" = \'mondo\' AND p."outcome" = \'accepted\' AND p."about" = \'condition:\' || c."slug"'
        f" AND ({member} AND {above} IS NOT NULL OR {family} AND {below} IS NOT NULL)"
    )
    return f"{HAS_STARTED} AND NOT EXISTS ({chosen}) AND NOT EXISTS ({come})"


ASKED: tuple[Rule, ...] = (
    Refuses(
        name="wording_by_two",
        table="conditions_wording",
        promise="E7",
        says="Readers see the words of a question that a second person accepted. Propose them.",
        events=("INSERT", "UPDATE"),
        when=wording_unaccepted("postgresql"),
        when_sqlite=wording_unaccepted("sqlite"),
        reads=(*WHAT_IS_READ, "conditions_question"),
        queue="publications",
    ),
    Refuses(
        name="question_begins_unasked",
        table="conditions_question",
        promise="E7",
        says="A new question is asked when a second person accepts it. Add it unasked, and propose that it is asked.",
        events=("INSERT",),
        when=f'NEW."is_asked" AND {HAS_STARTED}',
        reads=WHAT_IS_READ,
    ),
    Refuses(
        name="question_by_two",
        table="conditions_question",
        promise="E7",
        says="Readers see a question, and more of it, when a second person accepts it. Propose it.",
        events=("UPDATE",),
        when=question_unaccepted("postgresql"),
        when_sqlite=question_unaccepted("sqlite"),
        reads=(*WHAT_IS_READ, "conditions_wording"),
        queue="publications",
    ),
    Refuses(
        name="question_once_asked",
        table="conditions_question",
        promise="E7",
        says="Readers have met this question: that stays so, and so does its address. Let it be asked no more instead.",
        events=("UPDATE",),
        when='OLD."was_asked" AND (NOT NEW."was_asked" OR NEW."slug" <> OLD."slug" OR NEW."id" <> OLD."id")',
    ),
    Refuses(
        name="formerslug_was_had",
        table="conditions_formerslug",
        promise="E7",
        says="This is no address of the condition. What becomes a former address is kept while it is the present one.",
        events=("INSERT",),
        when=(
            f'{HAS_STARTED} AND NOT EXISTS (SELECT 1 FROM "conditions_condition" AS c'
            ' WHERE c."id" = NEW."condition_id" AND c."slug" = NEW."slug")'
        ),
        reads=("conditions_stream", "conditions_condition"),
    ),
    Refuses(
        name="condition_place_by_two",
        table="conditions_condition",
        promise="E7",
        says="A condition has another address, or questions of its own, when a second person accepts it. Propose it.",
        events=("UPDATE",),
        when=place_unaccepted("postgresql"),
        when_sqlite=place_unaccepted("sqlite"),
        reads=(*WHAT_IS_READ, "conditions_formerslug"),
    ),
    Refuses(
        name="family_by_two",
        table="conditions_condition_parents",
        promise="E7",
        says="A condition belongs to a family when a second person accepts it. Propose it.",
        events=("INSERT", "UPDATE"),
        when=family_unaccepted("postgresql"),
        when_sqlite=family_unaccepted("sqlite"),
        reads=(*WHAT_IS_READ, "conditions_condition", "conditions_code"),
    ),
)
