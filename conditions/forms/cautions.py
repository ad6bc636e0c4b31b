"""Cautions: put within a minute, over an answer or more; a colleague's own words confirmed; lifted, renewed (E21)."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Count, Model
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions.editorial import cautions, options
from conditions.editorial.cautions import Cautioned
from conditions.forms.decision import Decision, OfAnswer
from conditions.models import Answer, Citation, Publication, Source
from conditions.models.cautions import CAUTION
from conditions.models.publications import PublicationQuerySet
from conditions.permissions import may

ANSWER, CONDITION, SOURCE = "answer", "condition", "source-"


class Words(forms.Form):
    """What every caution asks."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("For colleagues; readers never see it."),
    )
    words = forms.CharField(
        label=_("Own words instead"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_(
            "Readers see them when a colleague has confirmed them. Leave it empty for the words above, at once."
        ),
    )


class Puts(Decision):
    """Puts a caution over `target`."""

    page = "desk/caution.html"
    button = _("Put the caution")

    @property
    def done(self) -> Any:
        if self.cleaned_data.get("words"):
            return _("Your words wait for a colleague: readers see nothing yet. Put the fixed caution meanwhile.")
        return _("Readers see the caution now, for 14 days unless somebody lifts it.")

    @property
    def target(self) -> Cautioned:
        raise NotImplementedError

    def shown(self) -> dict[str, Any]:
        return {"caution": CAUTION}

    def move(self) -> None:
        given = self.cleaned_data
        cautions.caution(self.target, by=self.by, at=self.at, reason=given["reason"], words=given["words"])


class PutCaution(Puts, OfAnswer, Words):
    option = options.CAUTION
    title = _("Put a caution over it")

    over = forms.ChoiceField(label=_("Over what?"), widget=forms.RadioSelect, initial=ANSWER)

    field_order = ("seen", "over", "reason", "words")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["over"].choices = list(self._choices())  # type: ignore[attr-defined]

    def _choices(self) -> Iterable[tuple[str, str]]:
        """What lies wider takes a role that reaches it all."""
        situation, answer = self.about, self.about.answer
        yield ANSWER, gettext("This answer")
        if may(self.by, "take_away", answer.condition, on=situation.on, language=""):
            number = Publication.objects.live().filter(answer__condition=answer.condition_id).count()
            said = gettext("Every answer about this condition (%(number)d live)")
            yield CONDITION, said % {"number": number}
        if may(self.by, "caution_sources", on=situation.on):
            for source in self.sources.values():
                said = gettext("Every answer that cites “%(title)s” (%(number)d live)")
                told = {"title": source.title, "number": Publication.objects.citing(source).count()}
                yield f"{SOURCE}{source.pk}", said % told

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Those that the live text cites, by the choice that stands for each."""
        if self.about.live is None:
            return {}
        cited = Citation.objects.filter(revision=self.about.live.revision_id).select_related("source")
        return {f"{SOURCE}{citation.source_id}": citation.source for citation in cited}

    def rows(self) -> Iterable[Model]:
        return [self.about.live] if self.about.live else []

    @property
    def target(self) -> Cautioned:
        answer: Answer = self.about.answer
        chosen = self.cleaned_data["over"]
        if chosen == ANSWER:
            return answer
        return answer.condition if chosen == CONDITION else self.sources[chosen]


class PutOverCondition(Puts, Words):
    title = _("Put a caution over every answer about this condition")
    needs = "take_away"

    field_order = ("seen", "reason", "words")

    @property
    def reached(self) -> PublicationQuerySet:
        """The live texts above which it stands."""
        return Publication.objects.live().filter(answer__condition=self.about)

    def shown(self) -> dict[str, Any]:
        counted = self.reached.order_by().aggregate(
            texts=Count("pk"), conditions=Count("answer__condition", distinct=True)
        )
        return {**super().shown(), "reached": counted}

    @property
    def target(self) -> Cautioned:
        about: Cautioned = self.about
        return about


class PutOverSource(PutOverCondition):
    title = _("Put a caution over every answer that cites this source")
    needs = "caution_sources"

    @property
    def reached(self) -> PublicationQuerySet:
        return Publication.objects.citing(self.about)


class OfCaution(Decision):
    """About a caution that stands: `about` is the caution."""

    page = "desk/caution_decide.html"
    needs = "take_away"

    def hindrance(self) -> str:
        return options.standing(self.about, self.at)

    def shown(self) -> dict[str, Any]:
        return {"caution": self.about}


class ConfirmCaution(OfCaution):
    title = _("Confirm the caution")
    button = _("Let readers see it")
    says = (_("A colleague wrote these words. Readers see them at once when you confirm them, until their last day."),)
    done = _("Readers see the caution now.")

    def hindrance(self) -> str:
        return super().hindrance() or options.confirming_caution(self.about, self.by)

    def move(self) -> None:
        cautions.confirm_caution(self.about, by=self.by, at=self.at)


class LiftCaution(OfCaution):
    title = _("Lift the caution")
    button = _("Lift it")
    says = (_("From now on readers do not see it. It stays on record."),)
    done = _("The caution is lifted.")

    def move(self) -> None:
        cautions.lift_caution(self.about, by=self.by, at=self.at)


class RenewCaution(OfCaution):
    title = _("Renew the caution")
    button = _("Renew it for 14 days")
    says = (_("It goes on for 14 days from today. Own words need a second person again, who has not written them."),)
    done = _("The caution is renewed.")

    reason = forms.CharField(
        label=_("Why does it go on?"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("For colleagues; readers never see it."),
    )

    def move(self) -> None:
        cautions.renew_caution(self.about, by=self.by, at=self.at, reason=self.cleaned_data["reason"])
