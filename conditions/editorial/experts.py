"""Asking somebody without an account for one review, by a mail with one link; who vouches for them, and what ends it.

Why the expert is a user who can never sign in, and what the link gives, stands in
docs/decisions/0048-outside-experts.md.
"""

import datetime
import hashlib
import secrets
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from conditions import ledger
from conditions.editorial import (
    bundles,
    checks,
    deadlines,
    expert_days,
    expert_letters,
    reviewers,
    rounds,
    rows,
    vouching,
)
from conditions.editorial.vouching import Expert
from conditions.models import (
    Assignment,
    Bundle,
    Condition,
    Credential,
    ExpertLink,
    ExpertMailbox,
    Reviewer,
    Round,
    User,
    Verification,
)
from conditions.models.experts import ExpertLinkQuerySet
from conditions.stale import Stale

NOWHERE = "outside.invalid"  # no mail ever reaches it


class Looked(NamedTuple):
    """What the editor saw in the register, and when."""

    on: datetime.date
    days: int
    evidence: str
    link: str = ""


@transaction.atomic
def ask(
    condition: Condition,
    language: str,
    seen: Mapping[int, str],
    expert: Expert,
    looked: Looked,
    *,
    by: User,
    at: datetime.datetime,
    question: str,
    due_on: datetime.date,
    write_in: str,
    second_clinician: bool = False,
    lay_reader: bool = False,
) -> ExpertLink:
    """Sends the texts out to the expert alone, for whom whoever asks vouches. `seen` is what was on screen.

    Raises: PermissionDenied; Stale; ValidationError, keyed by field.
    """
    known = vouching.refuse(expert, seen, condition, language, by=by, at=at)
    until = expert_days.ends(due_on, at=at)
    verification = _entered(known, expert, write_in, looked, by=by, at=at)
    reviewer = verification.credential.reviewer
    expert_days.counts(verification, due_on)
    expert_days.employ(reviewer.user, condition, language, due_on, by=by, at=at)

    def asks(round_: Round) -> None:
        checks.eligible(reviewer, round_, at=at, vouched=verification)
        rounds.assign(round_, [reviewer], by=by, at=at)

    what: dict[str, Any] = {"question": question, "due_on": due_on, "second_clinician": second_clinician}
    what["lay_reader"] = lay_reader
    bundle = bundles.opened(condition, language, seen, asks, by=by, at=at, **what)
    return _linked(bundle, verification, expert.email.strip().lower(), until, by=by, at=at)


def _entered(
    known: Reviewer | None, expert: Expert, write_in: str, looked: Looked, *, by: User, at: datetime.datetime
) -> Verification:
    """Who the expert is, with what was seen of them.

    Raises: ValidationError where a colleague enters the same person in the same moment: the next try finds them.
    """
    try:
        reviewer = known or _introduced(expert, write_in, by=by, at=at)
        return _looked_up(reviewer, expert, looked, by=by, at=at)
    except Stale as faster:
        said = _(
            "A colleague asked %(name)s in the same moment, and was faster. Nothing of yours was sent. Send it once "
            "more: what they entered is then used for your texts too."
        )
        raise ValidationError(said % {"name": expert.name}) from faster


def _introduced(expert: Expert, write_in: str, *, by: User, at: datetime.datetime) -> Reviewer:
    """A user who can never sign in, with the profile that readers will see."""
    user = User(email=f"{secrets.token_hex(16)}@{NOWHERE}", name=expert.name, language=write_in, is_outside=True)
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save(force_insert=True)
    ledger.record(f"user:{user.pk}", "asked from outside", by=by, at=at, data={})
    profile = Reviewer(user=user, slug=reviewers.address(expert.name), name=expert.name, discipline=expert.discipline)
    return reviewers.add_reviewer(profile, by=by, at=at)


def _looked_up(reviewer: Reviewer, expert: Expert, looked: Looked, *, by: User, at: datetime.datetime) -> Verification:
    credential = Credential.objects.filter(
        reviewer=reviewer, title=expert.title, register=expert.register, number=expert.number, revocation=None
    ).first()
    if credential is None:
        told = {name: getattr(expert, name) for name in ("profession", "title", "register", "number")}
        credential = reviewers.enter_credential(Credential(reviewer=reviewer, **told), by=by, at=at)
    said: dict[str, Any] = {"days": looked.days, "evidence": looked.evidence, "link": looked.link}
    return reviewers.verify(credential, on=looked.on, **said, by=by, at=at)


def _linked(
    bundle: Bundle,
    verification: Verification,
    email: str,
    until: datetime.datetime,
    *,
    by: User,
    at: datetime.datetime,
) -> ExpertLink:
    """Writes the link down, and sends it."""
    secret = secrets.token_urlsafe(24)
    link = ExpertLink(
        bundle=bundle,
        reviewer=verification.credential.reviewer,
        verification=verification,
        asked_by=by,
        asked_at=at,
        expires_at=until,
        digest=digest(secret),
    )
    rows.write(link)
    ExpertMailbox.objects.create(link=link, email=email)
    rows.tell("asked from outside", link, stream=_stream(bundle), by=by, at=at)
    asked = bundles.waiting(bundles.theirs(bundle, link.reviewer))
    expert_letters.send(link, email, [each.round.revision for each in asked], secret, at=at)
    return link


@transaction.atomic
def again(link: ExpertLink, *, by: User, at: datetime.datetime, due_on: datetime.date) -> ExpertLink:
    """The same with a new link; the old one ends. Who vouches stays. The texts on which nobody else still has to decide
    are wanted by the new day: what others were asked for is not hurried, nor put off, by a link that they never had.

    Raises: as `ask`; Stale if it was withdrawn, or if a review ended meanwhile.
    """
    rows.enter(by, reviewers.ACTION, at=at)
    bundle = link.bundle
    rows.enter(by, "offer", bundle.condition, at=at, language=bundle.language)
    vouching.named(by)
    asked = [each.round for each in bundles.waiting(bundles.theirs(bundle, link.reviewer))]
    rounds.lock_all(each.answer_id for each in asked)  # before the link, as whoever moves the day does
    now = rows.locked(link, rows.version(link))
    until = expert_days.ends(due_on, at=at)
    if hindrance := over(now, at=at):
        raise ValidationError(hindrance)
    expert_days.counts(now.verification, due_on)
    email = now.mailbox.email
    if not now.withdrawn_at:
        _withdraw(now, by=by, at=at)
    with translation.override(bundle.language):
        because = _("A new link was sent, which works until this day.")
    deadlines.set_due(expert_days.theirs_alone(asked, link.reviewer), due_on, because, by=by, at=at)
    expert_days.employ(now.reviewer.user, bundle.condition, bundle.language, due_on, by=by, at=at)
    return _linked(bundle, now.verification, email, until, by=by, at=at)


def over(link: ExpertLink, *, at: datetime.datetime) -> str:
    """Why there is nothing to send again; empty where there is."""
    if ExpertLink.objects.filter(bundle=link.bundle, reviewer=link.reviewer, pk__gt=link.pk).exists():
        return _("A newer link was sent already. Send that one again.")
    if not bundles.waiting(bundles.theirs(link.bundle, link.reviewer)):
        return _("Nothing of this waits for their decision any more, so there is nothing to send.")
    if not Verification.objects.valid(timezone.localdate(at)).filter(pk=link.verification_id).exists():
        return _("This registration does not count any more. Look it up again, and send the texts again.")
    if not ExpertMailbox.objects.filter(link=link).exists():
        return _("The address was forgotten after {days} days. Send the texts again.").format(
            days=expert_letters.KEPT.days
        )
    return ""


@transaction.atomic
def withdraw(link: ExpertLink, *, by: User, at: datetime.datetime) -> ExpertLink:
    """The link ends. Raises: PermissionDenied; Stale if it was withdrawn meanwhile."""
    rows.enter(by, reviewers.ACTION, at=at)
    return _withdraw(rows.locked(link, rows.version(link)), by=by, at=at)


def _withdraw(now: ExpertLink, *, by: User, at: datetime.datetime) -> ExpertLink:
    rows.once(now, withdrawn_at=at, withdrawn_by=by)
    rows.tell("link withdrawn", now, stream=_stream(now.bundle), by=by, at=at)
    return now


def found(secret: str) -> ExpertLink | None:
    """The link, in whatever state."""
    return shown().filter(digest=digest(secret)).first() if secret else None


def shown() -> ExpertLinkQuerySet:
    """With all that a page of it tells."""
    told = ("bundle__condition", "bundle__opened_by", "reviewer__user", "verification__by", "asked_by")
    return ExpertLink.objects.select_related(*told)


@transaction.atomic
def begin(link: ExpertLink, *, at: datetime.datetime) -> list[Assignment]:
    """The expert will do it, and has the texts on screen from now on (E17). Raises: Stale where nothing waits."""
    expert = link.reviewer.user
    asked = bundles.accept(link.bundle, link.reviewer, by=expert, at=at)
    bundles.read(link.bundle, link.reviewer, by=expert, at=at)
    return asked


def digest(secret: str) -> str:
    """What is kept of a link: 192 random bits need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _stream(bundle: Bundle) -> str:
    return f"condition:{bundle.condition_id}"
