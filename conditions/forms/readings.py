"""What a lay reader types: whether they understood it, what was not clear where; and whom an editor asks."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions.editorial import declining, options, readings
from conditions.forms.decision import OfAnswer
from conditions.forms.reviews import LONGEST, Refused
from conditions.forms.sending import Readers
from conditions.models import Reading, User


class AskReaders(OfAnswer):
    option = options.ASK_READERS
    title = _("Ask lay readers")
    button = _("Ask them")
    says = (
        _("They say whether they understand all of it, and where they lose the thread. That is no medical review."),
        _("Each gets a mail with one link. They can say that it is not for them."),
    )
    done = _("They were asked.")

    lay_readers = Readers(
        User.objects.none(),
        label=_("Lay readers"),
        error_messages={"required": _("Choose at least one lay reader.")},
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those with the role here who had no part in the words and do not review them."),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if round_ := self.about.round:
            asked = [each.reader_id for each in self.about.readings]
            field: Any = self.fields["lay_readers"]
            field.queryset = readings.askable(round_.revision, at=self.at).exclude(pk__in=[*asked, self.by.pk])

    def rows(self) -> Iterable[Model]:
        return [self.about.round, *self.about.readings] if self.about.round else []

    def move(self) -> None:
        readings.ask(self.about.round, self.cleaned_data["lay_readers"], by=self.by, at=self.at)


class Decline(Refused):
    declined_because = forms.ChoiceField(
        label=_("Why is it not for you?"),
        choices=[(reason, Reading.Reason(reason).label) for reason in declining.REASONS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the reasons: the editor then knows whom to ask.")},
    )


class RemoveName(Refused):
    removed_because = forms.ChoiceField(
        label=_("Why is it taken away?"),
        choices=Reading.Removal.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the reasons: whoever gave the name is told.")},
    )


class LostHere(Refused):
    """What is not clear in a paragraph, or in one of its sentences."""

    seen = forms.CharField(widget=forms.HiddenInput)
    about = forms.ChoiceField(label=_("What is it about?"), widget=forms.RadioSelect, required=False)
    text = forms.CharField(
        label=_("What is not clear to you here?"),
        widget=forms.Textarea({"rows": 4}),
        max_length=LONGEST,
        error_messages={"required": _("Write what is not clear to you.")},
        help_text=_("A word, a sentence, a step that is missing. You need not know how to say it better."),
    )

    def __init__(self, *args: Any, sentences: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sentences = sentences
        if len(sentences) > 1:
            named = [(str(number), sentence) for number, sentence in enumerate(sentences, 1)]
            self._set("about", choices=[("", gettext("The whole paragraph")), *named])
        else:
            del self.fields["about"]

    @property
    def quote(self) -> str:
        """The sentence that it is about; empty for the whole paragraph."""
        chosen = self.cleaned_data.get("about")
        return self.sentences[int(chosen) - 1] if chosen else ""


class Answer(Refused):
    is_draft = True  # what has to be filled in depends on the first choice, so nothing is called optional

    seen = forms.CharField(widget=forms.HiddenInput)
    said = forms.ChoiceField(
        label=_("Did you understand it?"),
        choices=Reading.Said.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you understood it.")},
    )
    text = forms.CharField(
        label=_("If some places were not clear: where did you lose the thread?"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        max_length=LONGEST,
        help_text=_("It may stay empty if you have said it at a paragraph already. The author reads it."),
    )
    standpoint = forms.ChoiceField(
        label=_("If you understood all of it: who are you to this condition?"),
        required=False,
        choices=Reading.Standpoint.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Readers see it beside the text, because it says whose understanding this is. If some places were not "
            "clear, readers are told nothing of you, and this is not kept."
        ),
    )
    name = forms.CharField(
        label=_("If you understood all of it: your name, as readers will see it"),
        required=False,
        max_length=80,
        help_text=_("Leave it empty, and readers are told of “a reader”. You can take both back at any time."),
    )
