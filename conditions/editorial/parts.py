"""What of a proposal an editor may leave out, one by one: names to search by, and codes.

The page that asks, the version of that page, and what is written all rest on the same list.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from conditions import names
from conditions.models import Code, Name, Proposal
from conditions.stale import Stale

IMPORTED = "en"  # the language of the names that an import brings


class Part(NamedTuple):
    """One name or code."""

    place: int  # in the proposal
    says: str
    is_here: bool  # by now, so that nothing is added


def parts(proposal: Proposal) -> list[Part]:
    """In the order of the proposal; none of a kind that is accepted as a whole."""
    wanted = proposal.wanted
    match proposal.kind:
        case Proposal.Kind.NAMES:
            here = Name.objects.filter(condition=int(proposal.key), language=IMPORTED)
            return _spellings(wanted["names"], here.values_list("folded", flat=True))
        case Proposal.Kind.CONDITION:
            return _spellings(wanted.get("synonyms", ()), [names.fold(wanted["name"])])
        case Proposal.Kind.CODES:
            held = set(Code.objects.filter(condition=int(proposal.key)).values_list("system", "value"))
            return [
                Part(place, _code(Code(**each)), (each["system"], each["value"]) in held)
                for place, each in enumerate(wanted["codes"])
            ]
        case _:
            return []


def taken(proposal: Proposal, without: Collection[int]) -> list[Part]:
    """What is written if those places are left out.

    Raises: Stale for a place that it does not have; ValidationError if nothing would be left of it.
    """
    found = parts(proposal)
    if not set(without) <= {part.place for part in found}:
        raise Stale
    left = [part for part in found if part.place not in without and not part.is_here]
    if without and not left and proposal.kind != Proposal.Kind.CONDITION:
        raise ValidationError(_("Nothing of it would be left. Refuse it instead, and say why."))
    return left


def _spellings(texts: Iterable[str], here: Iterable[str]) -> list[Part]:
    """Each spelling counts once, as search folds it."""
    known, made = set(here), []
    for place, text in enumerate(texts):
        folded = names.fold(text)
        made.append(Part(place, text, folded in known))
        known.add(folded)
    return made


def _code(code: Code) -> str:
    return str(code) if code.relation == Code.Relation.EXACT else f"{code}: {code.get_relation_display()}"
