"""The words of an answer: a private draft, then revisions that never change, with their authors and sources."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from conditions.models.catalogue import Condition
from conditions.models.facts import FactVersion
from conditions.models.questions import Question
from conditions.models.sources import Source

SHORT_ANSWER = 320  # R25
SECTION = 50_000  # letters of one section; the longest answers in print have a tenth of it

models.TextField.register_lookup(Length)


class Answer(models.Model):
    """One question about one condition in one language. Moves lock this row; its state is computed from its facts."""

    condition = models.ForeignKey(
        Condition, on_delete=models.PROTECT, related_name="answers", verbose_name=_("condition")
    )
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers", verbose_name=_("question"))
    language = models.CharField(_("language"), max_length=10)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "condition",
                "question",
                "language",
                name="answer_once",
                violation_error_message=_("There is an answer to this question already. Write in that one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.condition}: {self.question} ({self.language})"


def section(name: object, help_text: object = "") -> "models.TextField[str, str]":
    return models.TextField(name, blank=True, help_text=help_text, validators=[MaxLengthValidator(SECTION)])  # type: ignore[arg-type]


class Words(models.Model):
    """What an author types, alike in a draft and in a revision. Sections are Markdown (see rendering)."""

    class MachineHelp(models.TextChoices):
        """What is disclosed to readers (R22); a machine is never author or reviewer."""

        NONE = "", _("None")
        DRAFTED = "drafted", _("A machine helped to draft this text; people checked every sentence.")
        TRANSLATED = "translated", _("A machine helped to translate this text; people checked every sentence.")

    short = models.TextField(
        _("short answer"),
        blank=True,
        validators=[MaxLengthValidator(2_000)],
        help_text=_("At most 320 characters as readers see them: three sentences. It may cite sources."),
    )
    urgent_help = section(_("get help now if"))
    body = section(_("text"))
    sources_differ = section(_("where good sources differ"), _("Each value, its source, and why."))
    unknowns = section(_("what nobody knows yet"))
    country_notes = models.JSONField(
        _("notes for countries"), default=dict, blank=True, help_text=_("Country code to Markdown.")
    )
    is_unknown = models.BooleanField(
        _("nobody knows yet"), default=False, help_text=_("The honest answer is that nobody knows (R16).")
    )
    searched_on = models.DateField(_("evidence searched up to"), null=True, blank=True)
    machine_help = models.CharField(
        _("machine help"), max_length=10, choices=MachineHelp.choices, default=MachineHelp.NONE, blank=True
    )
    within = models.ForeignKey(
        Answer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss_within",
        verbose_name=_("answered within"),
        help_text=_("Another answer of the condition that holds the rest: this one has a short answer alone."),
    )
    translates = models.ForeignKey(
        "conditions.Publication",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss_translating",
        verbose_name=_("translates"),
    )
    change = models.CharField(
        _("what changed, and why"), max_length=300, blank=True, help_text=_("Readers see it under “What changed”.")
    )

    class Meta:
        abstract = True


class Draft(Words):
    """What one person is writing: private to them, never reviewable, saved as they type (E6)."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="drafts", verbose_name=_("answer"))
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts", verbose_name=_("editor")
    )
    based_on = models.ForeignKey(
        "conditions.Revision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="drafts",
        verbose_name=_("based on"),
    )
    suggestions = models.ManyToManyField(
        "conditions.Comment", related_name="drafts", blank=True, verbose_name=_("suggestions taken over")
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    saved_at = models.DateTimeField(_("saved at"))

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints: ClassVar = [models.UniqueConstraint("answer", "editor", name="draft_one_per_editor")]

    def __str__(self) -> str:
        return f"{self.answer}: {self.editor}"


class Revision(Words):
    """Words that never change, with a digest over everything that a reader will see (E1, E3).

    A seal is the one exit: it takes the words away and leaves the digest (E19).
    """

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="revisions", verbose_name=_("answer"))
    number = models.PositiveIntegerField(_("number"))
    based_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors", verbose_name=_("based on")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="revisions", verbose_name=_("saved by")
    )
    created_at = models.DateTimeField(_("saved at"))
    question = models.TextField(_("question"), help_text=_("As worded on that day, with the condition’s name."))
    condition_name = models.TextField(_("condition"), help_text=_("The name on that day."))
    short_answer = models.TextField(_("short answer as read"), help_text=_("Plain text, without marks."))
    short_answer_html = models.TextField(blank=True)
    urgent_help_html = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    sources_differ_html = models.TextField(blank=True)
    unknowns_html = models.TextField(blank=True)
    country_notes_html = models.JSONField(default=dict, blank=True)
    format = models.PositiveSmallIntegerField(
        _("form of the digest"), default=1, help_text=_("Which fields words.contents puts into it.")
    )
    digest = models.CharField(_("digest"), max_length=64)
    is_sealed = models.BooleanField(_("sealed"), default=False)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering: ClassVar = ["answer", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint("answer", "number", name="revision_one_per_number"),
            models.CheckConstraint(
                condition=Q(short_answer__length__lte=SHORT_ANSWER),
                name="revision_short_answer_is_short",
                violation_error_message=_("The short answer is longer than 320 characters. Shorten it."),
            ),
            models.CheckConstraint(
                condition=Q(within__isnull=True) | Q(body="", urgent_help="", sources_differ="", unknowns=""),
                name="revision_within_has_no_body",
                violation_error_message=_("An answer within another has a short answer alone. Move the rest there."),
            ),
            models.CheckConstraint(
                condition=Q(within__isnull=True) | ~Q(within=F("answer")),
                name="revision_not_within_itself",
                violation_error_message=_("An answer does not stand within itself. Choose another one."),
            ),
            models.CheckConstraint(
                condition=Q(is_sealed=False) | Q(short="", short_answer="", body="", question=""),
                name="revision_sealed_has_no_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}/{self.number}"


class Contribution(models.Model):
    """Who had a part in the words of a revision (R8). The name stays as it was."""

    class Role(models.TextChoices):
        AUTHOR = "author", _("Author")
        EDITOR = "editor", _("Editor")
        TRANSLATOR = "translator", _("Translator")
        SUGGESTED = "suggested", _("Wording suggested by the reviewer was used")

    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, related_name="contributions", verbose_name=_("revision")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contributions", verbose_name=_("person")
    )
    role = models.CharField(_("part"), max_length=10, choices=Role.choices)
    name = models.CharField(_("name"), max_length=254)
    comment = models.ForeignKey(
        "conditions.Comment",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("suggestion"),
    )

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        constraints: ClassVar = [
            models.UniqueConstraint("revision", "user", "role", name="contribution_once"),
            models.CheckConstraint(
                condition=Q(role="suggested", comment__isnull=False) | ~Q(role="suggested") & Q(comment__isnull=True),
                name="contribution_suggested_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(role__in=["author", "editor", "translator", "suggested"]), name="contribution_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_role_display()}"


class Citation(models.Model):
    """A source as it was cited: what readers see of it is copied, so that it cannot change under them."""

    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, related_name="citations", verbose_name=_("revision")
    )
    position = models.PositiveSmallIntegerField(_("number"))
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations", verbose_name=_("source"))
    key = models.CharField(_("key"), max_length=60)
    title = models.CharField(_("title"), max_length=400)
    publisher = models.CharField(_("publisher"), max_length=200)
    published = models.CharField(_("published"), max_length=10)
    read_on = models.DateField(_("read on"))
    link = models.CharField(_("link"), max_length=500, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_sealed = models.BooleanField(_("sealed"), default=False)

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering: ClassVar = ["revision", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint("revision", "position", name="citation_one_per_number"),
            models.UniqueConstraint("revision", "source", name="citation_one_per_source"),
            models.CheckConstraint(
                condition=Q(is_sealed=True) | ~Q(title="") & ~Q(publisher="") & ~Q(published=""),
                name="citation_can_be_found",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class Quotation(models.Model):
    """A shared fact as it was quoted: which value, and how it read (R27)."""

    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, related_name="quotations", verbose_name=_("revision")
    )
    version = models.ForeignKey(
        FactVersion, on_delete=models.PROTECT, related_name="quotations", verbose_name=_("value of a fact")
    )
    key = models.CharField(_("key"), max_length=60)
    text = models.TextField(_("as it reads"))
    is_sealed = models.BooleanField(_("sealed"), default=False)

    class Meta:
        verbose_name = _("quotation of a fact")
        verbose_name_plural = _("quotations of facts")
        ordering: ClassVar = ["revision", "key"]
        constraints: ClassVar = [
            models.UniqueConstraint("revision", "version", name="quotation_once"),
            models.UniqueConstraint("revision", "key", name="quotation_one_value_per_fact"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.text}"
