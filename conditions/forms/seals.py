"""Taking words away for good, which takes two people: what goes is said before either of them decides (E19)."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Model
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from conditions.editorial import options, seals, sharing
from conditions.editorial.sharing import Sharing
from conditions.forms.decision import Decision
from conditions.models import Publication, Revision, Seal


def of_versions(label: Any, help_text: Any, *, required: bool) -> forms.TypedMultipleChoiceField:
    """A tick for each version, by its key."""
    return forms.TypedMultipleChoiceField(
        label=label, coerce=int, required=required, widget=forms.CheckboxSelectMultiple, help_text=help_text
    )


class AskSeal(Decision):
    """`about` is the version of which somebody asks; others that say the same are offered with it."""

    page = "desk/seal_ask.html"
    needs = "seal"
    title = _("Ask for a seal")
    button = _("Ask for the seal")
    says = (
        _("A seal takes the words of a version away for good: from every page, for everybody, this one included."),
        _("Nothing happens until a second person confirms. Live text is withdrawn first, or another published."),
    )
    done = _("The seal is asked for. Those who can confirm it were written to.")

    ground = forms.ChoiceField(label=_("On which ground?"), choices=Seal.Ground.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why?"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Readers see it in place of the words, so do not repeat what has to go."),
    )
    includes_notices = forms.BooleanField(
        label=_("Take the public notices about it too"),
        required=False,
        help_text=_(
            "Whoever acted on a dangerous text needs the notice of its withdrawal. Tick this only if a notice repeats "
            "what has to go."
        ),
    )
    others = of_versions(
        _("Seal these versions too"),
        _("They say the same, or some of it. Take the tick from what may stay."),
        required=False,
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        field: Any = self.fields["others"]
        field.choices = [(each.revision.pk, _named(each)) for each in self.sharing]
        field.initial = [each.revision.pk for each in self.sharing]
        if not self.sharing:
            del self.fields["others"]

    @cached_property
    def sharing(self) -> list[Sharing]:
        """Other versions that say the same, of which nobody has asked it yet."""
        asked = set(Seal.objects.waiting().values_list("revision", flat=True))
        return [each for each in sharing.sharing(self.about) if each.revision.pk not in asked]

    def rows(self) -> Iterable[Model]:
        return [self.about, *Seal.objects.filter(revision=self.about)]

    def hindrance(self) -> str:
        return options.asking_seal(self.about)

    def shown(self) -> dict[str, Any]:
        concerned = [self.about, *(each.revision for each in self.sharing)]
        return {"revision": self.about, "loss": sharing.loss(concerned)}

    def move(self) -> None:
        given = self.cleaned_data
        others = {each.revision.pk: each.revision for each in self.sharing}
        chosen: list[Revision] = [self.about, *(others[key] for key in given.get("others", ()))]
        told = {name: given[name] for name in ("ground", "reason", "includes_notices")}
        seals.ask_seals(chosen, by=self.by, at=self.at, **told)


def _named(each: Sharing) -> str:
    code = each.revision.answer.language
    language = dict(settings.LANGUAGES).get(code, code)
    told = {"number": each.revision.number, "language": language, "repeated": each.repeated}
    said = gettext("Revision %(number)d")
    if each.is_translation:
        said = gettext("Revision %(number)d of the translation into %(language)s")
    elif each.repeated:
        said = ngettext(
            "Revision %(number)d: repeats %(repeated)d sentence",
            "Revision %(number)d: repeats %(repeated)d sentences",
            each.repeated,
        )
    live = gettext("%(version)s (live: withdraw it before it is sealed)")
    return live % {"version": said % told} if each.is_live else said % told


class OfSeal(Decision):
    """`about` is a seal that waits; what was asked for in the same step is decided on together."""

    page = "desk/seal_decide.html"
    needs = "seal"

    versions = of_versions(_("Which versions?"), _("They were asked for in one step."), required=True)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        field: Any = self.fields["versions"]
        live = set(Publication.objects.live().values_list("revision", flat=True))
        field.choices = [(seal.pk, self._named(seal, is_live=seal.revision_id in live)) for seal in self.together]
        field.initial = [seal.pk for seal in self.together if seal.revision_id not in live]

    @cached_property
    def together(self) -> list[Seal]:
        waiting = Seal.objects.waiting().of_one_request(self.about).select_related("revision__answer__condition")
        return list(waiting.order_by("revision__answer", "-revision__number"))

    def _named(self, seal: Seal, *, is_live: bool) -> str:
        is_translation = seal.revision.answer_id != self.about.revision.answer_id
        return _named(Sharing(seal.revision, 0, is_translation, is_live))

    def rows(self) -> Iterable[Model]:
        return self.together

    def shown(self) -> dict[str, Any]:
        return {"seal": self.about, "loss": sharing.loss([seal.revision for seal in self.together])}

    @property
    def chosen(self) -> list[Seal]:
        return [seal for seal in self.together if seal.pk in self.cleaned_data["versions"]]


class ConfirmSeal(OfSeal):
    title = _("Seal for good")
    button = _("Seal for good")
    proves = True
    says = (_("The words go now, with what was said of them in reviews. Nobody can bring them back."),)
    done = _("The words are sealed.")

    def hindrance(self) -> str:
        return options.sealing(self.about, self.by)

    def move(self) -> None:
        seals.seal_together(self.chosen, by=self.by, at=self.at)


class RefuseSeal(OfSeal):
    title = _("Refuse the seal")
    button = _("Refuse it")
    says = (_("The words stay as they are. A seal can be asked for again."),)
    done = _("The words stay.")

    def hindrance(self) -> str:
        return options.undecided(self.about)

    def move(self) -> None:
        seals.refuse_together(self.chosen, by=self.by, at=self.at)
