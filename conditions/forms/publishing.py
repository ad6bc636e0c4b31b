"""What an editor decides about a review: who is asked, whether it ends, and whether its words reach readers."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, TextChoices
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions import differences, standing
from conditions.editorial import availability, options, publications, rounds, schedules
from conditions.editorial.policies import ruling
from conditions.forms.decision import OfAnswer
from conditions.forms.sending import Panel, ask_for_two, lay_field, second_field
from conditions.models import Absence, Citation, Publication, Reviewer, Round, Verdict


class When(TextChoices):
    NOW = "now", _("Now")
    LATER = "later", _("At a day and minute that I choose")


class Publish(OfAnswer):
    option = options.PUBLISH
    page = "desk/publish.html"
    title = _("Publish")
    button = _("Publish these words")
    done: Any = _("Published. Readers have these words now.")

    is_draft = True  # what has to be filled in depends on the first choice, so nothing is called optional

    when = forms.ChoiceField(
        label=_("When?"), choices=When.choices, initial=When.NOW, widget=forms.RadioSelect, required=False
    )
    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    minute = forms.TimeField(
        label=_("Hour and minute"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if self.about.planned:
            for name in ("when", "day", "minute"):
                del self.fields[name]
        elif not self.hindrance():
            self._explain()

    def _explain(self) -> None:
        last = schedules.last_day(self.about.round, self.about.live, by=self.by, at=self.at)
        told = {"last": date_format(last), "zone": timezone.get_current_timezone_name()}
        until = gettext("At the latest on %(last)s: until then the review and its sign-offs last.")
        self.fields["day"].help_text = until % told
        self.fields["day"].widget.attrs |= {"min": f"{self.about.on:%Y-%m-%d}", "max": f"{last:%Y-%m-%d}"}
        self.fields["minute"].help_text = gettext("By the clock of %(zone)s.") % told

    def clean(self) -> dict[str, Any]:
        """The minute as it is on the clocks of the site, where it comes once that day and not twice or never."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("when") != When.LATER or self.errors:
            return given
        for name in ("day", "minute"):
            if given[name] is None:
                self.add_error(name, _("Say on which day and at which minute."))
        if not self.errors:
            given["due_at"] = self._moment(given["day"], given["minute"])
        return given

    def _moment(self, day: datetime.date, minute: datetime.time) -> datetime.datetime | None:
        try:
            due_at = from_current_timezone(datetime.datetime.combine(day, minute))
        except ValidationError:
            self.add_error(
                "minute", _("The clocks are changed that night, so this time comes twice or never. Choose another.")
            )
            return None
        if due_at <= self.at:
            self.add_error("minute", _("This minute has passed. Choose one that lies ahead."))
        return due_at

    def rows(self) -> Iterable[Model]:
        """The review with its verdicts, whoever understood the words, and what they would take the place of."""
        about = self.about
        found = (about.round, *about.verdicts, about.understood, about.live, about.planned)
        return [row for row in found if row]

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
        shown: dict[str, Any] = {"by": self.by, "at": self.at, "seen": revision.digest}
        if due_at := self.cleaned_data.get("due_at"):
            planned = schedules.schedule(revision, due_at=due_at, **shown)
            time = date_format(timezone.localtime(planned.due_at), "DATETIME_FORMAT")
            self.done = gettext("Planned. The site publishes it on %(time)s, if every rule holds then.") % {
                "time": time
            }
        else:
            publications.publish(revision, **shown)


class Unschedule(OfAnswer):
    option = options.UNSCHEDULE
    title = _("Undo the planned publication")
    button = _("Undo it")
    says = (
        _("Nothing is published at that minute."),
        _("The words stay approved: they can be published, or planned for another time."),
    )
    done = _("Undone. The words stay approved.")

    def rows(self) -> Iterable[Model]:
        return [self.about.planned] if self.about.planned else []

    def move(self) -> None:
        schedules.undo(self.about.planned, by=self.by, at=self.at)


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
        found = self.about.round
        asked = [each.reviewer_id for each in found.assignments.all()]
        return {"round": found, "others": availability.left_out(found, at=self.at, but=asked)}

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
    done: Any = _("The live words are in review.")

    question = forms.CharField(
        label=_("What should the reviewer look at?"), max_length=500, widget=forms.Textarea({"rows": 3})
    )
    due_on = day_field()
    second_clinician = second_field()
    lay_reader = lay_field()
    reviewers = reviewers_field(required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if self.about.live:
            field: Any = self.fields["reviewers"]
            field.queryset = availability.panel(self.about.live.revision, at=self.at)
            signed = Verdict.objects.filter(sign_offs__publication=self.about.live)
            away = Absence.objects.on(self.about.on).values("reviewer")
            field.initial = list(signed.exclude(reviewer__in=away).values_list("reviewer", flat=True))
        ask_for_two(self, ruling([self.about.answer]))

    def rows(self) -> Iterable[Model]:
        return [self.about.live] if self.about.live else []

    @transaction.atomic
    def move(self) -> None:
        given: dict[str, Any] = self.cleaned_data
        who: dict[str, Any] = {"by": self.by, "at": self.at}
        asked = {"question": given["question"], "due_on": given["due_on"]}
        asked |= {name: given.get(name, False) for name in ("second_clinician", "lay_reader")}
        opened = rounds.reconfirm(self.about.live, **asked, **who)
        if given["reviewers"]:
            rounds.offer(opened, given["reviewers"], **who)
            wanted = rounds.still_wanted(Round.objects.filter(pk=opened.pk), on=timezone.localdate(self.at))
            self.done = f"{self.done} {wanted}".rstrip()
