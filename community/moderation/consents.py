"""What an author allows for a story, purpose by purpose, each in words of the day and with an end (C2-C5, C10-C14)."""

import datetime
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import OWN, Consent, ConsentDocument, Purpose, Relation, Story
from community.moderation import publications, threads
from conditions import evidence, rendering
from conditions.editorial import rows
from conditions.models import User
from conditions.stale import Stale

YEARS = (1, 3, 5)  # after which an author is asked again, as they choose (C10)


@transaction.atomic
def describe(purpose: str, language: str, *, label: str, text: str, by: User, at: datetime.datetime) -> ConsentDocument:
    """The words in which a purpose is asked for from now on. Nobody's consent changes with them (C11).

    Raises: PermissionDenied; ValidationError; Stale if somebody else wrote new words at the same moment.
    """
    rows.enter(by, "manage_consents", at=at)
    former = ConsentDocument.objects.select_for_update(no_key=True).filter(purpose=purpose, language=language)
    last = former.order_by("-number").first()
    for each in former.filter(ended_at__isnull=True):
        rows.tell("ended", rows.once(each, ended_at=at), stream=evidence.home(each), by=by, at=at)
    fresh = ConsentDocument(
        purpose=purpose,
        language=language,
        number=last.number + 1 if last else 1,
        label=rendering.line(label),
        text=rendering.shown(text),
        written_by=by,
        began_at=at,
    )
    rows.write(fresh)
    rows.tell("begun", fresh, stream=evidence.home(fresh), by=by, at=at, purpose=purpose)
    return fresh


@transaction.atomic
def switch_off(document: ConsentDocument, *, by: User, at: datetime.datetime) -> ConsentDocument:
    """The purpose is asked for no more in the language. What members allowed before stands.

    Raises: PermissionDenied; Stale if it was ended already.
    """
    rows.enter(by, "manage_consents", at=at)
    rows.once(document, ended_at=at)
    rows.tell("ended", document, stream=evidence.home(document), by=by, at=at)
    return document


def attestation_problem(relation: str, attests: str, comes_of_age: int | None, *, on: datetime.date) -> str:
    """What is missing of what somebody says of the person whom their story is about; empty if nothing is (C13, C14)."""
    Attests = Consent.Attests  # noqa: N806
    if relation in OWN:
        return "" if attests == Attests.NOBODY else _("A story about yourself needs nobody else’s word.")
    if relation == Relation.BEREAVED:
        return "" if attests == Attests.DIED else _("Say that the person has died.")
    if attests == Attests.GUARDIAN:
        fits = comes_of_age is not None and on.year < comes_of_age <= on.year + 18
        return "" if fits else _("Say in which year the child comes of age.")
    if attests in (Attests.AGREED, Attests.CANNOT):
        return ""
    return _("Say whether they agree. If they have not agreed, write about your own experience instead.")


def last_day(on: datetime.date, years: int, comes_of_age: int | None) -> datetime.date:
    """Until when a consent of the day lasts: a story about a child is asked about again before they come of age."""
    day = (
        on.replace(year=on.year + years, day=28) if (on.month, on.day) == (2, 29) else on.replace(year=on.year + years)
    )
    return day if comes_of_age is None else min(day, datetime.date(comes_of_age - 1, 12, 31))


def not_asked() -> str:
    return _("We do not ask for this any more. Look at your permission again.")


def documents(language: str, purposes: Collection[str]) -> dict[str, ConsentDocument]:
    """The words that stand now for each of the purposes. Raises: ValidationError where one is not asked for."""
    found = {each.purpose: each for each in ConsentDocument.objects.in_force(language).filter(purpose__in=purposes)}
    if set(purposes) - found.keys():
        raise ValidationError({"purposes": not_asked()})
    return found


def give(
    story: Story,
    purposes: Collection[str],
    *,
    at: datetime.datetime,
    years: int,
    way: str,
    attests: str,
    comes_of_age: int | None,
    after_death: str,
) -> list[Consent]:
    """Part of a move: what the author allows from now on, in the words that explain it now.

    Raises: ValidationError for a purpose that nobody asks for, or a number of years that is no choice.
    """
    if years not in YEARS:
        raise ValidationError({"years": _("Choose when we ask you again.")})
    on = timezone.localdate(at)
    asked = documents(story.language, purposes)
    return [
        Consent(
            story=story,
            purpose=purpose,
            document=asked[purpose],
            given_by=story.author,
            given_at=at,
            way=way,
            until=last_day(on, years, comes_of_age),
            attests=attests,
            comes_of_age=comes_of_age,
            after_death=after_death,
        )
        for purpose in Purpose.values
        if purpose in asked
    ]


@transaction.atomic
def allow(story: Story, purpose: str, *, by: User, at: datetime.datetime, seen: int) -> Consent:
    """One purpose more, on the page of the author's choices: it lasts as long as the story may be shown (C3, C4).

    `seen` is the key of the words of consent that were on screen.
    Raises: PermissionDenied; Stale if other words explain the purpose now; ValidationError.
    """
    story = threads.lock(story)
    threads.require_author(story, by)
    on = timezone.localdate(at)
    display = Consent.objects.standing(on).filter(story=story, purpose=Purpose.DISPLAY).first()
    if display is None or purpose == Purpose.DISPLAY:
        raise ValidationError(_("You do not allow this story to be shown now. Send it, or allow it again, first."))
    asked = documents(story.language, [purpose])[purpose]
    if asked.pk != seen:
        raise Stale
    given = Consent(
        story=story,
        purpose=purpose,
        document=asked,
        given_by=story.author,
        given_at=at,
        way=Consent.Way.CHOICES,
        until=display.until,
        attests=display.attests,
        comes_of_age=display.comes_of_age,
        after_death=display.after_death,
    )
    rows.tell("allowed", rows.write(given), stream=threads.stream(story), by=by, at=at, purpose=purpose)
    return given


@transaction.atomic
def withdraw(consent: Consent, *, by: User, at: datetime.datetime) -> Consent:
    """The author allows it no more, from now on. Without the first purpose the story is taken down (C3, C5).

    Raises: PermissionDenied; Stale if it had ended already.
    """
    story = threads.lock(consent.story)
    threads.require_author(story, by)
    if consent.purpose == Purpose.DISPLAY:
        publications.take_down(story, by=by, at=at)
        consent.refresh_from_db()
        return consent
    rows.once(consent, ended_at=at, ending=Consent.Ending.WITHDRAWN)
    rows.tell("withdrawn", consent, stream=threads.stream(story), by=by, at=at, purpose=consent.purpose)
    return consent
