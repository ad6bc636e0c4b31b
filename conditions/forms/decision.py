"""A decision at the desk: a page says what will happen, carries what was on screen, and hands what was typed on."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import QueryDict

from conditions.digest import canonical, sha256
from conditions.editorial.options import Option
from conditions.editorial.rows import version
from conditions.models import User
from conditions.stale import Stale


class Decision(forms.Form):
    """`about` is what it is about, `by` who decides, `at` now."""

    do_not_call_in_templates = True
    page: ClassVar[str] = "desk/decide.html"
    title: ClassVar[Any]
    button: ClassVar[Any]
    says: ClassVar[tuple[Any, ...]] = ()
    done: Any
    needs: ClassVar[str]
    proves: ClassVar[bool] = False  # whoever decides has typed a password or code within the last five minutes

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        about: Any,
        data: QueryDict | None = None,
        *,
        by: User,
        at: datetime.datetime,
        typed: Mapping[str, Any] | None = None,
    ) -> None:
        self.about, self.by, self.at = about, by, at
        super().__init__(data, initial={**(typed or {}), "seen": self.screen()}, label_suffix="")

    def rows(self) -> Iterable[Model]:
        """All that the page shows and the move may change."""
        return (self.about,)

    def screen(self) -> str:
        """The version of the page: another one as soon as any of its rows changes (E4)."""
        return sha256(canonical([version(row) for row in self.rows()]))[:16]

    def hindrance(self) -> str:
        """Why the move would refuse it, said before it is tried."""
        return ""

    def shown(self) -> dict[str, Any]:
        """What the page shows beside the form."""
        return {}

    def move(self) -> None:
        raise NotImplementedError

    def moved(self) -> bool:
        """Whether it happened; if not, the form says why. Raises: PermissionDenied; Stale."""
        self.refuse_stale()
        if hindrance := self.hindrance():
            self.add_error(None, hindrance)
            return False
        try:
            self.move()
        except ValidationError as refusal:
            self._say(refusal)
            return False
        return True

    def refuse_stale(self) -> None:
        """Raises: Stale if the page has changed since it was opened."""
        if self.cleaned_data["seen"] != self.screen():
            raise Stale

    def _say(self, refusal: ValidationError) -> None:
        by_field = refusal.error_dict if hasattr(refusal, "error_dict") else {"": [refusal]}
        for name, errors in by_field.items():
            self.add_error(name if name in self.fields else None, errors)


class OfAnswer(Decision):
    """A decision about an answer: `about` is its `Situation`, and `option` says who may and what hinders it."""

    option: ClassVar[Option]

    def __init_subclass__(cls) -> None:
        cls.needs = cls.option.needs

    def hindrance(self) -> str:
        return self.option.hindrance(self.about, self.by, self.at)
