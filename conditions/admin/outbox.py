"""Mail and recurring work: to be seen, and mail that a person must decide on to be sent again or closed.

The words of a mail are shown to nobody here: they can hold a link that opens somebody's account.
"""

from typing import Any, ClassVar, cast

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from conditions import outbox
from conditions.admin.base import HouseAdmin
from conditions.admin.several import Asked, Several, Words, ask_or_decide
from conditions.models import Chore, Mail
from conditions.models.outbox import MailQuerySet

AGAIN = _(
    "These mails were perhaps sent, or were given up. Whoever got one already may get it twice; both carry the same "
    "Message-ID, so some mail programs show it once."
)
NEVER = _("These mails were perhaps sent, or were given up. They will not be sent again.")
WORDS = Words(
    done=lambda n: ngettext("%(number)d mail was decided on.", "%(number)d mails were decided on.", n) % {"number": n},
    moved=lambda n: (
        ngettext(
            "%(number)d mail changed while you were looking, so nothing was done with it. Look at it again.",
            "%(number)d mails changed while you were looking, so nothing was done with them. Look at them again.",
            n,
        )
        % {"number": n}
    ),
    left_out=lambda n: (
        ngettext(
            "%(number)s more mail was chosen. Decide on it after these.",
            "%(number)s more mails were chosen. Decide on them after these.",
            n,
        )
        % {"number": n}
    ),
    gone=_("None of the mails you chose waits for a decision: each is sent, closed, or still waiting its turn."),
)


class State(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("waiting", _("waiting")),
            ("kept", _("kept for the mail of the week")),
            ("perhaps", _("perhaps sent")),
            ("given-up", _("given up")),
            ("sent", _("sent")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> MailQuerySet:
        match self.value():
            case "waiting":
                queryset = queryset.waiting()
            case "kept":
                queryset = queryset.kept()
            case "perhaps":
                queryset = queryset.perhaps_sent(timezone.now())
            case "given-up":
                queryset = queryset.given_up()
            case "sent":
                queryset = queryset.filter(sent_at__isnull=False)
        return cast(MailQuerySet, queryset)


@admin.register(Mail)
class MailAdmin(HouseAdmin):
    sees = "see_mail"
    list_display = ("queued_at", "purpose", "due_at", "attempts", "handing_over_since", "sent_at", "problem")
    list_filter = (State, "purpose", "queued_at")
    search_fields = ("message_id", "recipient")
    search_help_text = _("Message-ID or address")
    ordering = ("-queued_at", "-pk")
    actions = ("send_again", "close")
    fields = (
        ("message_id", "purpose"),
        ("recipient", "language", "subject"),
        ("queued_at", "due_at", "gathered_on"),
        ("attempts", "problem", "leased_until"),
        ("handing_over_since", "sent_at", "failed_at", "settled_at"),
    )

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return self._may(request, "repeat_mail")

    @admin.action(description=_("Send again …"), permissions=["decide"])
    def send_again(self, request: HttpRequest, queryset: MailQuerySet) -> HttpResponse | None:
        return self._decided(request, queryset, outbox.repeat, _("Send again"), AGAIN)

    @admin.action(description=_("Close without sending …"), permissions=["decide"])
    def close(self, request: HttpRequest, queryset: MailQuerySet) -> HttpResponse | None:
        return self._decided(request, queryset, outbox.settle, _("Close without sending"), NEVER)

    def _decided(
        self, request: HttpRequest, queryset: MailQuerySet, decide: Any, title: Any, says: Any
    ) -> HttpResponse | None:
        def move(pk: int, seen: str, **who: Any) -> None:
            decide(Mail(pk=pk), seen=int(seen), **who)

        deciding = Several(title, "admin/conditions/mail/asked.html", _asked, move, WORDS, says)
        return ask_or_decide(self, request, queryset.undecided(timezone.now()), deciding)


def _asked(mail: Mail) -> Asked:
    return Asked(mail.pk, str(mail.version), "", mail)


@admin.register(Chore)
class ChoreAdmin(HouseAdmin):
    sees = "see_health"
    list_display = ("name", "done_at", "leased_until", "failed_at", "problem")
    ordering: ClassVar = ("name",)
