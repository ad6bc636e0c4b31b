"""Pages around signing in where allauth's own would leave a promise open; the rest are allauth's with our templates."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.views import SignupView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from conditions.accounts.door import count_enrolment, signed_in
from conditions.permissions import needs_second_factor

View = Callable[..., HttpResponse]


def whole(view: View) -> View:
    """What is posted happens wholly or not at all, the mail about it included (O2).

    A refusal is an answer, no exception: what it counted against a limit stays.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            response = view(request, *args, **kwargs)
            rendered = getattr(response, "render", None)
            return rendered() if rendered else response

    return wrapped


class Join(SignupView):
    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "on": timezone.localdate()}

    def form_valid(self, form: Any) -> Any:
        """Two people may press the button in one moment: the later one reads a sentence, not an error page."""
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ValidationError as refusal:
            form.add_error("display_name", refusal)
            return self.form_invalid(form)
        except IntegrityError:
            if not filter_users_by_email(form.cleaned_data["email"]):
                raise
            form.account_already_exists = True
            return super().form_valid(form)


class EnrolmentMixin:
    """Goes on to where the person wanted to go, once they have kept their recovery codes."""

    request: HttpRequest

    def get_success_url(self) -> str:
        url = str(super().get_success_url())  # type: ignore[misc]
        back = self.request.GET.get("next")
        return f"{url}?{urlencode({'next': back})}" if back else url


class ActivateApp(EnrolmentMixin, ActivateTOTPView):
    def form_valid(self, form: Any) -> Any:
        """Queues the mail with the change; allauth's own comes after it, when a kill could lose it."""
        response = super().form_valid(form)
        app = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        count_enrolment(self.request, app)
        get_adapter().notify("mfa/email/totp_activated", self.request.user)
        return response


class AddKey(EnrolmentMixin, AddWebAuthnView):
    def form_valid(self, form: Any) -> Any:
        response = super().form_valid(form)
        keys = Authenticator.objects.filter(user=self.request.user, type=Authenticator.Type.WEBAUTHN)
        count_enrolment(self.request, keys.latest("pk"))
        return response


class GenerateCodes(GenerateRecoveryCodesView):
    def form_valid(self, form: Any) -> Any:
        response = super().form_valid(form)
        get_adapter().notify("mfa/email/recovery_codes_generated", self.request.user)
        return response


@never_cache
@login_required
def second_factor(request: HttpRequest) -> HttpResponse:
    """Says why a second factor is asked for, and leads to setting one up or to using it."""
    kinds = set(Authenticator.objects.filter(user=signed_in(request)).values_list("type", flat=True))
    return render(
        request,
        "account/second_factor.html",
        {
            "has_app": Authenticator.Type.TOTP in kinds,
            "has_key": Authenticator.Type.WEBAUTHN in kinds,
            "needed": needs_second_factor(request.user, on=timezone.localdate()),
            "query": f"?{urlencode({'next': request.GET['next']})}" if request.GET.get("next") else "",
        },
    )
