"""The admin: Django's own, behind the same door as the desk."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conditions.permissions import may


class Site(AdminSite):
    site_header = site_title = _("Administration")
    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_active and user.is_staff and may(user, "enter_desk", on=timezone.localdate())

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """There is one sign-in, with its rate limit and second factor."""
        return redirect("account_login")
