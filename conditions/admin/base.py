"""What every page of the administration shares: it asks `permissions.may`, and it deletes nothing."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from conditions.permissions import may

if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Any]
else:
    Admin = admin.ModelAdmin  # takes no type at run time


class Refused:
    """Mixed into a form: the sentence by which the move refused what was typed."""

    refusal: ValidationError

    def clean(self) -> None:
        super().clean()  # type: ignore[misc]
        raise ValidationError(self.refusal.messages)


class HouseAdmin(Admin):
    """Shows rows to those who may see them; changes go through a move of `editorial` (see `save_model` there)."""

    sees: ClassVar[str] = "see_evidence"
    changes: ClassVar[str | None] = None
    list_per_page = 50

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """A move that refuses is shown as an error of the form, with everything typed still there."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ValidationError as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **kwargs)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, *args, **kwargs)
        refusal = getattr(request, "refusal", None)
        return type(form.__name__, (Refused, form), {"refusal": refusal}) if refusal else form

    def _may(self, request: HttpRequest, action: str | None) -> bool:
        return action is not None and may(request.user, action, on=timezone.localdate())

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
    """Rows that never change: to be read, found and nothing else."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
