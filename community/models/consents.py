"""What a member allowed, in which words, and until when (C1-C11)."""

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community.models.members import Member


class Purpose(models.TextChoices):
    """Each is a choice of its own. Without the first nothing is shown; refusing another blocks nothing (C3)."""

    DISPLAY = "display", _("Show it on this site")
    INDEXING = "indexing", _("Let search engines list it")
    QUOTATION = "quotation", _("Quote lines from it")
    TRANSLATION = "translation", _("Translate it")
    REUSE = "reuse", _("Include it in data that others may copy")
    RESEARCH = "research", _("Contact the author about research")


class ConsentDocumentQuerySet(models.QuerySet["ConsentDocument"]):
    def in_force(self, language: str) -> "ConsentDocumentQuerySet":
        """What may be asked now in the language: purposes that the operator switched on and described (C3)."""
        return self.filter(language=language, ended_at__isnull=True)


class ConsentDocument(models.Model):
    """The words in which one purpose is explained, in one language. New words are a new row (C4, C11)."""

    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose.choices)
    language = models.CharField(_("language"), max_length=10)
    number = models.PositiveIntegerField(_("version"))
    label = models.CharField(_("sentence beside the box"), max_length=200)
    text = models.TextField(_("what it means"), help_text=_("Who sees it, for what, and what cannot be undone."))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    began_at = models.DateTimeField(_("asked from"))
    ended_at = models.DateTimeField(_("asked until"), null=True, blank=True)

    objects = ConsentDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent document")
        verbose_name_plural = _("consent documents")
        ordering: ClassVar = ["purpose", "language", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint("purpose", "language", "number", name="consentdocument_one_per_number"),
            models.UniqueConstraint(
                "purpose", "language", condition=Q(ended_at__isnull=True), name="consentdocument_one_in_force"
            ),
            models.CheckConstraint(
                condition=~Q(label="") & ~Q(text=""),
                name="consentdocument_has_words",
                violation_error_message=_("Say what is asked, and what it means."),
            ),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="consentdocument_purpose_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} ({self.language}, {self.number})"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def standing(self, on: datetime.date) -> "ConsentQuerySet":
        """Neither ended nor run out on the day: the last day still counts (C10).

        What was allowed for good by somebody who has died does not run out.
        """
        kept = Q(after_death=Consent.AfterDeath.KEEP, story__author__death__isnull=False)
        return self.filter(Q(until__gte=on) | kept, ended_at__isnull=True)


class Consent(models.Model):
    """One purpose that a member allowed for one story. It ends once, and is never changed (C4, C5)."""

    class Way(models.TextChoices):
        FORM = "form", _("With the story")
        CHOICES = "choices", _("On the page of their choices")
        RENEWAL = "renewal", _("Asked again")

    class Attests(models.TextChoices):
        """What they say of the person whom the story is about, if that is not themselves (C13, C14)."""

        NOBODY = "", _("It is about themselves")
        AGREED = "agreed", _("That person agrees")
        CANNOT = "cannot", _("That person cannot decide, and they act for them")
        GUARDIAN = "guardian", _("They are a parent or guardian")
        DIED = "died", _("That person has died")

    class AfterDeath(models.TextChoices):
        KEEP = "keep", _("Keep it")
        REMOVE = "remove", _("Take it down")

    class Ending(models.TextChoices):
        STANDING = "", _("Standing")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        REPLACED = "replaced", _("Given again")
        DECLINED = "declined", _("The story was not published")
        REMOVED = "removed", _("The story was removed")
        DIED = "died", _("The author died and did not wish it kept")

    story = models.ForeignKey(
        "community.Story", on_delete=models.PROTECT, related_name="consents", verbose_name=_("story")
    )
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose.choices)
    document = models.ForeignKey(
        ConsentDocument, on_delete=models.PROTECT, related_name="consents", verbose_name=_("words of the day")
    )
    given_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="consents", verbose_name=_("given by"))
    given_at = models.DateTimeField(_("given at"))
    way = models.CharField(_("how"), max_length=10, choices=Way.choices)
    until = models.DateField(_("until"))
    attests = models.CharField(_("says of the person"), max_length=10, choices=Attests.choices, blank=True)
    comes_of_age = models.PositiveSmallIntegerField(_("year in which the child comes of age"), null=True, blank=True)
    after_death = models.CharField(_("if the author dies"), max_length=10, choices=AfterDeath.choices)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ending = models.CharField(_("how it ended"), max_length=10, choices=Ending.choices, blank=True, default="")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering: ClassVar = ["story", "purpose", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "story",
                "purpose",
                condition=Q(ended_at__isnull=True),
                name="consent_one_standing",
                violation_error_message=_("You allowed this already."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ending="") | Q(ended_at__isnull=False) & ~Q(ending=""),
                name="consent_ends_as_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(attests="guardian", comes_of_age__isnull=False)
                | ~Q(attests="guardian") & Q(comes_of_age__isnull=True),
                name="consent_asks_when_of_age",
                violation_error_message=_("Say in which year the child comes of age."),
            ),
            models.CheckConstraint(
                condition=Q(comes_of_age__isnull=True) | Q(until__year__lt=F("comes_of_age")),
                name="consent_ends_before_of_age",
                violation_error_message=_("A story about a child is asked about again before they come of age."),
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values)
                & Q(way__in=["form", "choices", "renewal"])
                & Q(attests__in=["", "agreed", "cannot", "guardian", "died"])
                & Q(after_death__in=["keep", "remove"])
                & Q(ending__in=["", "withdrawn", "replaced", "declined", "removed", "died"]),
                name="consent_words_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story}: {self.get_purpose_display()}"


class Reminder(models.Model):
    """That the author was told that a consent is about to run out, or has (C10). Each is sent once."""

    class Kind(models.TextChoices):
        FIRST = "first", _("First reminder")
        SECOND = "second", _("Second reminder")
        ASLEEP = "asleep", _("It has run out")

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="reminders", verbose_name=_("consent"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints: ClassVar = [
            models.UniqueConstraint("consent", "kind", name="reminder_once"),
            models.CheckConstraint(condition=Q(kind__in=["first", "second", "asleep"]), name="reminder_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.consent}: {self.get_kind_display()}"
