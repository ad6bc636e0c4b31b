"""What reviewers type about themselves: who they are, what they know, when they are away, their interests."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions.editorial import availability, reviewers
from conditions.editorial.rows import version
from conditions.forms.credentials import day
from conditions.forms.decision import Decision
from conditions.forms.places import called
from conditions.models import Condition, Credential, Declaration, Reviewer
from conditions.models.reviewers import Profession, latest

NONE, SOME = "none", "some"


def field(model: type[Model], name: str, **told: Any) -> Any:
    """The field of the model as a form asks for it."""
    asked: Any = model._meta.get_field(name)
    return asked.formfield(**told)


class Own(Decision):
    """`about` is their profile."""

    needs = "review"
    page = "desk/own_decide.html"


class Registered(Own):
    """What somebody looks up."""

    profession = forms.ChoiceField(label=_("Profession"), choices=Profession.choices)
    credential = field(Credential, "title", label=_("Credential"))
    register = field(Credential, "register", label=_("Register"), help_text=_("The body that keeps it."))
    number = field(Credential, "number", label=_("Registration number"))

    def entered(self) -> Credential:
        given = self.cleaned_data
        told = {name: given[name] for name in ("profession", "register", "number")}
        return Credential(title=given["credential"], **told)


class Introduce(Registered):
    """`about` is nothing yet."""

    title = _("Tell readers who you are")
    button = _("Save")
    says = (
        _("Readers see your name, your discipline and your credential beside what you sign, and that we looked it up."),
        _("A colleague compares it with the register. Until then you can read texts, and sign none."),
    )
    done = _("Thank you. A colleague now looks your registration up.")

    name = field(Reviewer, "name", label=_("Your name, as it stands in the register"))
    discipline = field(Reviewer, "discipline", label=_("Discipline"))
    field_order = ("name", "discipline", "profession", "credential", "register", "number")

    def rows(self) -> Iterable[Model]:
        return ()

    def move(self) -> None:
        given = self.cleaned_data
        told = Reviewer(name=given["name"], discipline=given["discipline"])
        reviewers.introduce(told, self.entered(), by=self.by, at=self.at)


class AddCredential(Registered):
    title = _("Enter a registration")
    button = _("Save")
    says = (_("A colleague looks it up before you can sign by it. The earlier ones stay on record."),)
    done = _("Thank you. A colleague now looks your registration up.")

    def move(self) -> None:
        credential = self.entered()
        credential.reviewer = self.about
        reviewers.enter_credential(credential, by=self.by, at=self.at)


class Change(Own):
    title = _("How readers see you")
    button = _("Save")
    done = _("Saved. What you signed before keeps what it said then.")

    name = field(Reviewer, "name", label=_("Your name, as it stands in the register"))
    discipline = field(Reviewer, "discipline", label=_("Discipline"))
    workplace = field(Reviewer, "workplace", label=_("Workplace"))
    shows_workplace = field(Reviewer, "shows_workplace", label=_("Readers see the workplace"))
    shows_number = field(Reviewer, "shows_number", label=_("Readers see the registration number"))

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for name, each in self.fields.items():
            each.initial = getattr(self.about, name, None)
        if reviewers.is_looked_up(self.about):
            del self.fields["name"], self.fields["discipline"]

    def shown(self) -> dict[str, Any]:
        hint = _("Your name and your discipline were compared with a register. Ask a colleague to change them.")
        return {"hint": "" if "name" in self.fields else hint}

    def move(self) -> None:
        values = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        reviewers.change_profile(self.about, values, seen=version(self.about), by=self.by, at=self.at)


class Available(Own):
    title = _("What to ask you about")
    button = _("Save")
    says = (_("Editors see it when they choose whom to ask. Readers do not."),)
    done = _("Saved.")

    languages = forms.MultipleChoiceField(
        label=_("Languages in which you review"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none to be asked in every language that your role allows."),
    )
    specialties = forms.CharField(
        label=_("What you know best"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_(
            "Conditions, or families of conditions, by their names here, one a line. You are asked about these first."
        ),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        known = Condition.objects.named().filter(pk__in=self.about.specialties.values("condition"))
        self.fields["specialties"].initial = "\n".join(sorted(str(each) for each in known))
        self.fields["languages"].initial = [each.language for each in self.about.languages.all()]

    def rows(self) -> Iterable[Model]:
        return (self.about, *self.about.languages.order_by("pk"), *self.about.specialties.order_by("pk"))

    def clean_specialties(self) -> list[Condition]:
        return [called(line) for line in self.cleaned_data["specialties"].splitlines() if line.strip()]

    def move(self) -> None:
        given = self.cleaned_data
        said = {"languages": given["languages"], "specialties": given["specialties"]}
        availability.say(self.about, **said, by=self.by, at=self.at)


class Away(Own):
    title = _("Days away")
    button = _("Save")
    says = (_("You are not offered first on these days. What you were asked already still waits for you."),)
    done = _("Saved. Enjoy your days.")

    from_on = day(_("Away from"))
    until_on = day(_("The last day away"))

    def rows(self) -> Iterable[Model]:
        return ()

    def move(self) -> None:
        given = self.cleaned_data
        days = {"from_on": given["from_on"], "until_on": given["until_on"]}
        availability.go_away(self.about, **days, by=self.by, at=self.at)


class Declare(Own):
    """`about` is their profile, and the condition stands in `topic`."""

    title = _("Your interests")
    button = _("Save")
    says = (
        _("Paid work, shares, research money, membership of a body with a view on this topic."),
        _("It stands beside what you sign from now on. What you signed before keeps what you said then."),
    )
    done = _("Saved.")
    topic: Condition

    which = forms.ChoiceField(
        label=_("Do you have interests in this topic?"),
        choices=[(NONE, _("None")), (SOME, _("Yes: I write them below"))],
        widget=forms.RadioSelect,
    )
    interests = field(Declaration, "interests", label=_("Which interests?"), widget=forms.Textarea({"rows": 3}))

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if last := latest(self.about, self.topic).first():
            self.fields["which"].initial = NONE if last.is_none else SOME
            self.fields["interests"].initial = last.interests

    def rows(self) -> Iterable[Model]:
        return (self.about, *latest(self.about, self.topic))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        which, said = cleaned.get("which"), cleaned.get("interests", "")
        if which == SOME and not said.strip():
            self.add_error("interests", gettext("Write which interests you have, or choose “None”."))
        if which == NONE and said.strip():
            self.add_error("which", gettext("You wrote interests below. Choose which of the two."))
        return cleaned

    def move(self) -> None:
        said = self.cleaned_data["interests"]
        reviewers.declare(self.about, self.topic, interests=said, by=self.by, at=self.at)


def about(topic: Condition) -> type[Declare]:
    """The page for one condition."""
    return type("Declare", (Declare,), {"topic": topic})
