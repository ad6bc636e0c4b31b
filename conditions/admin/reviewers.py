"""Those who sign: their profiles, changed by moves, with their credentials and what they declared."""

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conditions.admin.availability import AbsencePart, LanguagePart, SpecialtyPart
from conditions.admin.base import Evidence, HouseAdmin
from conditions.admin.credentials import state, with_state
from conditions.admin.evidence import EvidencePart, OfACondition
from conditions.admin.seen import CarriesSeen, ModelForm, SeenForm
from conditions.editorial import reviewers
from conditions.models import Credential, Declaration, Reviewer, User
from conditions.permissions import holders


class CredentialPart(EvidencePart):
    model = Credential
    fields = ("profession", "title", "register", "number", "today")
    readonly_fields = ("today",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_state()

    @admin.display(description=_("today"))
    def today(self, credential: Credential) -> str:
        return state(credential, timezone.localdate())


class DeclarationPart(EvidencePart):
    """Interests are declared by the reviewer alone, before they sign."""

    model = Declaration
    fields = ("condition", "is_none", "interests", "at")
    related = ("condition", "reviewer")


class NewReviewerForm(ModelForm):
    """The profile is of somebody who holds the role and has none yet."""

    class Meta:
        model = Reviewer
        fields: ClassVar = ["user", "name", "slug", "discipline", *reviewers.OWN]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = cast("forms.ModelChoiceField[User]", self.fields["user"])
        user.queryset = holders("review", on=timezone.localdate()).filter(reviewer=None).order_by("name", "email")
        user.help_text = _("People with the role of reviewer who have no profile yet. An administrator gives the role.")


@admin.register(Reviewer)
class ReviewerAdmin(CarriesSeen, HouseAdmin):
    sees = changes = "verify_credentials"
    form = SeenForm
    list_display = ("name", "discipline", "user", "workplace")
    list_filter = ("shows_workplace",)
    list_select_related = ("user",)
    search_fields: ClassVar = ("name", "discipline", "workplace", "user__email")
    ordering = ("name", "pk")
    fields: ClassVar = ["user", "slug", "name", "discipline", *reviewers.OWN]
    inlines = (CredentialPart, DeclarationPart, LanguagePart, SpecialtyPart, AbsencePart)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Its address is given once: pages that were printed name it."""
        return ("user", "slug") if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("name",)}

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002
        return super().get_form(request, obj, change, **kwargs | ({} if obj else {"form": NewReviewerForm}))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return super().get_fields(request, obj) if obj else NewReviewerForm.Meta.fields

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else ()

    def save_model(self, request: Any, obj: Reviewer, form: Any, change: bool) -> None:  # noqa: FBT001
        who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
        if change:
            reviewers.change_profile(obj, form.typed(), seen=form.version, **who)
        else:
            reviewers.add_reviewer(obj, **who)


@admin.register(Declaration)
class DeclarationAdmin(OfACondition, Evidence):
    list_display = ("reviewer", "condition", "said", "at")
    list_filter = ("is_none",)
    list_select_related = ("reviewer", "condition")
    date_hierarchy = "at"
    search_fields: ClassVar = ("reviewer__name", "condition__slug", "condition__names__text")
    ordering = ("-at", "-pk")

    @admin.display(description=_("interests"))
    def said(self, declaration: Declaration) -> str:
        return declaration.text
