"""What published words were signed with, beside what holds now: names, wordings and values (E3)."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Replace

from conditions.models.answers import Quotation
from conditions.models.catalogue import Name
from conditions.models.facts import FactVersion
from conditions.models.questions import Wording


def name_now() -> Coalesce:
    """For what belongs to an answer: the name of its condition in its language, as `Condition.objects.named` has it."""
    preferred = Name.objects.filter(condition=OuterRef("answer__condition"), use=Name.Use.PREFERRED)
    return Coalesce(*_spoken(preferred), F("answer__condition__slug"), output_field=models.TextField())


def wording_now() -> Coalesce:
    """The question of what belongs to an answer as it is worded now, with the place for the condition's name."""
    worded = _spoken(Wording.objects.filter(question=OuterRef("answer__question")))
    return Coalesce(*worded, Value(""), output_field=models.TextField())


def question_now() -> Replace:
    """The question of a publication as it is worded now, with the name under which it was signed."""
    return Replace(wording_now(), Value("{condition}"), F("revision__condition_name"))  # type: ignore[arg-type]


def quotes_former_value() -> Exists:
    """A value that a publication quotes is not in force any more, or an accepted one waits to take its place."""
    waiting = FactVersion.objects.filter(
        fact=OuterRef("version__fact"), accepted_at__isnull=False, in_force_at__isnull=True, dropped_at__isnull=True
    )
    quoted = Quotation.objects.filter(revision=OuterRef("revision"))
    return Exists(quoted.filter(Q(version__ended_at__isnull=False) | Exists(waiting)))


def _spoken(rows: "models.QuerySet[Name] | models.QuerySet[Wording]") -> list[Subquery]:
    """The text in the answer's language, else in English."""
    languages = (OuterRef("answer__language"), Value("en"))
    return [Subquery(rows.filter(language=language).values("text")[:1]) for language in languages]
