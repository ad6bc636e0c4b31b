"""Conditions under every name, code and address that they ever had."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, JSONObject, Substr
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conditions.models.lists import Rows

DIGITS = "0123456789"
LATIN = "abcdefghijklmnopqrstuvwxyz"
FIGURES, OTHER = "0-9", "other"


def _preferred(field: str, language: str) -> Coalesce:
    """A field of the preferred name in the language, else in English; without either, the address stands for it."""
    names = Name.objects.filter(condition=models.OuterRef("pk"), use=Name.Use.PREFERRED)
    found = [models.Subquery(names.filter(language=code).values(field)[:1]) for code in dict.fromkeys([language, "en"])]
    instead = models.Value("en") if field == "language" else models.F("slug")
    return Coalesce(*found, instead, output_field=models.CharField())


class ConditionQuerySet(models.QuerySet["Condition"]):
    def named(self, language: str = "en") -> "ConditionQuerySet":
        """Adds `name`: the preferred name in the language, else in English."""
        return self.annotate(name=_preferred("text", language))

    def by_name(self, language: str) -> "ConditionQuerySet":
        """The same, in the order of those names."""
        return self.named(language).order_by(_preferred("folded", language), "slug")

    def described(self, language: str, *, members: slice) -> "models.QuerySet[Any]":
        """Adds all that a page says of a condition, in the same query.

        `name_language`; `shown_names` (of every language), `listed_codes`, `families` and that slice of its
        `members`, each a list of dictionaries; and `member_count`.
        """
        here = models.OuterRef("pk")
        shown = Name.objects.filter(condition=here, use=Name.Use.SHOWN).order_by("folded", "text")
        codes = Code.objects.filter(condition=here).order_by("system", "value")
        related = (
            Condition.objects.named(language)
            .annotate(spoken=_preferred("language", language))
            .order_by(_preferred("folded", language), "slug")
        )
        link = JSONObject(name="name", slug="slug", language="spoken")
        counted = Condition.parents.through.objects.filter(to_condition=here).order_by().values("to_condition")
        return self.named(language).annotate(
            name_language=_preferred("language", language),
            shown_names=Rows(shown.values(row=JSONObject(text="text", language="language"))),
            listed_codes=Rows(codes.values(row=JSONObject(system="system", value="value", relation="relation"))),
            families=Rows(related.filter(children=here).values(row=link)),
            members=Rows(related.filter(parents=here).values(row=link)[members]),
            member_count=Coalesce(models.Subquery(counted.values(n=models.Count("pk"))), 0),
        )


class Condition(models.Model):
    """A disease, a disorder or a family of them, with an address that leads to it for ever."""

    slug = models.SlugField(
        _("address"),
        max_length=200,
        unique=True,
        error_messages={"unique": _("Another condition has this address. Choose one that tells them apart.")},
    )
    is_grouping = models.BooleanField(
        _("family of conditions"),
        default=False,
        help_text=_("Lists its members and is asked no questions, for example “skin disorder”."),
    )
    shows_countries = models.BooleanField(
        _("shows where members live"),
        default=False,
        db_default=False,
        help_text=_("Readers see the countries in which more than ten members of its community live."),
    )
    parents = models.ManyToManyField(
        "self", symmetrical=False, related_name="children", blank=True, verbose_name=_("belongs to")
    )

    objects = ConditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(slug=""), name="condition_has_an_address"),
        ]

    def __str__(self) -> str:
        return getattr(self, "name", self.slug)

    def get_absolute_url(self) -> str:
        return reverse("conditions:condition", args=[self.slug])


class FormerSlug(models.Model):
    """An address that a condition had, and that leads to it for ever (E18)."""

    slug = models.SlugField(_("former address"), max_length=200, unique=True)
    condition = models.ForeignKey(
        Condition, on_delete=models.PROTECT, related_name="former_slugs", verbose_name=_("condition")
    )

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")

    def __str__(self) -> str:
        return self.slug


class NameQuerySet(models.QuerySet["Name"]):
    def listed(self, language: str) -> "NameQuerySet":
        """One name for each condition: the preferred one in the language, else in English."""
        preferred = self.filter(use=Name.Use.PREFERRED)
        if language == "en":
            return preferred.filter(language="en")
        own = preferred.filter(language=language)
        english = Q(language="en") & ~Q(condition__in=own.order_by().values("condition"))
        return preferred.filter(Q(language=language) | english)

    def giving_way_to(self, name: "Name") -> "NameQuerySet":
        """Whose place the name takes when it becomes preferred."""
        same = self.filter(condition=name.condition_id, language=name.language, use=Name.Use.PREFERRED)
        return same.exclude(pk=name.pk)

    def under(self, letter: str) -> "NameQuerySet":
        """Those that a list from A to Z has under the letter: a to z, 0-9, or other for every other script."""
        named = self.annotate(first=Substr("folded", 1, 1))
        if letter == OTHER:
            return named.exclude(first__in=[*LATIN, *DIGITS])
        return named.filter(first__in=DIGITS if letter == FIGURES else letter)

    def letters(self) -> list[str]:
        """The letters under which there is a name, in order."""
        firsts = set(self.order_by().values_list(Substr("folded", 1, 1), flat=True).distinct())
        known = [*sorted(firsts & set(LATIN)), *[FIGURES] * bool(firsts & set(DIGITS))]
        return known + [OTHER] * bool(firsts - {*LATIN, *DIGITS})


class Name(models.Model):
    """A name of a condition in one language. Readers see those that an editor chose; the rest help search."""

    class Use(models.TextChoices):
        PREFERRED = "preferred", _("Preferred")
        SHOWN = "shown", _("Shown as “also called”")
        SEARCH = "search", _("Search only")

    condition = models.ForeignKey(
        Condition, on_delete=models.PROTECT, related_name="names", verbose_name=_("condition")
    )
    text = models.CharField(_("name"), max_length=500)
    folded = models.CharField(
        _("as sorted and searched"), max_length=600, editable=False, help_text=_("Made by names.fold.")
    )
    language = models.CharField(_("language"), max_length=10, default="en")
    use = models.CharField(_("use"), max_length=10, choices=Use.choices, default=Use.SEARCH)

    objects = NameQuerySet.as_manager()

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names")
        indexes: ClassVar = [models.Index("language", "use", "folded", name="name_in_order")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "condition",
                "language",
                "text",
                name="name_once_per_condition",
                violation_error_message=_("This condition has this name already."),
            ),
            models.UniqueConstraint(
                "condition",
                "language",
                condition=Q(use="preferred"),
                name="name_one_preferred",
                violation_error_message=_("There is a preferred name in this language already. Change its use first."),
            ),
            models.CheckConstraint(
                condition=Q(use__in=["preferred", "shown", "search"]),
                name="name_use_known",
                violation_error_message=_("Choose how the name is used."),
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(folded=""),
                name="name_not_empty",
                violation_error_message=_("Write the name."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def would_show_more(self, use: str) -> bool:
        """Whether readers would see of it, in that use, what they do not see now."""
        uses = list(self.Use)  # from the title of a page to nowhere
        return uses.index(self.Use(use)) < uses.index(self.Use(self.use))


# How each system writes its codes, so that no other words reach readers in their place. A new system brings its own.
FORMS = {
    "mondo": r"[0-9]{7}",  # mondo.monarchinitiative.org: MONDO: and seven digits
    "orphanet": r"[1-9][0-9]{0,6}",  # orphadata.com: an ORPHAcode is a number
    "omim": r"(PS)?[0-9]{6}",  # omim.org/help/faq: six digits; PS before those of a phenotypic series
    "icd10": r"[A-Z][0-9]{2}(\.[0-9]{1,2})?(-[A-Z][0-9]{2}(\.[0-9])?)?",  # icd.who.int/browse10, volume 2
    "icd10cm": r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?(-[A-Z][0-9][0-9A-Z])?",  # cms.gov, guidelines, I.A.2: 3 to 7
    # The ICD-11 reference guide (icd.who.int/docs): the third is a digit, lest codes spell words; no I and no O.
    "icd11": r"[1-9A-HJ-NP-Z][A-HJ-NP-Z][0-9][0-9A-HJ-NP-Z](\.[0-9A-HJ-NP-Z]{1,2})?",
    "icd11-id": r"[0-9]{4,12}",  # the number in id.who.int/icd/entity/
    "mesh": r"[CD][0-9]{6,9}",  # nlm.nih.gov/mesh: unique ids of descriptors and of supplementary concepts
    "umls": r"C[0-9]{7}",  # ncbi.nlm.nih.gov/books/NBK9684: a CUI is a C and seven digits
    "gard": r"0*[1-9][0-9]{0,6}",  # rarediseases.info.nih.gov: a number, with or without zeros in front
    "doid": r"[0-9]{1,7}",  # disease-ontology.org: DOID: and a number
    "ncit": r"C[0-9]{3,7}",  # evs.nci.nih.gov: a C and a number
}


def _is_written_right() -> Q:
    written = Q()
    for system, form in FORMS.items():
        written |= Q(system=system, value__regex=rf"^{form}\Z")
    return written


class Code(models.Model):
    """What another system calls a condition, and whether it means exactly the same there."""

    class System(models.TextChoices):
        MONDO = "mondo", "Mondo"
        ORPHANET = "orphanet", "Orphanet"
        OMIM = "omim", "OMIM"
        ICD10 = "icd10", "ICD-10"
        ICD10CM = "icd10cm", "ICD-10-CM"
        ICD11 = "icd11", "ICD-11"
        ICD11_FOUNDATION = "icd11-id", _("ICD-11 foundation id")
        MESH = "mesh", "MeSH"
        UMLS = "umls", "UMLS"
        GARD = "gard", "GARD"
        DOID = "doid", "Disease Ontology"
        NCIT = "ncit", "NCI Thesaurus"

    class Relation(models.TextChoices):
        EXACT = "exact", _("The same")
        BROADER = "broader", _("The code means more than this condition")
        NARROWER = "narrower", _("The code means a part of this condition")
        RELATED = "related", _("Listed as belonging together")

    condition = models.ForeignKey(
        Condition, on_delete=models.PROTECT, related_name="codes", verbose_name=_("condition")
    )
    system = models.CharField(_("system"), max_length=10, choices=System.choices)
    value = models.CharField(_("code"), max_length=40, db_index=True)
    relation = models.CharField(_("meaning"), max_length=10, choices=Relation.choices, default=Relation.EXACT)

    class Meta:
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "condition",
                "system",
                "value",
                name="code_once_per_condition",
                violation_error_message=_("This condition has this code already."),
            ),
            models.UniqueConstraint(
                "value",
                condition=Q(system="mondo"),
                name="code_mondo_unique",
                violation_error_message=_("Another condition has this Mondo code."),
            ),
            models.CheckConstraint(
                condition=_is_written_right(),
                name="code_as_its_system_writes_it",
                violation_error_message=_(
                    "The system that you chose writes no code like this. Copy it from there, without the name of the "
                    "system: 0007745 of Mondo, 143500 of OMIM, E80.4 of ICD-10."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_system_display()} {self.value}"
