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


class FailedSearchQuerySet(models.QuerySet["FailedSearch"]):
    def waiting(self) -> "FailedSearchQuerySet":
        """Words that enough have searched for, and that no editor has settled; the newest first."""
        return self.exclude(words="").order_by("-kept_on", "-pk")


class FailedSearch(models.Model):
    """Words that found nothing (docs/decisions/0054).

    Until enough different sources asked for them within a month it is keyed marks and no word. Then the words stand
    here, and who asked does not. An editor settles them: then the words go, and a mark stays by which they are known.
    """

    class Outcome(models.TextChoices):
        FOUND = "found", _("The search finds it by now")
        NAME = "name", _("It is another name of a condition that is here")
        CONDITION = "condition", _("It is a condition that is not here yet")
        NOT_OURS = "not-ours", _("It is nothing that we write about")

    mark = models.CharField(
        _("mark"), max_length=64, unique=True, help_text=_("Keyed hash of the words, of use in one month.")
    )
    sources = models.TextField(
        _("sources"), blank=True, help_text=_("Keyed hashes of who asked, of use for these words alone. They go first.")
    )
    day = models.DateField(_("first asked on"), db_index=True)
    kept_on = models.DateField(_("words kept since"), null=True, blank=True)
    lasting = models.CharField(
        _("lasting mark"),
        max_length=64,
        blank=True,
        db_index=True,
        help_text=_("Keyed hash of words that were kept, by which they are known in other months."),
    )
    connections = models.PositiveSmallIntegerField(
        _("connections"),
        null=True,
        blank=True,
        help_text=_("How many were enough to keep the words. No more are counted."),
    )
    language = models.CharField(_("language"), max_length=10, blank=True)
    words = models.CharField(_("words"), max_length=80, blank=True, help_text=_("Folded as for search."))
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    settled_by = models.ForeignKey(
        "conditions.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)

    objects = FailedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("failed search")
        verbose_name_plural = _("failed searches")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(words="") | Q(sources="", kept_on__isnull=False, settled_on__isnull=True),
                name="failedsearch_words_or_sources",
            ),
            models.CheckConstraint(
                condition=Q(kept_on__isnull=True, lasting="", connections__isnull=True)
                | Q(kept_on__isnull=False, lasting__gt="", connections__isnull=False, sources=""),
                name="failedsearch_counted_or_kept",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "found", "name", "condition", "not-ours"]),
                name="failedsearch_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True, settled_by__isnull=True, outcome="")
                | Q(settled_on__isnull=False, settled_by__isnull=False, outcome__gt="", kept_on__isnull=False),
                name="failedsearch_settled_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.words or f"#{self.pk}"
