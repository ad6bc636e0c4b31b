"""What allauth asks of us: where to go after signing in, how mail leaves, who is asking, and our words."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions import limits, outbox
from conditions.accounts import addresses, devices, known, mail
from conditions.accounts.door import count_as_recent
from conditions.models import User
from conditions.permissions import may

INCORRECT_CODE = _("This code is not right, or it was used already. Wait for the next one and enter that.")

# allauth sends these only once its transaction is over. Our views queue them inside it (conditions/views/account.py).
QUEUED_BY_OUR_VIEWS = frozenset({"mfa/email/totp_activated", "mfa/email/recovery_codes_generated"})


class AccountAdapter(DefaultAccountAdapter):
    """Signing in and joining."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Write to us if you think it should not be."),
        "duplicate_email": _("This is your address already. Enter the new one."),
        "email_password_mismatch": _("E-mail address and password do not fit together. Check both and try again."),
        "enter_current_password": _("This is not your current password. Enter it again."),
        "incorrect_code": INCORRECT_CODE,
        "incorrect_password": _("This is not your password. Enter it again."),
        "max_email_addresses": _("You asked for a new address already. Cancel that first."),
        "rate_limited": _("That was too often in a short time. Wait a few minutes, then try again."),
        "too_many_login_attempts": _(
            "That was too often in a short time. Wait five minutes, then try again, or ask for a new password."
        ),
    }

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Members go to their own page, people with a role to the desk."""
        if may(request.user, "enter_desk", on=timezone.localdate()):
            return reverse("desk:start")
        return str(super().get_login_redirect_url(request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        return reverse("account_email" if self.request.user.is_authenticated else "account_login")

    def get_client_ip(self, request: HttpRequest) -> str:
        """Who asks, without a name: limits count it, and no address is kept (S5, S7)."""
        return limits.nameless(request, on=timezone.localdate())

    def clean_email(self, email: str) -> str:
        if not addresses.can_be_written_to(email):
            raise ValidationError(_("We cannot write to this address. Check it, or use another one."))
        return email

    def new_user(self, request: HttpRequest) -> User:
        return User(language=translation.get_language() or settings.LANGUAGE_CODE)

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:  # noqa: FBT001
        """Who joins proves the address by choosing the password: one chosen before would be whoever's typed it."""
        if signup:
            user = emailconfirmation.email_address.user
            addresses.send_link(request, user, template="account/email/email_confirmation_signup")
        else:
            super().send_confirmation_mail(request, emailconfirmation, signup)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """What is kept for the mail of the week comes to the new address, never to a mailbox that was given up."""
        was = email_address.user.email
        with transaction.atomic():
            confirmed = bool(super().confirm_email(request, email_address))
            if confirmed:
                outbox.readdress(was, email_address.user.email)
        return confirmed

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        mail.send(template_prefix, email, context)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tells the owner that their account changed; without the address or browser of who did it (S7).

        Whoever has never signed in chose their first password: the mail that led there went to the same place.
        """
        first = template_prefix == "account/email/password_reset" and user.last_login is None
        if template_prefix not in QUEUED_BY_OUR_VIEWS and not first:
            self.notify(template_prefix, user, context, email)

    def notify(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        mail.send(template_prefix, email or user.email, {"user": user, "at": timezone.now(), **(context or {})})

    def set_password(self, user: User, password: str) -> None:
        """Sets it, and signs the user out wherever else somebody may sit with the old one."""
        super().set_password(user, password)
        devices.sign_out_others(user, keep=self.request.session.session_key)

    def post_login(self, request: HttpRequest, user: User, **how: Any) -> Any:
        count_as_recent(request)
        response = super().post_login(request, user, **how)
        known.remember(response, user)
        return response

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Under which wrong passwords are counted: the address, and whether its owner has used this browser."""
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{known.count_of(request, credentials.get('email', ''))}"

    def logout(self, request: HttpRequest) -> None:
        devices.forget(request)
        super().logout(request)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Codes, keys and passkeys."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": INCORRECT_CODE,
        "unverified_email": _("Confirm your e-mail address first: open the link that we sent you."),
    }

    def get_totp_issuer(self) -> str:
        return str(settings.DISEASEMAPS["name"])

    def _get_site_name(self) -> str:
        return str(settings.DISEASEMAPS["name"])

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 (allauth names it so)
        """A first name for a passkey: the device it was made on."""
        return str(devices.described(self.request.headers.get("User-Agent", ""))) or gettext("Passkey")
