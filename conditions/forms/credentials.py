"""Looking a credential up, and saying that it counts no more."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions.editorial import renewals, reviewers
from conditions.forms.decision import Decision
from conditions.models import Credential, Publication

YEAR = datetime.timedelta(days=365)  # how long registers themselves are usually renewed for


def day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), help_text=help_text
    )


def evidence_field() -> forms.CharField:
    return forms.CharField(
        label=_("What did you look at?"),
        max_length=300,
        help_text=_("So that a colleague can look again: the register’s page, a letter."),
    )


def register_page_field() -> forms.URLField:
    return forms.URLField(
        label=_("Page of the register"),
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text=_("Where anybody can search it. It is offered the next time."),
    )


class OfCredential(Decision):
    """`about` is the credential."""

    page = "desk/credential_decide.html"
    needs = "verify_credentials"
    about: Credential

    def rows(self) -> Iterable[Model]:
        """The name stands in the register too: whoever changes it makes the page another one."""
        return (self.about, self.about.reviewer)

    def shown(self) -> dict[str, Any]:
        return {"credential": self.about, "link": renewals.known_link(self.about)}


class Verify(OfCredential):
    title = _("Look the registration up")
    button = _("I have looked it up")
    says = (
        _("Look this person up yourself, in the register named here and by the number, not by a link that they sent."),
        _("Compare the name, the profession, that the registration is active, and that no restriction is noted."),
        _("Readers will see that the registration was checked, and on which day. Nobody verifies their own."),
    )
    done = _("The registration is checked.")
    proves = True

    verified_on = day(_("On which day did you look?"))
    until = day(_("Look again by"), _("Until then they can sign. A year is usual; five years are the most."))
    evidence = evidence_field()
    link = register_page_field()

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        today = timezone.localdate(self.at)
        self.fields["verified_on"].initial = today
        self.fields["until"].initial = today + YEAR
        self.fields["link"].initial = renewals.known_link(self.about)

    def hindrance(self) -> str:
        if self.about.reviewer.user_id == self.by.pk:
            return gettext("Nobody verifies their own credential. Ask a colleague.")
        if getattr(self.about, "revocation", None):
            return gettext("This credential was revoked. Enter it again if it counts again.")
        return ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors or cleaned["until"] > cleaned["verified_on"]:
            return cleaned
        self.add_error("until", gettext("Choose a day after the one on which you looked."))
        return cleaned

    def move(self) -> None:
        given = self.cleaned_data
        days = (given["until"] - given["verified_on"]).days
        told = {"evidence": given["evidence"], "link": given["link"], "days": days}
        reviewers.verify(self.about, on=given["verified_on"], **told, by=self.by, at=self.at)


class Revoke(OfCredential):
    title = _("Revoke the credential")
    button = _("Revoke it")
    says = (
        _("From that day on the credential no longer counts. What was signed before stays on record as it is."),
        _("The reviewer is told, and so are the editors of the answers below."),
        _("This cannot be undone: a credential that counts again is entered and verified again."),
    )
    done = _("The credential is revoked.")
    proves = True

    on = day(_("No longer counts from"))
    reason = forms.CharField(label=_("Why?"), max_length=300, help_text=_("Colleagues read it, and it stays."))

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["on"].initial = timezone.localdate(self.at)

    def hindrance(self) -> str:
        return gettext("This credential was revoked already.") if getattr(self.about, "revocation", None) else ""

    def shown(self) -> dict[str, Any]:
        resting = Publication.objects.resting_only_on(self.about, timezone.localdate(self.at))
        return {**super().shown(), "resting": resting.select_related("revision", "answer"), "asks": True}

    def move(self) -> None:
        given = self.cleaned_data
        reviewers.revoke(self.about, on=given["on"], reason=given["reason"], by=self.by, at=self.at)
