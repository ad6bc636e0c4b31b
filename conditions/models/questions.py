"""The questions that every condition is asked, and how long an answer to each stays in date."""

from types import SimpleNamespace
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions.models.catalogue import Condition

FROM_CATALOGUE = frozenset({"other-names-codes"})  # readers have these without anybody's writing


class ReviewPolicyQuerySet(models.QuerySet["ReviewPolicy"]):
    def newest(self) -> "ReviewPolicyQuerySet":
        """The version of each policy that rules from now on."""
        later = ReviewPolicy.objects.filter(slug=models.OuterRef("slug"), number__gt=models.OuterRef("number"))
        return self.filter(~models.Exists(later))


class ReviewPolicy(models.Model):
    """One version of what a risk class asks of a review, and how long one lasts (R6). It never changes; a change is the
    next version (docs/decisions/0047-policies.md). Days, because months differ by database engine.
    """

    class SecondClinician(models.TextChoices):
        NEVER = "never", _("Never: one clinician is enough")
        ASKED = "asked", _("Where the editor asks for one")
        ALWAYS = "always", _("Always")

    class LayReader(models.TextChoices):
        NEVER = "never", _("Never: nobody is asked")
        ASKED = "asked", _("Where the editor asks for one")
        ALWAYS = "always", _("Always")

    class Overdue(models.TextChoices):
        SAID = "said", _("Readers keep the text, and read that its review is overdue")
        UNLISTED = "unlisted", _("The text also leaves the search, and lists show nothing of its words")

    slug = models.SlugField(_("short name"))
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    name = models.CharField(_("name"), max_length=80)
    days = models.PositiveIntegerField(_("days until the next review"))
    second_clinician = models.CharField(
        _("second clinician"), max_length=10, choices=SecondClinician.choices, default=SecondClinician.NEVER
    )
    lay_reader = models.CharField(_("lay reader"), max_length=10, choices=LayReader.choices, default=LayReader.NEVER)
    overdue = models.CharField(
        _("when the review is overdue"), max_length=10, choices=Overdue.choices, default=Overdue.SAID
    )
    reason = models.CharField(_("why"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), null=True, blank=True)

    objects = ReviewPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("review policy")
        verbose_name_plural = _("review policies")
        ordering: ClassVar = ["days", "slug", "-number"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=1827),
                name="policy_days_sensible",
                violation_error_message=_("A review lasts from 1 day to 5 years (1,827 days)."),
            ),
            models.UniqueConstraint(
                "slug",
                "number",
                name="policy_one_per_number",
                violation_error_message=_("Another policy has this short name. Choose another one."),
            ),
            models.CheckConstraint(
                condition=Q(second_clinician__in=["never", "asked", "always"], overdue__in=["said", "unlisted"]),
                name="policy_choices_known",
            ),
            models.CheckConstraint(
                condition=Q(lay_reader__in=["never", "asked", "always"]), name="policy_lay_reader_known"
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason="") & Q(by__isnull=False, at__isnull=False),
                name="policy_changed_for_a_reason",
                violation_error_message=_("Say why the policy changes: colleagues read it beside the version."),
            ),
        ]

    def __str__(self) -> str:
        told = {"name": self.name, "number": self.number}
        return self.name if self.number == 1 else gettext("%(name)s (version %(number)d)") % told

    def asks_second(self, *, wanted: bool) -> bool:
        """Whether a second clinician signs, given what the editor wants."""
        return self.second_clinician == self.SecondClinician.ALWAYS or (wanted and self.lets_ask)

    @property
    def lets_ask(self) -> bool:
        return self.second_clinician == self.SecondClinician.ASKED

    def asks_lay(self, *, wanted: bool) -> bool:
        """Whether a lay reader reads it too, given what the editor wants."""
        return self.lay_reader == self.LayReader.ALWAYS or (wanted and self.lets_ask_lay)

    @property
    def lets_ask_lay(self) -> bool:
        return self.lay_reader == self.LayReader.ASKED

    @property
    def is_unlisted_when_overdue(self) -> bool:
        return self.overdue == self.Overdue.UNLISTED


class QuestionQuerySet(models.QuerySet["Question"]):
    def asked(self) -> "QuestionQuerySet":
        """Those that the site asks at all."""
        return self.filter(is_asked=True)

    def met(self) -> "QuestionQuerySet":
        """Those that readers have met, also where they are asked no more: a second person accepted their words."""
        return self.filter(was_asked=True)

    def applying_to(self, condition: Condition | models.OuterRef) -> "QuestionQuerySet":
        """Those that make sense for the condition: as an editor decided, else as the question's own rule says (R28)."""
        decided = Applicability.objects.filter(question=models.OuterRef("pk"), condition=condition)
        return self.filter(
            models.Exists(decided.filter(applies=True))
            | Q(applies=Question.Applies.ALWAYS) & ~models.Exists(decided.filter(applies=False))
        )

    def worded(self, language: str, *, keep_unworded: bool = False) -> "QuestionQuerySet":
        """Adds `text`: the wording in the language, else in English. Readers never see a question without either."""
        wordings = Wording.objects.filter(question=models.OuterRef("pk"))
        own, english = (wordings.filter(language=each).values("text")[:1] for each in (language, "en"))
        worded = self.annotate(text=models.functions.Coalesce(models.Subquery(own), models.Subquery(english)))
        return worded if keep_unworded else worded.filter(text__isnull=False)


class Question(models.Model):
    """One canonical question. Its words stand in `Wording`, one row a language."""

    class Kind(models.TextChoices):
        CLINICAL = "clinical", _("Clinical answer")
        EXPERIENCE = "experience", _("Stories only")
        BOTH = "both", _("Clinical answer and stories")

    class Group(models.TextChoices):
        UNDERSTANDING = "understanding", _("Understanding it")
        FINDING_OUT = "finding-out", _("Finding out")
        TREATMENT = "treatment", _("Treatment and care")
        DAILY_LIFE = "daily-life", _("Daily life")
        FAMILY = "family", _("Family and future")
        HELP = "help", _("Help and research")

    class Applies(models.TextChoices):
        ALWAYS = "always", _("To every condition")
        IF_KNOWN = "if-known", _("Where something is known")
        BY_FLAG = "by-flag", _("Only where an editor says so")

    slug = models.SlugField(_("address"), max_length=50, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    group = models.CharField(_("topic"), max_length=15, choices=Group.choices)
    policy = models.ForeignKey(
        ReviewPolicy,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("review policy"),
    )
    applies = models.CharField(_("applies"), max_length=10, choices=Applies.choices, default=Applies.ALWAYS)
    applies_note = models.CharField(_("when it applies"), max_length=200, blank=True, help_text=_("For editors."))
    is_core = models.BooleanField(_("core"), default=False, help_text=_("Answered first; counts for completeness."))
    is_sensitive = models.BooleanField(
        _("sensitive"), default=False, help_text=_("No preview in lists; figures on survival are folded.")
    )
    is_asked = models.BooleanField(
        _("asked"), default=True, help_text=_("Readers see it from when a second editor has accepted it.")
    )
    was_asked = models.BooleanField(
        _("was asked"),
        default=True,
        db_default=True,
        editable=False,
        help_text=_("Readers have met it, so its words take two for ever."),
    )
    start_here = models.PositiveSmallIntegerField(
        _("place under “Start here”"), null=True, blank=True, unique=True, help_text=_("Empty: not listed there.")
    )

    SHOWS = ("kind", "applies", "is_sensitive", "is_asked")  # what decides on whether readers see it, and how much

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(slug="stories"),
                name="question_address_free",
                violation_error_message=_("“stories” is the address of another page."),
            ),
            models.CheckConstraint(condition=Q(is_asked=False) | Q(was_asked=True), name="question_asked_was_asked"),
            models.CheckConstraint(
                condition=Q(kind="experience", policy__isnull=True) | ~Q(kind="experience") & Q(policy__isnull=False),
                name="question_policy_fits_kind",
                violation_error_message=_(
                    "A clinical question needs a review policy; a question for stories has none."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def would_show_more(self, values: dict[str, Any]) -> bool:
        """Whether readers would see with those values what they do not now (E7); order and topic bring no words."""
        becomes = SimpleNamespace(**{name: values.get(name, getattr(self, name)) for name in self.SHOWS})
        return becomes.is_asked and (
            not self.is_asked
            or becomes.kind != self.kind
            or (becomes.applies == self.Applies.ALWAYS != self.applies)
            or (self.is_sensitive and not becomes.is_sensitive)
        )


class Wording(models.Model):
    """The words of a question in one language; `{condition}` stands for the condition's name."""

    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="wordings", verbose_name=_("question")
    )
    language = models.CharField(_("language"), max_length=10)
    text = models.CharField(_("wording"), max_length=200)

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "question",
                "language",
                name="wording_one_per_language",
                violation_error_message=_("This question has a wording in this language already."),
            ),
            models.CheckConstraint(
                condition=Q(text__endswith="?"),
                name="wording_is_a_question",
                violation_error_message=_("A question ends with a question mark."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Applicability(models.Model):
    """Whether a question applies to a condition, and why. The reason is for editors; readers never see it (R28)."""

    condition = models.ForeignKey(
        "conditions.Condition", on_delete=models.PROTECT, related_name="applicabilities", verbose_name=_("condition")
    )
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="applicabilities", verbose_name=_("question")
    )
    applies = models.BooleanField(_("applies"))
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("applicability")
        verbose_name_plural = _("applicability")
        constraints: ClassVar = [
            models.UniqueConstraint(
                F("condition"),
                F("question"),
                name="applicability_once",
                violation_error_message=_("This was decided already. Change that decision."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="applicability_has_a_reason",
                violation_error_message=_("Say why, for other editors."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.condition}: {self.question}"
