"""When the desk writes to somebody."""

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

AT_ONCE = ""


class News(forms.Form):
    use_required_attribute = False

    weekday = forms.TypedChoiceField(
        label=_("When shall we write to you?"),
        choices=[
            (AT_ONCE, _("At once, about each thing")),
            *((number, format_lazy(_("Once a week, on {day}"), day=name)) for number, name in WEEKDAYS.items()),
        ],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
