"""Words before a lay reader: whether they could be understood. Nothing here says that they are true."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conditions.models.answers import Revision
from conditions.models.reviews import Round


class ReadingQuerySet(models.QuerySet["Reading"]):
    def unanswered(self) -> "ReadingQuerySet":
        """Those that the lay reader neither declined nor answered."""
        return self.filter(declined_at=None, answered_at=None)

    def waiting(self) -> "ReadingQuerySet":
        """Those on which an answer is still wanted: unanswered, in a review that is open."""
        return self.unanswered().filter(round__closed_at=None)

    def clear(self) -> "ReadingQuerySet":
        """Those that say that everything was understood, and still do, the newest first."""
        return self.filter(said=Reading.Said.CLEAR, overtaken_at=None).order_by("-answered_at", "-pk")


class Reading(models.Model):
    """A lay reader is asked whether one digest can be understood; they answer once, or decline.

    One who said of the same words later, in another review of them, that some places are not clear, overtakes what
    they said before. The fingerprints of the row cover a salt that goes with its words, so that nobody finds a name
    again by guessing.
    It is no review: it counts for nothing that is called medical (docs/decisions/0052-lay-readers.md).
    """

    class Said(models.TextChoices):
        CLEAR = "clear", _("I understood all of it")
        UNCLEAR = "unclear", _("Some places I did not understand")

    class Standpoint(models.TextChoices):
        LIVES = "lives", _("I live with it")
        CARES = "cares", _("I care for somebody who lives with it")
        NEITHER = "neither", _("Neither")

    class Reason(models.TextChoices):
        TIME = "time", _("No time")
        CLOSE = "close", _("This text is too close to me")
        OTHER = "other", _("Another reason")
        ROLE = "role", _("No longer a lay reader here")

    class Removal(models.TextChoices):
        FALSE = "false", _("It is not true")
        ABUSE = "abuse", _("It insults somebody, or advertises something")
        PERSON = "person", _("It tells who somebody else is")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="readings", verbose_name=_("round"))
    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, related_name="readings", verbose_name=_("revision")
    )
    digest = models.CharField(_("digest of what is read"), max_length=64)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="readings", verbose_name=_("lay reader")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined at"), null=True, blank=True)
    declined_because = models.CharField(_("why"), max_length=10, choices=Reason.choices, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    said = models.CharField(_("answer"), max_length=10, choices=Said.choices, blank=True)
    name = models.CharField(_("name"), max_length=80, blank=True, help_text=_("As readers see it. Empty: not named."))
    standpoint = models.CharField(_("standpoint"), max_length=10, choices=Standpoint.choices, blank=True)
    salt = models.CharField(max_length=32, blank=True)
    overtaken_at = models.DateTimeField(_("overtaken at"), null=True, blank=True)
    removed_at = models.DateTimeField(_("name removed at"), null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("name removed by"),
    )
    removed_because = models.CharField(
        _("why the name was removed"), max_length=10, choices=Removal.choices, blank=True
    )
    is_sealed = models.BooleanField(_("name taken back"), default=False)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("lay reading")
        verbose_name_plural = _("lay readings")
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "round",
                "reader",
                name="reading_once",
                violation_error_message=_("This lay reader was asked already. Ask somebody else."),
            ),
            models.CheckConstraint(
                condition=~Q(reader=F("asked_by")),
                name="reading_by_another",
                violation_error_message=_("Nobody asks themselves to read a text. Ask somebody else."),
            ),
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True, declined_because="")
                | Q(declined_at__isnull=False, answered_at__isnull=True)
                & (Q(declined_because__in=["time", "close", "other", "role"]) | Q(is_sealed=True, declined_because="")),
                name="reading_answered_or_declined",
                violation_error_message=_("Choose one of the reasons."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, said="", name="", standpoint="")
                | Q(answered_at__isnull=False, said__in=["clear", "unclear"])
                & (
                    Q(is_sealed=True)
                    | Q(is_sealed=False, standpoint__in=["lives", "cares", "neither"])
                    | Q(said="unclear", name="", standpoint="")
                ),
                name="reading_answered_as_a_whole",
                violation_error_message=_("Say whether you understood it, and who you are to it."),
            ),
            models.CheckConstraint(
                condition=Q(is_sealed=False) | Q(name="", standpoint="", declined_because="", salt=""),
                name="reading_sealed_says_nothing",
            ),
            models.CheckConstraint(
                condition=Q(overtaken_at__isnull=True) | Q(said="clear"), name="reading_overtaken_was_clear"
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True, removed_because="")
                | Q(removed_at__isnull=False, removed_by__isnull=False, is_sealed=True)
                & Q(answered_at__isnull=False, removed_because__in=["false", "abuse", "person"]),
                name="reading_name_removed_for_a_reason",
                violation_error_message=_("Choose why the name is removed: whoever gave it is told."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.get_said_display()}"

    @property
    def is_unanswered(self) -> bool:
        return self.answered_at is None and self.declined_at is None

    @property
    def names(self) -> bool:
        """Whether it says who they are, which only those are asked who understood all of it."""
        return bool(self.standpoint)

    @property
    def stands(self) -> bool:
        """Whether they have not said later, of the very words, that some places are not clear after all."""
        return self.overtaken_at is None

    @property
    def is_waiting(self) -> bool:
        """Whether their answer is still wanted."""
        return self.is_unanswered and self.round.closed_at is None
