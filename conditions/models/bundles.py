"""Texts of one condition that go out to review together: one mail, one reading, one declaration."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conditions.models.catalogue import Condition


class Bundle(models.Model):
    """What an editor sent out together: one round for each text, which holds what was asked and until when.

    Each text is signed on its own: a bundle has no state, and approves nothing.
    """

    condition = models.ForeignKey(
        Condition, on_delete=models.PROTECT, related_name="bundles", verbose_name=_("condition")
    )
    language = models.CharField(_("language"), max_length=10)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened at"))

    class Meta:
        verbose_name = _("bundle")
        verbose_name_plural = _("bundles")
        ordering: ClassVar = ["-opened_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(language=""),
                name="bundle_in_one_language",
                violation_error_message=_("A bundle holds texts in one language."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.condition}, {self.opened_at:%Y-%m-%d}"
