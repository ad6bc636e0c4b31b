"""The admin: Django's own, behind the same door as the desk, with the one sign-in of the site."""

from typing import Any

from allauth.account.internal.flows.logout import logout
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conditions.permissions import may


class Site(AdminSite):
    site_header = site_title = _("Administration")
    index_title = _("What would you like to look after?")
    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_active and user.is_staff and may(user, "enter_desk", on=timezone.localdate())

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one sign-in, with its limits and second factor; who is signed in already may not come in here."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect("account_login")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """There is one way out, too: it takes the device off the list."""
        if request.method == "POST":
            logout(request)
        return redirect("conditions:home")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_change_password")
