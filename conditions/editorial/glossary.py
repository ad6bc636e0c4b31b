"""What a term of the glossary must be, and the one move that a single person makes: a term that misleads comes down.

New ones are proposed (`proposals.propose_term`).
"""

import datetime
import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conditions import glossary, rendering
from conditions.editorial import rows
from conditions.models import GlossaryTerm, User

ACTION = "manage_glossary"


def stream(key: str) -> str:
    return f"term:{key}"


def mark() -> int:
    """Another one at each change; two sums of such numbers are the same by chance once in two thousand million."""
    return secrets.randbelow(2**31)


@transaction.atomic
def take_down(term: GlossaryTerm, *, by: User, at: datetime.datetime, seen: str) -> GlossaryTerm:
    """Readers see the term no more from this moment; nothing new is shown, so one person may (E7).

    Other words come by `proposals.propose_term`, and a second person accepts them.
    Raises: PermissionDenied; Stale.
    """
    rows.enter(by, ACTION, at=at)
    now = rows.locked(term, seen)
    values = {"explanation": "", "mark": mark()}
    return rows.change(now, values, "taken down", stream=stream(f"{now.language}:{now.slug}"), by=by, at=at)


def clean(*, forms: str, **values: str) -> dict[str, str]:
    """The values as they are kept: each in one line, the further forms once each, one a line."""
    kept = {name: rendering.line(value) for name, value in values.items()}
    lines = (rendering.line(form) for form in forms.splitlines())
    spellings = dict.fromkeys(form for form in lines if form and form != kept["term"])
    return kept | {"forms": "\n".join(spellings)}


def refuse(row: GlossaryTerm, values: dict[str, Any]) -> None:
    """Raises: ValidationError for what is no term, for one that is there already, and for a form of another one."""
    asked = GlossaryTerm(language=row.language, slug=row.slug, mark=0, **values)
    if not asked.explanation:
        raise ValidationError(
            {"explanation": _("Explain the term. To take one down, empty this field and change no other.")}
        )
    asked.pk, asked._state.adding = row.pk, row._state.adding
    asked.full_clean()
    keys = {glossary.key_of(form): form for form in asked.spellings}
    if not all(any(part[0].isalnum() for part in key) for key in keys):
        raise ValidationError({"forms": _("A form is made of letters. Take out what has none.")})
    for other in GlossaryTerm.objects.shown(row.language).exclude(pk=row.pk):
        for key in map(glossary.key_of, other.spellings):
            if key in keys:
                told = {"form": keys[key], "term": other.term}
                raise ValidationError(_("“%(form)s” leads to the term “%(term)s” already. Change that one.") % told)
