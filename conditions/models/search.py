"""What search reads: rows written by `search.py` with the thing that they find."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SearchEntry(models.Model):
    """One way to find one condition: a name or a code, folded and stemmed."""

    class Kind(models.TextChoices):
        NAME = "name", _("Name")
        CODE = "code", _("Code")

    condition = models.ForeignKey("conditions.Condition", on_delete=models.CASCADE, related_name="search_entries")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    language = models.CharField(max_length=10, blank=True)
    rank = models.PositiveSmallIntegerField(help_text="0 preferred name, 1 shown name, 2 search-only name, 3 code.")
    text = models.CharField(max_length=500, help_text="As people write it.")
    folded = models.CharField(max_length=600, db_index=True)
    words = models.TextField(help_text="Folded words and their stems, parted by blanks: what the index reads.")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=["name", "code"]), name="search_kind_known"),
        ]

    def __str__(self) -> str:
        return self.text


class SearchWord(models.Model):
    """A word that occurs in some name: what a misspelling is compared with."""

    word = models.CharField(max_length=100, unique=True)

    def __str__(self) -> str:
        return self.word


class SearchCount(models.Model):
    """How often one nameless source has searched in one span of time (S5). Holds no address (S7)."""

    source = models.CharField(max_length=64, unique=True, help_text="Keyed hash with a salt that changes daily.")
    span = models.BigIntegerField(help_text="Which span of time, counted from 1970.")
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.count}"
