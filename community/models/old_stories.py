"""Stories that the operator had before this site: asleep until whoever wrote them sends them anew, or erased."""

import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models.relations import Relation
from community.models.stories import Story, StoryDraft
from conditions.models import Condition, Question


class OldStoryQuerySet(models.QuerySet["OldStory"]):
    def waiting(self, on: datetime.date) -> "OldStoryQuerySet":
        """Those of which their author may still say what happens with them."""
        return self.filter(ended_at__isnull=True, until__gte=on)

    def gone(self) -> "OldStoryQuerySet":
        """Those of which no word is left: erased here, or taken over and then discarded or erased over there (C8)."""
        gone = Q(story__erasure__isnull=False) | Q(story=None, draft=None)
        return self.filter(Q(ending__in=["refused", "silent"]) | Q(gone, ending="taken"))


class OldStory(models.Model):
    """Words that no page shows: no story, no consent and no decision rests on them. It ends once, and they go with it.

    Whoever wrote them is asked through a link, of which the digest alone is kept; all of one author have the same.
    """

    class Ending(models.TextChoices):
        WAITING = "", _("Asleep")
        TAKEN = "taken", _("Taken over by its author")
        REFUSED = "refused", _("Erased, as its author wished")
        SILENT = "silent", _("Erased, because nobody answered in time")

    reference = models.CharField(_("number in the old place"), max_length=80, unique=True)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    language = models.CharField(_("language"), max_length=10)
    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="+", verbose_name=_("condition"))
    question = models.ForeignKey(
        Question,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("question"),
        help_text=_("Empty: something else."),
    )
    relation = models.CharField(_("role"), max_length=10, choices=Relation.choices, blank=True)
    year = models.PositiveSmallIntegerField(_("written in the year"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=120, blank=True)
    text = models.TextField(_("story"), blank=True)
    imported_at = models.DateTimeField(_("brought in at"))
    asked_at = models.DateTimeField(_("author asked at"), null=True, blank=True)
    until = models.DateField(_("erased after"))
    digest = models.CharField(_("digest of the link"), max_length=64, blank=True, db_index=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ending = models.CharField(_("how it ended"), max_length=10, choices=Ending.choices, blank=True, default="")
    draft = models.OneToOneField(
        StoryDraft, on_delete=models.SET_NULL, null=True, blank=True, related_name="old", verbose_name=_("draft")
    )
    story = models.OneToOneField(
        Story, on_delete=models.PROTECT, null=True, blank=True, related_name="old", verbose_name=_("sent again as")
    )

    objects = OldStoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("old story")
        verbose_name_plural = _("old stories")
        ordering: ClassVar = ["-imported_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ending="")
                | Q(ended_at__isnull=False, ending__in=["taken", "refused", "silent"]),
                name="oldstory_ends_as_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False) | ~Q(email="") & ~Q(text=""),
                name="oldstory_has_words",
                violation_error_message=_("A story needs its words, and the address of whoever wrote it."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(email="", title="", text="", digest=""),
                name="oldstory_ends_without_words",
            ),
            models.CheckConstraint(
                condition=Q(ending="taken") | Q(draft__isnull=True, story__isnull=True),
                name="oldstory_went_where_taken",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
