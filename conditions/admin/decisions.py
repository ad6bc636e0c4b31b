"""What the page of a row lets people decide: each at an address of its own, which asks first (E4).

The page says what will happen and carries the version of all that it shows. What is sent back goes to a move of
`editorial`.
"""

import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from conditions.admin.base import BUSY, HouseAdmin
from conditions.editorial.rows import version
from conditions.models import User
from conditions.stale import Stale

if TYPE_CHECKING:
    from collections.abc import Iterable


class Decision(forms.Form):
    """What is asked before a move; `row` is the thing that it moves, `by` who decides."""

    do_not_call_in_templates = True
    address: ClassVar[str]
    title: ClassVar[Any]
    says: ClassVar[tuple[Any, ...]] = ()
    done: ClassVar[Any]
    needs: ClassVar[str]
    proves: ClassVar[bool] = False  # whoever decides has typed a password or code within the last five minutes

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, row: Any, by: User, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.row, self.by = row, by
        self.initial["seen"] = self.screen()

    def rows(self) -> "Iterable[models.Model]":
        """All that the page shows and somebody compares."""
        return (self.row,)

    def screen(self) -> str:
        """The version of the page: another one as soon as any of its rows changes (E4)."""
        return ",".join(version(row) for row in self.rows())

    def hindrance(self) -> str:
        """Why the move would refuse it, said before it is tried."""
        return ""

    def told(self) -> "Iterable[tuple[Any, Any]]":
        """What the page says of the row: its names and values."""
        return ()

    def move(self, *, at: datetime.datetime) -> None:
        raise NotImplementedError

    def moved(self, *, at: datetime.datetime) -> bool:
        """Whether it happened; if not, the form says why, and what was typed is still in it."""
        if self.cleaned_data["seen"] != self.screen():
            self._look_again()
            return False
        try:
            self.move(at=at)
        except ValidationError as refusal:
            self._say(refusal)
        except PermissionDenied as refusal:
            self.add_error(None, str(refusal))
        except Stale:
            self._look_again()
        except OperationalError:
            self.add_error(None, BUSY)
        else:
            return True
        return False

    def _say(self, refusal: ValidationError) -> None:
        by_field = refusal.error_dict if hasattr(refusal, "error_dict") else {"": [refusal]}
        for name, errors in by_field.items():
            self.add_error(name if name in self.fields else None, errors)

    def _look_again(self) -> None:
        self.row.refresh_from_db()
        self.data: Any = self.data.copy()
        self.data["seen"] = self.screen()
        self.add_error(
            None,
            _(
                "Somebody changed this while you were looking, so nothing was done. What you typed is still here. Look "
                "at how things stand now before you decide."
            ),
        )


class Decides(HouseAdmin):
    """Mixed into a page whose rows can be decided on."""

    decisions: ClassVar[tuple[type[Decision], ...]] = ()
    change_form_template = "admin/conditions/decidable.html"

    def get_urls(self) -> list[Any]:
        own = [
            path(
                f"<int:pk>/{kind.address}/",
                self.admin_site.admin_view(partial(self.decide, kind=kind)),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{kind.address}",
            )
            for kind in self.decisions
        ]
        return [*own, *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        row = context.get("original")
        context["decisions"] = [kind for kind in self.decisions if row and self._offers(request, kind, row)]
        return super().render_change_form(request, context, *args, **kwargs)

    def decide(self, request: HttpRequest, pk: int, *, kind: type[Decision]) -> HttpResponse:
        """Asks on a GET; moves on a POST."""
        row = self._row(request, pk, kind)
        if kind.proves:
            raise_if_reauthentication_required(request, app="allauth.account")
        person: Any = request.user
        form = kind(row, person, request.POST if request.method == "POST" else None)
        page = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[pk])
        if form.is_bound and form.is_valid() and form.moved(at=timezone.now()):
            self.message_user(request, form.done)
            return HttpResponseRedirect(page)
        context = {
            **self.admin_site.each_context(request),
            "title": kind.title,
            "opts": self.opts,
            "original": row,
            "page": page,
            "form": form,
            "hindrance": form.hindrance(),
        }
        return TemplateResponse(request, "admin/conditions/decide.html", context)

    def _row(self, request: HttpRequest, pk: int, kind: type[Decision]) -> Any:
        """Whoever may not do it anywhere learns nothing of which rows there are."""
        if not self._may(request, kind.needs) or not self.has_view_permission(request):
            raise PermissionDenied
        row: models.Model | None = self.get_object(request, str(pk))
        if row is None:
            raise Http404
        return row

    def _offers(self, request: HttpRequest, kind: type[Decision], row: Any) -> bool:
        person: Any = request.user
        return self._may(request, kind.needs) and not kind(row, person).hindrance()
