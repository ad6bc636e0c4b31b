"""Who signs: a person, what they are registered as, who checked it and until when, and what they declared."""

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions.models.catalogue import Condition

LONGEST = 1827  # days for which a verification can count: five years


class Reviewer(models.Model):
    """A person who reviews, as readers see them. What they signed keeps its own copy (E12)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviewer", verbose_name=_("user")
    )
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=120, help_text=_("As readers see it beside what they signed."))
    discipline = models.CharField(_("discipline"), max_length=120, help_text=_("For example: respiratory medicine."))
    workplace = models.CharField(_("workplace"), max_length=200, blank=True)
    shows_workplace = models.BooleanField(_("readers see the workplace"), default=False)
    shows_number = models.BooleanField(_("readers see the registration number"), default=False)

    class Meta:
        verbose_name = _("reviewer")
        verbose_name_plural = _("reviewers")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(slug="") & ~Q(name="") & ~Q(discipline=""),
                name="reviewer_is_somebody",
                violation_error_message=_("Write the name and the discipline: readers see both."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Profession(models.TextChoices):
    """Those whose registers an operator can look up. A machine is none of them (R22)."""

    PHYSICIAN = "physician", _("Physician")
    NURSE = "nurse", _("Nurse")
    MIDWIFE = "midwife", _("Midwife")
    PHARMACIST = "pharmacist", _("Pharmacist")
    DIETITIAN = "dietitian", _("Dietitian")
    PSYCHOLOGIST = "psychologist", _("Psychologist")
    PHYSIOTHERAPIST = "physiotherapist", _("Physiotherapist")
    GENETIC_COUNSELLOR = "genetic-counsellor", _("Genetic counsellor")
    DENTIST = "dentist", _("Dentist")
    OTHER = "other", _("Other health profession")


class Credential(models.Model):
    """What a reviewer says they are registered as. It counts only while a verification is valid."""

    reviewer = models.ForeignKey(
        Reviewer, on_delete=models.PROTECT, related_name="credentials", verbose_name=_("reviewer")
    )
    profession = models.CharField(_("profession"), max_length=20, choices=Profession.choices)
    title = models.CharField(
        _("credential"), max_length=120, help_text=_("As readers see it, for example: MD, FRCP, consultant.")
    )
    register = models.CharField(_("register"), max_length=160, help_text=_("The body that keeps it."))
    number = models.CharField(_("registration number"), max_length=60)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")
        ordering: ClassVar = ["-entered_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(register="") & ~Q(number=""),
                name="credential_can_be_looked_up",
                violation_error_message=_("Write the credential, the register and the number: somebody looks them up."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.register})"


class VerificationQuerySet(models.QuerySet["Verification"]):
    def valid(self, on: datetime.date) -> "VerificationQuerySet":
        """Those on which a sign-off can rest on the day (R9): both the first and the last day count."""
        revoked = Revocation.objects.filter(credential=models.OuterRef("credential"), on__lte=on)
        return self.filter(~models.Exists(revoked), verified_on__lte=on, valid_until__gte=on)


class Verification(models.Model):
    """Somebody else looked the credential up on a day (R9). A recheck is a new row."""

    credential = models.ForeignKey(
        Credential, on_delete=models.PROTECT, related_name="verifications", verbose_name=_("credential")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("verified by")
    )
    at = models.DateTimeField(_("written down at"))
    verified_on = models.DateField(_("verified on"))
    days = models.PositiveIntegerField(_("valid for days"))
    valid_until = models.DateField(_("valid until"))
    evidence = models.CharField(
        _("evidence"), max_length=300, help_text=_("What was looked at, and where: the register’s page, a letter.")
    )

    link = models.URLField(
        _("page of the register"),
        max_length=300,
        blank=True,
        help_text=_("Where the register can be searched, for whoever looks next time."),
    )

    objects = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        ordering: ClassVar = ["-verified_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=LONGEST),
                name="verification_days_sensible",
                violation_error_message=_("A verification is valid for 1 day to 5 years (1,827 days)."),
            ),
            models.CheckConstraint(
                condition=~Q(evidence=""),
                name="verification_names_its_evidence",
                violation_error_message=_("Say what you looked at, so that a colleague can look again."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.credential}: {self.verified_on}"


class Renewal(models.Model):
    """The people concerned were told that a verification is about to run out, or has: once for each step (E14)."""

    class Step(models.TextChoices):
        EARLY = "early", _("Two months before")
        SOON = "soon", _("Two weeks before")
        LAPSED = "lapsed", _("It has run out")

    verification = models.ForeignKey(
        Verification, on_delete=models.CASCADE, related_name="renewals", verbose_name=_("verification")
    )
    step = models.CharField(_("step"), max_length=10, choices=Step.choices)
    at = models.DateTimeField(_("told at"))

    class Meta:
        verbose_name = _("reminder of a recheck")
        verbose_name_plural = _("reminders of rechecks")
        constraints: ClassVar = [models.UniqueConstraint("verification", "step", name="renewal_once")]

    def __str__(self) -> str:
        return f"{self.verification}: {self.get_step_display()}"


class Revocation(models.Model):
    """From this day on the credential counts no more; what was signed before stays on record (E12, E13)."""

    credential = models.OneToOneField(
        Credential, on_delete=models.PROTECT, related_name="revocation", verbose_name=_("credential")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("revoked by")
    )
    at = models.DateTimeField(_("written down at"))
    on = models.DateField(_("no longer counts from"))
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("revocation")
        verbose_name_plural = _("revocations")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="revocation_has_a_reason",
                violation_error_message=_("Say why the credential no longer counts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.credential}: {self.on}"

    @property
    def last_day(self) -> datetime.date:
        """On which the credential still counts, if somebody looked it up until then."""
        return self.on - datetime.timedelta(days=1)


class Declaration(models.Model):
    """A reviewer's interests in one condition, as declared once (R11, R12). A change is a new row."""

    reviewer = models.ForeignKey(
        Reviewer, on_delete=models.PROTECT, related_name="declarations", verbose_name=_("reviewer")
    )
    condition = models.ForeignKey(
        "conditions.Condition", on_delete=models.PROTECT, related_name="declarations", verbose_name=_("condition")
    )
    is_none = models.BooleanField(_("nothing to declare"))
    interests = models.CharField(
        _("interests"),
        max_length=600,
        blank=True,
        help_text=_("Paid work, shares, research money, membership of a body with a view on this topic."),
    )
    at = models.DateTimeField(_("declared at"))

    class Meta:
        verbose_name = _("declaration of interests")
        verbose_name_plural = _("declarations of interests")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_none=True, interests="") | Q(is_none=False) & ~Q(interests=""),
                name="declaration_says_which_or_none",
                violation_error_message=_("Say which interests you have, or that there are none."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer}, {self.condition}: {self.text}"

    @property
    def text(self) -> str:
        """As readers see it: “none” is said, never left blank (R11)."""
        return gettext("none declared for this topic") if self.is_none else self.interests


def latest(reviewer: Reviewer, condition: Condition) -> models.QuerySet[Declaration]:
    """What the reviewer declared last for the condition."""
    return Declaration.objects.filter(reviewer=reviewer, condition=condition).order_by(F("at").desc(), "-pk")[:1]
