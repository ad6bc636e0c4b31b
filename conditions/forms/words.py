"""What an author types: every part of an answer, kept just as it was typed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.forms.models import fields_for_model
from django.utils.formats import date_format
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from conditions.editorial import typed
from conditions.models import Answer, Draft, Publication, Wording

if TYPE_CHECKING:
    Choice = forms.ModelChoiceField[Any]
else:
    Choice = forms.ModelChoiceField  # takes no type at run time

NOTE = "note-"
BLOCKS = {"body", "urgent_help", "sources_differ", "unknowns"}  # of Markdown; the short answer is one run of it
ROWS = {"short": 4, "body": 20, "urgent_help": 5, "sources_differ": 6, "unknowns": 6}
HINTS = {
    "urgent_help": _("Readers see it in a box above the text. Leave it empty where nothing is urgent."),
    "body": _("Begin with what the short answer has not said."),
    "is_unknown": _("Tick this where the honest answer is that nobody knows. It still needs a source and a review."),
    "unknowns": _("And what is being done to find it out, if anything."),
    "searched_on": _("The last day on which you looked for newer evidence. Readers see it."),
    "machine_help": _("Readers see it. A machine is never an author."),
}
PLAIN = tuple(name for name in typed.FIELDS if name not in {"country_notes", "within", "translates"})


class WordsForm(forms.Form):
    """Every field may stay empty: a draft need not be whole. What it lacks for a review, `checks` says."""

    is_draft = True

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    onto = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, draft: Draft, countries: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= fields_for_model(Draft, PLAIN) | _links(draft)
        if not (draft.change or Publication.objects.filter(answer=draft.answer).exists()):
            del self.fields["change"]  # readers have seen nothing that could have changed
        for code, country in countries.items():
            self.fields[f"{NOTE}{code}"] = forms.CharField(
                label=_("In %(country)s") % {"country": country}, widget=forms.Textarea
            )
        for name, field in self.fields.items():
            _as_typed(name, field, draft.answer.language)

    def values(self) -> dict[str, Any]:
        """What can be kept, by field of `Words`; what is no date or no choice is left out, and stands in `errors`."""
        held = {name: value for name, value in self.cleaned_data.items() if name in typed.FIELDS}
        notes = {
            name.removeprefix(NOTE): str(value) for name, value in self.cleaned_data.items() if name.startswith(NOTE)
        }
        return held | {"country_notes": notes}

    def refuse(self, wrong: Mapping[str, list[str]]) -> None:
        """Puts each sentence beside the field in which it was typed."""
        for name, sentences in wrong.items():
            for sentence in sentences:
                self.add_error(place(name, sentence, self.fields), sentence)


def place(name: str, sentence: str, fields: Mapping[str, Any]) -> str | None:
    """The field of the form beside which a sentence belongs; that about a note begins with its country."""
    field = f"{NOTE}{sentence.partition(':')[0]}" if name == "country_notes" else name
    return field if field in fields else None


def opened(draft: Draft) -> dict[str, Any]:
    """The form as it is filled in when somebody opens the draft."""
    notes = {f"{NOTE}{code}": text for code, text in draft.country_notes.items()}
    words = {name: getattr(draft, name) for name in typed.FIELDS if name != "country_notes"}
    onto = draft.based_on.number if draft.based_on else 0
    return words | notes | {"seen": draft.version, "onto": onto}


class Host(Choice):
    """Another answer of the condition, by its question."""

    def label_from_instance(self, answer: Any) -> str:
        return str(answer.asked or answer.question)


class Original(Choice):
    """A published text, by its language and day."""

    def label_from_instance(self, publication: Any) -> str:
        return _("%(language)s, version %(number)d of %(day)s") % {
            "language": get_language_info(publication.answer.language)["name_local"],
            "number": publication.number,
            "day": date_format(publication.published_on),
        }


def _links(draft: Draft) -> dict[str, forms.Field]:
    """The fields that point elsewhere, where there is anything to point to."""
    answer = draft.answer
    hosts, originals = _hosts(answer), _originals(draft)
    made: dict[str, forms.Field] = {}
    if hosts.exists():
        hint = Draft._meta.get_field("within").help_text
        made["within"] = Host(hosts, label=_("Answered within"), empty_label=_("It stands alone"), help_text=hint)
    if originals.exists():
        made["translates"] = Original(originals, label=_("Translates"), empty_label=_("It is no translation"))
    return made


def _hosts(answer: Answer) -> QuerySet[Answer]:
    wording = Wording.objects.filter(question=OuterRef("question"), language=answer.language).values("text")[:1]
    others = Answer.objects.filter(condition=answer.condition_id, language=answer.language).exclude(pk=answer.pk)
    return others.annotate(asked=Subquery(wording)).order_by("question__position")


def _originals(draft: Draft) -> QuerySet[Publication]:
    answer = draft.answer
    same = Publication.objects.filter(
        answer__condition=answer.condition_id, answer__question=answer.question_id
    ).exclude(answer=answer)
    return (
        same.filter(Q(ended_at=None) | Q(pk=draft.translates_id)).select_related("answer").order_by("answer__language")
    )


def _as_typed(name: str, field: forms.Field, language: str) -> None:
    """Nothing is cut, trimmed or demanded here: a move says in a sentence what cannot be kept."""
    field.required, field.help_text = False, HINTS.get(name, field.help_text)
    field.validators = [each for each in field.validators if not isinstance(each, ProhibitNullCharactersValidator)]
    if isinstance(field, forms.CharField):
        field.strip = False
        field.widget.attrs.pop("maxlength", None)
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs |= {"rows": ROWS.get(name, 4), "lang": language, "dir": "auto", "spellcheck": "true"}
        if name == "short" or name in BLOCKS or name.startswith(NOTE):
            field.widget.attrs["data-markdown"] = "line" if name == "short" else "blocks"
    if isinstance(field, forms.DateField):
        field.widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
