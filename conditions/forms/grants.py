"""Giving a role to somebody who works here, and ending one."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions.editorial import people
from conditions.editorial.rows import version
from conditions.forms.credentials import day
from conditions.forms.decision import Decision
from conditions.forms.invitations import LANGUAGES, last_day
from conditions.forms.places import ConditionField
from conditions.models import Grant, User
from conditions.models.people import Role


class Give(Decision):
    """`about` is the person."""

    title = _("Give a role")
    button = _("Give the role")
    says = (_("It counts from the first day on, and stands in the record with your name."),)
    done = _("The role is given.")
    needs = "manage_people"
    proves = True
    about: User

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect)
    condition = ConditionField(required=False)
    language = forms.ChoiceField(label=_("Language of the texts"), choices=LANGUAGES, required=False)
    starts_on = day(_("First day"))
    ends_on = last_day()

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["starts_on"].initial = timezone.localdate(self.at)

    def rows(self) -> Iterable[Model]:
        return (self.about, *self.about.grants.order_by("pk"))

    def hindrance(self) -> str:
        if self.about.pk == self.by.pk:
            return gettext("Nobody grants a role to themselves. Ask another administrator.")
        if self.about.is_outside:
            return gettext("An outside expert cannot sign in, so a role would be of no use. Invite them instead.")
        return "" if self.about.is_active else gettext("This account is closed: no role of it counts.")

    def move(self) -> None:
        told = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        people.grant_role(Grant(user=self.about, **told), by=self.by, at=self.at)


class End(Decision):
    """`about` is the grant."""

    page = "desk/grant_decide.html"
    title = _("End a role")
    button = _("End the role")
    says = (_("What was done under it stays. The last day still counts: yesterday ends it at once."),)
    done = _("The last day of the role is set.")
    needs = "manage_people"
    proves = True
    about: Grant

    ends_on = day(_("Last day of the role"))

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["ends_on"].initial = timezone.localdate(self.at) - datetime.timedelta(days=1)

    def shown(self) -> dict[str, Any]:
        return {"grant": self.about}

    def move(self) -> None:
        seen = version(self.about)
        people.end_grant(self.about, ends_on=self.cleaned_data["ends_on"], by=self.by, at=self.at, seen=seen)
