"""Credentials: entered, verified by somebody else, and revoked, each by its move; and in which state each is today."""

import datetime
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Max, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions.admin.base import Evidence, HouseAdmin
from conditions.admin.decisions import Decides, Decision
from conditions.admin.evidence import EvidencePart
from conditions.editorial import reviewers
from conditions.models import Credential, Reviewer, Revocation, Verification

Day = partial(forms.DateInput, attrs={"type": "date"}, format="%Y-%m-%d")  # chosen without a script
YEAR = 365  # days: how long registers themselves are usually renewed for


class OfCredential(Decision):
    needs = "verify_credentials"

    def rows(self) -> tuple[Credential, Reviewer]:
        """The name stands in the register too: whoever changes it makes the page another one."""
        return (self.row, self.row.reviewer)

    def told(self) -> list[tuple[Any, Any]]:
        return _told(self.row)


class Verify(OfCredential):
    address = "verify"
    title = _("Verify")
    says = (
        _("Look this person up yourself, in the register named here and by the number, not by a link that they sent."),
        _("Compare the name, the profession, that the registration is active, and that no restriction is noted."),
        _("Readers will see that the registration was checked, and on which day. Nobody verifies their own."),
    )
    done = _("The credential is verified.")
    proves = True

    verified_on = forms.DateField(label=_("on which day you looked"), widget=Day())
    days = forms.IntegerField(label=_("valid for days"), min_value=1, max_value=1827, initial=YEAR)
    evidence = forms.CharField(
        label=_("what you looked at"),
        max_length=300,
        help_text=_("And where, so that a colleague can look again: the register’s page, a letter."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def hindrance(self) -> str:
        if self.row.reviewer.user_id == self.by.pk:
            return gettext("Nobody verifies their own credential. Ask a colleague.")
        if getattr(self.row, "revocation", None):
            return gettext("This credential was revoked. Enter it again if it counts again.")
        return ""

    def move(self, *, at: datetime.datetime) -> None:
        given = self.cleaned_data
        reviewers.verify(
            self.row, on=given["verified_on"], days=given["days"], evidence=given["evidence"], by=self.by, at=at
        )


class Revoke(OfCredential):
    address = "revoke"
    title = _("Revoke")
    says = (
        _("From that day on the credential no longer counts. What was signed before stays on record as it is."),
        _("Answers that rest on it alone are shown to readers as being rechecked, until another reviewer signs."),
        _("This cannot be undone: a credential that counts again is entered and verified again."),
    )
    done = _("The credential is revoked.")

    on = forms.DateField(label=_("no longer counts from"), widget=Day())
    reason = forms.CharField(label=_("reason"), max_length=300, widget=forms.TextInput(attrs={"class": "vTextField"}))

    def hindrance(self) -> str:
        return gettext("This credential was revoked already.") if getattr(self.row, "revocation", None) else ""

    def move(self, *, at: datetime.datetime) -> None:
        given = self.cleaned_data
        reviewers.revoke(self.row, on=given["on"], reason=given["reason"], by=self.by, at=at)


def _told(credential: Credential) -> list[tuple[Any, Any]]:
    return [
        (_("name"), credential.reviewer.name),
        (_("profession"), credential.get_profession_display()),
        (_("credential"), credential.title),
        (_("register"), credential.register),
        (_("registration number"), credential.number),
        (_("state"), state(credential, timezone.localdate())),
    ]


def state(credential: Any, on: datetime.date) -> str:
    """Whether a sign-off can rest on it on the day, in words."""
    revocation: Revocation | None = getattr(credential, "revocation", None)
    if revocation and revocation.on <= on:
        return gettext("Revoked from %(day)s on") % {"day": date_format(revocation.on, "DATE_FORMAT")}
    until: datetime.date | None = credential.until
    if until is None:
        return gettext("Never verified")
    if revocation:
        until = min(until, revocation.on - datetime.timedelta(days=1))
    told = {"day": date_format(until, "DATE_FORMAT")}
    return (gettext("Valid until %(day)s") if until >= on else gettext("Lapsed on %(day)s")) % told


def with_state() -> QuerySet[Credential]:
    return Credential.objects.select_related("reviewer", "revocation").annotate(until=Max("verifications__valid_until"))


class State(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("valid", _("Valid")),
            ("lapsed", _("Lapsed")),
            ("never", _("Never verified")),
            ("revoked", _("Revoked")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = timezone.localdate()
        counting = ~Q(revocation__on__lte=today)
        match self.value():
            case "valid":
                return queryset.filter(counting, until__gte=today)
            case "lapsed":
                return queryset.filter(counting, until__lt=today)
            case "never":
                return queryset.filter(counting, until=None)
            case "revoked":
                return queryset.filter(revocation__on__lte=today)
        return queryset


class VerificationPart(EvidencePart):
    model = Verification
    fields = ("verified_on", "valid_until", "by", "evidence")
    related = ("by", "credential")


class RevocationPart(EvidencePart):
    model = Revocation
    fields = ("on", "reason", "by", "at")
    related = ("by", "credential")


@admin.register(Credential)
class CredentialAdmin(Decides, HouseAdmin):
    """Entered here, and never changed: a mistake is revoked, and the right one entered."""

    sees = changes = "verify_credentials"
    list_display = ("reviewer", "profession", "title", "register", "today")
    list_filter = (State, "profession")
    search_fields: ClassVar = ("reviewer__name", "title", "register", "number")
    ordering = ("-entered_at", "-pk")
    fields = ("reviewer", "profession", "title", "register", "number")
    autocomplete_fields = ("reviewer",)
    inlines = (VerificationPart, RevocationPart)
    decisions = (Verify, Revoke)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Credential]:
        return with_state()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*self.fields, "today", ("entered_by", "entered_at")) if obj else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("today",) if obj else ()

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else ()

    @admin.display(description=_("today"), ordering="until")
    def today(self, credential: Credential) -> str:
        return state(credential, timezone.localdate())

    def save_model(self, request: Any, obj: Credential, form: Any, change: bool) -> None:  # noqa: FBT001
        reviewers.enter_credential(obj, by=request.user, at=timezone.now())


@admin.register(Verification)
class VerificationAdmin(Evidence):
    sees = "verify_credentials"
    list_display = ("credential", "reviewer", "verified_on", "valid_until", "by")
    list_filter = ("valid_until",)
    list_select_related = ("credential__reviewer", "by")
    date_hierarchy = "verified_on"
    search_fields: ClassVar = ("credential__reviewer__name", "credential__register", "evidence")
    ordering = ("-at", "-pk")

    @admin.display(description=_("reviewer"), ordering="credential__reviewer__name")
    def reviewer(self, verification: Verification) -> str:
        return verification.credential.reviewer.name


@admin.register(Revocation)
class RevocationAdmin(Evidence):
    sees = "verify_credentials"
    list_display = ("credential", "reviewer", "on", "reason", "by")
    list_select_related = ("credential__reviewer", "by")
    date_hierarchy = "on"
    search_fields: ClassVar = ("credential__reviewer__name", "reason")
    ordering = ("-at", "-pk")

    @admin.display(description=_("reviewer"), ordering="credential__reviewer__name")
    def reviewer(self, revocation: Revocation) -> str:
        return revocation.credential.reviewer.name
