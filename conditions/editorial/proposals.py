"""What readers newly see takes two: one person or an import proposes it, another person accepts it (E7, E22).

Names, records of countries, help lines, conditions and terms of the glossary; the words of questions, which are asked,
and the place of a condition (`proposing`). Taking away is left to one person: `catalogue.lower_use` and `change_place`,
`countries.take_down_numbers`, `help_lines.take_down`, `glossary.take_down` and `questions.change_question`.
"""

import datetime
import json
from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conditions import names, rendering
from conditions.editorial import acceptance, catalogue, countries, glossary, help_lines, rows
from conditions.editorial.comparison import forecast, screen
from conditions.editorial.parts import parts, taken
from conditions.editorial.proposing import begin, propose_place, propose_question, propose_wording, stream
from conditions.models import Condition, Country, Event, GlossaryTerm, HelpLine, Name, Proposal, User
from conditions.stale import Stale

__all__ = [
    "accept",
    "forecast",
    "left_out",
    "propose_condition",
    "propose_country",
    "propose_line",
    "propose_name",
    "propose_place",
    "propose_question",
    "propose_term",
    "propose_use",
    "propose_wording",
    "refuse",
    "take_back",
]


@transaction.atomic
def propose_name(
    condition: Condition,
    text: str,
    *,
    use: str,
    by: User,
    at: datetime.datetime,
    language: str = "en",
    reason: str = "",
) -> Proposal:
    """A new name, found by search at once and shown in that use when somebody else accepts it.

    Raises: PermissionDenied; ValidationError.
    """
    name = catalogue.add_name(condition, text, by=by, at=at, language=language)
    return propose_use(name, use, by=by, at=at, seen=rows.version(name), reason=reason)


@transaction.atomic
def propose_use(name: Name, use: str, *, by: User, at: datetime.datetime, seen: str, reason: str = "") -> Proposal:
    """Another use of a name, in which readers would see more of it than now.

    Raises: PermissionDenied; Stale; ValidationError also for what takes no second person, or is proposed already.
    """
    rows.enter(by, catalogue.ACTION, name.condition, at=at, language=name.language)
    Condition.objects.select_for_update().get(pk=name.condition_id)
    now = rows.locked(name, seen)
    if use not in Name.Use.values or not now.would_show_more(use):
        raise ValidationError(_("In this use readers would see nothing new of the name. Choose another use."))
    made = Proposal(kind=Proposal.Kind.NAME, about=f"name:{now.pk}", name=now, seen=seen)
    return begin(made, {"use": use}, by=by, at=at, reason=reason)


@transaction.atomic
def propose_country(
    code: str,
    *,
    emergency_numbers: str,
    checked_on: datetime.date,
    source_title: str,
    source_url: str,
    by: User,
    at: datetime.datetime,
    seen: str = "",
    reason: str = "",
) -> Proposal:
    """What somebody read in a source on a day, whether or not the numbers changed: readers rely on that day.

    Raises: PermissionDenied; Stale; ValidationError, also for a day that has not come or lies before the last check.
    """
    rows.enter(by, countries.ACTION, at=at)
    there = Country.objects.filter(pk=code).first()
    if there or seen:
        there = rows.locked(there or Country(code=code), seen)
    _refuse_day(checked_on, there, timezone.localdate(at))
    values = {
        "emergency_numbers": rendering.line(emergency_numbers),
        "checked_on": checked_on,
        "source_title": rendering.line(source_title),
        "source_url": source_url,
    }
    if not values["emergency_numbers"]:
        raise ValidationError(
            {"emergency_numbers": _("Write at least one number. To take numbers down, empty this field and no other.")}
        )
    if there and all(getattr(there, name) == value for name, value in values.items()):
        raise ValidationError(_("This is what is recorded already. Nothing needs to be done."))
    Country(code=code, **values).full_clean(validate_unique=False)
    made = Proposal(kind=Proposal.Kind.COUNTRY, about=f"country:{code}", seen=seen)
    return begin(made, values, by=by, at=at, reason=reason)


@transaction.atomic
def propose_line(
    country: Country,
    *,
    by: User,
    at: datetime.datetime,
    there: HelpLine | None = None,
    seen: str = "",
    reason: str = "",
    **said: Any,
) -> Proposal:
    """A help line as somebody read it in a source on a day; or the line that is `there`, read again.

    `said` has each column that an editor types. Raises: PermissionDenied; Stale; ValidationError.
    """
    rows.enter(by, countries.ACTION, at=at)
    now = rows.locked(there, seen) if there else None
    values = help_lines.clean(country=country.code, **said)
    slug = now.slug if now else help_lines.key(country.code, values["name"])
    _refuse_day(values["checked_on"], now, timezone.localdate(at))
    if now is None and HelpLine.objects.filter(slug=slug).exists():
        raise ValidationError({"name": _("This line is here already. Open it and propose what you read.")})
    if now and all(getattr(now, name) == value for name, value in values.items() if name != "country"):
        raise ValidationError(_("This is what is recorded already. Nothing needs to be done."))
    help_lines.refuse(slug, values)
    made = Proposal(kind=Proposal.Kind.LINE, about=help_lines.stream(slug), seen=seen)
    return begin(made, values, by=by, at=at, reason=reason)


@transaction.atomic
def propose_condition(
    name: str, *, by: User, at: datetime.datetime, slug: str = "", is_grouping: bool = False, reason: str = ""
) -> Proposal:
    """A condition that Mondo does not have, with its preferred English name; without an address it gets the name's.

    Raises: PermissionDenied; ValidationError.
    """
    rows.enter(by, "add_conditions", at=at)
    called = rendering.line(name)
    address = slug or names.slug(called)
    catalogue.refuse_address(address, None)
    Condition(slug=address, is_grouping=is_grouping).full_clean()
    Name(text=called, folded=names.fold(called)).full_clean(exclude=["condition"])
    made = Proposal(kind=Proposal.Kind.CONDITION, about=f"condition:{address}")
    values = {"name": called, "slug": address, "is_grouping": is_grouping}
    return begin(made, values, by=by, at=at, reason=reason)


@transaction.atomic
def propose_term(
    term: str,
    *,
    language: str,
    explanation: str,
    by: User,
    at: datetime.datetime,
    forms: str = "",
    source_title: str = "",
    source_url: str = "",
    there: GlossaryTerm | None = None,
    seen: str = "",
    reason: str = "",
) -> Proposal:
    """A word that readers may not know, explained; or other words for the term that is `there`.

    Raises: PermissionDenied; Stale; ValidationError also where a form leads to another term already.
    """
    rows.enter(by, glossary.ACTION, at=at)
    now = rows.locked(there, seen) if there else None
    values = glossary.clean(
        term=term, forms=forms, explanation=explanation, source_title=source_title, source_url=source_url
    )
    row = now or GlossaryTerm(language=language, slug=names.slug(values["term"]))
    if now and all(getattr(now, name) == value for name, value in values.items()):
        raise ValidationError(_("This is what the glossary says already. Nothing needs to be done."))
    glossary.refuse(row, values)
    made = Proposal(kind=Proposal.Kind.TERM, about=f"term:{row.language}:{row.slug}", seen=seen)
    return begin(made, values, by=by, at=at, reason=reason)


@transaction.atomic
def accept(
    proposal: Proposal, *, by: User, at: datetime.datetime, seen: str, without: Collection[int] = ()
) -> Proposal:
    """Brings it to readers, `without` those of its `parts`. Never by whoever proposed it.

    `seen` is what `comparison.screen` said of the page.
    Raises: PermissionDenied; Stale if it was decided on, or if what it would change has moved; ValidationError also if
    nothing would be left of it.
    """
    now = _entered(proposal, by, at)
    acceptance.lock(now)
    if screen(now) != seen:
        raise Stale
    kept, left = taken(now, without), [part.says for part in parts(now) if part.place in without]
    decided = _decide(now, Proposal.Outcome.ACCEPTED, by=by, at=at, without=left)
    acceptance.apply(decided, kept, by=by, at=at)
    return decided


def left_out(proposal: Proposal) -> list[str]:
    """What of it was left out when it was accepted, as the ledger tells it."""
    told = Event.objects.filter(stream=stream(proposal), action=Proposal.Outcome.ACCEPTED)
    return [text for data in told.values_list("data", flat=True) for text in json.loads(data).get("left_out", ())]


@transaction.atomic
def refuse(proposal: Proposal, *, by: User, at: datetime.datetime, reason: str) -> Proposal:
    """Leaves things as they are, with a reason for whoever proposed it. Also where the row has moved since.

    Raises: PermissionDenied; Stale if it was decided on; ValidationError without a reason, or for one's own.
    """
    now = _entered(proposal, by, at)
    return _decide(now, Proposal.Outcome.REFUSED, by=by, at=at, why=rendering.line(reason))


@transaction.atomic
def take_back(proposal: Proposal, *, by: User, at: datetime.datetime) -> Proposal:
    """Whoever proposed it thinks better of it, also where their role ended since: it is their own.

    Raises: PermissionDenied for somebody else without the role; Stale if it was decided on; ValidationError for
    somebody else with it.
    """
    now = _entered(proposal, by, at, takes_back=True)
    return _decide(now, Proposal.Outcome.WITHDRAWN, by=by, at=at)


def _entered(proposal: Proposal, by: User, at: datetime.datetime, *, takes_back: bool = False) -> Proposal:
    """The proposal as it stands now, locked and still open, for somebody who may decide on such, or its author."""
    now = Proposal.objects.with_all_it_tells().filter(pk=proposal.pk).first()
    if now is None:
        raise Stale
    if not (takes_back and now.proposed_by_id == by.pk):
        action, condition, language = acceptance.needs(now)
        rows.enter(by, action, condition, at=at, language=language)
    if Proposal.objects.open().select_for_update().filter(pk=now.pk).values_list("pk", flat=True).first() is None:
        raise Stale
    return now


def _decide(
    now: Proposal, outcome: str, *, by: User, at: datetime.datetime, why: str = "", without: Collection[str] = ()
) -> Proposal:
    now.decided_why = why
    now.clean_fields(exclude={"name", "proposed_by", "decided_by"})
    decided = rows.once(now, decided_at=at, outcome=outcome, decided_by=by, decided_why=why)
    told: dict[str, Any] = {"about": now.about, "reason": why} | ({"left_out": without} if without else {})
    rows.tell(outcome, decided, stream=stream(now), by=by, at=at, **told)
    return decided


def _refuse_day(checked_on: datetime.date, there: Country | HelpLine | None, today: datetime.date) -> None:
    if checked_on > today:
        raise ValidationError({"checked_on": _("This day has not come yet. Write the day of the check.")})
    if there and checked_on < there.checked_on:
        raise ValidationError({"checked_on": _("Somebody has checked it since. Write the day of your own check.")})
