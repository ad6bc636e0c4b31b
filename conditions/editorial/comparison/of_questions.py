"""Was and will be of the words of a question, and of a question itself."""

from typing import Any

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from conditions.editorial import questions
from conditions.editorial.comparison.line import Difference, label, yes
from conditions.models import Proposal, Question, Wording


def wording(proposal: Proposal) -> Wording:
    """As it is; a new one where the question has none in the language."""
    language, _colon, slug = proposal.key.partition(":")
    return Wording.objects.filter(question__slug=slug, language=language).first() or Wording()


def of_wording(proposal: Proposal) -> list[Difference]:
    return [_words(proposal.key.partition(":")[0], wording(proposal).text, proposal.wanted["text"])]


def of_question(proposal: Proposal) -> list[Difference]:
    """What changes; of a question that was not asked all that it is."""
    now, wanted = questions.of(proposal), proposal.wanted
    becomes = Question(**{field.attname: getattr(now, field.attname) for field in Question._meta.concrete_fields})
    for name in wanted.keys() & vars(becomes).keys():
        setattr(becomes, name, wanted[name])
    columns = [field.name for field in Question._meta.concrete_fields if field.editable and field.name != "slug"]
    lines = [Difference(label(Question, name), _said(now, name), _said(becomes, name)) for name in columns]
    if now.is_asked:
        return [line for line in lines if line.was != line.becomes]
    words = [_words(language, "", text) for language, text in wanted["wordings"].items()]
    return [
        *words,
        *(line._replace(was="" if line.was == line.becomes else line.was) for line in lines if line.becomes),
    ]


def is_asked_otherwise(proposal: Proposal) -> bool:
    """Its words are not those that were proposed with it."""
    now = questions.words(questions.of(proposal)) if proposal.kind == Proposal.Kind.QUESTION else {}
    return bool(proposal.wanted.get("wordings", now) != now)


def _words(language: str, was: str, becomes: str) -> Difference:
    said = _("Words (%(language)s)") % {"language": get_language_info(language)["name_translated"]}
    return Difference(said, was, becomes)


def _said(row: Question, column: str) -> Any:
    """A value as people read it."""
    value = getattr(row, f"get_{column}_display", lambda: getattr(row, column))()
    return yes(value) if isinstance(value, bool) else str("" if value is None else value)
