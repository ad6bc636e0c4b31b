"""What a review policy asks: tried out first, with what it would cost, and then decided with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions.editorial import policies
from conditions.editorial.policies import Reach
from conditions.forms.decision import Decision
from conditions.models import ReviewPolicy

SENSIBLE = _("A review lasts from 1 day to 5 years (1,827 days).")
WORDS = forms.Textarea({"rows": 2})


class Rules(forms.Form):
    """What a policy asks; nothing is decided with it yet."""

    use_required_attribute = False
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Like “Urgent: within a year”."))
    days = forms.IntegerField(
        label=_("How many days does a review last?"),
        min_value=1,
        max_value=1827,
        error_messages={"min_value": SENSIBLE, "max_value": SENSIBLE},
        help_text=_("A year has 365. Counted from the day on which the last clinician signed."),
    )
    second_clinician = forms.ChoiceField(
        label=_("Does a second clinician sign?"),
        choices=ReviewPolicy.SecondClinician.choices,
        widget=forms.RadioSelect,
        initial=ReviewPolicy.SecondClinician.NEVER,
    )
    lay_reader = forms.ChoiceField(
        label=_("Does a lay reader read it?"),
        choices=ReviewPolicy.LayReader.choices,
        widget=forms.RadioSelect,
        initial=ReviewPolicy.LayReader.NEVER,
        help_text=_("Somebody without a credential says whether they understand all of it. That is no medical review."),
    )
    overdue = forms.ChoiceField(
        label=_("What happens when the review is overdue?"),
        choices=ReviewPolicy.Overdue.choices,
        widget=forms.RadioSelect,
        initial=ReviewPolicy.Overdue.SAID,
        help_text=_("From the day after on the text is not called reviewed anywhere, whatever you choose."),
    )


@dataclass(frozen=True)
class Proposed:
    """A policy as it is, and what somebody would have it ask."""

    policy: ReviewPolicy
    values: dict[str, Any]

    @property
    def differs(self) -> bool:
        return any(value != getattr(self.policy, name) for name, value in self.values.items())


class Change(Decision):
    """`about` is what was proposed. It stays in hidden fields while the reason is written."""

    page = "desk/policy_change.html"
    title = _("Change the policy")
    button = _("Change the policy")
    done = _("The policy is changed. Reviews that begin from now on follow it.")
    needs = policies.ACTION
    about: Proposed

    reason = forms.CharField(
        label=_("Why?"), max_length=300, widget=WORDS, help_text=_("Colleagues read it beside the version.")
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for name, value in self.about.values.items():
            self.fields[name] = forms.CharField(widget=forms.HiddenInput, initial=value)

    def rows(self) -> Iterable[Model]:
        return (self.about.policy,)

    def hindrance(self) -> str:
        return "" if self.about.differs else gettext("This is what the policy asks already. Change something first.")

    @cached_property
    def reach(self) -> Reach:
        return policies.reach(self.about.policy)

    def shown(self) -> dict[str, Any]:
        fresh = ReviewPolicy(**self.about.values)
        now, after = self.reach.a_year(self.about.policy), self.reach.a_year(fresh)
        return {"fresh": fresh, "reach": self.reach, "now": now, "after": after, "more": after - now}

    def move(self) -> None:
        told: dict[str, Any] = {"by": self.by, "at": self.at, "reason": self.cleaned_data["reason"]}
        policies.change_policy(self.about.policy, self.about.values, **told)


class Add(Rules, Decision):
    """`about` is nothing: it is new."""

    title = _("Add a review policy")
    button = _("Add the policy")
    says = (_("No question stands under it until somebody puts one there, in the administration under Questions."),)
    done = _("The policy is there.")
    needs = policies.ACTION

    slug = forms.SlugField(
        label=_("Short name"), max_length=40, help_text=_("Letters, digits and hyphens, like “urgent”. It stays.")
    )

    field_order = ("name", "slug")

    def rows(self) -> Iterable[Model]:
        return ()

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug == "new":  # the address of this page
            raise ValidationError(gettext("“new” is the address of another page. Choose another short name."))
        return slug

    def move(self) -> None:
        given = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        policies.add_policy(ReviewPolicy(**given), by=self.by, at=self.at)
