"""Terms of the glossary: a save proposes them, an explanation that is emptied comes down at once."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions.admin.base import HouseAdmin
from conditions.admin.proposals import Proposes, note_proposal
from conditions.admin.seen import CarriesSeen, SeenForm
from conditions.editorial import glossary, proposals
from conditions.models import GlossaryTerm
from conditions.models.glossary import EXPLANATION

SAID = ("term", "forms", "explanation", "source_title", "source_url")


class TermForm(SeenForm):
    language = forms.ChoiceField(label=_("language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "language" in self.fields:
            self.fields["language"].disabled = bool(self.instance.pk)
        if "explanation" in self.fields:  # whoever may only look has no field at all
            self.fields["explanation"].widget = AdminTextareaWidget({"rows": 4, "maxlength": EXPLANATION})


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(Proposes, CarriesSeen, HouseAdmin):
    changes = "manage_glossary"
    form = TermForm
    fields = ("language", *SAID, "decisions")
    readonly_fields = ("decisions",)
    list_display = ("term", "language", "further", "explanation")
    list_filter = ("language",)
    search_fields = ("term", "forms", "explanation")
    ordering = ("language", "slug")

    @admin.display(description=_("further forms"))
    def further(self, term: GlossaryTerm) -> str:
        return ", ".join(term.forms.splitlines())

    @admin.display(description=_("history"))
    def decisions(self, term: GlossaryTerm) -> SafeString | str:
        """Who proposed and who accepted each of its words."""
        if not term.pk:
            return gettext("Nothing yet. Another editor accepts what you propose.")
        asked = urlencode({"state": "all", "q": f"term:{term.language}:{term.slug}"})
        address = f"{reverse('admin:conditions_proposal_changelist')}?{asked}"
        return format_html('<a href="{}">{}</a>', address, gettext("All that was proposed for it"))

    def save_model(self, request: Any, obj: GlossaryTerm, form: Any, change: bool) -> None:  # noqa: FBT001
        """An explanation that is emptied comes down at once. Anything else that was typed waits for another editor."""
        who: dict[str, Any] = {"by": request.user, "at": timezone.now(), "seen": form.version}
        if change and not form.typed():
            return
        if change and form.typed() == {"explanation": ""}:
            glossary.take_down(obj, **who)
            return
        said = {name: getattr(obj, name) for name in SAID}
        proposals.propose_term(language=obj.language, there=obj if change else None, **said, **who)
        note_proposal(request)
