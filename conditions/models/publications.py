"""What readers get, until when, and who stands behind it."""

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from conditions.models import context
from conditions.models.answers import Answer, Citation, Quotation, Revision
from conditions.models.facts import Fact
from conditions.models.questions import ReviewPolicy
from conditions.models.readings import Reading
from conditions.models.reviewers import Credential, Revocation, Verification
from conditions.models.reviews import Round, Verdict
from conditions.models.sources import Source


class PublicationQuerySet(models.QuerySet["Publication"]):
    def live(self) -> "PublicationQuerySet":
        """What readers see now: the one door to public answers."""
        return self.filter(ended_at__isnull=True)

    def held_good(self) -> "PublicationQuerySet":
        """Those that were not withdrawn: whoever wrote up to there has no part in what was written since (R8)."""
        return self.exclude(ending=Publication.Ending.WITHDRAWN)

    def in_date(self, on: datetime.date) -> "PublicationQuerySet":
        """Live ones whose review has not run out on the day: the last day still counts (R7)."""
        return self.live().filter(next_due_on__gte=on)

    def riskiest_first(self) -> "PublicationQuerySet":
        """Those whose review lasts shortest come first: what is urgent to readers is checked most often."""
        return self.order_by("answer__question__policy__days", "answer_id")

    def citing(self, source: Source) -> "PublicationQuerySet":
        """Live ones that cite the source, riskiest first."""
        return self.live().filter(revision__citations__source=source).riskiest_first()

    def citing_retracted(self) -> "PublicationQuerySet":
        """Live ones that cite a source which was retracted, riskiest first (E16)."""
        cited = Citation.objects.filter(revision=OuterRef("revision"), source__retracted_on__isnull=False)
        return self.live().filter(Exists(cited)).riskiest_first()

    def quoting(self, fact: Fact) -> "PublicationQuerySet":
        """Live ones that quote any value of the fact, riskiest first."""
        quoted = Quotation.objects.filter(revision=OuterRef("revision"), version__fact=fact)
        return self.live().filter(Exists(quoted)).riskiest_first()

    def context_changed(self) -> "PublicationQuerySet":
        """Live ones of which a covered part changed after they were signed, and which need to be confirmed (E3).

        Adds why: `quotes_former_value`, `is_named_otherwise` and `is_asked_otherwise`. Computed, never stored.
        """
        return (
            self.live()
            .with_context()
            .filter(Q(quotes_former_value=True) | Q(is_named_otherwise=True) | Q(is_asked_otherwise=True))
        )

    def with_context(self) -> "PublicationQuerySet":
        """Adds what changed of the covered parts: `quotes_former_value`, `is_named_otherwise`, `is_asked_otherwise`."""
        return self.annotate(
            quotes_former_value=context.quotes_former_value(),
            is_named_otherwise=_differs("revision__condition_name", context.name_now()),
            is_asked_otherwise=_differs("revision__question", context.question_now()),
        )

    def due_by(self, day: datetime.date) -> "PublicationQuerySet":
        """Live ones whose review runs out on the day or before: whom to remind (E14)."""
        return self.live().filter(next_due_on__lte=day)

    def overdue(self, on: datetime.date) -> "PublicationQuerySet":
        """Live ones whose review has run out: the day after the last one is the first (R7)."""
        return self.live().filter(next_due_on__lt=on)

    def unlisted(self, on: datetime.date) -> "PublicationQuerySet":
        """Overdue ones whose policy says that nobody is led to them, but who knows their address (R7)."""
        return self.overdue(on).filter(policy__overdue=ReviewPolicy.Overdue.UNLISTED)

    def resting_only_on_lapsed(self, on: datetime.date) -> "PublicationQuerySet":
        """Live ones behind which a review has no credential that stands on the day: they go to re-review (E13).

        A credential stands while any verification of it does: somebody who looked it up anew has kept it standing.
        """
        standing = Verification.objects.valid(on).filter(credential=OuterRef("verdict__verification__credential"))
        behind = SignOff.objects.filter(publication=OuterRef("pk"))
        return self.live().filter(~Exists(behind) | _some_review_lacks(Q(Exists(standing))))

    def resting_only_on(self, credential: Credential, on: datetime.date) -> "PublicationQuerySet":
        """Live ones that would rest on nothing that stands, if the credential counted no more (E13)."""
        standing = Verification.objects.valid(on).filter(credential=OuterRef("verdict__verification__credential"))
        others = Q(Exists(standing)) & ~Q(verdict__verification__credential=credential)
        signed = SignOff.objects.filter(publication=OuterRef("pk"), verdict__verification__credential=credential)
        return self.live().filter(Exists(signed), _some_review_lacks(others)).riskiest_first()

    def reviewed(self, on: datetime.date) -> "PublicationQuerySet":
        """Those that may be called medically reviewed on the day (R2, docs/decisions/0018-stages.md).

        In date, and in each review behind these very words, one of which was medical, somebody signed whose
        credential counted on the day of their signature. That it lapsed later takes nothing away from what they read.
        """
        revoked = Revocation.objects.filter(
            credential=OuterRef("verdict__verification__credential"), on__lte=OuterRef("verdict__on")
        )
        behind = SignOff.objects.filter(publication=OuterRef("pk"), verdict__decision=Verdict.Decision.APPROVE)
        exact = behind.filter(verdict__digest=OuterRef("revision__digest"))
        medical = behind.filter(verdict__round__kind=Round.Kind.MEDICAL)
        return self.in_date(on).filter(Exists(exact), Exists(medical), ~_some_review_lacks(~Q(Exists(revoked))))


def _some_review_lacks(condition: Q) -> Exists:
    """Of a publication: in one of the reviews behind it no sign-off fulfils the condition.

    Behind corrected wording stand two: the medical one, and the one that found nothing but the wording changed.
    """
    same = SignOff.objects.filter(publication=OuterRef("publication"), verdict__round=OuterRef("verdict__round"))
    return Exists(SignOff.objects.filter(~Exists(same.filter(condition)), publication=OuterRef("pk")))


def _differs(column: str, now: models.Func) -> models.Expression:
    return models.ExpressionWrapper(~Q(**{column: now}), output_field=models.BooleanField())


class Publication(models.Model):
    """A revision that is, or was, before readers. It never changes except for ending once (E1, E2)."""

    class Kind(models.TextChoices):
        NEW = "new", _("New text")
        WORDING = "wording", _("Wording only")
        RECONFIRMED = "reconfirmed", _("The same words, reviewed again")
        RESTORED = "restored", _("Put back after it was withdrawn")

    class Ending(models.TextChoices):
        LIVE = "", _("Live")
        REPLACED = "replaced", _("Replaced")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="publications", verbose_name=_("answer"))
    number = models.PositiveIntegerField(_("version"))
    code = models.CharField(_("version code"), max_length=8, unique=True)
    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, related_name="publications", verbose_name=_("revision")
    )
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="publications", verbose_name=_("round"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    policy = models.ForeignKey(
        ReviewPolicy,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="publications",
        verbose_name=_("review policy"),
        help_text=_("The version under which the medical review was given."),
    )
    reading = models.ForeignKey(
        Reading,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="publications",
        verbose_name=_("lay reading"),
        help_text=_("By somebody who said that these very words can be understood. It is no review."),
    )
    before = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="after", verbose_name=_("version before")
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("published by")
    )
    published_at = models.DateTimeField(_("published at"))
    published_on = models.DateField(_("published on"))
    reviewed_on = models.DateField(_("last reviewed"))
    edited_on = models.DateField(_("last edited"))
    next_due_on = models.DateField(_("next review due"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )
    ending = models.CharField(_("ended because"), max_length=10, choices=Ending.choices, blank=True, default="")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering: ClassVar = ["answer", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint("answer", "number", name="publication_one_per_number"),
            models.UniqueConstraint(
                "answer",
                condition=Q(ended_at__isnull=True),
                name="publication_one_live",
                violation_error_message=_("Another version of this answer is live."),
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9A-HJKMNP-TV-Z]{8}$"), name="publication_code_readable"
            ),
            models.CheckConstraint(
                condition=Q(next_due_on__gt=F("reviewed_on")),
                name="publication_due_after_review",
                violation_error_message=_("The next review is due after the last one."),
            ),
            models.CheckConstraint(
                condition=Q(reviewed_on__lte=F("published_on"), edited_on__lte=F("published_on")),
                name="publication_reviewed_before",
                violation_error_message=_("What is published was written and reviewed before."),
            ),
            models.CheckConstraint(
                condition=Q(
                    ended_at__isnull=True,
                    ended_on__isnull=True,
                    ended_by__isnull=True,
                    ending="",
                )
                | Q(ended_at__isnull=False, ended_on__isnull=False, ended_by__isnull=False)
                & Q(ending__in=["replaced", "withdrawn"]),
                name="publication_ends_as_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(kind="wording") | Q(next_due_on__gte=F("published_on")),
                name="publication_begins_in_date",
                violation_error_message=_("The review of these words has run out. Send them to review again."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["new", "wording", "reconfirmed", "restored"]), name="publication_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="new") | Q(before__isnull=False), name="publication_only_new_comes_first"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class SignOff(models.Model):
    """A verdict that stands behind a publication: what the review line names (R1)."""

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="sign_offs", verbose_name=_("publication")
    )
    verdict = models.ForeignKey(Verdict, on_delete=models.PROTECT, related_name="sign_offs", verbose_name=_("verdict"))

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        constraints: ClassVar = [models.UniqueConstraint("publication", "verdict", name="signoff_once")]

    def __str__(self) -> str:
        return f"{self.publication_id}: {self.verdict_id}"
