"""When the desk writes to somebody."""

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

AT_ONCE = "at-once"


class News(forms.Form):
    use_required_attribute = False

    when = forms.ChoiceField(
        label=_("When shall we write to you?"),
        choices=[
            (AT_ONCE, _("At once, about each thing")),
            *((str(number), format_lazy(_("Once a week, on {day}"), day=name)) for number, name in WEEKDAYS.items()),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose when we write to you.")},
    )

    @property
    def weekday(self) -> int | None:
        """Nothing for each thing at once."""
        chosen = self.cleaned_data["when"]
        return None if chosen == AT_ONCE else int(chosen)
