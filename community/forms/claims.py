"""How a moderator takes over a story on which somebody else works (M1)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from community.models import Case, Claim
from community.moderation import cases, claims
from conditions.forms.decision import Decision


class TakeOver(Decision):
    """`about` is the case. What the other one typed is not lost: their page keeps it."""

    about: Case
    needs = "moderate"
    title, button = _("Take this story over"), _("Take it over")
    done = _("You work on this story now.")
    says = (_("Whoever works on it now cannot decide any more, and reads that you took it over."),)
    because = forms.ChoiceField(
        label=_("Why now?"),
        choices=[each for each in Claim.Why.choices if each[0]],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Say why you take it over.")),
    )

    def rows(self) -> list[Claim]:
        """Another claim, another page."""
        return [each for each in (cases.holder(self.about, at=self.at),) if each]

    def hindrance(self) -> str:
        held = cases.holder(self.about, at=self.at)
        if held is None or held.by_id == self.by.pk:
            return str(_("Nobody else works on it now. Go back, and take it without a reason."))
        return cases.hindrance_for(self.about.story, self.by)

    def move(self) -> None:
        claims.take(self.about, by=self.by, at=self.at, because=self.cleaned_data["because"])
