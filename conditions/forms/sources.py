"""A source that somebody read, as they write it down."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from conditions.models import Source

TYPED = ("key", "title", "publisher", "published", "doi", "pmid", "url", "read_on", "note")
ADDRESS = {"assume_scheme": "https"}
WANTED = {
    "key": _("Give it a short key, like ers-2017: texts cite it by that."),
    "title": _("Write the title, as it stands on the publication."),
    "publisher": _("Write who published it: the journal, authority or organisation."),
    "published": _("Write when it was published, at least the year."),
    "read_on": _("Write the day on which you read it."),
}


class SourceForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= fields_for_model(Source, TYPED, formfield_callback=_field)
        self.fields["read_on"].widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        for name, field in self.fields.items():
            field.widget.attrs.pop("maxlength", None)  # a browser would cut what is pasted, without a word
            if name in WANTED:
                field.error_messages["required"] = WANTED[name]

    def refuse(self, wrong: Mapping[str, list[str]]) -> None:
        """Puts each sentence of the move beside its field."""
        for name, sentences in wrong.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)


def _field(field: Any, **options: Any) -> forms.Field | None:
    made: forms.Field | None = field.formfield(**options, **ADDRESS if isinstance(field, models.URLField) else {})
    return made
