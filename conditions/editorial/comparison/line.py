"""One line of a comparison, and how what stands in it is called."""

from typing import NamedTuple

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _


class Difference(NamedTuple):
    """One line of the comparison; empty where there is nothing."""

    what: str
    was: str
    becomes: str


def label(model: type[models.Model], column: str) -> str:
    return capfirst(str(getattr(model._meta.get_field(column), "verbose_name", column)))


def yes(value: bool) -> str:  # noqa: FBT001
    return _("Yes") if value else _("No")
