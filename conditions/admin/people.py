"""Users and grants, for administrators. Passwords are never set here: people get a link and choose their own."""

from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from conditions.accounts import addresses
from conditions.admin.base import HouseAdmin
from conditions.admin.seen import CarriesSeen, SeenForm
from conditions.editorial import people
from conditions.models import Grant, User


class PeopleAdmin(CarriesSeen, HouseAdmin):
    """Whoever lets people in has typed a password or code within the last five minutes."""

    sees = changes = "manage_people"
    form = SeenForm

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """A language is chosen among those of the site."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name != "language" or field is None:
            return field
        every = [("", _("All languages"))] if db_field.blank else []
        return forms.ChoiceField(
            choices=[*every, *settings.LANGUAGES],
            label=field.label,
            help_text=field.help_text,
            required=not db_field.blank,
            initial=db_field.get_default(),
        )

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.has_change_permission(request):
            raise_if_reauthentication_required(request, app="allauth.account")
        return super().changeform_view(request, *args, **kwargs)


@admin.register(User)
class UserAdmin(PeopleAdmin):
    list_display = ("email", "name", "is_active", "is_staff", "has_second_factor", "date_joined")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")
    fields = ("email", "name", "language", "is_active", "is_staff", "has_second_factor", "last_login", "date_joined")
    actions = ("send_link",)
    ordering = ("email",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
        users: QuerySet[User] = super().get_queryset(request)
        return users.annotate(factor=Exists(factors))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The address belongs to its owner: only they change it, by a link that reaches the new one."""
        return ("has_second_factor", "last_login", "date_joined", *(("email",) if obj else ()))

    @admin.display(boolean=True, description=_("second factor"))
    def has_second_factor(self, user: User) -> bool:
        return bool(getattr(user, "factor", False))

    def save_model(self, request: Any, obj: User, form: Any, change: Any) -> None:
        now = timezone.now()
        if change:
            people.change_standing(obj, by=request.user, at=now, seen=form.version, **form.typed())
        else:
            people.let_in(obj, by=request.user, at=now)
            addresses.send_link(request, obj)

    @admin.action(description=_("Send a link to choose a password"))
    def send_link(self, request: HttpRequest, users: QuerySet[User]) -> None:
        people_told = list(users.filter(is_active=True, is_outside=False))  # an outside expert signs in nowhere
        for user in people_told:
            addresses.send_link(request, user)
        count = len(people_told)
        told = ngettext("{count} person gets a link by mail.", "{count} people get a link by mail.", count)
        self.message_user(request, told.format(count=count), messages.SUCCESS)


@admin.register(Grant)
class GrantAdmin(PeopleAdmin):
    list_display = ("holder", "role", "condition", "language", "starts_on", "ends_on", "granted_by")
    list_filter = ("role", "language")
    list_select_related = ("user", "condition", "granted_by")
    search_fields = ("user__email", "user__name")
    autocomplete_fields = ("user", "condition")
    fields = ("user", "role", "condition", "language", "starts_on", "ends_on", "granted_by")

    @admin.display(description=_("user"), ordering="user__name")
    def holder(self, grant: Grant) -> str:
        return grant.user.known_as

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A grant that was given is history: only its last day can still be brought forward."""
        return tuple(name for name in self.fields if name != "ends_on") if obj else ("granted_by",)

    def save_model(self, request: Any, obj: Grant, form: Any, change: Any) -> None:
        if change:
            ends_on = form.cleaned_data["ends_on"]
            people.end_grant(obj, ends_on=ends_on, by=request.user, at=timezone.now(), seen=form.version)
        else:
            people.grant_role(obj, by=request.user, at=timezone.now())
