"""Whether those who signed, and those who are to sign, still have credentials that count (E13, E23)."""

import datetime
from collections.abc import Iterator

from django.db.models import Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conditions.health.finding import Finding
from conditions.models import Credential, Publication, SignOff, Verification
from conditions.permissions import holders

AHEAD = datetime.timedelta(days=30)


def somebody_can_sign(at: datetime.datetime) -> Iterator[Finding]:
    """Where nobody has the role, `roles_filled` says so; here somebody has it, and no credential that counts."""
    on = timezone.localdate(at)
    reviewers = holders("review", on=on)
    able = reviewers.filter(reviewer__credentials__verifications__in=Verification.objects.valid(on))
    if reviewers.exists() and not able.exists():
        remedy = _("Look up a reviewer’s credential in its register and verify it.")
        problem = _("Nobody can sign: no reviewer has a credential that counts today.")
        yield Finding(problem, remedy, reverse("desk:credentials"))


def credentials_stay(at: datetime.datetime) -> Iterator[Finding]:
    """Those that lapse within a month, of whoever signs now or stands behind live text."""
    on = timezone.localdate(at)
    live = SignOff.objects.filter(publication__in=Publication.objects.live())
    behind = live.filter(verdict__verification__credential=OuterRef("pk"))
    needed = Credential.objects.filter(Q(reviewer__user__in=holders("review", on=on)) | Exists(behind))
    until = Max("verifications__valid_until", filter=Q(verifications__verified_on__lte=on))
    lapsing = needed.filter(revocation=None).annotate(until=until).filter(until__gte=on, until__lte=on + AHEAD)
    for credential in lapsing.select_related("reviewer").order_by("until", "pk"):
        told = {"name": credential.reviewer.name, "day": formats.date_format(credential.until, "DATE_FORMAT")}
        problem = _("The credential of %(name)s counts for the last time on %(day)s.") % told
        remedy = _("Look it up in its register and verify it again, or let somebody else review what rests on it.")
        yield Finding(problem, remedy, reverse("desk:credential", args=[credential.pk]))


def live_answers_rest_on_somebody(at: datetime.datetime) -> Iterator[Finding]:
    """Readers are told that these are being rechecked, so somebody has to (E13)."""
    count = Publication.objects.resting_only_on_lapsed(timezone.localdate(at)).count()
    if count:
        problem = ngettext(
            "%(count)d live answer rests only on a credential that no longer counts.",
            "%(count)d live answers rest only on a credential that no longer counts.",
            count,
        )
        remedy = _("Verify the credential again, or send them to review again.")
        yield Finding(problem % {"count": count}, remedy, reverse("desk:credentials"))
