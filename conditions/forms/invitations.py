"""Asking somebody to work here, and what they type who come."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from conditions import rendering
from conditions.accounts.forms import PASSWORD_HINT
from conditions.editorial import invitations
from conditions.forms.decision import Decision
from conditions.forms.places import ConditionField
from conditions.models import Invitation, User
from conditions.models.people import Role
from conditions.permissions import may

LANGUAGES: list[tuple[str, Any]] = [("", _("All languages")), *settings.LANGUAGES]


def last_day() -> forms.DateField:
    return forms.DateField(
        label=_("Last day of the role"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: until somebody ends it."),
    )


class Invite(Decision):
    """`about` is nothing yet."""

    title = _("Invite somebody")
    button = _("Send the invitation")
    says = (
        _("They get one mail with one link, which works once and for 14 days. Until they accept, they have no role."),
        _("Everybody who may give roles is told when they accept. Nobody can invite themselves."),
    )
    done = _("The invitation is on its way.")
    needs = "invite_reviewers"
    proves = True

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    condition = ConditionField(required=False)
    language = forms.ChoiceField(label=_("Language of the texts"), choices=LANGUAGES, required=False)
    ends_on = last_day()
    message = forms.CharField(
        label=_("A sentence of your own"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("It stands in the mail. Name no condition: others may see the mail. No links."),
    )
    write_in = forms.ChoiceField(label=_("Write the mail in"), choices=settings.LANGUAGES)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        roles = list(Role) if may(self.by, "manage_people", on=timezone.localdate(self.at)) else [Role.REVIEWER]
        field: Any = self.fields["role"]
        field.choices = [(role.value, role.label) for role in roles]
        field.initial = roles[0] if len(roles) == 1 else None
        self.fields["write_in"].initial = get_language() or settings.LANGUAGE_CODE

    def rows(self) -> Iterable[Model]:
        return ()

    def move(self) -> None:
        given = self.cleaned_data
        told = {name: given[name] for name in ("email", "role", "condition", "language", "ends_on", "message")}
        invitations.invite(Invitation(**told), by=self.by, at=self.at, write_in=given["write_in"])


class OfInvitation(Decision):
    """`about` is the invitation."""

    page = "desk/invitation_decide.html"
    needs = "invite_reviewers"
    about: Invitation

    def shown(self) -> dict[str, Any]:
        return {"invitation": self.about}

    def hindrance(self) -> str:
        if self.about.accepted_at:
            return gettext("This invitation was accepted already. Nothing needs to be done.")
        return ""


class InviteAgain(OfInvitation):
    title = _("Invite again")
    button = _("Send a new link")
    says = (_("They get a new mail with a new link, for another 14 days. The old link ends."),)
    done = _("A new invitation is on its way.")
    proves = True

    write_in = forms.ChoiceField(label=_("Write the mail in"), choices=settings.LANGUAGES)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["write_in"].initial = get_language() or settings.LANGUAGE_CODE

    def move(self) -> None:
        invitations.again(self.about, by=self.by, at=self.at, write_in=self.cleaned_data["write_in"])


class Withdraw(OfInvitation):
    title = _("Withdraw the invitation")
    button = _("Withdraw it")
    says = (_("The link ends at once. Who opens it reads that, and whom to ask. No mail is sent."),)
    done = _("The invitation is withdrawn.")

    def hindrance(self) -> str:
        if self.about.withdrawn_at:
            return gettext("This invitation was withdrawn already. Nothing needs to be done.")
        return super().hindrance()

    def move(self) -> None:
        invitations.withdraw(self.about, by=self.by, at=self.at)


class Named(forms.Form):
    """The name of somebody who has an account without one, and is to stand before readers."""

    use_required_attribute = False
    required: ClassVar = {"required": _("Please fill this in.")}

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As colleagues see it, who review and publish with you."),
        error_messages=required,
        widget=forms.TextInput({"autocomplete": "name"}),
    )

    def clean_name(self) -> str:
        """On one line: it stands in mail to others. An address is nobody's name."""
        name = rendering.line(self.cleaned_data["name"])
        if not name:
            raise ValidationError(self.required["required"], code="required")
        if "@" in name:
            raise ValidationError(gettext("Write your name here, and no address: others see it."))
        return name


class Come(Named):
    """An account by the address to which the invitation went."""

    password = forms.CharField(
        label=_("Choose a password"),
        help_text=PASSWORD_HINT,
        error_messages=Named.required,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *given: Any, email: str, **named: Any) -> None:
        super().__init__(*given, **named)
        self.email = email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if password := cleaned.get("password"):
            try:
                validate_password(password, User(email=self.email, name=cleaned.get("name", "")))
            except ValidationError as refusal:
                self.add_error("password", refusal)
        return cleaned
