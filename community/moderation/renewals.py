"""Authors allow a story anew, by one press and in the words of the day (C10, C11, C14)."""

import datetime
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Consent, ConsentDocument, Story, StoryPublication
from community.moderation import consents, publications, threads
from conditions.editorial import rows
from conditions.models import User
from conditions.stale import Stale

Attests = Consent.Attests


def asked_again(story: Story) -> list[ConsentDocument]:
    """The words of the day for all that the author allows, also if it has run out: what stands above the button.

    A purpose that nobody asks for any more is not among them, and ends with the renewal.
    """
    allowed = story.consents.filter(ended_at__isnull=True).values("purpose")
    in_force = ConsentDocument.objects.in_force(story.language)
    return list(in_force.filter(purpose__in=allowed).order_by("pk"))


@transaction.atomic
def renew(
    story: Story,
    *,
    by: User,
    at: datetime.datetime,
    years: int,
    seen: Collection[int],
    attests: str = "",
    after_death: str = "",
) -> StoryPublication:
    """Everything that the author allows, given anew in the words of the day; the same words go on being public.

    `seen` are the keys of the words of consent that were on screen. What is said of the person whom the story is
    about, and of the author's death, stays unless it is said anew.
    Raises: PermissionDenied; Stale if other words explain it now, or somebody was faster; ValidationError.
    """
    story = threads.lock(story)
    threads.require_author(story, by)
    live = _live(story)
    asked = asked_again(story)
    if {each.pk for each in asked} != set(seen):
        raise Stale
    attested, comes_of_age = _said(live.consent, attests, on=timezone.localdate(at))
    before = publications.end(story, publications.Ending.REPLACED, at=at)
    ended = publications.end_consents(story, Consent.Ending.REPLACED, at=at)
    given = consents.give(
        story,
        [each.purpose for each in asked],
        at=at,
        years=years,
        way=Consent.Way.RENEWAL,
        attests=attested,
        comes_of_age=comes_of_age,
        after_death=after_death or live.consent.after_death,
    )
    written = [rows.write(each) for each in given]
    (fresh,) = publications.begin(story, [each for each in (live.first, live.second) if each], at=at)
    rows.tell("renewed", before or live, *ended, *written, fresh, stream=threads.stream(story), by=by, at=at)
    return fresh


def _live(story: Story) -> StoryPublication:
    live = StoryPublication.objects.live().filter(story=story).select_related("consent", "first", "second").first()
    if live is None:
        raise ValidationError(_("This story is not public. Send it again, and say then what you allow."))
    return live


def must_say_anew(consent: Consent, *, on: datetime.date) -> bool:
    """Whether the story is about a child who is of age, or will be before another consent could run out (C14)."""
    return consent.comes_of_age is not None and on.year >= consent.comes_of_age - 1


def may_speak_on(former: Consent, *, on: datetime.date) -> bool:
    """Whether a guardian can allow it for longer than they did: until the year in which the child comes of age."""
    return former.comes_of_age is not None and datetime.date(former.comes_of_age - 1, 12, 31) > max(on, former.until)


def _said(former: Consent, attests: str, *, on: datetime.date) -> tuple[str, int | None]:
    """Whom the story is about may have come of age: from the year before on, it is they who agree, or cannot."""
    if former.comes_of_age is None or not must_say_anew(former, on=on):
        return former.attests, former.comes_of_age
    if attests in (Attests.AGREED, Attests.CANNOT):
        return attests, None
    if not may_speak_on(former, on=on):
        raise ValidationError({"attests": _("The child is of age, or soon will be. Say whether they agree.")})
    return former.attests, former.comes_of_age
