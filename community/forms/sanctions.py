"""What a moderator decides about a member who breaks the rules, first as that member will read it (M15)."""

from collections.abc import Iterable

from django import forms
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.forms.cases import words
from community.forms.previewed import Previewed
from community.models import Member, Sanction
from community.models.cases import Rule
from community.moderation import sanctions, statements
from community.moderation.statements import Statement
from conditions.forms.decision import Decision

Grade = Sanction.Grade
GRADES = (
    (Grade.WARNING, gettext_lazy("Warning: they can go on writing")),
    (Grade.PAUSE, gettext_lazy("Pause: they cannot send stories until a day")),
    (Grade.BAN, gettext_lazy("Ban: they cannot send stories any more")),
)


class Impose(Previewed):
    """`about` is the member. What they sent before stays as it is."""

    about: Member
    page = "desk/stories/sanction_decide.html"
    needs = "sanction"
    title, button = gettext_lazy("Decide on a sanction"), gettext_lazy("Impose it and tell them")
    done = gettext_lazy("It is imposed. The member gets a mail, and reads why on their page.")
    says = (
        gettext_lazy(
            "What they have sent stays as it is: decide on that story by story. Begin with the mildest that helps."
        ),
    )
    grade = forms.ChoiceField(
        label=gettext_lazy("What follows?"),
        choices=GRADES,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Choose a warning, a pause or a ban.")
        ),
    )
    until = forms.DateField(
        label=gettext_lazy("Last day of the pause"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Only for a pause. A year from today at most."),
    )
    rule = forms.ChoiceField(
        label=gettext_lazy("Which rule do they break?"),
        choices=[choice for choice in Rule.choices if choice[0]],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Say which rule was broken.")),
    )
    sentence = words(
        gettext_lazy("In your own words"),
        gettext_lazy("What they did, and how often. They read it. At most 300 letters."),
        gettext_lazy("Say in your own words what they did."),
        rows=3,
        longest=300,
    )

    def rows(self) -> Iterable[Model]:
        """The member and what followed for them before: a colleague may be faster."""
        return (self.about, *self.about.sanctions.all())

    def hindrance(self) -> str:
        if self.about.user_id == self.by.pk:
            return _("Nobody decides on themselves. Ask another moderator.")
        if self.about.left_on:
            return _("This member has closed their account.")
        return sanctions.hindrance_for(self.about)

    def clean(self) -> None:
        """Only a pause has an end, and it has one that is still to come."""
        grade, until = self.cleaned_data.get("grade"), self.cleaned_data.get("until")
        if grade and "until" not in self.errors and (grade == Grade.PAUSE) != (until is not None):
            self.add_error("until", _("Say when the pause ends. Only a pause has an end."))

    def move(self) -> None:
        said = {name: self.cleaned_data[name] for name in ("grade", "rule", "sentence", "until")}
        sanctions.impose(self.about, **said, by=self.by, at=self.at)

    def statement(self) -> Statement | None:
        given = self.given()
        if not self.is_bound or not self.is_valid():
            return None
        said = Sanction(**{name: given[name] for name in ("grade", "rule", "sentence", "until")})
        return Statement(str(said.get_grade_display()), (statements.of_sanction(said),))

    def shown(self) -> dict[str, object]:
        before = self.about.sanctions.select_related("by", "lifted_by")
        return super().shown() | {"author": self.about, "sanctions": before, "today": timezone.localdate(self.at)}


class Lift(Decision):
    """`about` is the sanction."""

    about: Sanction
    needs = "sanction"
    title, button = gettext_lazy("Lift this sanction"), gettext_lazy("Lift it and tell them")
    done = gettext_lazy("It is lifted. The member gets a mail.")
    says = (gettext_lazy("It ends now and stays on record. The member is told that nothing stands in their way."),)

    def hindrance(self) -> str:
        return _("It is lifted already.") if self.about.lifted_at else ""

    def move(self) -> None:
        sanctions.lift(self.about, by=self.by, at=self.at)
