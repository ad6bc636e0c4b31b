"""Evidence as people look for it: by the answer that it belongs to, with its parts beneath and its words as text."""

from collections.abc import Iterable
from functools import reduce
from typing import Any, ClassVar, cast

from django.contrib import admin
from django.db import models
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from conditions.admin.base import Evidence, HouseAdmin, Part
from conditions.models import Answer, Condition
from conditions.permissions import places

SHORT = 12  # digits of a digest in a list: enough to tell two apart


def named_answers() -> QuerySet[Answer]:
    """Answers whose condition is called by its name, whatever the number of rows in one query more."""
    conditions = Prefetch("condition", Condition.objects.named(get_language() or "en"))
    return Answer.objects.select_related("question").prefetch_related(conditions)


class AtTheDesk(HouseAdmin):
    """Mixed into a page of which nothing is decided here: it leads to where it is, with what to look at first."""

    def ways(self, row: Any) -> Iterable[tuple[object, str]]:
        """What somebody may want to do with the row now, and the page of the desk for it."""
        raise NotImplementedError

    @admin.display(description=_("at the desk"))
    def desk(self, row: Any) -> str:
        return listed(format_html('<a href="{}">{}</a>', address, said) for said, address in self.ways(row))


class OfAnAnswer(HouseAdmin):
    """Rows that belong to an answer: named by it, linked to it, and found by any name of its condition."""

    to_answer: ClassVar[str] = "answer"
    list_filter: ClassVar[tuple[Any, ...]] = ()
    readonly_fields: ClassVar[tuple[str, ...]] = ("about",)

    def __init_subclass__(cls) -> None:
        cls.to_place = f"{cls.to_answer}__"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.prefetch_related(Prefetch(self.to_answer, named_answers()))

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        found_by = ("condition__slug", "condition__names__text", "question__slug")
        return [*self.search_fields, *(f"{self.to_answer}__{name}" for name in found_by)]

    def answer_of(self, row: models.Model) -> Answer | None:
        found: Any = reduce(getattr, self.to_answer.split("__"), row)
        return cast("Answer | None", found)

    @admin.display(description=_("answer"))
    def about(self, row: models.Model) -> str:
        answer = self.answer_of(row)
        return linked(answer) if answer else "–"


class OfACondition(HouseAdmin):
    """Rows that belong to a condition, in every language alike."""

    to_condition: ClassVar[str] = "condition"

    def reached(self, request: HttpRequest, action: str) -> Q:
        return Q(**{f"{self.to_condition}__in": places(request.user, action, on=timezone.localdate())})


class AnswerEvidence(OfAnAnswer, Evidence):
    """Evidence that belongs to an answer."""


class EvidencePart(Part):
    """Rows of evidence on the page of what they belong to: to be read, with a link to each."""

    show_change_link = True
    related: ClassVar[tuple[str, ...]] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.select_related(*self.related) if self.related else rows

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


def linked(row: models.Model, text: str = "") -> SafeString:
    """A link to the page of the row."""
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return format_html('<a href="{}">{}</a>', address, text or str(row))


def listed(lines: Iterable[object]) -> str:
    """One line each; a dash where there is none."""
    return format_html_join("", "<div>{}</div>", ((line,) for line in lines)) or "–"
