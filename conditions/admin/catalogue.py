"""Conditions with their names and codes: found by any of them, changed by moves alone."""

import json
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from conditions import names
from conditions.admin.base import HouseAdmin, Part
from conditions.admin.evidence import AtTheDesk
from conditions.admin.proposals import Proposes, note_proposal, waiting
from conditions.admin.seen import CarriesSeen, ModelForm, SeenForm
from conditions.editorial import catalogue, codes, proposals
from conditions.editorial.rows import version
from conditions.models import Code, Condition, FormerSlug, Name, Proposal

WRITTEN = _("As within a sentence: coeliac disease, Lyme disease. Pages put the capital where it begins a line.")


class NameForm(SeenForm):
    """Of a name that is there only its use can change: what people once read or searched stays."""

    language = forms.ChoiceField(label=_("language"), choices=settings.LANGUAGES)

    class Meta:
        model = Name
        fields: ClassVar = ["text", "language", "use"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = WRITTEN
        if self.instance.pk:
            self.fields["text"].disabled = self.fields["language"].disabled = True


class NewConditionForm(ModelForm):
    """What it takes to begin: the name; the address follows from it."""

    name = forms.CharField(label=_("preferred name in English"), max_length=500, help_text=WRITTEN)

    class Meta:
        model = Condition
        fields: ClassVar = ["name", "slug", "is_grouping"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        self.fields["slug"].help_text = _("Empty: made from the name.")

    def clean(self) -> None:
        super().clean()
        if not self.cleaned_data.get("slug") and self.cleaned_data.get("name"):
            self.cleaned_data["slug"] = names.slug(self.cleaned_data["name"])


class CodeForm(SeenForm):
    """A code that is there stays as it is, or goes: whoever looked it up relied on it."""

    take_away = forms.BooleanField(label=_("take it away"), required=False)

    class Meta:
        model = Code
        fields: ClassVar = ["system", "value", "relation"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.disabled = bool(self.instance.pk) != (name == "take_away")


class NameInline(CarriesSeen, Part):
    model = Name
    form = NameForm
    readonly_fields = ("waiting",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Name]:
        waiting = Proposal.objects.open().filter(name=OuterRef("pk")).values("proposed")
        names_here: QuerySet[Name] = super().get_queryset(request)
        return names_here.annotate(proposed=Subquery(waiting))

    @admin.display(description=_("waits for another editor"))
    def waiting(self, name: Any) -> str:
        if getattr(name, "proposed", None) is None:
            return ""
        return gettext("Proposed: %(use)s") % {"use": Name.Use(json.loads(name.proposed)["use"]).label}


class CodeInline(CarriesSeen, Part):
    model = Code
    form = CodeForm

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Who may only look has nothing to take away."""
        allowed = self.has_change_permission(request, obj)
        return [name for name in super().get_fields(request, obj) if allowed or name != "take_away"]


class FormerSlugInline(Part):
    """Read, never changed: `catalogue.place` writes them."""

    model = FormerSlug
    fields = readonly_fields = ("slug",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Condition)
class ConditionAdmin(Proposes, CarriesSeen, AtTheDesk, HouseAdmin):
    changes = "manage_catalogue"
    form = SeenForm
    list_display = ("shown_name", "slug", "is_grouping")
    list_filter = ("is_grouping", "shows_countries")
    search_fields = ("names__folded",)  # what `get_search_results` does in its own way
    search_help_text = _("Any name or code.")
    fields = ("slug", "is_grouping", "shows_countries", "parents")
    autocomplete_fields = ("parents",)
    ordering = ("slug",)
    inlines = (NameInline, CodeInline, FormerSlugInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Condition]:
        return Condition.objects.named(get_language() or "en")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Condition], search_term: str
    ) -> tuple[QuerySet[Condition], bool]:
        """Conditions with a name that holds the words, or a code that starts with them."""
        if not search_term.strip():
            return queryset, False
        named = Name.objects.filter(condition=OuterRef("pk"), folded__contains=names.fold(search_term))
        coded = Code.objects.filter(condition=OuterRef("pk"), value__istartswith=search_term.strip())
        return queryset.filter(Q(slug=search_term.strip()) | Exists(named) | Exists(coded)), False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may(request, "add_conditions")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever looks after some conditions reads the others."""
        return self._may(request, self.changes, obj)

    @admin.display(description=_("name"))
    def shown_name(self, condition: Condition) -> str:
        return capfirst(str(condition))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002
        return super().get_form(request, obj, change, **kwargs | ({} if obj else {"form": NewConditionForm}))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return ["desk", *super().get_fields(request, obj), "waits"] if obj else ["name", "slug", "is_grouping"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("desk", "waits") if obj else ()

    @admin.display(description=_("waits for another editor"))
    def waits(self, condition: Condition) -> str:
        return waiting([f"{kind}:{condition.pk}" for kind in ("place", "names", "codes")])

    def ways(self, row: Condition) -> list[tuple[object, str]]:
        questions = (gettext("Its questions and answers"), reverse("desk:condition", args=[row.slug]))
        said = gettext("Put a caution over every answer about this condition")
        return [questions, (said, reverse("desk:caution_condition", args=[row.slug]))]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else ()

    def save_model(self, request: Any, obj: Condition, form: Any, change: bool) -> None:  # noqa: FBT001
        who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
        if not change:
            rest = {name: form.cleaned_data[name] for name in ("slug", "is_grouping")}
            proposals.propose_condition(form.cleaned_data["name"], **rest, **who)
            note_proposal(request)
            return
        typed, seen = form.typed(), form.version
        if "shows_countries" in typed:
            seen = version(catalogue.show_countries(obj, typed["shows_countries"], seen=seen, **who))
        if _change_place(obj, typed, {"seen": seen, **who}):
            note_proposal(request)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Only the parts: what the condition belongs to was changed by its own move."""
        for formset in formsets:
            self.save_formset(request, form, formset, change)

    def save_formset(self, request: Any, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []  # for Django's own log
        who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
        changed = [part for part in formset.forms if part.has_changed()]
        if formset.model is Code:
            waits = _save_codes(changed, form.instance, who)
        else:
            waits = True in [_save_name(part, form.instance, who) for part in changed]
        if waits:
            note_proposal(request)


def _change_place(condition: Condition, typed: dict[str, Any], who: dict[str, Any]) -> bool:
    """Whether it waits for another editor: then all of it does, so that nobody sees one half of what was meant."""
    called = {"slug": "slug", "is_grouping": "is_grouping", "parents": "families"}
    values = {called[name]: value for name, value in typed.items() if name in called}
    now = Condition.objects.get(pk=condition.pk)
    if catalogue.shows_more(now, values):
        proposals.propose_place(now, values, **who)
        return True
    if values:
        catalogue.change_place(now, values, **who)
    return False


def _save_codes(changed: list[Any], condition: Condition, who: dict[str, Any]) -> bool:
    """Whether some wait for another editor: one decision for all that were typed. What is taken away is at once."""
    for part in changed:
        if part.instance.pk:
            codes.take_away(part.instance, seen=part.version, **who)
    columns = ("system", "value", "relation")
    typed = [Code(**{name: part.cleaned_data[name] for name in columns}) for part in changed if not part.instance.pk]
    if typed:
        codes.propose(condition, typed, **who)
    return bool(typed)


def _save_name(part: Any, condition: Condition, who: dict[str, Any]) -> bool:
    """Whether it waits for another editor, because readers would see it."""
    values = part.cleaned_data
    words: dict[str, Any] = {"language": values["language"], **who}
    if part.instance.pk:
        name: Name = Name.objects.get(pk=part.instance.pk)
        if name.would_show_more(values["use"]):
            proposals.propose_use(name, values["use"], seen=part.version, **who)
            return True
        catalogue.lower_use(name, values["use"], seen=part.version, **who)
        return False
    if values["use"] == Name.Use.SEARCH:
        catalogue.add_name(condition, values["text"], **words)
        return False
    proposals.propose_name(condition, values["text"], use=values["use"], **words)
    return True
