"""Following a source: a translation takes up the newest version of the text that it renders (R23)."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from conditions.editorial import drafts, revisions, rewording
from conditions.models import Answer, Draft, Publication, Revision, User
from conditions.stale import Stale

WORDS = tuple(name for name in drafts.COPIED if name != "translates")


@transaction.atomic
def take_up(answer: Answer, source: Publication, *, by: User, at: datetime.datetime, seen: int) -> Draft:
    """What they write renders this version from now on. `seen` is the version of their draft, 0 if there is none.

    Raises: PermissionDenied; Stale if the version is live no more, or the draft moved; ValidationError.
    """
    if not Publication.objects.live().filter(pk=source.pk).exists():
        raise Stale
    return drafts.save_draft(answer, {"translates": source}, by=by, at=at, seen=seen)


@transaction.atomic
def still_fits(answer: Answer, source: Publication, *, by: User, at: datetime.datetime, seen: int) -> Revision:
    """The source was reworded, and the translation fits as it is: a revision that says so, for a second person (R4).

    Raises: as `take_up`; ValidationError where the source does not say the same any more, or the words changed and
    nobody has said why.
    """
    draft = take_up(answer, source, by=by, at=at, seen=seen)
    before = draft.based_on
    if before is None or not rewording.says_the_same(before.translates, draft.translates):
        raise ValidationError(
            _("What the source says has changed. Take the new version up, look at each place, and send it to review.")
        )
    if not draft.change and all(getattr(draft, name) == getattr(before, name) for name in WORDS):
        with translation.override(answer.language):
            why = _("It follows a new wording of the text that it translates; no word of it had to change.")
        draft = drafts.save_draft(answer, {"change": why}, by=by, at=at, seen=draft.version)
    return revisions.save_revision(draft, by=by, at=at, seen=draft.version)
