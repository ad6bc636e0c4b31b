"""That a story helped somebody: how often readers said so, for its author alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from community.models.stories import Story


class Thanks(models.Model):
    """A number and nothing about who said it, or when. It is in no list, no order and no page of readers (M18)."""

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="thanks", verbose_name=_("story"))
    number = models.PositiveIntegerField(_("how often"))

    class Meta:
        verbose_name = _("thanks for a story")
        verbose_name_plural = _("thanks for stories")

    def __str__(self) -> str:
        return f"{self.story}: {self.number}"
