"""What a reviewer types: why not, a remark beside a paragraph, and their decision."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.template.defaultfilters import date as formatted
from django.utils.html import format_html
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from conditions.models import Assignment, Comment, Declaration, Round, Verdict
from conditions.models.reviews import Scope
from conditions.rendering import shown
from conditions.rendering.marks import Marks

Decision = Verdict.Decision
LONGEST = 4_000  # letters of a comment, of the words that it quotes, and of those that it suggests
WEIGHTS = [choice for choice in Comment.Weight.choices if choice[0] != Comment.Weight.UNCLEAR]  # of clinicians
SAME, NONE, OTHER, NOT_ME = "same", "none", "other", "not-me"


class Refused(forms.Form):
    """A form that can tell what the move said against it, beside the field that it is about."""

    use_required_attribute = False

    def _set(self, name: str, **values: Any) -> None:
        for attribute, value in values.items():
            setattr(self.fields[name], attribute, value)

    def refuse(self, refusal: ValidationError | PermissionDenied) -> None:
        if isinstance(refusal, PermissionDenied):
            self.add_error(None, str(refusal))
            return
        told = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
        for name, sentences in told.items():
            self.add_error(name if name in self.fields else None, sentences)


class Decline(Refused):
    declined_because = forms.ChoiceField(
        label=gettext_lazy("Why is it not for you?"),
        choices=Assignment.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the reasons: the editor then knows whom to ask.")},
    )


class Remark(Refused):
    """A comment on a paragraph or on one of its sentences, an answer, another wording, or a comment with a wording."""

    seen = forms.CharField(widget=forms.HiddenInput)
    to = forms.ChoiceField(label=gettext_lazy("Is it an answer?"), widget=forms.RadioSelect, required=False)
    about = forms.ChoiceField(label=gettext_lazy("What is it about?"), widget=forms.RadioSelect, required=False)
    weight = forms.ChoiceField(
        label=gettext_lazy("How much does it matter?"), choices=WEIGHTS, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        widget=forms.Textarea({"rows": 5}),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Write a comment, or suggest another wording.")},
    )
    suggestion = forms.CharField(
        label=gettext_lazy("The wording that you suggest"),
        widget=forms.Textarea({"rows": 8, "dir": "auto", "spellcheck": "true"}),
        required=False,
        max_length=LONGEST,
    )

    def __init__(
        self,
        *args: Any,
        typed: str,
        marks: Marks,
        sentences: Sequence[str],
        said: Sequence[Comment],
        language: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.typed, self.marks, self.sentences, self.said = typed, marks, sentences, said
        self.reads_marks = marks.can_tell(typed)
        self.shown = marks.readable(typed)
        self._offer("to", [("", _("No, a new comment")), *((str(each.pk), _to(each)) for each in said)])
        named = ((str(number), _in(language, words)) for number, words in enumerate(sentences, 1))
        self._offer("about", [("", _("The whole paragraph")), *(named if len(sentences) > 1 else ())])
        self._offer_wording(typed, language)
        self.fields["text"].required = not self.suggests

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """The choices, where there is any."""
        if len(choices) > 1:
            self._set(name, choices=choices)
        else:
            del self.fields[name]

    def _offer_wording(self, typed: str, language: str) -> None:
        if not 0 < len(typed) <= LONGEST:
            del self.fields["suggestion"]
            return
        hint = _(
            "Change the words as you would have them. Numbers in brackets, like [1], are sources, and words in braces "
            "are figures that several texts share: leave each as it is, with its statement."
        )
        as_typed = _(
            "Change the words as you would have them. Marks like [^name] are sources, and those like {fact:name} "
            "figures that several texts share: leave each as it is, with its statement."
        )
        self._set("suggestion", initial=self.shown, help_text=hint if self.reads_marks else as_typed)
        self.fields["suggestion"].widget.attrs["lang"] = language

    @property
    def suggests(self) -> bool:
        """Whether the words stand there in another wording."""
        suggestion = str(self.data.get("suggestion", "")).split() if "suggestion" in self.fields else []
        return bool(suggestion) and suggestion not in (self.shown.split(), self.typed.split())

    @property
    def quote(self) -> str:
        """The sentence that it is about; empty for the whole paragraph, and for an answer."""
        chosen = self.cleaned_data.get("about")
        return self.sentences[int(chosen) - 1] if chosen and not self.answered else ""

    @property
    def answered(self) -> Comment | None:
        """The comment that it answers."""
        return next((each for each in self.said if str(each.pk) == self.cleaned_data.get("to")), None)

    @property
    def weighs(self) -> str:
        """An answer weighs nothing by itself."""
        return Comment.Weight.NOTE if self.answered else self.cleaned_data["weight"]

    def clean_suggestion(self) -> str:
        suggestion = str(self.cleaned_data["suggestion"])
        return self.marks.typed(suggestion) if self.suggests and self.reads_marks else suggestion

    def clean_to(self) -> str:
        if self.cleaned_data["to"] and self.suggests:
            raise ValidationError(_("Another wording is a comment of its own. Choose “No, a new comment”."))
        return str(self.cleaned_data["to"])


def _to(comment: Comment) -> str:
    words = Truncator(comment.text or comment.suggestion).words(8)
    return _("To %(name)s: “%(words)s”") % {"name": comment.by, "words": words}


def _in(language: str, words: str) -> str:
    return format_html('<span lang="{}" dir="auto">{}</span>', language, words)


DECIDES = [
    (Decision.APPROVE, gettext_lazy("I approve these exact words")),
    (Decision.CHANGES, gettext_lazy("Please change first")),
    (Decision.RECUSE, gettext_lazy("I step back")),
]


class Signing(Refused):
    """What goes with a signature: what was checked, which interests there are, and whether it was read elsewhere."""

    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("1. What did you check?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one thing that you checked.")},
    )
    topic = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Say whether you have interests in this topic: readers see it."),
            "invalid_choice": gettext_lazy("Your declaration has changed meanwhile. Read it again, and choose."),
        },
    )
    interests = forms.CharField(
        label=gettext_lazy("Which interests?"),
        help_text=gettext_lazy(
            "Paid work, shares, research money, membership of a body with a view on this topic. Readers see this."
        ),
        widget=forms.Textarea({"rows": 3}),
        required=False,
        max_length=Declaration._meta.get_field("interests").max_length,
    )
    read_elsewhere = forms.BooleanField(
        label=gettext_lazy("I read this elsewhere, for example on paper"),
        help_text=gettext_lazy("Tick it if the text was open here for a short time only: the editors then know why."),
        required=False,
    )

    def __init__(self, *args: Any, reviews: Sequence[Round], last: Declaration | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last, condition = last, reviews[0].revision.condition_name
        offered = dict.fromkeys(scope for each in reviews for scope in Scope.asked(each))
        self._set("scopes", choices=[(scope.value, scope.label) for scope in offered])
        label = format_lazy(_("2. Your interests in {topic}"), topic=condition)
        self._set("topic", choices=list(self._topic_choices()), label=label)
        if not self.signs:
            self._set("scopes", required=False)
            self._set("topic", required=False)

    @property
    def signs(self) -> bool:
        """Whether anything is to be signed: only then it counts what was checked, and which interests there are."""
        raise NotImplementedError

    def _topic_choices(self) -> "list[tuple[str, str]]":
        same = []
        if self.last:
            told = {"day": formatted(self.last.at, "DATE_FORMAT"), "interests": self.last.text}
            same = [(f"{SAME}-{self.last.pk}", _("Same as on %(day)s: “%(interests)s”") % told)]
        none = [] if self.last and self.last.is_none else [(NONE, pgettext("interests", "None"))]
        other = _("Something changed: I write it below") if self.last else _("I have some: I write them below")
        return [*same, *none, (OTHER, other), (NOT_ME, _("I should not review this"))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        topic = cleaned.get("topic", "")
        if topic == OTHER and self.signs and not shown(cleaned.get("interests", "")):
            self.add_error("interests", _("Write which interests you have, or choose another line above."))
        if cleaned.get("interests") and topic not in {OTHER, ""}:
            self.add_error("topic", _("You wrote interests below, but chose another line. Choose which of the two."))
        return cleaned

    @property
    def declared(self) -> str:
        """The interests as they are to be declared; empty for none."""
        chosen = self.cleaned_data["topic"]
        if chosen == OTHER:
            return str(self.cleaned_data["interests"])
        return self.last.interests if self.last and chosen.startswith(SAME) else ""


class Finish(Signing):
    """What goes with it, and the decision on the very words that were on screen."""

    seen = forms.CharField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label=gettext_lazy("3. What do you decide?"),
        choices=DECIDES,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you decide.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What should change?"),
        help_text=gettext_lazy("Only if you ask for changes and have not said in a comment what should change."),
        widget=forms.Textarea({"rows": 3}),
        required=False,
        max_length=LONGEST,
    )
    field_order = ("seen", "scopes", "topic", "interests", "decision", "text", "read_elsewhere")

    @property
    def signs(self) -> bool:
        return self.data.get("topic") != NOT_ME and self.data.get("decision") not in {Decision.CHANGES, Decision.RECUSE}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        topic, decision = cleaned.get("topic", ""), cleaned.get("decision")
        if topic == NOT_ME and decision in {Decision.APPROVE, Decision.CHANGES}:
            self.add_error("decision", _("You say that you should not review this. Then choose “I step back”."))
        if topic == NOT_ME and not self.data.get("decision"):
            del self.errors["decision"]
            cleaned["decision"] = Decision.RECUSE
        return cleaned
