"""The list of what many people searched for and nobody found (docs/decisions/0054)."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions.editorial.listings.answers import LANGUAGE
from conditions.editorial.listings.listing import Cell, Listing
from conditions.editorial.searches import ACTION
from conditions.models import FailedSearch, User


def _failed(person: User, on: datetime.date, choice: str) -> QuerySet[Any]:
    return FailedSearch.objects.waiting()


def _of_failed(rows: Iterable[Any], on: datetime.date) -> list[list[Cell]]:
    spoken = dict(settings.LANGUAGES)
    return [
        [
            Cell(row.words, reverse("desk:settle_search", args=[row.pk]), row.language),
            Cell(spoken.get(row.language, row.language)),
            Cell(gettext("%(n)d or more") % {"n": row.connections}),
            Cell(row.kept_on),
        ]
        for row in rows
    ]


SEARCHES = Listing(
    "searches",
    ACTION,
    _("Searches that found nothing"),
    _("Each was asked for from so many different connections within a month. The words lead to the next step."),
    (_("Words"), LANGUAGE, _("Connections"), _("Since")),
    _failed,
    _of_failed,
)
