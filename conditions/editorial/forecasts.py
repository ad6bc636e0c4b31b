"""Which live answers would need to be confirmed again if a name or a wording were accepted (E22), riskiest first.

It agrees with what `Publication.objects.context_changed` says of those answers once it was accepted.
"""

from collections.abc import Mapping

from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Replace

from conditions.models import Condition, Name, Publication, Question
from conditions.models.publications import PublicationQuerySet


def of_name(condition: Condition, text: str, language: str) -> PublicationQuerySet:
    """Those signed under another name than this one, if it became the preferred name in the language."""
    concerned = Publication.objects.live().filter(answer__condition=condition).exclude(revision__condition_name=text)
    if language != "en":
        return concerned.filter(answer__language=language).riskiest_first()
    own = Name.objects.filter(condition=condition, use=Name.Use.PREFERRED).exclude(language="en")
    return concerned.exclude(answer__language__in=own.values("language")).riskiest_first()


def of_wording(question: Question, text: str, language: str) -> PublicationQuerySet:
    """Those signed under other words than these, if they became the words of the question in the language."""
    asked = Replace(Value(text, TextField()), Value("{condition}"), F("revision__condition_name"))  # type: ignore[arg-type]
    concerned = Publication.objects.live().filter(answer__question=question).exclude(revision__question=asked)
    if language != "en":
        return concerned.filter(answer__language=language).riskiest_first()
    own = question.wordings.exclude(language="en")
    return concerned.exclude(answer__language__in=own.values("language")).riskiest_first()


def of_question(question: Question, wordings: Mapping[str, str]) -> PublicationQuerySet:
    """Those signed under other words than these, if the question were asked in them."""
    concerned = Q(pk__in=[])
    for language, text in wordings.items():
        concerned |= Q(pk__in=of_wording(question, text, language).order_by().values("pk"))
    return Publication.objects.filter(concerned).riskiest_first()
