"""Which live answers would need to be confirmed again if a proposal were accepted (E22), riskiest first.

Each agrees with what `Publication.objects.context_changed` says of those answers once it was accepted.
"""

from django.db.models import F, Value
from django.db.models.functions import Replace

from conditions.models import Condition, Fact, Name, Publication, Question, Wording
from conditions.models.publications import PublicationQuerySet


def of_value(fact: Fact) -> PublicationQuerySet:
    """Those that quote the fact, whatever the new value."""
    return Publication.objects.quoting(fact)


def of_name(condition: Condition, text: str, language: str) -> PublicationQuerySet:
    """Those signed under another name than this one, if it became the preferred name in the language."""
    concerned = Publication.objects.live().filter(answer__condition=condition).exclude(revision__condition_name=text)
    if language != "en":
        return concerned.filter(answer__language=language).riskiest_first()
    own = Name.objects.filter(condition=condition, use=Name.Use.PREFERRED).exclude(language="en")
    return concerned.exclude(answer__language__in=own.values("language")).riskiest_first()


def of_wording(question: Question, text: str, language: str) -> PublicationQuerySet:
    """Those signed under another question than this one, if it became the wording in the language."""
    asked = Replace(Value(text), Value("{condition}"), F("revision__condition_name"))  # type: ignore[arg-type]
    concerned = Publication.objects.live().filter(answer__question=question).exclude(revision__question=asked)
    if language != "en":
        return concerned.filter(answer__language=language).riskiest_first()
    own = Wording.objects.filter(question=question).exclude(language="en")
    return concerned.exclude(answer__language__in=own.values("language")).riskiest_first()
