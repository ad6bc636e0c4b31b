"""What a member types: joining, another name, another address."""

import datetime
from typing import Any, ClassVar

from allauth.account.forms import AddEmailForm, SignupForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.text import capfirst, format_lazy
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from community import membership, pseudonyms
from community.models import Member
from conditions.accounts.forms import Plain
from conditions.models import User

NAME_HINT = _("Choose a name people who know you would not guess. No real name, no birth year.")
TAKEN = _("Somebody uses this name already, or one that looks like it. Choose another one.")


def name_field() -> forms.CharField:
    return forms.CharField(
        label=_("Name shown"),
        help_text=NAME_HINT,
        max_length=pseudonyms.LONGEST,
        widget=forms.TextInput({"autocomplete": "nickname", "spellcheck": "false"}),
    )


def free_name(name: str, *, email: str, on: datetime.date, unless: Member | None = None) -> str:
    """The name, tidied. Raises: ValidationError if it is unfit or taken."""
    tidy = pseudonyms.check(name, email=email, on=on)
    if not membership.is_free(tidy, unless=unless):
        raise ValidationError(TAKEN)
    return tidy


class Join(Plain, SignupForm):
    """Age, name, address. Answers alike whether the address has an account or not (S6).

    No password: somebody could join with another's address, who opens the link and leaves them a way in.
    """

    age = forms.BooleanField(
        label=format_lazy(_("I am {age} or older."), age=settings.DISEASEMAPS["minimum_age"]),
        error_messages={
            "required": format_lazy(
                _("Accounts are for people of {age} or older. You can read everything without one."),
                age=settings.DISEASEMAPS["minimum_age"],
            )
        },
    )
    display_name = name_field()
    field_order = ("age", "display_name", "email")
    labels: ClassVar = {"email": _("E-mail address")}
    own_refusals: ClassVar = frozenset({"age"})
    hints: ClassVar = {"display_name": NAME_HINT, "email": _("Never shown.")}

    def __init__(self, *args: Any, on: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password1"]
        self.on = on

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if name := cleaned.get("display_name"):
            try:
                cleaned["display_name"] = free_name(name, email=cleaned.get("email", ""), on=self.on)
            except ValidationError as refusal:
                self.add_error("display_name", refusal)
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """For a known address the name counts as taken from now on, as for a new one."""
        if self.account_already_exists:
            membership.hold(self.cleaned_data["display_name"])
        return super().try_save(request)  # type: ignore[no-any-return]

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        membership.join(user, self.cleaned_data["display_name"], on=self.on)


class Rename(forms.Form):
    display_name = name_field()

    def __init__(self, data: QueryDict | None = None, *, member: Member, on: datetime.date) -> None:
        super().__init__(data, initial={"display_name": member.display_name})
        self.member = member
        self.on = on

    def clean_display_name(self) -> str:
        name = self.cleaned_data["display_name"]
        return free_name(name, email=self.member.user.email, on=self.on, unless=self.member)


def languages() -> list[tuple[str, str]]:
    """Each under its own name, so that who reads no other finds it."""
    return [(code, capfirst(get_language_info(code)["name_local"])) for code, _name in settings.LANGUAGES]


class Language(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=languages, widget=forms.RadioSelect)


class NewEmail(Plain, AddEmailForm):
    """Another address, which must not give away the name shown either (C15)."""

    labels: ClassVar = {"email": _("New e-mail address")}
    hints: ClassVar = {"email": _("We send a link there. Until you open it, the old address stays.")}

    def clean_email(self) -> str:
        email: str = super().clean_email()
        member = Member.objects.filter(user=self.user).first()
        if member and pseudonyms.resembles(member.display_name, email):
            raise ValidationError(
                _("Your name shown resembles this address. Choose another name first, or another address.")
            )
        return email
