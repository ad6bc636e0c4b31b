"""Mail and recurring work: to be seen, and mail that a person must decide on to be sent again or closed.

The words of a mail are shown to nobody here: they can hold a link that opens somebody's account.
"""

from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from conditions import outbox
from conditions.admin.base import LEFT, HouseAdmin
from conditions.models import Chore, Mail
from conditions.models.outbox import MailQuerySet
from conditions.stale import Stale


class State(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("waiting", _("waiting")),
            ("perhaps", _("perhaps sent")),
            ("given-up", _("given up")),
            ("sent", _("sent")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> MailQuerySet:
        match self.value():
            case "waiting":
                queryset = queryset.waiting()
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
        ("queued_at", "due_at"),
        ("attempts", "problem", "leased_until"),
        ("handing_over_since", "sent_at", "failed_at", "settled_at"),
    )

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return self._may(request, "repeat_mail")

    @admin.action(description=_("Send again …"), permissions=["decide"])
    def send_again(self, request: HttpRequest, queryset: MailQuerySet) -> HttpResponse | None:
        return self._ask_or_decide(request, queryset, outbox.repeat)

    @admin.action(description=_("Close without sending …"), permissions=["decide"])
    def close(self, request: HttpRequest, queryset: MailQuerySet) -> HttpResponse | None:
        return self._ask_or_decide(request, queryset, outbox.settle)

    def _ask_or_decide(self, request: HttpRequest, queryset: MailQuerySet, move: Any) -> HttpResponse | None:
        """First the page that says what will happen and carries the version of each mail; then what it sends."""
        if "seen" not in request.POST:
            return self._ask(request, queryset)
        self._decide(request, move)
        return None

    def _ask(self, request: HttpRequest, queryset: MailQuerySet) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Send again") if request.POST["action"] == "send_again" else _("Close without sending"),
            "opts": self.opts,
            "action": request.POST["action"],
            "selected": ACTION_CHECKBOX_NAME,
            "mails": queryset.undecided(timezone.now()),
        }
        return TemplateResponse(request, "admin/conditions/mail/decide.html", context)

    def _decide(self, request: HttpRequest, move: Any) -> None:
        done = stale = 0
        for seen in request.POST.getlist("seen"):
            pk, _colon, version = seen.partition(":")
            try:
                move(Mail(pk=int(pk)), by=request.user, at=timezone.now(), seen=int(version))
                done += 1
            except (Stale, ValueError):  # what is no version was never on screen
                stale += 1
            except OperationalError:
                self.message_user(request, LEFT, messages.ERROR)
                break
        if done:
            told = ngettext("%(number)d mail was decided on.", "%(number)d mails were decided on.", done)
            self.message_user(request, told % {"number": done})
        if stale:
            told = ngettext(
                "%(number)d mail changed while you were looking, so nothing was done with it. Look at it again.",
                "%(number)d mails changed while you were looking, so nothing was done with them. Look at them again.",
                stale,
            )
            self.message_user(request, told % {"number": stale}, messages.WARNING)


@admin.register(Chore)
class ChoreAdmin(HouseAdmin):
    sees = "see_health"
    list_display = ("name", "done_at", "leased_until", "failed_at", "problem")
    ordering: ClassVar = ("name",)
