"""Addresses around signing in: allauth's, each kept whole and in no cache, with our own views where we need others."""

from collections.abc import Iterable, Iterator

import allauth.urls
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.cache import never_cache

from conditions.views import account, invitations, my_readings
from conditions.views.account import whole

OURS = {
    "account_signup": account.Join.as_view(),
    "mfa_activate_totp": account.ActivateApp.as_view(),
    "mfa_add_webauthn": account.AddKey.as_view(),
    "mfa_generate_recovery_codes": account.GenerateCodes.as_view(),
}

# Signing in by a mailed code is switched off; its page would only lead away.
UNUSED = frozenset({"account_confirm_login_code"})

# Changes nothing but the session and the counts of the limits, and checks a password, which takes its time.
NOTHING_TO_KEEP_WHOLE = frozenset(
    {"account_login", "account_reauthenticate", "mfa_authenticate", "mfa_reauthenticate", "mfa_login_webauthn"}
)


def kept_whole(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern | URLResolver]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield URLResolver(each.pattern, list(kept_whole(each.url_patterns)), each.default_kwargs)
        elif each.name not in UNUSED:
            view = OURS.get(str(each.name), each.callback)
            if each.name not in NOTHING_TO_KEEP_WHOLE:
                view = whole(view)
            yield URLPattern(each.pattern, never_cache(view), each.default_args, each.name)


urlpatterns = [
    path("second-factor/", account.second_factor, name="second_factor"),
    path("invitation/", whole(invitations.invitation), name="invitation"),
    path("invitation/<str:secret>/", invitations.link, name="invitation_link"),
    path("readings/", my_readings.listed, name="my_readings"),
    path("readings/<int:pk>/decline/", my_readings.decline, name="my_reading_decline"),
    path("readings/<int:pk>/name/", my_readings.take_back, name="my_reading_name"),
    *kept_whole(allauth.urls.urlpatterns),
]
