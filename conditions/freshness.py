"""How a translation stands to the text that it translates: computed from what became of that text, never stored (R23).

A version that says the same in other words leaves a translation behind in wording alone; new text leaves it behind in
meaning. That the same words were reviewed again, or put back, changes nothing: not even where their review came after
a withdrawal, so that they stand there as a new text.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, TextChoices, Value, When
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conditions.models import Publication
from conditions.models.lists import Rows


class Freshness(TextChoices):
    """In the sentence that readers are given."""

    CURRENT = "current", _("This translates the newest version.")
    WORDING = "wording", _("This translates an earlier version, which differed in wording alone.")
    MEANING = "meaning", _("This translates an earlier version. What it says has changed since.")
    WITHDRAWN = "withdrawn", _("The text that this translates was withdrawn.")

    @property
    def word(self) -> object:
        """For colleagues, in a list."""
        return WORDS[self]


WORDS = {
    Freshness.CURRENT: pgettext_lazy("of a translation", "Current"),
    Freshness.WORDING: _("Behind in wording"),
    Freshness.MEANING: _("Behind in meaning"),
    Freshness.WITHDRAWN: _("Source withdrawn"),
}


def of(sources: Sequence[dict[str, Any]]) -> Freshness | None:
    """Of words with these `sources`; nothing for what translates none."""
    if not sources:
        return None
    if sources[-1]["ending"] == Publication.Ending.WITHDRAWN:
        return Freshness.WITHDRAWN
    kinds = {row["kind"] for row in sources[1:] if row["revision_id"] != row["revision_before"]}
    if Publication.Kind.NEW in kinds:
        return Freshness.MEANING
    return Freshness.WORDING if Publication.Kind.WORDING in kinds else Freshness.CURRENT


def sources() -> Rows:
    """Of a publication: the version that its words translate, and those that came after it."""
    since = Publication.objects.filter(
        answer=OuterRef("revision__translates__answer"), number__gte=OuterRef("revision__translates__number")
    )
    row = JSONObject(kind="kind", ending="ending", revision_id="revision", revision_before="before__revision")
    return Rows(since.order_by("number").values(row=row))


def other_words(publications: QuerySet[Publication]) -> QuerySet[Publication]:
    """Those whose words are not the ones of the version before them."""
    return publications.exclude(revision=F("before__revision"))


def behind(publications: QuerySet[Any]) -> QuerySet[Any]:
    """Of live publications the translations that are behind; adds how far, in `behind`, and since which day."""
    later = Publication.objects.filter(
        answer=OuterRef("revision__translates__answer"), number__gt=OuterRef("revision__translates__number")
    )
    since = other_words(later)
    new, reworded = (Exists(since.filter(kind=kind)) for kind in (Publication.Kind.NEW, Publication.Kind.WORDING))
    changed = since.filter(kind__in=[Publication.Kind.NEW, Publication.Kind.WORDING]).order_by("number")
    far = Case(When(new, then=Value(Freshness.MEANING.value)), default=Value(Freshness.WORDING.value))
    since_when = Subquery(changed.values("published_on")[:1])
    found: QuerySet[Any] = publications.filter(new | reworded).annotate(behind=far, behind_since=since_when)
    return found
