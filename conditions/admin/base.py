"""What every page of the administration shares: it asks `permissions.may`, and it deletes nothing."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, models
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.admin import seen
from conditions.models import Condition
from conditions.permissions import actions, reach
from conditions.stale import Stale

if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Any]
    Tabular = admin.TabularInline[Any, Any]
else:
    Admin, Tabular = admin.ModelAdmin, admin.TabularInline  # take no type at run time


# Two moves waited for each other, or one waited too long: the database took this one back, whole.
BUSY = gettext_lazy(
    "The site was busy for a moment, so nothing was saved. What you typed is still here: save it again."
)
LEFT = gettext_lazy(
    "The site was busy for a moment, so the rest was left as it was. Try again with what is still here."
)


class Refused:
    """Mixed into a form: the sentence by which the move refused what was typed."""

    refusal: ValidationError

    def clean(self) -> None:
        super().clean()  # type: ignore[misc]
        raise ValidationError(self.refusal.messages)


def look_again(request: HttpRequest, rows: Collection[type[models.Model]], stands: Collection[str]) -> ValidationError:
    """What somebody reads who was slower than a colleague: how things stand where they typed otherwise (E4).

    What they typed is kept, and the next save counts.
    """
    request.POST = seen.refreshed(request.POST, rows)  # type: ignore[assignment]
    sentence = _(
        "Somebody changed this while you were looking, so nothing was saved. What you typed is still here. Open "
        "this page again beside it to see how things stand; if you save here, yours takes their place."
    )
    return ValidationError([sentence, *stands])


class HouseAdmin(Admin):
    """Shows rows to those who may see them; changes go through a move of `editorial` (see `save_model` there)."""

    sees: ClassVar[str] = "see_evidence"
    changes: ClassVar[str | None] = None
    to_place: ClassVar[str | None] = None  # the way from a row to its condition and language; None: the whole site's
    list_per_page = 50
    formfield_overrides: ClassVar = {models.URLField: {"assume_scheme": "https", "widget": AdminURLFieldWidget}}

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """A move that refuses is shown as an error of the form, with everything typed still there.

        What is not theirs to open at all stays closed: Django asks once more, and answers 403 again. That page
        only reads, so it waits for nobody who writes.
        """
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]
        except PermissionDenied as refusal:
            request.refusal = ValidationError(str(refusal))  # type: ignore[attr-defined]
        except Stale:
            parts = [part.model for part in self.inlines]
            stands = seen.differing(self._posted(request, object_id))
            request.refusal = look_again(request, [self.model, *parts], stands)  # type: ignore[attr-defined]
        except OperationalError:
            request.refusal = ValidationError(BUSY)  # type: ignore[attr-defined]
        return self._changeform_view(  # type: ignore[attr-defined]
            request, object_id, form_url, extra_context
        )

    def _posted(self, request: HttpRequest, object_id: Any) -> list[BaseForm]:
        """What was typed, beside the rows as they are now; nothing for a row that is new or gone."""
        row = self.get_object(request, unquote(object_id)) if object_id else None
        if row is None:
            return []
        formsets, _inlines = self._create_formsets(request, row, change=True)  # type: ignore[attr-defined]
        parts = [form for formset in formsets for form in formset.initial_forms]
        return [self.get_form(request, row, change=True)(request.POST, instance=row), *parts]

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, *args, **kwargs)
        refusal = getattr(request, "refusal", None)
        return type(form.__name__, (Refused, form), {"refusal": refusal}) if refusal else form

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only what the page offers to filter by: any other would tell, question by question, what it does not show.

        Django lets every column of the row be asked for, the words of a mail and the hash of a password too.
        """
        offered = [getattr(each, "parameter_name", each) for each in (*self.list_filter, self.date_hierarchy) if each]
        named = any(lookup == name or lookup.startswith(f"{name}__") for name in offered)
        return named and super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """A day that no calendar has is a wrong filter like any other; Django guards against some of them alone."""
        try:
            return super().get_changelist_instance(request)
        except (OverflowError, ValueError) as nonsense:
            raise IncorrectLookupParameters from nonsense

    def response_action(self, request: HttpRequest, *given: Any, **more: Any) -> Any:
        """What is no key of a row chooses none, and Django says so; it would ask the database for it."""
        sent = request.POST.copy()
        keys = [each for each in sent.getlist(ACTION_CHECKBOX_NAME) if self._is_key(each)]
        sent.setlist(ACTION_CHECKBOX_NAME, keys)
        request.POST = sent  # type: ignore[assignment]
        return super().response_action(request, *given, **more)

    def _is_key(self, text: str) -> bool:
        try:
            self.opts.pk.clean(text, None)
        except ValidationError:
            return False
        return True

    def _may(self, request: HttpRequest, action: str | None, condition: Condition | None = None) -> bool:
        """Asked of the database once a request: the list of all administration pages asks for every one of them."""
        held = request.__dict__.setdefault("house_actions", {})
        if condition not in held:
            held[condition] = actions(request.user, condition, on=timezone.localdate())
        return action in held[condition]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """What lies elsewhere is as good as not there: no list, no search and no address tells of it."""
        rows: models.QuerySet[Any] = super().get_queryset(request)
        return rows.filter(self.within(request))

    def within(self, request: HttpRequest) -> models.Q:
        """Which rows lie where the person holds a role that sees or changes them."""
        found = models.Q(pk__in=[])
        for action in filter(None, (self.sees, self.changes)):
            there = self.reached(request, action)
            if not there:  # everywhere
                return there
            found |= there
        return found

    def reached(self, request: HttpRequest, action: str) -> models.Q:
        """The same for one action; empty for all of them. Asked of the database once a request."""
        if self.to_place is None:
            return models.Q()
        known = request.__dict__.setdefault("house_reach", {})
        if (action, self.to_place) not in known:
            known[action, self.to_place] = reach(request.user, action, on=timezone.localdate(), answer=self.to_place)
        there: models.Q = known[action, self.to_place]
        return there

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request, self.sees) or self._may(request, self.changes)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may(request, self.changes)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request, self.changes)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nothing is deleted here: what was public stays findable, and evidence stays."""
        return False


class Evidence(HouseAdmin):
    """Rows that never change: to be read, found and nothing else, so they have no other page."""

    def get_urls(self) -> list[Any]:
        pages = ("_changelist", "_change")
        return [url for url in super().get_urls() if str(url.name).endswith(pages)]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class Part(Tabular):
    """Rows that belong to the page they stand on: whoever may change that may change them, and nobody deletes one."""

    extra = 0
    can_delete = False

    def _parent(self) -> HouseAdmin:
        parent: HouseAdmin = self.admin_site._registry[self.parent_model]  # type: ignore[assignment]
        return parent

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._parent().has_view_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._parent().has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._parent().has_change_permission(request, obj)
