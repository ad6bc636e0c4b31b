"""Mail to somebody who is asked from outside: one link, and nothing of what the texts are about (M22)."""

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conditions import pace
from conditions.editorial import letters
from conditions.models import ExpertLink, ExpertMailbox, Revision, User

KEPT = datetime.timedelta(days=30)  # how long the address stands after the end, so that somebody can ask again


class Letter(NamedTuple):
    """What the expert reads, above and below the link."""

    subject: str
    text: str
    end: str


def letter(by: User, voucher: User, texts: Sequence[Revision], until: datetime.date, language: str) -> Letter:
    """As it is sent, and as the editor sees it before. A colleague may send it again; who vouches stays."""
    with translation.override(language):
        told = {
            "who": by.name,
            "site": settings.DISEASEMAPS["name"],
            "day": date_format(until),
            "n": len(texts),
            "minutes": sum(map(pace.minutes, texts)),
        }
        asks = ngettext(
            "%(who)s asks you, as somebody who knows the field, to check %(n)d text of %(site)s before readers rely on "
            "it. That takes about %(minutes)d min, and is wanted by %(day)s.",
            "%(who)s asks you, as somebody who knows the field, to check %(n)d texts of %(site)s before readers rely "
            "on them. That takes about %(minutes)d min, and is wanted by %(day)s.",
            len(texts),
        )
        vouches = _(
            "You need no account. %(who)s looked your registration up and vouches for it; readers will see that."
        )
        opens = _("See what is asked, and say yes or no, here:")
        end = _(
            "The link is for you alone: whoever has it could sign in your name, so please do not pass it on. It works "
            "until the end of %(day)s. If you do nothing, nothing is signed."
        )
        said = "\n\n".join([asks % told, vouches % {"who": voucher.name}, opens])
        return Letter(_("%(site)s: please check some texts") % told, said, end % told)


def send(link: ExpertLink, email: str, texts: Sequence[Revision], secret: str, *, at: datetime.datetime) -> None:
    language = link.reviewer.user.language
    said = letter(link.asked_by, link.voucher, texts, link.last_day, language)
    with translation.override(language):
        page = reverse("expert:link", args=[secret])
        subject = said.subject.replace("%", "%%")  # it is whole already
        letters.post(email, language, subject, said.text, page, purpose="expert-asked", at=at, end=said.end)


def forget_old(*, at: datetime.datetime) -> int:
    """Forgets the addresses of links that ended some time ago. How many."""
    lately = ExpertLink.objects.open(at - KEPT)
    return ExpertMailbox.objects.exclude(link__in=lately).delete()[0]
