"""What a check says, and what a check is."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.contrib.admin import site
from django.db.models import Model
from django.urls import reverse


@dataclass(frozen=True)
class Finding:
    """A sentence that says what is wrong, one that says what to do, and the page on which to do it."""

    problem: str
    remedy: str
    address: str = ""
    stops: bool = False


@dataclass(frozen=True)
class Check:
    """`stops`: what it finds keeps the site from being ready. `ends`: after that nothing else can be asked."""

    look: Callable[[datetime.datetime], Iterator[Finding]]
    stops: bool = False
    ends: bool = False


def admin_page(model: type[Model], pk: object = None, *, query: str = "") -> str:
    """Where the administration shows the rows, or the one row; nothing where it does not."""
    if not site.is_registered(model):
        return ""
    page = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    return reverse(f"{page}_changelist") + query if pk is None else reverse(f"{page}_change", args=[pk])
