"""Texts that go out together: which of them, with which question, to whom; and what a reviewer decides on each."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BoundField
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.editorial.bundles import Said, Text
from conditions.editorial.policies import ruling
from conditions.forms.publishing import day_field, reviewers_field
from conditions.forms.reviews import DECIDES, LONGEST, NOT_ME, Refused, Signing
from conditions.forms.sending import ask_for_two, lay_field, second_field
from conditions.models import Assignment, Declaration, Reviewer, Revision, Verdict

Decision = Verdict.Decision
SEEN, DECISION, TEXT = "seen-", "decision-", "text-"  # what a field is called that stands once for each text


def question_field(label: Any) -> forms.CharField:
    """One question about several texts."""
    return forms.CharField(
        error_messages={"required": gettext_lazy("Write what the reviewers should look at: they read it first.")},
        label=label,
        help_text=gettext_lazy("They read it first. It is asked of all these texts."),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )


class FinishBundle(Signing):
    """One declaration, and a decision on the very words of each text."""

    field_order = ("scopes", "topic", "interests")

    def __init__(self, *args: Any, texts: Sequence[Assignment], last: Declaration | None, **kwargs: Any) -> None:
        self.texts = texts
        super().__init__(*args, reviews=[each.round for each in texts], last=last, **kwargs)
        for each in texts:
            self.fields.update(self._fields(each))

    def _fields(self, text: Assignment) -> dict[str, forms.Field]:
        digest = text.round.revision.digest
        return {
            f"{SEEN}{text.pk}": forms.CharField(widget=forms.HiddenInput, initial=digest),
            f"{DECISION}{text.pk}": forms.ChoiceField(
                label=_("What do you decide on “%(question)s”?") % {"question": text.round.revision.question},
                choices=DECIDES,
                widget=forms.RadioSelect,
                required=self.data.get("topic") != NOT_ME,
                error_messages={"required": _("Choose what you decide on this text.")},
            ),
            f"{TEXT}{text.pk}": forms.CharField(
                label=_("What should change?"),
                widget=forms.Textarea({"rows": 2}),
                required=False,
                max_length=LONGEST,
            ),
        }

    @property
    def signs(self) -> bool:
        """An unfinished form may still come to sign something."""
        decided = [self.data.get(f"{DECISION}{text.pk}") for text in self.texts]
        none = all(each in {Decision.CHANGES, Decision.RECUSE} for each in decided)
        return self.data.get("topic") != NOT_ME and not none

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self._gone():
            said = _("A text left this review while you were reading, so nothing was sent yet. See what is left below.")
            raise ValidationError(said)
        if cleaned.get("topic") == NOT_ME:
            for text in self.texts:
                if cleaned.get(f"{DECISION}{text.pk}") in {Decision.APPROVE, Decision.CHANGES}:
                    said = _("You say that you should not review this. Then choose “I step back”.")
                    self.add_error(f"{DECISION}{text.pk}", said)
                cleaned[f"{DECISION}{text.pk}"] = Decision.RECUSE
        return cleaned

    def _gone(self) -> bool:
        """Whether texts that were on screen do not wait for them any more."""
        return not {name for name in self.data if name.startswith(SEEN)} <= self.fields.keys()

    def of_text(self, text: Assignment) -> list[BoundField]:
        """The fields that stand beside the text."""
        return [self[f"{name}{text.pk}"] for name in (SEEN, DECISION, TEXT)]

    @property
    def said(self) -> list[Said]:
        told = self.cleaned_data
        return [
            Said(text, told[f"{SEEN}{text.pk}"], told[f"{DECISION}{text.pk}"], told[f"{TEXT}{text.pk}"])
            for text in self.texts
        ]


class ChooseTexts(forms.Form):
    """Which of the texts that can go out."""

    use_required_attribute = False
    answer = forms.MultipleChoiceField(
        label=gettext_lazy("Which texts?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one text that can go out.")},
    )

    def __init__(self, *args: Any, texts: Sequence[Text], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["answer"]
        field.choices = [(str(each.revision.answer_id), self._label(each)) for each in texts]

    def _label(self, text: Text) -> SafeString:
        if text.live_until:
            told = {"on": date_format(text.live_until)}
            hint = _("live, to be confirmed as it is; next due %(on)s") % told
        else:
            hint = _("revision %(n)d, not reviewed yet") % {"n": text.revision.number}
        asked = format_html('<span lang="{}">{}</span>', text.revision.answer.language, text.revision.question)
        return format_html('<span>{} <span class="hint">{}</span></span>', asked, hint)


class ChosenTexts(Refused):
    """The texts were chosen on the page before; each carries the digest that was on screen."""

    def __init__(self, *args: Any, texts: Sequence[Revision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = texts
        for each in texts:
            hidden = forms.CharField(widget=forms.HiddenInput, initial=each.digest)
            self.fields[f"{SEEN}{each.answer_id}"] = hidden

    @property
    def seen(self) -> dict[int, str]:
        return {each.answer_id: self.cleaned_data[f"{SEEN}{each.answer_id}"] for each in self.texts}


class SendBundle(ChosenTexts):
    question = question_field(gettext_lazy("What should the reviewers look at?"))
    due_on = day_field()
    second_clinician = second_field()
    lay_reader = lay_field()
    reviewers = reviewers_field(required=True)

    def __init__(self, *args: Any, texts: Sequence[Revision], panel: QuerySet[Reviewer], **kwargs: Any) -> None:
        super().__init__(*args, texts=texts, **kwargs)
        ask_for_two(self, ruling([each.answer for each in texts]))
        self.fields["reviewers"].queryset = panel  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.texts:
            raise ValidationError(_("Choose at least one text."))
        return cleaned
