"""How a reader chooses among stories: by nothing but what the stories themselves show (C18)."""

from typing import Any

from django import forms
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from community.models import Relation
from community.models.stories import StoryQuerySet
from conditions.countries import country_name

WORTH = 4  # stories from which there is something to choose


class Order(TextChoices):
    """The first rewards nothing: neither the newest, nor the worst, nor the happiest (M18)."""

    DAILY = "", _("New each day")
    NEWEST = "newest", _("Newest first")


class Choice(forms.Form):
    """What nobody offered is as good as not chosen. `groups`: how many stories there are of each role and country."""

    role = forms.ChoiceField(label=_("Written by"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    order = forms.ChoiceField(label=_("Order"), required=False, choices=Order.choices)

    def __init__(self, data: QueryDict, *, groups: list[dict[str, Any]]) -> None:
        roles = {each["relation"] for each in groups} - {Relation.UNSAID.value}
        countries = sorted({each["country"] for each in groups} - {""}, key=country_name)
        offered = {"role": roles, "country": countries, "order": Order.values}
        super().__init__({name: data.get(name) for name, known in offered.items() if data.get(name) in known})
        self._offer("role", _("Anybody"), [one for one in Relation.choices if one[0] in roles])
        self._offer("country", _("Any"), [(code, country_name(code)) for code in countries])
        for name, known in offered.items():
            if not known:
                del self.fields[name]
        self.is_worth_it = sum(each["n"] for each in groups) >= WORTH
        self.full_clean()

    def _offer(self, name: str, anything: Any, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", anything), *choices]

    @property
    def is_newest(self) -> bool:
        return bool(self.cleaned_data.get("order") == Order.NEWEST)

    def among(self, stories: StoryQuerySet) -> StoryQuerySet:
        """Those that were asked for."""
        columns = {"role": "text__relation", "country": "text__country"}
        asked = {f"publications__{column}": self.cleaned_data.get(name) for name, column in columns.items()}
        asked = {column: value for column, value in asked.items() if value}
        return stories.filter(publications__ended_at__isnull=True, **asked) if asked else stories
