"""What members write: a private draft, words that never change, and what of them readers get."""

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from community.models.consents import Consent, Purpose
from community.models.members import Member
from community.models.relations import Relation
from conditions.models import Condition, Question

LONGEST = 20_000  # characters; the form asks for at most 1,000 words


class Since(models.TextChoices):
    """How long ago the diagnosis was, so roughly that it marks nobody."""

    UNSAID = "", _("Not said")
    FIRST_YEAR = "under-1", _("Less than a year")
    FEW = "1-5", _("1 to 5 years")
    MORE = "6-10", _("6 to 10 years")
    MANY = "over-10", _("More than 10 years")


class StoryQuerySet(models.QuerySet["Story"]):
    def published(self, on: datetime.date) -> "StoryQuerySet":
        """What readers see on the day: the one door to public stories (C1, C10, M1).

        A story whose consent has run out sleeps from the next day on, with no job having run.
        """
        live = StoryPublication.objects.live().filter(story=OuterRef("pk"))
        return self.filter(Exists(live), _allowed(Purpose.DISPLAY, on))

    def listed(self, on: datetime.date) -> "StoryQuerySet":
        """Public ones of which words may stand where search engines look (C9)."""
        return self.published(on).filter(_allowed(Purpose.INDEXING, on))

    def with_first_day(self) -> QuerySet[Any]:
        """Adds `appeared`: the moment in which readers met each for the first time."""
        shown = StoryPublication.objects.filter(story=OuterRef("pk")).order_by().values("story")
        return self.annotate(appeared=Subquery(shown.annotate(first=Min("published_at")).values("first")))


def _allowed(purpose: Purpose, on: datetime.date) -> Exists:
    """Of a story: its author allows the purpose on the day."""
    return Exists(Consent.objects.standing(on).filter(story=OuterRef("pk"), purpose=purpose))


class Story(models.Model):
    """Something that a member lived. Who wrote it, about what and in which language stays; words come and go."""

    code = models.CharField(_("code"), max_length=8, unique=True)
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="stories", verbose_name=_("author"))
    condition = models.ForeignKey(
        Condition, on_delete=models.PROTECT, related_name="stories", verbose_name=_("condition")
    )
    question = models.ForeignKey(
        Question,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stories",
        verbose_name=_("question"),
        help_text=_("Empty: something else."),
    )
    language = models.CharField(_("language"), max_length=10)
    created_at = models.DateTimeField(_("sent first at"))

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.code


class StoryDraft(models.Model):
    """What somebody is writing. Nobody else reads it, and no finding about it is stored (M11)."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="drafts", verbose_name=_("member"))
    story = models.OneToOneField(
        Story,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="draft",
        verbose_name=_("story"),
        help_text=_("Empty until it is sent for the first time."),
    )
    condition = models.ForeignKey(
        Condition, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("condition")
    )
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("question")
    )
    language = models.CharField(_("language"), max_length=10)
    relation = models.CharField(_("role"), max_length=10, choices=Relation.choices, blank=True)
    attests = models.CharField(_("says of the person"), max_length=10, blank=True)
    comes_of_age = models.PositiveSmallIntegerField(_("year in which the child comes of age"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=120, blank=True)
    text = models.TextField(_("story"), blank=True, validators=[MaxLengthValidator(LONGEST)])
    since = models.CharField(_("years since diagnosis"), max_length=10, choices=Since.choices, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    ties = models.CharField(_("links with companies"), max_length=300, blank=True)
    keeps = models.JSONField(_("marked words that stay"), default=list, blank=True)
    purposes = models.JSONField(_("allowed"), default=list, blank=True)
    years = models.PositiveSmallIntegerField(_("asked again in years"), null=True, blank=True)
    after_death = models.CharField(_("if the author dies"), max_length=10, blank=True)
    step = models.CharField(_("step"), max_length=20, blank=True)
    saved_at = models.DateTimeField(_("saved at"))
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("draft of a story")
        verbose_name_plural = _("drafts of stories")
        ordering: ClassVar = ["-saved_at", "-pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"


class StoryText(models.Model):
    """One version of the words, with all that readers see beside them. It never changes; erasing empties it (C8, M5).

    The digest covers a salt that is erased with the words, so that nobody finds them again by guessing.
    """

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="texts", verbose_name=_("story"))
    number = models.PositiveIntegerField(_("version"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposed by"),
        help_text=_("Empty: the author wrote it."),
    )
    because = models.CharField(_("reason of the change"), max_length=300, blank=True)
    title = models.CharField(_("title"), max_length=120, blank=True)
    text = models.TextField(_("story"), blank=True, validators=[MaxLengthValidator(LONGEST)])
    relation = models.CharField(_("role"), max_length=10, choices=Relation.choices)
    since = models.CharField(_("years since diagnosis"), max_length=10, choices=Since.choices, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    ties = models.CharField(_("links with companies"), max_length=300, blank=True)
    salt = models.CharField(max_length=32, blank=True)
    digest = models.CharField(_("digest"), max_length=64)
    length = models.PositiveIntegerField(_("length"), help_text=_("In characters."))
    created_at = models.DateTimeField(_("sent at"))
    accepted_at = models.DateTimeField(_("accepted by the author at"), null=True, blank=True)
    refused_at = models.DateTimeField(_("refused by the author at"), null=True, blank=True)
    is_sealed = models.BooleanField(_("erased"), default=False)

    class Meta:
        verbose_name = _("words of a story")
        verbose_name_plural = _("words of stories")
        ordering: ClassVar = ["story", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint("story", "number", name="storytext_one_per_number"),
            models.CheckConstraint(
                condition=Q(is_sealed=True) | ~Q(text="") & ~Q(salt=""),
                name="storytext_has_words",
                violation_error_message=_("Write your story before you send it."),
            ),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=False) | Q(accepted_at__isnull=False, because=""),
                name="storytext_of_the_author",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=True)
                | Q(is_sealed=True)
                | Q(accepted_at__isnull=False)
                | ~Q(because=""),
                name="storytext_change_has_a_reason",
                violation_error_message=_("Say why you propose the change. The author reads it."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(refused_at__isnull=True), name="storytext_answered_once"
            ),
            models.CheckConstraint(
                condition=Q(relation__in=Relation.values) & Q(since__in=Since.values), name="storytext_words_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story} {self.number}"


class StoryPublicationQuerySet(models.QuerySet["StoryPublication"]):
    def live(self) -> "StoryPublicationQuerySet":
        """Those that have not ended. What readers see of them asks for consent too: `Story.objects.published`."""
        return self.filter(ended_at__isnull=True)


class StoryPublication(models.Model):
    """Words that are, or were, before readers, by which decision and consent. It ends once (C1, M1)."""

    class Ending(models.TextChoices):
        LIVE = "", _("Live")
        REPLACED = "replaced", _("Replaced")
        TAKEN_DOWN = "taken-down", _("Taken down by the author")
        REMOVED = "removed", _("Removed by a moderator")
        DIED = "died", _("The author died and did not wish it kept")

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="publications", verbose_name=_("story"))
    text = models.ForeignKey(StoryText, on_delete=models.PROTECT, related_name="publications", verbose_name=_("words"))
    first = models.ForeignKey(
        "community.Decision", on_delete=models.PROTECT, related_name="+", verbose_name=_("decision")
    )
    second = models.ForeignKey(
        "community.Decision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("second decision"),
    )
    consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, related_name="publications", verbose_name=_("consent")
    )
    published_at = models.DateTimeField(_("published at"))
    published_on = models.DateField(_("published"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ending = models.CharField(_("how it ended"), max_length=10, choices=Ending.choices, blank=True, default="")

    objects = StoryPublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication of a story")
        verbose_name_plural = _("publications of stories")
        ordering: ClassVar = ["story", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("story", condition=Q(ended_at__isnull=True), name="storypublication_one_live"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ending="") | Q(ended_at__isnull=False) & ~Q(ending=""),
                name="storypublication_ends_as_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(ending__in=["", "replaced", "taken-down", "removed", "died"]),
                name="storypublication_ending_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story}: {self.published_on}"
