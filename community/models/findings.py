"""What the rules of triage marked in words that were sent."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models.cases import Level
from community.models.stories import StoryText


class Finding(models.Model):
    """A place that a rule of triage marked in words that were sent. It holds no word of them (C8, M4, M14)."""

    class Part(models.TextChoices):
        TEXT = "", _("Story")
        TITLE = "title", _("Title")
        TIES = "ties", _("Links with companies")

    text = models.ForeignKey(StoryText, on_delete=models.PROTECT, related_name="findings", verbose_name=_("words"))
    part = models.CharField(_("part"), max_length=5, choices=Part.choices, blank=True, default="")
    rule = models.CharField(_("rule"), max_length=20)
    version = models.PositiveSmallIntegerField(
        _("version of the rule"), null=True, blank=True, help_text=_("None: found before rules had versions.")
    )
    level = models.CharField(_("risk"), max_length=10, choices=Level.choices)
    place = models.PositiveIntegerField(_("place"), help_text=_("The first character."))
    length = models.PositiveIntegerField(_("length"))
    is_kept = models.BooleanField(_("the author keeps it"), default=False)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering: ClassVar = ["text", "place", "rule"]
        constraints: ClassVar = [
            models.UniqueConstraint("text", "part", "rule", "place", name="finding_once"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="finding_level_known"),
            models.CheckConstraint(condition=Q(part__in=["", "title", "ties"]), name="finding_part_known"),
        ]

    def __str__(self) -> str:
        return f"{self.text}: {self.rule}"

    def words(self) -> str:
        """What stands at the place; nothing once the words are erased."""
        part: str = getattr(self.text, self.part or "text")
        return part[self.place : self.place + self.length]
