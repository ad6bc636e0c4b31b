"""The review of one digest: a round, who was asked, what they said, and what they decided."""

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from conditions.models.answers import Answer, Revision
from conditions.models.bundles import Bundle
from conditions.models.questions import ReviewPolicy
from conditions.models.reviewers import Declaration, Reviewer, Verification


class RoundQuerySet(models.QuerySet["Round"]):
    def signed_as_asked(self) -> "RoundQuerySet":
        """Those that everybody has approved whom it takes: a second clinician too, where one was asked for."""
        approvals = Verdict.objects.filter(decision=Verdict.Decision.APPROVE)
        given = approvals.filter(round=OuterRef("pk"))
        by_others = approvals.filter(round=OuterRef("round")).exclude(by=OuterRef("by"))
        return self.filter(Exists(given.filter(Exists(by_others))) | Q(second_clinician=False) & Exists(given))


class Round(models.Model):
    """One revision out for review. At most one is open per answer; a new revision ends it (E2, E5)."""

    class Kind(models.TextChoices):
        MEDICAL = "medical", _("Medical review")
        WORDING = "wording", _("Wording only")

    class Outcome(models.TextChoices):
        OPEN = "", _("Open")
        PUBLISHED = "published", _("Published")
        SUPERSEDED = "superseded", _("Superseded by a new revision")
        DISMISSED = "dismissed", _("Dismissed")

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("answer"))
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("revision"))
    bundle = models.ForeignKey(
        Bundle, on_delete=models.PROTECT, null=True, blank=True, related_name="rounds", verbose_name=_("bundle")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.MEDICAL)
    policy = models.ForeignKey(
        ReviewPolicy,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rounds",
        verbose_name=_("review policy"),
        help_text=_("The version that ruled when the review began; none for wording alone."),
    )
    second_clinician = models.BooleanField(_("a second clinician signs too"), default=False)
    lay_reader = models.BooleanField(_("a lay reader reads it too"), default=False)
    question = models.CharField(_("question for the reviewer"), max_length=500, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened at"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("closed by"),
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True, default=Outcome.OPEN)
    closed_because = models.CharField(_("why"), max_length=300, blank=True)
    is_sealed = models.BooleanField(_("sealed"), default=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("review round")
        verbose_name_plural = _("review rounds")
        ordering: ClassVar = ["-opened_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "answer",
                condition=Q(closed_at__isnull=True),
                name="round_one_open",
                violation_error_message=_("This answer is in review already. Wait for that review, or dismiss it."),
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="", closed_by__isnull=True)
                | Q(
                    closed_at__isnull=False,
                    outcome__in=["published", "superseded", "dismissed"],
                    closed_by__isnull=False,
                ),
                name="round_closed_as_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(is_sealed=True) | ~Q(outcome="dismissed") | ~Q(closed_because=""),
                name="round_dismissed_for_a_reason",
                violation_error_message=_("Say why the review is dismissed: the reviewers read it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision}, {self.get_kind_display()}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def unanswered(self) -> "AssignmentQuerySet":
        """Those that the reviewer neither declined nor decided."""
        return self.filter(declined_at=None, verdict=None)

    def kept(self) -> "AssignmentQuerySet":
        """Those that the reviewer neither declined nor stepped back from."""
        return self.filter(declined_at=None).exclude(verdict__decision="recuse")

    def waiting(self) -> "AssignmentQuerySet":
        """Those on which a decision is still wanted: unanswered, in a review that is open."""
        return self.unanswered().filter(round__closed_at=None)


class Assignment(models.Model):
    """A reviewer is asked to review; they accept or decline."""

    class Reason(models.TextChoices):
        TIME = "time", _("No time")
        FIELD = "field", _("Not my field")
        INTEREST = "interest", _("An interest of mine")
        OTHER = "other", _("Another reason")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("round"))
    reviewer = models.ForeignKey(
        Reviewer, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("reviewer")
    )
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("offered by")
    )
    offered_at = models.DateTimeField(_("offered at"))
    opened_at = models.DateTimeField(_("first opened at"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined at"), null=True, blank=True)
    declined_because = models.CharField(_("why"), max_length=10, choices=Reason.choices, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "round",
                "reviewer",
                name="assignment_once",
                violation_error_message=_("This reviewer was asked already. Ask somebody else."),
            ),
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True, declined_because="")
                | Q(declined_at__isnull=False, accepted_at__isnull=True) & ~Q(declined_because=""),
                name="assignment_accepted_or_declined",
                violation_error_message=_("Whoever accepted steps back instead of declining."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.reviewer}"


class Scope(models.TextChoices):
    """What a reviewer can say that they checked. The wording of the day is frozen in each sign-off (R10)."""

    ACCURACY = "accuracy", _("The statements are accurate.")
    SOURCES = "sources", _("The sources support what is said.")
    BALANCE = "balance", _("Benefits, harms and doubts are fairly weighed.")
    SAFETY = "safety", _("The safety advice is right and complete.")
    MISSING = "missing", _("Nothing important is missing.")
    WORDING = "wording", _("Only the wording changed; the medical content is the same.")
    TRANSLATION = "translation", _("The translation says the same as the version that it translates.")

    @classmethod
    def asked(cls, round_: Round) -> "list[Scope]":
        """What can be checked in the review: in that of a translation also that it is one."""
        apart = {cls.WORDING, cls.TRANSLATION}
        content = [cls.WORDING] if round_.kind == Round.Kind.WORDING else [each for each in cls if each not in apart]
        return [cls.TRANSLATION, *content] if round_.revision.translates_id else content


class VerdictQuerySet(models.QuerySet["Verdict"]):
    def signed(self) -> "VerdictQuerySet":
        """Sign-offs, the newest first."""
        return self.filter(decision=Verdict.Decision.APPROVE).order_by("-at", "-pk")

    def signed_since(self, day: datetime.date) -> "VerdictQuerySet":
        """Sign-offs of that day or later."""
        return self.signed().filter(on__gte=day)


class Verdict(models.Model):
    """What one reviewer decided on one digest: a sign-off when they approve. It never changes (E1, R10)."""

    class Decision(models.TextChoices):
        APPROVE = "approve", _("Approves these exact words")
        CHANGES = "changes", _("Asks for changes first")
        RECUSE = "recuse", _("Steps back")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="verdicts", verbose_name=_("round"))
    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, related_name="verdicts", verbose_name=_("revision")
    )
    assignment = models.OneToOneField(
        Assignment, on_delete=models.PROTECT, related_name="verdict", verbose_name=_("assignment")
    )
    reviewer = models.ForeignKey(
        Reviewer, on_delete=models.PROTECT, related_name="verdicts", verbose_name=_("reviewer")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="verdicts", verbose_name=_("by")
    )
    decision = models.CharField(_("decision"), max_length=10, choices=Decision.choices)
    digest = models.CharField(_("digest of what was seen"), max_length=64)
    scopes = models.JSONField(
        _("what was checked"), default=dict, blank=True, help_text=_("Scope to its wording on that day.")
    )
    verification = models.ForeignKey(
        Verification,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="verdicts",
        verbose_name=_("verification"),
    )
    declaration = models.ForeignKey(
        Declaration,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="verdicts",
        verbose_name=_("interests declared"),
    )
    voucher = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("vouched for by"),
        help_text=_("Of an outside expert: whoever looked their registration up."),
    )
    vouched_by = models.CharField(_("name of who vouches"), max_length=120, blank=True)
    name = models.CharField(_("name"), max_length=120)
    credential = models.CharField(_("credential"), max_length=120, blank=True)
    discipline = models.CharField(_("discipline"), max_length=120)
    register = models.CharField(_("register"), max_length=160, blank=True)
    verified_on = models.DateField(_("registration checked on"), null=True, blank=True)
    interests = models.CharField(_("interests"), max_length=600, blank=True)
    read_elsewhere = models.BooleanField(_("read elsewhere"), default=False)
    on = models.DateField(_("on"))
    at = models.DateTimeField(_("at"))

    objects = VerdictQuerySet.as_manager()

    class Meta:
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decision__in=["approve", "changes", "recuse"]), name="verdict_decision_known"
            ),
            models.CheckConstraint(
                condition=~Q(decision="approve")
                | Q(verification__isnull=False, verified_on__isnull=False) & ~Q(credential="") & ~Q(register=""),
                name="verdict_approves_with_credential",
                violation_error_message=_("Nobody signs without a verified credential. Ask an editor to verify it."),
            ),
            models.CheckConstraint(
                condition=~Q(decision="approve") | Q(declaration__isnull=False) & ~Q(interests=""),
                name="verdict_approves_with_interests",
                violation_error_message=_("Nobody signs without a declaration of interests. Declare yours first."),
            ),
            models.CheckConstraint(
                condition=~Q(decision="approve") | ~Q(scopes={}),
                name="verdict_approves_what_was_checked",
                violation_error_message=_("Say what you checked."),
            ),
            models.CheckConstraint(
                condition=Q(voucher=None, vouched_by="") | Q(voucher__isnull=False) & ~Q(vouched_by=""),
                name="verdict_names_who_vouched",
                violation_error_message=_("Readers see who vouches for an outside expert: whoever does needs a name."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.on}: {self.get_decision_display()}"
