"""What answers rest on: entered once, in normal form, dated with the day on which somebody read it."""

import datetime
import re

from django.db import transaction

from conditions.editorial import rows
from conditions.models import Source, User

ACTION = "manage_sources"
DOI = re.compile(r"^(?:https?://)?(?:dx\.)?(?:doi\.org/|doi:\s*)", re.IGNORECASE)
PMID = re.compile(r"^(?:https?://)?(?:pubmed\.ncbi\.nlm\.nih\.gov/|pmid:?\s*)", re.IGNORECASE)


@transaction.atomic
def add_source(source: Source, *, by: User, at: datetime.datetime) -> Source:
    """One more source; its identifiers are brought to their normal form. Raises: PermissionDenied; ValidationError."""
    rows.enter(by, ACTION, at=at)
    source.added_by, source.added_at = by, at
    source.doi, source.pmid = doi(source.doi), pmid(source.pmid)
    return rows.add(source, "added", stream=f"source:{source.key}", by=by, at=at)


def doi(typed: str) -> str:
    """The DOI in small letters, without the address or word before it."""
    return DOI.sub("", typed.strip()).lower()


def pmid(typed: str) -> str:
    """The number alone."""
    return PMID.sub("", typed.strip()).strip("/")
