"""What a correction of wording leaves as it is: everything but words (R4)."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from conditions.freshness import other_words
from conditions.models import Citation, Publication, Quotation, Revision

# What a reviewer weighed beside the words. The database holds to the same (guards, `publication_wording_alone`).
KEPT = ("is_unknown", "searched_on", "machine_help", "within_id")
SOURCE = ("source", "published", "link")  # which publication it is; how its title is spelt is wording


def refuse_more(live: Revision, corrected: Revision) -> None:
    """Raises: ValidationError, which names all that differs from the live text and is no wording."""
    if found := list(_changed(live, corrected)):
        raise ValidationError(
            _(
                "More than the wording differs from the live text: %(what)s. Set it back as it was, or send the text "
                "to medical review."
            )
            % {"what": ", ".join(found)}
        )


def _changed(live: Revision, corrected: Revision) -> Iterator[str]:
    if _cited(live) != _cited(corrected):
        yield _("sources")
    if _quoted(live) != _quoted(corrected):
        yield _("values of facts")
    for column in KEPT:
        if getattr(live, column) != getattr(corrected, column):
            field: Any = Revision._meta.get_field(column.removesuffix("_id"))
            yield str(field.verbose_name)
    if not says_the_same(live.translates, corrected.translates):
        yield _("the version that it translates, whose meaning is another one")


def says_the_same(was: Publication | None, now: Publication | None) -> bool:
    """A correction may follow its source to a later version, if nothing but wording changed there either (R23)."""
    if was is None or now is None or was.pk == now.pk:
        return was == now
    since = Publication.objects.filter(answer=was.answer_id, number__gt=was.number, number__lte=now.number)
    follows = was.answer_id == now.answer_id and was.number < now.number
    return follows and not other_words(since.filter(kind=Publication.Kind.NEW)).exists()


def _cited(revision: Revision) -> set[tuple[object, ...]]:
    return set(Citation.objects.filter(revision=revision).values_list(*SOURCE))


def _quoted(revision: Revision) -> set[int]:
    return set(Quotation.objects.filter(revision=revision).values_list("version", flat=True))
