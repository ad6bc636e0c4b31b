"""What a member says when they join a community: in which role and, if they wish, in which country."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from community.forms.steps import one_of
from community.models import Membership, Relation
from conditions import countries

ROLES = [choice for choice in Relation.choices if choice[0] != Relation.UNSAID]
UNSAID = (Relation.UNSAID, Relation.UNSAID.label)


class Belonging(forms.Form):
    relation = one_of(
        gettext_lazy("How are you concerned?"), [*ROLES, UNSAID], help_text=gettext_lazy("Readers never see it.")
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        required=False,
        choices=countries.choices,
        help_text=gettext_lazy("Readers never see whose it is. Leave it empty if you like."),
    )

    def __init__(self, data: QueryDict | None = None, *, now: Membership | None) -> None:
        before = {"relation": now.relation, "country": now.country} if now else {}
        super().__init__(data, initial=before, label_suffix="")
