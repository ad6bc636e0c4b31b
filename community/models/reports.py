"""What readers report about stories (M8, M9, M10)."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Case as Choice
from django.db.models import Q, Value, When
from django.utils.translation import gettext_lazy as _

from community.models.cases import Case
from community.models.stories import StoryPublication
from conditions.models.reports import PERSONAL, Personal


class StoryReportQuerySet(Personal["StoryReport"]):
    def open(self) -> "StoryReportQuerySet":
        """Those that wait for a moderator, danger to somebody first, then the oldest."""
        first = Choice(When(reason__in=StoryReport.URGENT, then=Value(0)), default=Value(1))
        return self.filter(handled_at__isnull=True).order_by(first, "at", "pk")


class StoryReport(models.Model):
    """A problem with a public story, reported by anybody. Its author never learns by whom (M9).

    The publication is the snapshot: its words never change. Words, address and reply can be erased.
    """

    class Reason(models.TextChoices):
        SELF_HARM = "self-harm", _("Somebody may harm themselves")
        CHILD = "child", _("A child may be at risk")
        MEDICINE = "medicine", _("Following it could be dangerous")
        IDENTITY = "identity", _("Somebody can be recognised")
        ADVERT = "advert", _("It is an advert or a scam")
        HATE = "hate", _("It attacks people")
        DEFAMATION = "defamation", _("It says something untrue about somebody")
        ILLEGAL = "illegal", _("It is against the law")
        QUESTION = PERSONAL, _("I have a question about my own health")
        OTHER = "other", _("Something else")

    class Outcome(models.TextChoices):
        OPEN = "", _("Open")
        CHANGED = "changed", _("The story was changed or removed")
        UNCHANGED = "unchanged", _("The story stays as it is")
        NO_REPORT = "no-report", _("Not about the story")
        KNOWN = "known", _("Looked at before; it says nothing new")
        UNSAID = "unsaid", _("It does not say what is wrong")

    URGENT = (Reason.SELF_HARM, Reason.CHILD)
    NOTHING_TO_DO = (Outcome.NO_REPORT, Outcome.KNOWN, Outcome.UNSAID)
    LOOKED_AT = (Outcome.CHANGED, Outcome.UNCHANGED, Outcome.KNOWN)

    number = models.CharField(_("number"), max_length=8, unique=True)
    publication = models.ForeignKey(
        StoryPublication, on_delete=models.PROTECT, related_name="reports", verbose_name=_("what was read")
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports", verbose_name=_("case"))
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    words = models.TextField(_("what is wrong"), blank=True, validators=[MaxLengthValidator(4_000)])
    email = models.EmailField(_("e-mail address"), blank=True, help_text=_("Only to answer."))
    language = models.CharField(_("language"), max_length=10)
    at = models.DateTimeField(_("at"))
    handled_at = models.DateTimeField(_("handled at"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handled by"),
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True, default="")
    reply = models.TextField(_("reply"), blank=True)
    emptied_at = models.DateTimeField(_("words deleted at"), null=True, blank=True)

    objects = StoryReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a story")
        verbose_name_plural = _("reports of stories")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(handled_at__isnull=True, handled_by__isnull=True, outcome="")
                | Q(handled_at__isnull=False, handled_by__isnull=False) & ~Q(outcome=""),
                name="storyreport_handled_as_a_whole",
                violation_error_message=_("Say how it was handled."),
            ),
            models.CheckConstraint(
                condition=Q(emptied_at__isnull=True) | Q(words="", reply="", email=""),
                name="storyreport_emptied_as_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(
                    reason__in=[
                        "self-harm",
                        "child",
                        "medicine",
                        "identity",
                        "advert",
                        "hate",
                        "defamation",
                        "illegal",
                        "question",
                        "other",
                    ]
                )
                & Q(outcome__in=["", "changed", "unchanged", "no-report", "known", "unsaid"]),
                name="storyreport_words_known",
                violation_error_message=_("Choose what it is about."),
            ),
        ]

    def __str__(self) -> str:
        return self.number
