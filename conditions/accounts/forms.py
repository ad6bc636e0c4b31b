"""allauth's forms in our words: what each field is for, and how to put it right."""

import struct
from collections.abc import Callable
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
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


class KeyAnswer(forms.JSONField):
    """What a browser says for a key: an object of moderate size, good for one time."""

    LONGEST = 20_000
    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        if value and (len(value) > self.LONGEST or "\\u0000" in value):
            raise get_adapter().validation_error("incorrect_code")
        answer = readable(lambda: super(KeyAnswer, self).to_python(value))
        if answer is not None and not isinstance(answer, dict):
            raise get_adapter().validation_error("incorrect_code")
        return answer

    def bound_data(self, data: Any, initial: Any) -> Any:
        return None


def readable(check: Callable[[], Any]) -> Any:
    """What the check says. Raises: ValidationError where it stumbles, as libraries do over what no browser sends."""
    try:
        return check()
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, struct.error) as error:
        raise get_adapter().validation_error("incorrect_code") from error


class SignInKey(webauthn.LoginWebAuthnForm):
    """A passkey in place of a password."""

    credential = KeyAnswer()

    def clean_credential(self) -> Any:
        return readable(super().clean_credential)


class SecondKey(webauthn.AuthenticateWebAuthnForm):
    """A key after a password."""

    credential = KeyAnswer()

    def clean_credential(self) -> Any:
        return readable(super().clean_credential)


class ConfirmKey(webauthn.ReauthenticateWebAuthnForm):
    """A key, to prove again who one is."""

    credential = KeyAnswer()

    def clean_credential(self) -> Any:
        return readable(super().clean_credential)


class AddKey(Plain, webauthn.AddWebAuthnForm):
    credential = KeyAnswer()
    labels: ClassVar = {"name": _("Name"), "passwordless": _("Sign in with it alone, without a password (passkey)")}
    hints: ClassVar = {
        "name": _("To tell it from others, for example “Blue key” or “My phone”."),
        "passwordless": _("Your device then asks for its PIN, your finger or your face."),
    }

    def clean(self) -> Any:
        return readable(super().clean)


class EditKey(Plain, webauthn.EditWebAuthnForm):
    labels: ClassVar = {"name": _("Name")}
