"""What somebody decides about words that many searched for and nobody found."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions import names
from conditions.editorial import searches
from conditions.forms.decision import Decision
from conditions.models import Condition, FailedSearch


class Settle(Decision):
    """`about` is the failed search."""

    page = "desk/search_settle.html"
    title = _("Searched for, and not found")
    button = _("Settle it")
    done = _("It is settled, and the words are deleted here.")
    needs = searches.ACTION
    about: FailedSearch

    outcome = forms.ChoiceField(label=_("What is it?"), choices=FailedSearch.Outcome.choices, widget=forms.RadioSelect)
    written = forms.CharField(
        label=_("How is the name written?"),
        max_length=500,
        required=False,
        help_text=_("For another name, or for a condition that is not here yet."),
    )
    condition = forms.CharField(
        label=_("Of which condition?"),
        max_length=500,
        required=False,
        help_text=_("For another name: a name that the condition has here, or its address."),
    )
    why = forms.CharField(
        label=_("Why?"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("For what we do not write about. Do not repeat the words: this stays in the ledger."),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["written"].initial = self.about.words

    def clean_condition(self) -> Condition | None:
        """By its address, or by any of its names."""
        typed = self.cleaned_data["condition"].strip()
        if not typed:
            return None
        named = Condition.objects.filter(names__folded=names.fold(typed)).distinct()
        found = list(Condition.objects.filter(slug=typed) or named[:2])
        if not found:
            raise ValidationError(gettext("No condition has this name or address. Look it up in the search."))
        if len(found) > 1:
            raise ValidationError(gettext("Several conditions have this name. Type the address of the one you mean."))
        return found[0]

    def hindrance(self) -> str:
        return "" if self.about.words else gettext("This is settled already. Nothing needs to be done.")

    def move(self) -> None:
        given = self.cleaned_data
        told: dict[str, Any] = {"name": given["written"], "condition": given["condition"], "why": given["why"]}
        searches.settle(self.about, given["outcome"], by=self.by, at=self.at, **told)
