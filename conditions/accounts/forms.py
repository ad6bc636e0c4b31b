"""allauth's forms in our words: what each field is for, and how to put it right."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from conditions.accounts import addresses

PASSWORD_HINT = _("At least 10 characters. Three or four words that have nothing to do with each other are good.")
CODE_HINT = _("Six digits from your authenticator app, or one of your recovery codes.")


class Plain:
    """Labels and hints beside a field, and nothing inside it that vanishes when one types."""

    labels: ClassVar[dict[str, Any]]
    hints: ClassVar[dict[str, Any]] = {}
    own_refusals: ClassVar[frozenset[str]] = frozenset()
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            if name not in self.own_refusals:
                field.error_messages["required"] = _("Please fill this in.")
            if name == "code":
                field.widget.attrs |= {"inputmode": "numeric", "autocapitalize": "none", "spellcheck": "false"}


class Login(Plain, account.LoginForm):
    labels: ClassVar = {
        "login": _("E-mail address"),
        "password": _("Password"),
        "remember": _("Keep me signed in on this device for two weeks"),
    }
    hints: ClassVar = {"remember": _("Not on a device that others use.")}


class ResetPassword(Plain, account.ResetPasswordForm):
    labels: ClassVar = {"email": _("E-mail address")}
    hints: ClassVar = {"email": _("The one that you signed up with.")}


class NewPassword(Plain, account.ResetPasswordKeyForm):
    labels: ClassVar = {"password1": _("New password"), "password2": _("New password again")}
    hints: ClassVar = {"password1": PASSWORD_HINT}

    def save(self) -> None:
        super().save()
        addresses.prove_only(self.user)


class SetPassword(Plain, account.SetPasswordForm):
    labels: ClassVar = NewPassword.labels
    hints: ClassVar = NewPassword.hints


class ChangePassword(Plain, account.ChangePasswordForm):
    labels: ClassVar = {**NewPassword.labels, "oldpassword": _("Current password")}
    hints: ClassVar = NewPassword.hints


class ConfirmPassword(Plain, account.ReauthenticateForm):
    labels: ClassVar = {"password": _("Password")}


class SignInCode(Plain, mfa.AuthenticateForm):
    labels: ClassVar = {"code": _("Code")}
    hints: ClassVar = {"code": CODE_HINT}


class ConfirmCode(Plain, mfa.ReauthenticateForm):
    labels: ClassVar = SignInCode.labels
    hints: ClassVar = SignInCode.hints


class ActivateApp(Plain, totp.ActivateTOTPForm):
    labels: ClassVar = {"code": _("Code")}
    hints: ClassVar = {"code": _("The six digits that your app shows now.")}


class AddKey(Plain, webauthn.AddWebAuthnForm):
    labels: ClassVar = {"name": _("Name"), "passwordless": _("Sign in with it alone, without a password (passkey)")}
    hints: ClassVar = {
        "name": _("To tell it from others, for example “Blue key” or “My phone”."),
        "passwordless": _("Your device then asks for its PIN, your finger or your face."),
    }


class EditKey(Plain, webauthn.EditWebAuthnForm):
    labels: ClassVar = {"name": _("Name")}
