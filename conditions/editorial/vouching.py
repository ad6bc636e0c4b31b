"""Who may vouch for an outside expert: somebody who has no other part in the text (R9, E7)."""

import datetime
from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from conditions.editorial import checks, reviewers, rows
from conditions.models import Condition, Credential, Reviewer, Revision, User, Verdict


class Expert(NamedTuple):
    """Whom an editor asks, as the register has them."""

    name: str
    discipline: str
    profession: str
    title: str
    register: str
    number: str
    email: str


def refuse(
    expert: Expert,
    seen: Mapping[int, str],
    condition: Condition,
    language: str,
    *,
    by: User,
    at: datetime.datetime,
) -> Reviewer | None:
    """Who the expert is, if they were asked before.

    Raises: PermissionDenied; ValidationError where `by` cannot vouch for them over these texts.
    """
    rows.enter(by, reviewers.ACTION, at=at)
    rows.enter(by, "offer", condition, at=at, language=language)
    named(by)
    if hindrance := hindering(seen, by=by):
        raise ValidationError(hindrance)
    email = expert.email.strip().lower()
    ours = User.objects.filter(grants__isnull=False, is_outside=False)
    proved = Q(emailaddress__email__iexact=email, emailaddress__verified=True)
    if ours.filter(Q(email=email) | proved).exists():
        raise ValidationError({"email": _("Somebody who works here has this address. Ask them as a reviewer.")})
    return _known(expert)


def named(by: User) -> None:
    """Whoever writes to an expert does so by name. Raises: ValidationError."""
    if not by.is_named:
        raise ValidationError(
            _("Readers see who vouches. Ask an administrator to put your name to your account first.")
        )


def hindering(seen: Mapping[int, str], *, by: User) -> str:
    """Why nobody checks these texts from outside, or they cannot vouch for whoever does; empty where they can."""
    found = Revision.objects.filter(answer__in=seen, digest__in=seen.values())
    had_a_part = set(checks.written(by, found).values_list("pk", flat=True))
    for revision in found.order_by("answer"):
        told = {"question": revision.question}
        if revision.translates_id:
            said = _(
                "“%(question)s” is a translation. Whoever checks one has said here that they read both its languages: "
                "ask a reviewer with an account."
            )
            return said % told
        if revision.pk in had_a_part:
            return (
                _(
                    "You had a part in “%(question)s”. Whoever vouches for an outside expert is neither author nor "
                    "publisher of the text: ask a colleague to send it."
                )
                % told
            )
    return ""


def _known(expert: Expert) -> Reviewer | None:
    """Whoever was asked from outside with the same registration. Raises: ValidationError where it is another's."""
    same = {"register__iexact": expert.register.strip(), "number__iexact": expert.number.strip()}
    alike = Credential.objects.filter(**same).select_related("reviewer__user")
    held = alike.order_by("reviewer__user__is_outside", "pk").first()  # whoever works here now, before they were asked
    if held is None:
        return None
    if not held.reviewer.user.is_outside:
        said = _("This is the registration of %(name)s, who works here. Ask them as a reviewer.")
        raise ValidationError({"number": said % {"name": held.reviewer.name}})
    if held.reviewer.name != expert.name.strip():
        said = _("%(name)s was asked before with this registration. Look the name and the number up again.")
        raise ValidationError({"name": said % {"name": held.reviewer.name}})
    return held.reviewer


def apart(signed: Collection[Verdict], revision: Revision, *, by: User) -> None:
    """Whoever vouched for an outside expert has no other part in the text (E7). Raises: ValidationError."""
    signers = {verdict.by_id for verdict in signed}
    for verdict in signed:
        if verdict.voucher_id is None:
            continue
        if verdict.voucher_id in signers:
            said = _("%(who)s vouched for %(name)s, and approved this text too. Ask another reviewer.")
            raise ValidationError(said % {"who": verdict.vouched_by, "name": verdict.name})
        if verdict.voucher_id == by.pk:
            said = _("You vouched for %(name)s, who approved this from outside. Ask another editor to publish it.")
            raise ValidationError(said % {"name": verdict.name})
        if checks.authors(revision).filter(pk=verdict.voucher_id).exists():
            said = _("%(who)s vouched for %(name)s, and had a part in these words since. Ask another reviewer.")
            raise ValidationError(said % {"who": verdict.vouched_by, "name": verdict.name})
