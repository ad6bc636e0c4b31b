"""What a safeguarding lead notes of a case of acute danger, and whom they name while they are away (M11)."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.forms.steps import TOO_LONG
from community.models import Case, SafetyStep, StandIn
from community.models.cases import MESSAGE
from community.moderation import safety
from conditions.forms.decision import Decision
from conditions.models import User
from conditions.permissions import holders

Kind = SafetyStep.Kind
STEPS = [each for each in Kind.choices if each[0] not in SafetyStep.OUTCOMES]
ENDINGS = [each for each in Kind.choices if each[0] in SafetyStep.OUTCOMES]


class NoteStep(Decision):
    """`about` is the case. Two leads may note at once: nothing is lost, so nothing is stale."""

    about: Case
    needs = "safeguard"
    title, button = gettext_lazy("Note a step for safety"), gettext_lazy("Note it")
    done = gettext_lazy("It stands in the log.")
    says = (gettext_lazy("A step is never changed or deleted. How it ends is a step too; a later one opens it again."),)
    kind = forms.ChoiceField(
        label=gettext_lazy("What was done?"),
        choices=[(gettext_lazy("A step"), STEPS), (gettext_lazy("How it ends"), ENDINGS)],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose what was done.")),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=MESSAGE,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("Only safeguarding leads read it. Needed for “something else”, and for how it ends."),
        error_messages={"max_length": TOO_LONG},
    )
    is_told = forms.BooleanField(
        label=gettext_lazy("The author may know that this was done, and when"),
        required=False,
        help_text=gettext_lazy("They never read the note. Leave it empty where that could put somebody at risk."),
    )

    def rows(self) -> tuple[()]:
        return ()

    def hindrance(self) -> str:
        return safety.hindrance_for(self.about, self.by)

    def move(self) -> None:
        said = {name: self.cleaned_data[name] for name in ("kind", "note", "is_told")}
        safety.note_step(self.about, **said, by=self.by, at=self.at)


class NameDeputy(Decision):
    """`about` is whoever will be away."""

    about: User
    needs = "safeguard"
    title, button = gettext_lazy("Name a deputy while you are away"), gettext_lazy("Name them")
    done = gettext_lazy("They stand in for you on these days.")
    says = (gettext_lazy("Every lead is told of danger by mail, you too. Who stands in is the one who acts."),)
    deputy = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=gettext_lazy("Who stands in"),
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose who stands in for you.")),
    )
    from_on = forms.DateField(
        label=gettext_lazy("First day away"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Say from when you are away.")},
    )
    until_on = forms.DateField(
        label=gettext_lazy("Last day away"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Say until when you are away.")},
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        others = holders("safeguard", on=timezone.localdate(self.at)).exclude(pk=self.by.pk)
        self.fields["deputy"].queryset = others.order_by("name", "pk")  # type: ignore[attr-defined]

    def rows(self) -> tuple[()]:
        return ()

    def hindrance(self) -> str:
        there = self.fields["deputy"].queryset.exists()  # type: ignore[attr-defined]
        return "" if there else _("There is no other safeguarding lead. Ask an administrator to appoint one.")

    def move(self) -> None:
        said = {name: self.cleaned_data[name] for name in ("from_on", "until_on")}
        safety.stand_in(self.cleaned_data["deputy"], **said, by=self.by, at=self.at)


class BeBack(Decision):
    """`about` is the time away."""

    about: StandIn
    needs = "safeguard"
    title, button = gettext_lazy("Say that you are back"), gettext_lazy("I am back")
    done = gettext_lazy("You are on duty again.")

    def hindrance(self) -> str:
        if self.about.lead_id != self.by.pk:
            return _("Only who is away says that they are back.")
        return _("It has ended already.") if self.about.ended_at else ""

    def move(self) -> None:
        safety.be_back(self.about, by=self.by, at=self.at)
