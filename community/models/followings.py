"""What a member follows: a condition, or one question of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models.members import Member
from conditions.models import Condition, Question


class Following(models.Model):
    """That a member wants to know what changes there, in one language. Nobody else is shown it.

    `told_at`: what happened until then was told by mail, or needs none.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="followings", verbose_name=_("member"))
    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="+", verbose_name=_("condition"))
    question = models.ForeignKey(
        Question,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("question"),
        help_text=_("Empty: every question."),
    )
    language = models.CharField(_("language"), max_length=10)
    by_mail = models.BooleanField(_("by mail too"), default=False)
    begun_at = models.DateTimeField(_("followed since"))
    told_at = models.DateTimeField(_("told until"))

    class Meta:
        verbose_name = _("following")
        verbose_name_plural = _("followings")
        ordering: ClassVar = ["begun_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "member", "condition", "language", condition=Q(question=None), name="following_condition_once"
            ),
            models.UniqueConstraint("member", "condition", "question", "language", name="following_question_once"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
