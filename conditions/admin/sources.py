"""Sources: added, mended, read again, and marked as retracted or replaced, each by its own move."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.db import models
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions.admin.base import HouseAdmin
from conditions.admin.evidence import AtTheDesk
from conditions.admin.seen import CarriesSeen, SeenForm
from conditions.editorial import sources
from conditions.editorial.rows import version
from conditions.models import Source

TOLD = ("title", "publisher", "published", "doi", "pmid", "url", "read_on", "note")
FLAGS = ("retracted_on", "retraction_note", "replaced_by")


class SourceForm(SeenForm):
    """Takes every usual spelling of an identifier, and names what is here already."""

    pmid = forms.CharField(label="PMID", max_length=200, required=False)
    next_seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        super().clean()
        if self.errors:
            return
        typed = {name: self.cleaned_data.get(name, getattr(self.instance, name)) for name in sources.TYPED}
        read_on = self.cleaned_data.get("read_on", self.instance.read_on)
        sources.normal(typed, read_on=read_on, but=self.instance if self.instance.pk else None)
        tidied = sources.tidied(typed, read_on=read_on)
        self.cleaned_data |= {name: tidied[name] for name in tidied.keys() & self.cleaned_data.keys()}
        if "replaced_by" in self.changed_data and (newer := self.cleaned_data.get("replaced_by")):
            self._show(newer)

    def _show(self, newer: Source) -> None:
        """What readers will see in its place is shown before it is put there, and again if it changes meanwhile."""
        if self.cleaned_data.get("next_seen") == version(newer):
            return
        shown = QueryDict(mutable=True)
        shown.update(self.data)  # of several values that one field has, all
        shown["next_seen"] = version(newer)
        self.data = shown
        said = gettext(
            "Readers will see this in its place: “{title}”, {publisher}, {link}. Look at it there, then save again."
        )
        told = {"title": newer.title, "publisher": newer.publisher, "link": newer.link}
        self.add_error("replaced_by", said.format(**told))


@admin.register(Source)
class SourceAdmin(CarriesSeen, AtTheDesk, HouseAdmin):
    changes = "manage_sources"
    form = SourceForm
    list_display = ("key", "title", "publisher", "published", "read_on", "retracted_on", "replaced_by")
    list_select_related = ("replaced_by",)
    search_fields: ClassVar = ("key", "title", "doi", "pmid", "url")
    search_help_text = _("Key, title, DOI, PMID or address.")
    autocomplete_fields = ("replaced_by",)
    formfield_overrides: ClassVar = {models.URLField: {"assume_scheme": "https", "widget": AdminURLFieldWidget}}
    fields = ("key", *TOLD)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        fields = super().get_fields(request, obj)
        fields = [name for name in fields if name != "next_seen"]
        if obj is None:
            return fields
        shows = ["next_seen"] if self.has_change_permission(request, obj) and self._may(request, sources.FLAG) else []
        return ["desk", *fields, *FLAGS, *shows]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Its key stays, since texts cite it; what warns readers is an editor's to say."""
        flags = () if self._may(request, sources.FLAG) else FLAGS
        return ("desk", "key", *flags) if obj else ()

    def ways(self, row: Source) -> list[tuple[object, str]]:
        said = gettext("Put a caution over every answer that cites this source")
        sends = gettext("Send every answer that cites it to review again")
        return [(said, reverse("desk:caution_source", args=[row.pk])), (sends, reverse("desk:source", args=[row.pk]))]

    def save_model(self, request: Any, obj: Source, form: Any, change: bool) -> None:  # noqa: FBT001
        who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
        if not change:
            sources.add_source(obj, **who)
            return
        typed, seen = form.typed(), form.version
        if typed.keys() & set(sources.TYPED):
            seen = version(sources.change_source(obj, typed, seen=seen, **who))
        if "read_on" in typed:
            seen = version(sources.read_again(obj, on=typed["read_on"], seen=seen, **who))
        if typed.keys() & {"retracted_on", "retraction_note"}:
            seen = version(_flagged(obj, form.cleaned_data, seen, who))
        if "replaced_by" in typed:
            sources.replace_source(obj, typed["replaced_by"], seen=seen, next_seen=typed.get("next_seen", ""), **who)


def _flagged(source: Source, typed: dict[str, Any], seen: str, who: dict[str, Any]) -> Source:
    if typed["retracted_on"] is None:
        return sources.take_retraction_back(source, seen=seen, **who)
    note = typed["retraction_note"]
    return sources.retract_source(source, on=typed["retracted_on"], note=note, seen=seen, **who)
