"""Shared facts and their values: proposed here, decided on after a page that shows what will change for readers."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conditions.admin import changeover
from conditions.admin.base import Evidence, Part
from conditions.admin.evidence import OfACondition
from conditions.admin.seen import ModelForm
from conditions.editorial import facts
from conditions.models import Fact, FactValue, FactVersion
from conditions.models.facts import FactVersionQuerySet


@admin.register(Fact)
class FactAdmin(OfACondition):
    """Begun here, and never changed: answers quote its key, and rely on its scope."""

    changes = facts.PROPOSE
    list_display = ("condition", "key", "label", "scope")
    list_select_related = ("condition",)
    search_fields: ClassVar = ("key", "label", "condition__slug")
    autocomplete_fields = ("condition",)
    fields = ("condition", "key", "label", "scope")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: Any, obj: Fact, form: Any, change: bool) -> None:  # noqa: FBT001
        facts.start_fact(obj, by=request.user, at=timezone.now())


class ValueForm(ModelForm):
    language = forms.ChoiceField(label=_("language"), choices=settings.LANGUAGES)

    class Meta:
        model = FactValue
        fields: ClassVar = ["language", "text", "source", "as_of", "label", "scope"]


class ValueInline(Part):
    """Those of a language stand side by side in the order in which they are written."""

    model = FactValue
    form = ValueForm
    extra = 2
    autocomplete_fields = ("source",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and self._parent().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(FactVersion)
class FactVersionAdmin(OfACondition):
    to_condition = "fact__condition"
    changes = facts.PROPOSE
    list_display = ("fact", "number", "proposer", "proposed_at", "accepted_at", "in_force_at", "ended_at", "dropped_at")
    list_select_related = ("fact", "proposed_by")
    list_filter = ("proposed_at",)
    search_fields: ClassVar = ("fact__key", "fact__condition__slug", "origin")
    autocomplete_fields = ("fact",)
    ordering: ClassVar = ("-proposed_at", "-pk")
    inlines = (ValueInline,)
    actions = ("accept", "put_in_force", "drop")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [field.name for field in FactVersion._meta.fields if field.name != "id"] if obj else ["fact", "reason"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return self._may(request, facts.PROPOSE) or self._may(request, facts.ACCEPT)

    @admin.display(description=_("proposed by"), ordering="proposed_by")
    def proposer(self, version: FactVersion) -> str:
        return str(version.proposed_by or version.origin)

    def save_model(self, request: Any, obj: FactVersion, form: Any, change: bool) -> None:  # noqa: FBT001
        """Proposed with its values, in `save_formset`."""

    def save_formset(self, request: Any, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []  # for Django's own log
        written = [part.cleaned_data for part in formset.forms if part.has_changed()]
        values = [facts.Value(**{name: each[name] for name in ValueForm.Meta.fields}) for each in written]
        told = form.cleaned_data
        made = facts.propose_fact(told["fact"], values, reason=told["reason"], by=request.user, at=timezone.now())
        form.instance.pk, form.instance.number = made.pk, made.number

    @admin.action(description=_("Accept …"), permissions=["decide"])
    def accept(self, request: HttpRequest, queryset: FactVersionQuerySet) -> HttpResponse | None:
        return changeover.decided(self, request, queryset, _("Accept"))

    @admin.action(description=_("Put in force …"), permissions=["decide"])
    def put_in_force(self, request: HttpRequest, queryset: FactVersionQuerySet) -> HttpResponse | None:
        return changeover.decided(self, request, queryset, _("Put in force"))

    @admin.action(description=_("Drop …"), permissions=["decide"])
    def drop(self, request: HttpRequest, queryset: FactVersionQuerySet) -> HttpResponse | None:
        return changeover.decided(self, request, queryset, _("Drop"))


@admin.register(FactValue)
class FactValueAdmin(OfACondition, Evidence):
    to_condition = "version__fact__condition"
    list_display = ("version", "language", "text", "source", "as_of", "label", "scope")
    list_select_related = ("version__fact", "source")
