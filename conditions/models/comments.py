"""What is said in a review about a place in its words."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conditions.models.answers import Revision
from conditions.models.reviews import Round


class Comment(models.Model):
    """A remark on a place in a revision, with another wording if the reviewer suggests one."""

    class Weight(models.TextChoices):
        MUST = "must", _("Must change")
        SHOULD = "should", _("Should change")
        NOTE = "note", _("Note")
        UNCLEAR = "unclear", _("Not clear to me")  # of a lay reader: it says nothing of what is true

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="comments", verbose_name=_("round"))
    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, related_name="comments", verbose_name=_("revision")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    place = models.CharField(_("place"), max_length=40, blank=True, help_text=_("Like “body-3”; empty: the whole."))
    weight = models.CharField(_("weight"), max_length=10, choices=Weight.choices, default=Weight.NOTE)
    text = models.TextField(_("comment"), blank=True, validators=[MaxLengthValidator(4_000)])
    quote = models.TextField(_("the words it is about"), blank=True, validators=[MaxLengthValidator(4_000)])
    suggestion = models.TextField(_("suggested wording"), blank=True, validators=[MaxLengthValidator(4_000)])
    reply_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies", verbose_name=_("reply to")
    )
    salt = models.CharField(max_length=32, blank=True, help_text="Of a lay reader, whose words go with their account.")
    is_sealed = models.BooleanField(_("sealed"), default=False)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering: ClassVar = ["round", "at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_sealed=True) | ~Q(text="") | ~Q(suggestion=""),
                name="comment_says_something",
                violation_error_message=_("Write a comment, or suggest another wording."),
            ),
            models.CheckConstraint(
                condition=Q(suggestion="") | ~Q(quote=""),
                name="comment_suggestion_for_words",
                violation_error_message=_("Say for which words you suggest another wording."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.get_weight_display()}"

    @property
    def who(self) -> str:
        """Whoever made it, as colleagues are told."""
        return self.by.as_reader if self.weight == self.Weight.UNCLEAR else str(self.by)
