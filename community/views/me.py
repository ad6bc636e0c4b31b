"""A member's own pages: what the site holds on them, and where to change it."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from community import membership
from community.forms.accounts import Language, Rename
from community.models import Member
from conditions.accounts import devices, preferences
from conditions.accounts.door import signed_in
from conditions.models import Device, Reading
from conditions.permissions import may


@require_GET
@login_required
@never_cache
def me(request: HttpRequest) -> HttpResponse:
    factors = Authenticator.objects.filter(user=signed_in(request)).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return render(
        request,
        "community/me.html",
        {
            "member": Member.objects.filter(user=signed_in(request)).first(),
            "new_address": EmailAddress.objects.get_new(signed_in(request)),
            "factors": factors.count(),
            "devices": signed_in(request).devices.count(),
            "has_read": Reading.objects.filter(reader=signed_in(request)).exists(),
            "has_desk": may(request.user, "enter_desk", on=timezone.localdate()),
            "language_name": dict(settings.LANGUAGES).get(signed_in(request).language, ""),
        },
    )


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def name(request: HttpRequest) -> HttpResponse:
    member = get_object_or_404(Member.objects.select_related("user"), user=signed_in(request))
    today = timezone.localdate()
    form = Rename(request.POST if request.method == "POST" else None, member=member, on=today)
    if form.is_valid():
        try:
            membership.rename(member, form.cleaned_data["display_name"], on=today)
        except ValidationError as refusal:
            form.add_error("display_name", refusal)
        else:
            messages.success(request, _("Your name is now “{name}”.").format(name=member.display_name))
            return redirect("community:me")
    return render(request, "community/me_name.html", {"form": form})


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def language(request: HttpRequest) -> HttpResponse:
    """Sets the language of mails, and goes on in it."""
    form = Language(
        request.POST if request.method == "POST" else None, initial={"language": signed_in(request).language}
    )
    if form.is_valid():
        chosen = form.cleaned_data["language"]
        preferences.write_in(signed_in(request), chosen)
        return redirect(translate_url(reverse("community:me"), chosen))
    return render(request, "community/me_language.html", {"form": form})


@require_GET
@login_required
@never_cache
def devices_list(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "community/me_devices.html",
        {"devices": signed_in(request).devices.all(), "this": request.session.session_key},
    )


@require_POST
@login_required
def device_sign_out(request: HttpRequest, pk: int) -> HttpResponse:
    device = get_object_or_404(Device, pk=pk, user=signed_in(request))
    if device.session_key == request.session.session_key:
        return redirect("account_logout")
    devices.sign_out(device)
    messages.success(request, _("{device} is signed out.").format(device=device))
    return redirect("community:devices")


@require_POST
@login_required
def devices_sign_out(request: HttpRequest) -> HttpResponse:
    count = devices.sign_out_others(signed_in(request), keep=request.session.session_key)
    told = ngettext("{count} other device is signed out.", "{count} other devices are signed out.", count)
    messages.success(request, told.format(count=count))
    return redirect("community:devices")
