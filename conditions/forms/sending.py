"""What goes with words that are sent to review: of which kind, with which question, until when, to whom."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from conditions.editorial import availability
from conditions.models import Reviewer, ReviewPolicy, Round, User

if TYPE_CHECKING:
    Choices = forms.ModelMultipleChoiceField[Any]
else:
    Choices = forms.ModelMultipleChoiceField  # takes no type at run time

KEY = 18  # digits: more are no key of a row
BY_TWO = _("The review policy asks that two clinicians sign. Choose two, or ask the second one later.")


def introduced(reviewer: Reviewer) -> str:
    """Of a panel: who they are, and how much waits for them."""
    aside = availability.aside(reviewer)
    return f"{reviewer.name}, {reviewer.discipline} ({aside})" if aside else f"{reviewer.name}, {reviewer.discipline}"


class Panel(Choices):
    """Those who could sign, the best to ask first."""

    def label_from_instance(self, reviewer: Reviewer) -> str:
        return introduced(reviewer)

    def clean(self, value: Any) -> Any:
        """A key that no row can have is no choice; a database would fail on it."""
        if too_long := [key for key in value or () if len(str(key)) > KEY]:
            raise ValidationError(self.error_messages["invalid_pk_value"], params={"pk": too_long[0][:KEY]})
        return super().clean(value)


class Readers(Choices):
    """Those who could read the words for plain language, by the name under which colleagues know them."""


def second_field() -> forms.BooleanField:
    """For the editor to whom a policy leaves it."""
    return forms.BooleanField(
        label=_("A second clinician signs too"),
        required=False,
        help_text=_(
            "The review policy leaves it to you. Readers then get the words once two clinicians have signed: choose "
            "two, or ask the second one later."
        ),
    )


def lay_field() -> forms.BooleanField:
    """For the editor to whom a policy leaves it."""
    return forms.BooleanField(
        label=_("A lay reader reads it too"),
        required=False,
        help_text=_(
            "The review policy leaves it to you. Somebody without a credential says whether they understand all of it, "
            "before readers get the words. That is no medical review."
        ),
    )


def ask_for_two(form: forms.Form, policies: Collection[ReviewPolicy]) -> None:
    """Lets the editor ask for a second clinician where a policy of the texts does, and says where one always does.

    The same for a lay reader, who is asked later where the form names none.
    """
    if not any(policy.lets_ask for policy in policies):
        del form.fields["second_clinician"]
    if not any(policy.lets_ask_lay for policy in policies):
        del form.fields["lay_reader"]
    if any(policy.asks_second(wanted=False) for policy in policies) and "reviewers" in form.fields:
        form.fields["reviewers"].help_text = BY_TWO


class SendForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("What should be checked?"),
        choices=Round.Kind.choices,
        initial=Round.Kind.MEDICAL,
        widget=forms.RadioSelect,
        help_text=_("“Wording only” if the medical content is the same as in the text that readers have now."),
    )
    question = forms.CharField(
        label=_("For the reviewer: please look at …"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What you are least sure of. The reviewer reads it first."),
    )
    due_on = forms.DateField(
        label=_("Please answer by"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    second_clinician = second_field()
    lay_reader = lay_field()
    lay_readers = Readers(
        User.objects.none(),
        label=_("Who reads it for plain language?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They need no credential and check nothing medical. You can ask somebody later."),
    )
    reviewers = Panel(
        Reviewer.objects.none(),
        label=_("Whom do you ask?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They can accept or decline. You can ask more people later."),
    )

    def __init__(
        self,
        *args: Any,
        has_live: bool,
        panel: QuerySet[Reviewer] | None,
        policies: Collection[ReviewPolicy] = (),
        readers: QuerySet[User] | None = None,
        **kwargs: Any,
    ) -> None:
        """`panel` are those who could sign, and `readers` those who could read, as far as it is theirs to ask them."""
        super().__init__(*args, **kwargs)
        self.fields["question"].widget.attrs.pop("maxlength", None)
        if panel is not None:
            self.fields["reviewers"].queryset = panel  # type: ignore[attr-defined]
        if has_live:
            self._ask_about_changes()
        else:
            del self.fields["kind"]
        if not panel:
            del self.fields["reviewers"]
        if readers and any(policy.asks_lay(wanted=True) for policy in policies):
            self.fields["lay_readers"].queryset = readers  # type: ignore[attr-defined]
        else:
            del self.fields["lay_readers"]
        ask_for_two(self, policies)

    def _ask_about_changes(self) -> None:
        """Of words that changed the reviewer is asked something; where only the wording did, that is the question."""
        field = self.fields["question"]
        field.required = self.data.get("kind") != Round.Kind.WORDING
        field.error_messages["required"] = _("Write what changed and what to look at: the reviewer reads it first.")
        field.help_text = _(
            "What changed, and what you are least sure of. The reviewer reads it first. It may stay empty where only "
            "the wording changed."
        )

    def refuse(self, wrong: Mapping[str, list[str]]) -> None:
        """Puts each sentence of the move beside its field; what is about the words stands above all of them."""
        for name, sentences in wrong.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)
