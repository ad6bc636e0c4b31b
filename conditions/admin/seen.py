"""Forms of the administration carry which version of their row was on screen (E4)."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from conditions.editorial.rows import version

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
else:
    ModelForm = forms.ModelForm  # takes no type at run time


class SeenForm(ModelForm):
    """A form whose move can tell whether the row moved since the page was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = mark(self.instance)

    @property
    def version(self) -> str:
        """The version that was on screen; empty for a new row."""
        return str(self.cleaned_data.get("seen", "")).rpartition(":")[2]

    def has_changed(self) -> bool:
        """The mark itself is nothing that a person typed."""
        return any(name != "seen" for name in self.changed_data)

    def typed(self) -> dict[str, Any]:
        """The values that the person changed."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "seen"}


class CarriesSeen:
    """Mixed into an administration page or a part of one whose form is a `SeenForm`."""

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """The mark stands in a form alone: who may only look has nothing to be late with."""
        allowed = self.has_change_permission(request, obj)  # type: ignore[attr-defined]
        fields = [name for name in super().get_fields(request, obj) if name != "seen"]  # type: ignore[misc]
        return [*fields, "seen"] if allowed else fields


MOST = 10  # sentences: more than that is read on the page itself
LONG = 120  # letters of a value


def differing(forms: Iterable[forms.BaseForm]) -> list[str]:
    """A sentence for each thing that stands now otherwise than in what was typed.

    The forms hold what was posted, and the rows as they are.
    """
    told = []
    for form in forms:
        for name in form.changed_data:
            if name not in {"seen", "next_seen", "id", "DELETE"}:
                now = Truncator(_shown(form, name)).chars(LONG) or _("empty")
                told.append(_("As it stands now, “{field}” is: {value}").format(field=form[name].label, value=now))
    return told[:MOST]


def _shown(form: forms.BaseForm, name: str) -> str:
    """The value of the row as people read it."""
    row = getattr(form, "instance", None)
    if hasattr(row, f"get_{name}_display"):
        return str(getattr(row, f"get_{name}_display")() or "")
    if isinstance(form.fields[name], forms.ModelMultipleChoiceField):
        return ", ".join(str(each) for each in form[name].initial or [])
    value = getattr(row, name, form[name].initial)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return "" if value is None else str(value)


def mark(row: models.Model) -> str:
    """Row and version as the form carries them; empty for a new row."""
    seen = version(row)
    return f"{row._meta.label_lower}:{row.pk}:{seen}" if seen else ""


def refreshed(posted: QueryDict, rows: Collection[type[models.Model]]) -> QueryDict:
    """What was posted, with every mark as things stand now.

    Marks of other kinds of row than the page is about are dropped: a version tells what its row holds.
    """
    fresh, kinds = posted.copy(), {row._meta.label_lower: row for row in rows}
    for key in posted:
        if key.rpartition("-")[2] == "seen":
            label, _, rest = str(posted[key]).partition(":")
            fresh[key] = _now(kinds.get(label), rest.partition(":")[0])
    return fresh


def _now(kind: type[models.Model] | None, pk: str) -> str:
    if kind is None or "\0" in pk:
        return ""
    try:
        row = kind._default_manager.filter(pk=pk).first()
    except (ValueError, ValidationError):
        return ""
    return mark(row) if row else ""
