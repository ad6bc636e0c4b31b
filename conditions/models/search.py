"""What search reads: rows written by `search.py` with the thing that they find."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SearchEntry(models.Model):
    """One way to find one condition: a name or a code."""

    class Kind(models.TextChoices):
        NAME = "name", _("Name")
        CODE = "code", _("Code")

    condition = models.ForeignKey("conditions.Condition", on_delete=models.CASCADE, related_name="search_entries")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    place = models.PositiveSmallIntegerField(
        help_text="What goes first. Names: preferred, shown, search only. Codes: the same, broader, narrower, related."
    )
    system = models.CharField(max_length=10, blank=True, help_text="Of a code.")
    language = models.CharField(max_length=10, blank=True, help_text="Of a name.")
    text = models.CharField(max_length=500, help_text="As people write it.")
    folded = models.CharField(max_length=600, db_index=True, help_text="Names by names.fold, codes by codes.key.")
    size = models.PositiveSmallIntegerField(help_text="How many words a name has, without “disease” and the like.")
    called = models.PositiveSmallIntegerField(
        help_text="How long the preferred name of the condition is: of equals, the simpler condition goes first."
    )
    words = models.TextField(help_text="The folded words of a name and their stems: what the index reads.")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="name", system="") | Q(kind="code", words=""), name="search_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class SearchAnswer(models.Model):
    """One live answer, by the words of its question, its condition and its short answer."""

    answer = models.OneToOneField("conditions.Answer", on_delete=models.CASCADE, related_name="search_answer")
    language = models.CharField(max_length=10)
    asked = models.TextField(help_text="The folded words of the question and its address, and their stems.")
    words = models.TextField(help_text="Those, and those of all names and of the short answer: what the index reads.")

    def __str__(self) -> str:
        return self.asked


class SearchWord(models.Model):
    """A word or a stem that occurs in some name: what a misspelling is compared with."""

    word = models.CharField(max_length=100, unique=True)
    count = models.IntegerField(help_text="In how many names.")
    sound = models.CharField(max_length=100, blank=True, help_text="How it is heard; empty where nobody could guess.")

    def __str__(self) -> str:
        return self.word


class SearchCount(models.Model):
    """How often one nameless source has searched in one span of time (S5). Holds no address (S7)."""

    source = models.CharField(max_length=64, unique=True, help_text="Keyed hash with a salt that changes daily.")
    span = models.BigIntegerField(help_text="Which span of time, counted from 1970.")
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.count}"
