"""Many live texts that go out to review again: with which question, until when, and to whom each bundle."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from conditions.digest import canonical, sha256
from conditions.editorial import again, rounds
from conditions.editorial.again import Again, Batch, Sending
from conditions.forms.bundles import question_field
from conditions.forms.decision import Decision
from conditions.forms.publishing import day_field
from conditions.forms.sending import BY_TWO, ask_for_two, introduced, lay_field, second_field
from conditions.models import Round

ASKED = "reviewers-"  # what a field is called that stands once for each bundle


class SendAgain(Decision):
    """`about` is what was gathered. What was on screen is which words would go out."""

    about: Again
    page = "desk/again.html"
    title = _("Send to review again")
    button = _("Send to review")
    needs = "offer"

    question = question_field(_("What should the reviewers look at?"))
    due_on = day_field()
    second_clinician = second_field()
    lay_reader = lay_field()

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["question"].initial = self.about.asked
        ask_for_two(self, set().union(*(batch.policies for batch in self.about.going)))
        for batch in self.about.going:
            self.fields[f"{ASKED}{batch.key}"] = _field(batch)

    def screen(self) -> str:
        shown = [[text.pk, text.code] for batch in self.about.batches for text in batch.texts]
        return sha256(canonical(shown))[:16]

    def hindrance(self) -> str:
        return "" if self.about.going else gettext("None of these texts can go out to review as it is.")

    @property
    def sendings(self) -> list[Sending]:
        """The bundles for which somebody was chosen."""
        chosen = [(batch, set(self.cleaned_data[f"{ASKED}{batch.key}"])) for batch in self.about.going]
        return [
            Sending(batch, [each for each in batch.panel if str(each.pk) in keys]) for batch, keys in chosen if keys
        ]

    @property
    def done(self) -> Any:
        number = sum(len(sending.batch.texts) for sending in self.sendings)
        said = ngettext("%(n)d text was sent to review.", "%(n)d texts were sent to review.", number) % {"n": number}
        opened, today = Round.objects.filter(bundle__in=self.sent), timezone.localdate(self.at)
        return f"{said} {rounds.still_wanted(opened, on=today)}".rstrip()

    def move(self) -> None:
        given = self.cleaned_data
        what: dict[str, Any] = {"question": given["question"], "due_on": given["due_on"]}
        what |= {name: given.get(name, False) for name in ("second_clinician", "lay_reader")}
        self.sent = again.send(self.sendings, by=self.by, at=self.at, **what)


class SendWhatCites(SendAgain):
    """All that rests on one source (E16)."""

    page = "desk/source.html"


def _field(batch: Batch) -> forms.Field:
    """With the texts as the hint, and the first who is there chosen already; the first two where two always sign."""
    number = len(batch.texts)
    told = {"name": capfirst(batch.name), "language": get_language_info(batch.language)["name_translated"], "n": number}
    said = ngettext("%(name)s (%(language)s), %(n)d text", "%(name)s (%(language)s), %(n)d texts", number)
    by_two = any(policy.asks_second(wanted=False) for policy in batch.policies)
    best = [each for each in batch.panel[: 2 if by_two else 1] if not each.away_until]
    hints = [text.revision.question for text in batch.texts] + ([BY_TWO] if by_two else [])
    return forms.MultipleChoiceField(
        label=said % told,
        choices=[(str(each.pk), introduced(each)) for each in batch.panel],
        initial=[str(each.pk) for each in best],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=" · ".join(str(hint) for hint in hints),
    )
