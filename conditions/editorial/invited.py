"""Mail about invitations: one link, and nothing of what the site is about (M22)."""

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from conditions.editorial import letters
from conditions.models import Invitation
from conditions.permissions import holders


def asked(invitation: Invitation, secret: str, language: str, *, at: datetime.datetime) -> None:
    """To the address that is invited. Whether anybody has an account by it changes no word."""
    with translation.override(language):
        told = {
            "who": invitation.invited_by,
            "site": settings.DISEASEMAPS["name"],
            "role": invitation.get_role_display(),
            "day": date_format(timezone.localdate(invitation.expires_at)),
        }
        said = [_("%(who)s invites you to work with %(site)s. The role: %(role)s.") % told]
        if invitation.message:
            said.append(f"“{invitation.message}”")
        said.append(_("See what that means, and accept it or not, here:"))
        end = _("The link is for you alone. It works once, until %(day)s. If you do nothing, nothing happens.") % told
        page = reverse("invitation_link", args=[secret])
        subject, text = _("%(site)s: an invitation"), "\n\n".join(said)
        letters.post(invitation.email, language, subject, text, page, purpose="invitation", at=at, end=end)


def accepted(invitation: Invitation, *, at: datetime.datetime) -> None:
    """To whoever invited, and to everybody who could have given the role: nobody comes in unseen."""
    person = invitation.accepted_by
    may_give = holders("manage_people", on=timezone.localdate(at)).exclude(pk__in=[invitation.accepted_by_id or 0])
    for each in {invitation.invited_by, *may_give.order_by("pk")}:
        with translation.override(each.language):
            told = {"name": person, "role": invitation.get_role_display(), "who": invitation.invited_by}
            text = _("%(name)s accepted the role “%(role)s”, to which %(who)s invited them. All invitations:")
            page, purpose = reverse("desk:invitations"), "invitation-accepted"
            letters.send(each, _("%(site)s: somebody joined"), text % told, page, purpose=purpose, at=at)
