"""Members: people with an account and a name to be shown, which nobody should trace back to them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Member(models.Model):
    """Somebody who joined. Holds no birth date, and no age but the one they said they had reached (C14, C15)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="member", verbose_name=_("user")
    )
    display_name = models.CharField(_("name shown"), max_length=40)
    folded_name = models.CharField(
        _("name as compared"),
        max_length=160,
        unique=True,
        editable=False,
        error_messages={"unique": _("Somebody uses this name already, or one that looks like it. Choose another one.")},
    )
    age_reached = models.PositiveSmallIntegerField(
        _("age they said they had reached"), help_text=_("The minimum age on the day they joined.")
    )
    joined_on = models.DateField(_("joined"))

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering: ClassVar = ["-joined_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(age_reached__gte=13),
                name="member_old_enough",
                violation_error_message=_("Nobody below the minimum age can join."),
            ),
            models.CheckConstraint(
                condition=~Q(display_name="") & ~Q(folded_name=""),
                name="member_has_a_name",
                violation_error_message=_("Choose a name with at least one letter."),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name
