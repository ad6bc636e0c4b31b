"""A source that somebody read, as they write it down."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models
from django.forms.models import fields_for_model

from conditions.models import Source

TYPED = ("key", "title", "publisher", "published", "doi", "pmid", "url", "read_on", "note")
ADDRESS = {"assume_scheme": "https"}


class SourceForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= fields_for_model(Source, TYPED, formfield_callback=_field)
        self.fields["read_on"].widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")

    def refuse(self, wrong: Mapping[str, list[str]]) -> None:
        """Puts each sentence of the move beside its field."""
        for name, sentences in wrong.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)


def _field(field: Any, **options: Any) -> forms.Field | None:
    made: forms.Field | None = field.formfield(**options, **ADDRESS if isinstance(field, models.URLField) else {})
    return made
