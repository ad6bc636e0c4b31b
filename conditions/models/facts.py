"""What several answers of a condition say alike, stored once, with scope, sources and date (R27)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conditions.models.catalogue import Condition
from conditions.models.sources import Source


class Fact(models.Model):
    """One thing known about a condition. Answers quote it by its key; its value stands in `FactVersion`."""

    condition = models.ForeignKey(
        Condition, on_delete=models.PROTECT, related_name="facts", verbose_name=_("condition")
    )
    key = models.SlugField(_("key"), max_length=60, help_text=_("As quoted in the text: {fact:prevalence-europe}"))
    label = models.CharField(_("what it says"), max_length=120, help_text=_("For example: How common"))
    scope = models.CharField(
        _("scope"), max_length=200, help_text=_("Of whom, where and when it is true: adults in Europe, untreated.")
    )

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering: ClassVar = ["condition", "key"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "condition",
                "key",
                name="fact_once_per_condition",
                violation_error_message=_("This condition has a fact with this key. Propose a new value for it."),
            ),
            models.CheckConstraint(
                condition=~Q(key="") & ~Q(label="") & ~Q(scope=""),
                name="fact_says_of_whom",
                violation_error_message=_("Say what the fact is about and of whom it is true."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.scope})"


class FactVersionQuerySet(models.QuerySet["FactVersion"]):
    def in_force(self) -> "FactVersionQuerySet":
        """The values that readers are shown."""
        return self.filter(in_force_at__isnull=False, ended_at__isnull=True)

    def pending(self) -> "FactVersionQuerySet":
        """Proposed or accepted, but not yet shown to readers."""
        return self.filter(in_force_at__isnull=True, dropped_at__isnull=True)

    def quotable(self) -> "FactVersionQuerySet":
        """What new text quotes: the accepted value, also while live answers still show the one before it."""
        return self.filter(accepted_at__isnull=False, dropped_at__isnull=True, ended_at__isnull=True)


class FactVersion(models.Model):
    """One set of values of a fact: proposed by a person or an import, accepted by another, then in force (E7, E22)."""

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="versions", verbose_name=_("fact"))
    number = models.PositiveIntegerField(_("version"))
    reason = models.CharField(_("why it is new"), max_length=300)
    origin = models.CharField(
        _("import"), max_length=120, blank=True, help_text=_("Which import brought it; empty for a person.")
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accepted by"),
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    in_force_at = models.DateTimeField(_("in force since"), null=True, blank=True)
    ended_at = models.DateTimeField(_("replaced at"), null=True, blank=True)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("dropped by"),
    )
    dropped_at = models.DateTimeField(_("dropped at"), null=True, blank=True)
    dropped_because = models.CharField(_("why it was dropped"), max_length=300, blank=True)

    objects = FactVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("value of a fact")
        verbose_name_plural = _("values of facts")
        ordering: ClassVar = ["fact", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint("fact", "number", name="factversion_one_per_number"),
            models.UniqueConstraint(
                "fact",
                condition=Q(in_force_at__isnull=False, ended_at__isnull=True),
                name="factversion_one_in_force",
                violation_error_message=_("Another value of this fact is in force."),
            ),
            models.UniqueConstraint(
                "fact",
                condition=Q(in_force_at__isnull=True, dropped_at__isnull=True),
                name="factversion_one_pending",
                violation_error_message=_("A new value of this fact is being decided on. Decide on that one first."),
            ),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=True) & ~Q(origin="") | Q(proposed_by__isnull=False, origin=""),
                name="factversion_from_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True) | Q(proposed_by__isnull=True) | ~Q(accepted_by=F("proposed_by")),
                name="factversion_accepted_by_another",
                violation_error_message=_("Whoever proposed a value does not accept it. Ask another editor."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True, accepted_at__isnull=True)
                | Q(accepted_by__isnull=False, accepted_at__isnull=False),
                name="factversion_acceptance_whole",
            ),
            models.CheckConstraint(
                condition=Q(in_force_at__isnull=True) | Q(accepted_at__isnull=False, dropped_at__isnull=True),
                name="factversion_in_force_was_accepted",
                violation_error_message=_("A value that nobody accepted cannot be in force."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(in_force_at__isnull=False),
                name="factversion_ends_after_force",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True) | ~Q(dropped_because=""),
                name="factversion_dropped_for_a_reason",
                violation_error_message=_("Say why the value is dropped."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact.key} {self.number}"


class FactValue(models.Model):
    """One value in one language, from one source. Where good sources differ a version has several (R29).

    `label` and `scope`: how the fact is headed in that language, beside its first value there; empty: in English.
    """

    version = models.ForeignKey(FactVersion, on_delete=models.PROTECT, related_name="values", verbose_name=_("version"))
    language = models.CharField(_("language"), max_length=10)
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.CharField(_("value"), max_length=200, help_text=_("As it stands in a sentence: 1 in 2,000 to 5,000"))
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="values", verbose_name=_("source"))
    as_of = models.CharField(_("as of"), max_length=40, blank=True, help_text=_("The date of the figure."))
    label = models.CharField(
        _("what the fact says, in this language"),
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text=_("Beside the first value of a language other than English."),
    )
    scope = models.CharField(
        _("scope, in this language"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text=_("Of whom, where and when it is true."),
    )

    class Meta:
        verbose_name = _("single value")
        verbose_name_plural = _("single values")
        ordering: ClassVar = ["version", "language", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint("version", "language", "position", name="factvalue_one_per_place"),
            models.CheckConstraint(
                condition=~Q(text=""), name="factvalue_not_empty", violation_error_message=_("Write the value.")
            ),
            models.CheckConstraint(
                condition=Q(label="", scope="") | ~Q(label="") & ~Q(scope="") & ~Q(language="en") & Q(position=1),
                name="factvalue_heading_whole",
                violation_error_message=_(
                    "Beside the first value of a language other than English, give both what the fact says and its "
                    "scope there, or neither. In English the fact itself has them."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.text
