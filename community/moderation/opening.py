"""Whether members can write: only while somebody reads it, and somebody is told of danger (M11)."""

import datetime

from django.utils.translation import gettext as _

from community.models import ConsentDocument, Purpose
from conditions.permissions import holders


def closed_because(language: str, *, on: datetime.date) -> str:
    """Why nobody can send a story in the language on the day, as a sentence for members; empty while they can."""
    if not holders("safeguard", on=on).exists():
        return _("Nobody is on duty here who could help if a story tells of danger. Please come back later.")
    if not holders("moderate", on=on).exists():
        return _("Nobody is here who could read your story. Please come back later.")
    if not ConsentDocument.objects.in_force(language).filter(purpose=Purpose.DISPLAY).exists():
        return _("We cannot ask for your permission in this language yet. Please come back later.")
    return ""
