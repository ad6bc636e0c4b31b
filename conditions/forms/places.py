"""Which condition somebody means who types its name."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.models import Condition
from conditions.names import fold

MOST = 5  # conditions of one name that are told apart


class ConditionField(forms.CharField):
    """A condition by one of its names, or by the last part of its address; nothing where nothing is typed."""

    def __init__(self, **told: Any) -> None:
        hint = gettext_lazy("Its name, or the last part of its address. Empty: for all conditions.")
        first: dict[str, Any] = {"label": gettext_lazy("Condition"), "help_text": hint, "max_length": 300}
        super().__init__(**first | told)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return called(text) if text else None


def called(text: str) -> Condition:
    """Raises: forms.ValidationError where nothing, or more than one condition, is called so."""
    by_address = Condition.objects.named().filter(slug=text.strip().lower()).first()
    if by_address:
        return by_address
    same = list(Condition.objects.named().filter(names__folded=fold(text)).distinct().order_by("slug")[:MOST])
    if not same:
        raise forms.ValidationError(
            _("We know no condition called “%(text)s”. Write its name as its page does.") % {"text": text}
        )
    if len(same) > 1:
        told = {"text": text, "slugs": ", ".join(each.slug for each in same)}
        raise forms.ValidationError(_("Several are called “%(text)s”. Write one of these: %(slugs)s.") % told)
    return same[0]
