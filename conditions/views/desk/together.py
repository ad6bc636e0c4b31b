"""The texts of a bundle before whoever was asked for them, at the desk or by a link: how they are read and decided."""

import datetime
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from conditions import pace
from conditions.editorial import bundles
from conditions.forms.bundles import FinishBundle
from conditions.models import Assignment, Bundle, Comment, ExpertLink, Reviewer
from conditions.models.reviewers import latest
from conditions.rendering.places import apart
from conditions.stale import Stale
from conditions.views.desk.review import as_it_lies_there

DESK = {"texts": "bundle", "finish": "bundle_finish", "decline": "bundle_decline", "signed": "bundle_signed"}


class Sheet(NamedTuple):
    """All that somebody was asked for with a bundle, and what still waits of it; an outside expert has a `link`."""

    bundle: Bundle
    reviewer: Reviewer
    texts: list[Assignment]
    link: ExpertLink | None = None

    @property
    def waiting(self) -> list[Assignment]:
        return bundles.waiting(self.texts)

    @property
    def minutes(self) -> int:
        return sum(pace.minutes(each.round.revision) for each in self.waiting)

    @property
    def first(self) -> Assignment:
        """One that says what is asked of all: a seal takes that from a text as well."""
        return next((each for each in self.texts if not each.round.is_sealed), self.texts[0])

    @property
    def due_on(self) -> datetime.date | None:
        """An outside expert has until the last day of their link, which may have been sent again."""
        return self.link.last_day if self.link else self.first.round.due_on

    @property
    def own_comments(self) -> int:
        rounds = [each.round_id for each in self.texts]
        return Comment.objects.filter(round__in=rounds, by=self.reviewer.user_id).count()

    @property
    def is_accepted(self) -> bool:
        return any(each.accepted_at for each in self.waiting)

    @property
    def page(self) -> dict[str, str]:
        """Where each of its pages stands."""
        if self.link:
            return {name: reverse(f"expert:{name}", args=[self.link.pk]) for name in ("asked", *DESK)}
        return {name: reverse(f"desk:{page}", args=[self.bundle.pk]) for name, page in DESK.items()}


def pages(sheet: Sheet, against: str) -> list[tuple[Assignment, SafeString]]:
    """Each text as it lies there alone, its addresses told apart from those of the others."""
    return [(each, _page(each, against, sheet.link.pk if sheet.link else 0)) for each in sheet.texts]


def _page(assignment: Assignment, against: str, link: int) -> SafeString:
    html = render_to_string(
        "desk/review/text.html", as_it_lies_there(assignment, against, link=link) | {"is_bundled": True}
    )
    return mark_safe(apart(html, f"text-{assignment.pk}-"))  # noqa: S308 (made by our own template)


def form(request: HttpRequest, sheet: Sheet) -> FinishBundle:
    return FinishBundle(
        request.POST if request.method == "POST" else None,
        texts=sheet.waiting,
        last=latest(sheet.reviewer, sheet.bundle.condition).first(),
    )


def finished(sheet: Sheet, form: FinishBundle) -> bool:
    """Whether all of it is recorded; otherwise nothing is, and the form may say why."""
    signed: dict[str, Any] = {name: form.cleaned_data[name] for name in ("scopes", "read_elsewhere")}
    who: dict[str, Any] = {"by": sheet.reviewer.user, "at": timezone.now()}
    try:
        bundles.finish(sheet.bundle, sheet.reviewer, form.said, interests=form.declared, **signed, **who)
    except Stale:
        return False
    except (ValidationError, PermissionDenied) as refusal:
        form.refuse(refusal)
        return False
    return True


def to_finish(sheet: Sheet, form: FinishBundle) -> dict[str, Any]:
    """What the page on which they decide shows."""
    return {"form": form, "sheet": sheet, "texts": [(each, form.of_text(each)) for each in form.texts]}
