"""Canonical questions with their wordings, review policies, and where a question applies."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from conditions.admin.base import Evidence, HouseAdmin, Part
from conditions.admin.evidence import AtTheDesk
from conditions.admin.proposals import Proposes, note_proposal, waiting
from conditions.admin.seen import CarriesSeen, SeenForm
from conditions.editorial import proposals, questions
from conditions.editorial.rows import version
from conditions.models import Applicability, Question, ReviewPolicy, Wording


class WordingForm(SeenForm):
    language = forms.ChoiceField(label=_("language"), choices=settings.LANGUAGES)

    class Meta:
        model = Wording
        fields: ClassVar = ["language", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].disabled = bool(self.instance.pk)


class WordingInline(CarriesSeen, Part):
    model = Wording
    form = WordingForm


class Slugged(CarriesSeen, HouseAdmin):
    """Its short name is given once, since pages and other rows hang on it."""

    changes = "manage_questions"
    form = SeenForm

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()


@admin.register(Question)
class QuestionAdmin(Proposes, Slugged):
    """What readers would newly see of it waits, all that was typed at once; the rest changes by a save."""

    list_display = ("position", "slug", "wording", "group", "policy", "is_core", "is_asked")
    list_display_links = ("slug",)
    list_select_related = ("policy",)
    list_filter = ("group", ("policy", admin.RelatedOnlyFieldListFilter), "is_core", "is_asked")
    search_fields = ("slug", "wordings__text")
    inlines = (WordingInline,)
    ordering = ("position",)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """A question stands under the newest version of a policy."""
        if db_field.name == "policy":
            kwargs["queryset"] = ReviewPolicy.objects.newest()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return Question.objects.worded(get_language() or "en", keep_unworded=True)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), "waits") if obj else ()

    @admin.display(description=_("waits for another editor"))
    def waits(self, question: Question) -> str:
        worded = (f"wording:{language}:{question.slug}" for language, _name in settings.LANGUAGES)
        return waiting([questions.stream(question), *worded])

    @admin.display(description=_("wording"))
    def wording(self, question: Any) -> str:
        return question.text or "–"

    def save_model(self, request: Any, obj: Question, form: Any, change: bool) -> None:  # noqa: FBT001
        """A new one begins unasked, whatever was ticked; what was ticked is proposed when its words are there."""
        who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
        if not change:
            form.wanted = {"is_asked": True} if obj.is_asked else {}
            questions.add_question(obj, **who)
            return
        typed = form.typed()
        form.wanted = typed if Question.objects.get(pk=obj.pk).would_show_more(typed) else {}
        if not form.wanted:
            questions.change_question(obj, typed, seen=form.version, **who)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        super().save_related(request, form, formsets, change)
        if form.wanted:
            seen = form.version if change else version(form.instance)
            who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
            proposals.propose_question(form.instance, form.wanted, seen=seen, **who)
            note_proposal(request)

    def save_formset(self, request: Any, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001
        """Words of a question that readers have met wait; of any other they wait with the question."""
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []  # for Django's own log
        question = Question.objects.get(pk=form.instance.pk)
        who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
        for part in formset.forms:
            if not part.has_changed():
                continue
            move = proposals.propose_wording if question.was_asked else questions.word_question
            move(question, part.cleaned_data["language"], part.cleaned_data["text"], seen=part.version, **who)
            if question.was_asked:
                note_proposal(request)


@admin.register(ReviewPolicy)
class ReviewPolicyAdmin(AtTheDesk, Evidence):
    """Every version, which never changes; the next one is made at the desk, where it says what it costs."""

    list_display = ("name", "slug", "number", "days", "second_clinician", "lay_reader", "overdue", "at")
    list_filter = ("slug",)
    readonly_fields = ("desk",)
    fields = (
        "desk",
        ("slug", "number", "name"),
        "days",
        ("second_clinician", "lay_reader"),
        "overdue",
        ("reason", "by", "at"),
    )

    def ways(self, row: ReviewPolicy) -> list[tuple[object, str]]:
        return [(gettext("This policy at the desk"), reverse("desk:policy", args=[row.slug]))]


@admin.register(Applicability)
class ApplicabilityAdmin(CarriesSeen, HouseAdmin):
    changes = "manage_catalogue"
    form = SeenForm
    list_display = ("condition", "question", "applies", "reason")
    list_select_related = ("condition", "question")
    list_filter = ("applies", "question")
    search_fields = ("condition__slug", "reason")
    autocomplete_fields = ("condition",)
    ordering = ("condition__slug", "question__position")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A decision is about one question and one condition; a wrong pair is decided anew, not moved."""
        return ("condition", "question") if obj else ()

    def save_model(self, request: Any, obj: Applicability, form: Any, change: bool) -> None:  # noqa: FBT001
        made = questions.decide_applicability(
            obj.condition,
            obj.question,
            applies=obj.applies,
            reason=obj.reason,
            by=request.user,
            at=timezone.now(),
            seen=form.version,
        )
        obj.pk = made.pk
