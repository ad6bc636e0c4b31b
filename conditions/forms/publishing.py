"""What an editor decides about a review: who is asked, whether it ends, and whether its words reach readers."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Model
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from conditions import differences, standing
from conditions.editorial import availability, options, publications, rounds
from conditions.forms.decision import OfAnswer
from conditions.forms.sending import Panel
from conditions.models import Absence, Citation, Publication, Reviewer, Verdict


class Publish(OfAnswer):
    option = options.PUBLISH
    page = "desk/publish.html"
    title = _("Publish")
    button = _("Publish these words")
    done = _("Published. Readers have these words now.")

    def rows(self) -> Iterable[Model]:
        """The review with its verdicts, and what the words would take the place of."""
        return [row for row in (self.about.round, *self.about.verdicts, self.about.live) if row]

    @cached_property
    def prepared(self) -> tuple[Publication, list[Verdict]]:
        return publications.prepared(self.about.round, self.about.live, by=self.by, at=self.at)

    def shown(self) -> dict[str, Any]:
        fresh, signed = self.prepared
        live = self.about.live
        old, new = differences.pair(live and live.revision_id, fresh.revision)
        return {
            "fresh": fresh,
            "words": fresh.revision,
            "standing": standing.foreseen(fresh, signed, live, self.about.on),
            "citations": Citation.objects.filter(revision=fresh.revision).select_related("source__replaced_by"),
            "difference": differences.between(old, new),
        }

    def move(self) -> None:
        revision = self.about.round.revision
        publications.publish(revision, by=self.by, at=self.at, seen=revision.digest)


def day_field() -> forms.DateField:
    """The day by which a review is wished for; nobody is hurried."""
    return forms.DateField(
        label=_("By which day?"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Reviewers see it. Leave it empty if there is no hurry."),
    )


def reviewers_field(*, required: bool) -> Panel:
    return Panel(
        Reviewer.objects.none(),
        label=_("Reviewers"),
        required=required,
        error_messages={"required": _("Choose at least one reviewer.")},
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those who may sign: with the role, a credential that is valid today, and no part in the words."),
    )


class Offer(OfAnswer):
    option = options.OFFER
    page = "desk/offer.html"
    title = _("Ask reviewers")
    button = _("Ask them")
    says = (_("Each gets a mail with one link. They can accept or decline."),)
    done = _("They were asked.")

    reviewers = reviewers_field(required=True)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if round_ := self.about.round:
            asked = [each.reviewer_id for each in round_.assignments.all()]
            field: Any = self.fields["reviewers"]
            field.queryset = availability.panel(round_.revision, at=self.at).exclude(pk__in=asked)

    def rows(self) -> Iterable[Model]:
        return [self.about.round, *self.about.round.assignments.all()] if self.about.round else []

    def shown(self) -> dict[str, Any]:
        return {"round": self.about.round}

    def move(self) -> None:
        rounds.offer(self.about.round, self.cleaned_data["reviewers"], by=self.by, at=self.at)


class Dismiss(OfAnswer):
    option = options.DISMISS
    title = _("Dismiss the review")
    button = _("Dismiss the review")
    says = (
        _("The review ends without a result. What was said in it stays on record, and approves nothing."),
        _("Readers see no difference."),
    )
    done = _("The review is dismissed.")

    closed_because = forms.CharField(
        label=_("Why?"), max_length=300, widget=forms.Textarea({"rows": 2}), help_text=_("The reviewers read it.")
    )

    def rows(self) -> Iterable[Model]:
        return [self.about.round, *self.about.verdicts] if self.about.round else []

    def move(self) -> None:
        rounds.dismiss(self.about.round, self.cleaned_data["closed_because"], by=self.by, at=self.at)


class Reconfirm(OfAnswer):
    option = options.RECONFIRM
    title = _("Send to review again")
    button = _("Send to review")
    says = (
        _("The live words are reviewed as they are. When they are approved and published, they get new dates."),
        _("Until then readers keep them, and read that they are being checked again."),
    )
    done = _("The live words are in review.")

    question = forms.CharField(
        label=_("What should the reviewer look at?"), max_length=500, widget=forms.Textarea({"rows": 3})
    )
    due_on = day_field()
    reviewers = reviewers_field(required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if self.about.live:
            field: Any = self.fields["reviewers"]
            field.queryset = availability.panel(self.about.live.revision, at=self.at)
            signed = Verdict.objects.filter(sign_offs__publication=self.about.live)
            away = Absence.objects.on(self.about.on).values("reviewer")
            field.initial = list(signed.exclude(reviewer__in=away).values_list("reviewer", flat=True))

    def rows(self) -> Iterable[Model]:
        return [self.about.live] if self.about.live else []

    @transaction.atomic
    def move(self) -> None:
        given: dict[str, Any] = self.cleaned_data
        who: dict[str, Any] = {"by": self.by, "at": self.at}
        opened = rounds.reconfirm(self.about.live, question=given["question"], due_on=given["due_on"], **who)
        if given["reviewers"]:
            rounds.offer(opened, given["reviewers"], **who)
