"""In which languages a reviewer judges texts: whoever checks a translation reads both of its languages (R23)."""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from conditions.models import Reviewer, Revision, SpokenLanguage


def needed(revision: Revision) -> list[str]:
    """That of the text, and for a translation that of its source."""
    source = revision.translates
    return [revision.answer.language, *([source.answer.language] if source else [])]


def hindrance(reviewer: Reviewer, revision: Revision) -> str:
    """Why the reviewer cannot judge the text; empty where they can.

    Whoever says in which languages they review is asked in no other; whoever names none, in all that their role allows.
    Nobody is taken to read two languages who has not said so.
    """
    spoken = {each.language for each in reviewer.languages.all()}
    lacking = [each for each in needed(revision) if each not in spoken]
    if not lacking or (not spoken and not revision.translates_id):
        return ""
    said = _("%(name)s reviews no texts in this language: %(language)s.")
    if revision.translates_id:
        said = _(
            "%(name)s has not said that they review in this language: %(language)s. "
            "Whoever checks a translation reads both its languages."
        )
    names = dict(settings.LANGUAGES)
    return said % {"name": reviewer.name, "language": ", ".join(str(names.get(each, each)) for each in lacking)}


def reading(revision: Revision) -> Q:
    """Of reviewers: those who can judge the text, as far as languages go."""
    spoken = SpokenLanguage.objects.filter(reviewer=OuterRef("pk"))
    named = Q(*(Q(Exists(spoken.filter(language=each))) for each in needed(revision)))
    return named if revision.translates_id else named | Q(~Exists(spoken))
