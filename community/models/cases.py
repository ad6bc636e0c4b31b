"""What moderators have before them: one case at a time for a story, decisions on exact words, and their appeals."""

import datetime
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Case as Choice
from django.db.models import Exists, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from community.models.stories import Story, StoryText

MESSAGE = 4_000  # characters
OPEN_FOR_APPEAL = datetime.timedelta(days=183)  # six months (M7)


class Level(models.TextChoices):
    """How carefully it is looked at. From the second on it takes two people; the third tells the lead at once (M4)."""

    USUAL = "usual", _("Usual")
    HIGH = "high", _("High risk")
    DANGER = "danger", _("Acute danger")


class Rule(models.TextChoices):
    """The rules by which moderators decide, as members read them (M2, M6)."""

    NONE = "", _("None")
    NOT_LIVED = "not-lived", _("It tells what others should do, not what somebody lived")
    CONTACT = "contact", _("It holds contact data")
    IDENTIFIES = "identifies", _("Somebody else could be recognised from it")
    ACCUSES = "accuses", _("It accuses a named person or place")
    DOSE = "dose", _("It gives amounts of a medicine")
    UNSAFE = "unsafe", _("Following it could harm somebody")
    CURE = "cure", _("It promises a cure")
    ADVERT = "advert", _("It advertises something")
    HATE = "hate", _("It attacks people for what they are")
    ILLEGAL = "illegal", _("It is against the law")
    ELSEWHERE = "elsewhere", _("It is about something else")
    COPIED = "copied", _("Somebody else wrote it")


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> "CaseQuerySet":
        """Those on which nobody has decided yet."""
        return self.filter(closed_at__isnull=True)

    def waiting(self) -> "CaseQuerySet":
        """Open ones that wait for a moderator and not for the author, the worst first, then the oldest (M21)."""
        worst = Choice(When(level=Level.DANGER, then=Value(0)), When(level=Level.HIGH, then=Value(1)), default=Value(2))
        return self.open().filter(~Exists(asked()), ~Exists(offered())).order_by(worst, "opened_at", "pk")

    def with_the_author(self) -> "CaseQuerySet":
        """Open ones in which the author was asked something, or looks at a change: the clock is stopped."""
        return self.open().filter(Exists(asked()) | Exists(offered()))


def asked() -> "models.QuerySet[Message]":
    """Of a case: a question of a moderator to which the author has not answered."""
    later = Message.objects.filter(case=OuterRef("case"), is_from_author=True, pk__gt=OuterRef("pk"))
    return Message.objects.filter(~Exists(later), case=OuterRef("pk"), is_from_author=False)


def offered() -> "models.QuerySet[StoryText]":
    """Of a case: a change that the author has neither accepted nor refused."""
    since = {"story": OuterRef("story"), "created_at__gte": OuterRef("opened_at")}
    offered = StoryText.objects.filter(**since, proposed_by__isnull=False)
    return offered.filter(accepted_at__isnull=True, refused_at__isnull=True, is_sealed=False)


class Case(models.Model):
    """Why a story is before the moderators, and how that ended. A story has one open case at most."""

    class Cause(models.TextChoices):
        SENT = "sent", _("Sent in")
        REPORTED = "reported", _("Reported")
        APPEALED = "appealed", _("The author asked for another look")

    class Outcome(models.TextChoices):
        OPEN = "", _("Open")
        PUBLISHED = "published", _("Published")
        DECLINED = "declined", _("Declined")
        KEPT = "kept", _("Stays as it is")
        REMOVED = "removed", _("Removed")
        WITHDRAWN = "withdrawn", _("Taken back by the author")
        NOTHING = "nothing", _("Nothing was to be decided")

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="cases", verbose_name=_("story"))
    cause = models.CharField(_("cause"), max_length=10, choices=Cause.choices)
    level = models.CharField(_("risk"), max_length=10, choices=Level.choices, default=Level.USUAL)
    opened_at = models.DateTimeField(_("opened at"))
    due_on = models.DateField(_("due"))
    lead_told_at = models.DateTimeField(_("safeguarding lead told at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True, default="")

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering: ClassVar = ["-opened_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("story", condition=Q(closed_at__isnull=True), name="case_one_open"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="") | Q(closed_at__isnull=False) & ~Q(outcome=""),
                name="case_closed_as_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(cause__in=["sent", "reported", "appealed"])
                & Q(level__in=Level.values)
                & Q(outcome__in=["", "published", "declined", "kept", "removed", "withdrawn", "nothing"]),
                name="case_words_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story}: {self.get_cause_display()}"


class SteppedBack(models.Model):
    """That a moderator will not look at a story, in this case or a later one. Nobody asks why (M16)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="stepped_back", verbose_name=_("case"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("moderator")
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("moderator who stepped back")
        verbose_name_plural = _("moderators who stepped back")
        constraints: ClassVar = [models.UniqueConstraint("case", "by", name="steppedback_once")]

    def __str__(self) -> str:
        return f"{self.case}: {self.by}"


class Message(models.Model):
    """One turn in the thread of a case between a moderator and the author (M21)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages", verbose_name=_("case"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    is_from_author = models.BooleanField(_("from the author"))
    text = models.TextField(_("message"), blank=True, validators=[MaxLengthValidator(MESSAGE)])
    salt = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField(_("at"))
    is_sealed = models.BooleanField(_("erased"), default=False)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering: ClassVar = ["case", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_sealed=True) | ~Q(text="") & ~Q(salt=""),
                name="message_has_words",
                violation_error_message=_("Write a message."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} #{self.pk}"


class Decision(models.Model):
    """What a person decided on exact words that were on screen, by which rule, and how to contest it (M1, M6)."""

    class Kind(models.TextChoices):
        PUBLISH = "publish", _("Publish")
        DECLINE = "decline", _("Decline")
        KEEP = "keep", _("Leave it as it is")
        REMOVE = "remove", _("Remove")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("case"))
    text = models.ForeignKey(StoryText, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("words"))
    digest = models.CharField(_("digest of what was on screen"), max_length=64)
    kind = models.CharField(_("decision"), max_length=10, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    rule = models.CharField(_("rule"), max_length=12, choices=Rule.choices, blank=True)
    sentence = models.TextField(
        _("in their own words"),
        blank=True,
        validators=[MaxLengthValidator(MESSAGE)],
        help_text=_("Which words, and why. The author reads it."),
    )
    cleared = models.TextField(
        _("why what is marked is none"),
        blank=True,
        default="",
        validators=[MaxLengthValidator(MESSAGE)],
        help_text=_("Why what looks like contact data, an address or a date of birth may be read by everybody."),
    )
    salt = models.CharField(max_length=32, blank=True)
    contest_until = models.DateField(_("can be contested until"), null=True, blank=True)
    is_sealed = models.BooleanField(_("erased"), default=False)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering: ClassVar = ["case", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "case",
                "text",
                "by",
                "kind",
                name="decision_once_each",
                violation_error_message=_("You decided on this already."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["publish", "keep"], rule="", contest_until__isnull=True)
                | Q(kind__in=["decline", "remove"], contest_until__isnull=False) & ~Q(rule=""),
                name="decision_gives_its_rule",
                violation_error_message=_("Say which rule it breaks."),
            ),
            models.CheckConstraint(
                condition=Q(is_sealed=True) | Q(kind__in=["publish", "keep"]) | ~Q(sentence=""),
                name="decision_gives_its_reason",
                violation_error_message=_("Say in your own words which part breaks the rule."),
            ),
            models.CheckConstraint(
                condition=Q(cleared="") | Q(kind__in=["publish", "keep"]),
                name="decision_clears_what_stays",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["publish", "decline", "keep", "remove"]) & Q(rule__in=Rule.values),
                name="decision_words_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.get_kind_display()}"


class Appeal(models.Model):
    """The author asks that somebody else looks again at a refusal or a removal (M7)."""

    class Outcome(models.TextChoices):
        OPEN = "", _("Open")
        STANDS = "stands", _("The decision stands")
        CHANGED = "changed", _("The decision was changed")

    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, related_name="appeal", verbose_name=_("decision")
    )
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="appeal", verbose_name=_("its case"))
    text = models.TextField(_("what the author says"), blank=True, validators=[MaxLengthValidator(MESSAGE)])
    at = models.DateTimeField(_("at"))
    on = models.DateField(_("on"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True, default="")
    sentence = models.TextField(_("in their own words"), blank=True, validators=[MaxLengthValidator(MESSAGE)])
    salt = models.CharField(max_length=32, blank=True)
    is_sealed = models.BooleanField(_("erased"), default=False)

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, outcome="", sentence="")
                | Q(decided_at__isnull=False, decided_by__isnull=False)
                & ~Q(outcome="")
                & (Q(is_sealed=True) | ~Q(sentence="")),
                name="appeal_decided_as_a_whole",
                violation_error_message=_("Say how it ends, and why."),
            ),
            models.CheckConstraint(condition=Q(outcome__in=["", "stands", "changed"]), name="appeal_outcome_known"),
        ]

    def __str__(self) -> str:
        return str(self.decision)
