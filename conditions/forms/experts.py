"""Asking an outside expert: who they are, what was seen in the register, what they are asked; and what follows."""

import datetime
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from conditions.editorial import experts
from conditions.editorial.experts import Looked
from conditions.editorial.policies import ruling
from conditions.editorial.vouching import Expert
from conditions.forms.bundles import ChosenTexts, question_field
from conditions.forms.credentials import YEAR, day, evidence_field, register_page_field
from conditions.forms.decision import Decision
from conditions.forms.sending import ask_for_two, lay_field, second_field
from conditions.models import ExpertLink
from conditions.models.reviewers import Profession

SOON = datetime.timedelta(days=14)


def until_field() -> forms.DateField:
    return day(_("By which day?"), _("The link works until the end of that day: for 30 days at most."))


class AskExpert(ChosenTexts):
    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As the register has it. Readers see it."))
    discipline = forms.CharField(
        label=_("Discipline"), max_length=120, help_text=_("Readers see it, for example: respiratory medicine.")
    )
    profession = forms.ChoiceField(label=_("Profession"), choices=Profession.choices)
    title = forms.CharField(
        label=_("Credential"), max_length=120, help_text=_("As readers see it, for example: MD, FRCP, consultant.")
    )
    register = forms.CharField(label=_("Register"), max_length=160, help_text=_("The body that keeps it."))
    number = forms.CharField(
        label=_("Registration number"),
        max_length=60,
        help_text=_("So that a colleague can look again. Readers never see it."),
    )
    verified_on = day(_("On which day did you look?"))
    evidence = evidence_field()
    link = register_page_field()
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("From the register or their workplace, not from a mail that reached you."),
    )
    write_in = forms.ChoiceField(label=_("Write the mail in"), choices=settings.LANGUAGES)
    question = question_field(_("What should they look at?"))
    due_on = until_field()
    second_clinician = second_field()
    lay_reader = lay_field()

    def __init__(self, *args: Any, at: datetime.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        policies = ruling([each.answer for each in self.texts])
        ask_for_two(self, policies)
        self.by_two = any(policy.asks_second(wanted=False) for policy in policies)
        today = timezone.localdate(at)
        self.initial = {"verified_on": today, "due_on": today + SOON, "write_in": get_language(), **self.initial}

    @property
    def expert(self) -> Expert:
        return Expert(**{name: self.cleaned_data[name] for name in Expert._fields})

    @property
    def looked(self) -> Looked:
        given = self.cleaned_data
        return Looked(given["verified_on"], YEAR.days, given["evidence"], given["link"])


class OfLink(Decision):
    """`about` is the link."""

    page = "desk/expert_decide.html"
    needs = "verify_credentials"
    about: ExpertLink

    def rows(self) -> Iterable[Model]:
        return (self.about,)

    def shown(self) -> dict[str, Any]:
        return {"link": self.about}


class AskAgain(OfLink):
    title = _("Send a new link")
    button = _("Send a new link")
    says: ClassVar = (
        _("They get a new mail with a new link to the same texts. The old link ends."),
        _(
            "The texts are wanted by the day that you choose. "
            "Where others still have to decide or read, their day stays."
        ),
    )
    done = _("A new link is on its way.")
    proves = True

    due_on = until_field()

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["due_on"].initial = timezone.localdate(self.at) + SOON

    def hindrance(self) -> str:
        return experts.over(self.about, at=self.at)

    def move(self) -> None:
        experts.again(self.about, by=self.by, at=self.at, due_on=self.cleaned_data["due_on"])


class WithdrawLink(OfLink):
    title = _("Take the link back")
    button = _("Take it back")
    says: ClassVar = (
        _("The link ends at once. Who opens it reads that, and whom to ask. What was decided by it stays."),
        _("The texts stay in review: ask somebody else, or dismiss the review."),
    )
    done = _("The link was taken back.")

    def hindrance(self) -> str:
        return gettext("This link was taken back already. Nothing needs to be done.") if self.about.withdrawn_at else ""

    def move(self) -> None:
        experts.withdraw(self.about, by=self.by, at=self.at)
