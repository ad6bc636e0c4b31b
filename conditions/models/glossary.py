"""Words that readers may not know, each explained in plain ones."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

EXPLANATION = 300


class GlossaryTermQuerySet(models.QuerySet["GlossaryTerm"]):
    def shown(self, language: str) -> "GlossaryTermQuerySet":
        """Those that readers of the language are given, without what was taken down."""
        return self.filter(language=language).exclude(explanation="")

    def at(self, key: str) -> "GlossaryTermQuerySet":
        """The one that a proposal is about: “en:gene”."""
        language, _colon, slug = key.partition(":")
        return self.filter(language=language, slug=slug)


class GlossaryTerm(models.Model):
    """A term in one language, the forms in which it stands in texts, and what it means."""

    language = models.CharField(_("language"), max_length=10)
    slug = models.CharField(_("address in the glossary"), max_length=200)
    term = models.CharField(_("term"), max_length=80)
    forms = models.TextField(
        _("further forms"),
        blank=True,
        max_length=1000,
        help_text=_("One a line, by which it is found in texts beside the term itself: genes, genetic."),
    )
    explanation = models.CharField(
        _("explanation"),
        max_length=EXPLANATION,
        blank=True,
        help_text=_("In plain words, at most 300 letters. Empty: it was taken down, and readers do not see it."),
    )
    source_title = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    mark = models.PositiveIntegerField(
        _("mark"),
        help_text=_("Drawn again at each change. The sum of all tells a memory of the terms that it is stale."),
    )

    objects = GlossaryTermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term of the glossary")
        verbose_name_plural = _("terms of the glossary")
        ordering: ClassVar = ["language", "slug"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "language",
                "slug",
                name="glossaryterm_once",
                violation_error_message=_(
                    "This term is in the glossary already. Open it there and propose other words."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(term="") & ~Q(slug=""),
                name="glossaryterm_is_a_word",
                violation_error_message=_("Write the term."),
            ),
            models.CheckConstraint(
                condition=Q(source_url="") | ~Q(source_title=""),
                name="glossaryterm_source_named",
                violation_error_message=_("Write what the source is called, or leave out its address."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term} ({self.language})"

    @property
    def spellings(self) -> list[str]:
        """All by which it is found in texts."""
        return [self.term, *self.forms.splitlines()]
