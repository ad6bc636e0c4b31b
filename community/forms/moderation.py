"""What a moderator decides about a story: previewed in the words that the author will read, then sent (M6)."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from community.forms.cases import Before, OfCase, words
from community.forms.steps import TOO_LONG
from community.models import Appeal, Case, Level, StoryText
from community.models.cases import Rule
from community.moderation import appeals, cases, decisions, statements
from community.moderation.statements import Statement
from conditions import differences
from conditions.differences import Paragraph


class Clearing(OfCase):
    """A decision that may leave words before readers: what looks as if it must not be there is asked about (C16)."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        if marked := decisions.must_clear(self.looked_at, self.leads_to()):
            self.fields["is_none"] = forms.BooleanField(
                label=_("I looked at each of these words. None is contact data, an exact address or a date of birth."),
                help_text=decisions.uncleared(marked),
                error_messages={"required": _("Say that it is none, or propose a change first.")},
            )
            self.fields["cleared"] = words(
                _("Why is it none?"),
                _("Kept with your decision. Who moderates reads it, and the author finds it in their data."),
                _("Say why it is none, or propose a change first."),
                rows=2,
                longest=300,
            )

    def leads_to(self) -> str:
        return self.kind

    def said(self, *names: str) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in (*names, "cleared") if name in self.cleaned_data}


WAITS_FOR_A_SECOND = _(
    "High risk: it takes two people. Nothing changes, and the author hears nothing, until a second moderator decides "
    "the same."
)
KEPT_UNTIL_A_SECOND = _("Your decision is kept. Nothing changes until a second moderator decides the same.")


class ByKind(Clearing):
    """Publish, decline, keep, remove. What the press does is said before it."""

    does: ClassVar[Any]

    @classmethod
    def hindered(cls, before: Before) -> str:
        hindrance, standing = super().hindered(before), before.standing
        if hindrance or all(each.by != before.by for each in standing.same(standing.words(cls.kind), cls.kind)):
            return hindrance
        return str(_("You decided so already. It waits for a second moderator."))

    @cached_property
    def is_first(self) -> bool:
        """Whether it waits for somebody else even then."""
        return len(self.before.standing.same(self.looked_at, self.kind)) + 1 < decisions.needed(self.about, self.kind)

    def effect(self) -> str:
        if self.is_first:
            return str(WAITS_FOR_A_SECOND)
        alike = self.before.standing.same(self.looked_at, self.kind)
        if not alike or decisions.needed(self.about, self.kind) == 1:
            return str(self.does)
        told = {"name": alike[0].by, "day": date_format(timezone.localdate(alike[0].at)), "does": self.does}
        return str(_("%(name)s decided the same on %(day)s, and you are the second person. %(does)s")) % told

    def shown(self) -> dict[str, Any]:
        return super().shown() | {"effect": self.effect(), "waits": self.is_first}

    def move(self) -> None:
        given = self.said("rule", "sentence")
        made = decisions.decide(self.about, by=self.by, at=self.at, seen=self.looked_at.digest, kind=self.kind, **given)
        self.done = self.done if made.case.closed_at else KEPT_UNTIL_A_SECOND


class Publish(ByKind):
    name = kind = "publish"
    title, button, done = _("Publish this story"), _("Publish"), _("Readers see it now. The author is told.")
    does = _("If you press “Publish”, readers see these words at once.")


class Keep(ByKind):
    name = kind = "keep"
    title, button, done = _("Leave it as it is"), _("Leave it"), _("It stays as it is, and its reports are answered.")
    does = _("If you press “Leave it”, the story stays before readers, and its reports are answered at once.")
    is_said = False
    says = (_("The story stays public. Whoever reported it is told so; the author is told nothing."),)


class Refusal(ByKind):
    """With the rule, and the moderator's own sentence."""

    rule = forms.ChoiceField(
        label=_("Which rule does it break?"),
        choices=[choice for choice in Rule.choices if choice[0]],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Say which rule it breaks.")),
    )
    sentence = words(
        _("In your own words"),
        _("Which words, and why. The author reads it."),
        _("Say in your own words which part breaks the rule."),
    )


class Decline(Refusal):
    name = kind = "decline"
    title, button, done = _("Decline this story"), _("Decline"), _("The author is told why.")
    does = _(
        "If you press “Decline”, it is declined at once: one person is enough. The author may ask for another look."
    )


class Remove(Refusal):
    name = kind = "remove"
    title, button, done = (
        _("Remove this story"),
        _("Remove now"),
        _("It is gone from our pages. The author is told why."),
    )
    does = _(
        "If you press “Remove now”, readers cannot see it any more: one person is enough. The author may ask for "
        "another look."
    )


class Ask(OfCase):
    name = "ask"
    reads = False
    title, button, done = _("Ask the author"), _("Send the question"), _("The author is asked. The clock stands still.")
    sentence = words(_("Your question"), _("Ask one thing. The author reads it."), _("Write a message."))

    @classmethod
    def away(cls, before: Before) -> str:
        """The lead looks after who is in danger, also after “Not me” (M11)."""
        return cases.hindrance_for(before.case.story, before.by, is_lead=True) if before.is_led else before.away

    @classmethod
    def held(cls, before: Before) -> str:
        """In acute danger nobody waits for anybody to ask how the author is (M11)."""
        return "" if before.case.level == Level.DANGER else super().held(before)

    def move(self) -> None:
        asked = self.cleaned_data["sentence"]
        cases.ask_author(self.about, asked, by=self.by, at=self.at, seen=self.looked_at.digest)

    def statement(self) -> Statement:
        return Statement(str(_("A moderator has a question.")), (), self.given().get("sentence", ""))


class ProposeChange(OfCase):
    name = "propose"
    title, button, done = _("Propose a change"), _("Send the change"), _("The author looks at your change.")
    because = words(
        _("Why"), _("The author reads it beside the change."), _("Say why. The author reads it."), rows=2, longest=300
    )
    heading = forms.CharField(label=_("Title"), required=False, max_length=120, error_messages={"max_length": TOO_LONG})
    text = words(_("Story"), _("Change as little as you can."), _("Leave some words."), rows=16, longest=20_000)

    def __init__(self, about: Case, *args: Any, **given: Any) -> None:
        before = decisions.words_for(about, "")
        first = {"heading": before.title, "text": before.text}
        super().__init__(about, *args, **{**given, "typed": first | dict(given.get("typed") or {})})

    def move(self) -> None:
        given = self.cleaned_data
        said = {"title": given["heading"], "text": given["text"], "because": given["because"]}
        cases.propose_change(self.about, **said, by=self.by, at=self.at, seen=self.looked_at.digest)

    def statement(self) -> Statement:
        because = self.given().get("because", "")
        return Statement(str(_("A moderator suggests a change. Nobody sees it before you agree.")), (), because)

    def shown(self) -> dict[str, Any]:
        given = self.given()
        changed = list(between(self.looked_at, given.get("heading", ""), given["text"])) if "text" in given else []
        return super().shown() | {"changed": changed}


class RaiseRisk(OfCase):
    name = "risk"
    waits = reads = False
    title, button, done = _("Raise the risk"), _("Raise it"), _("The risk is raised.")
    is_said = False
    says = (_("High risk takes two people. Acute danger tells the safeguarding lead at once. It is never lowered."),)
    level = forms.ChoiceField(
        label=_("How risky is it?"),
        choices=[choice for choice in Level.choices if choice[0] != Level.USUAL],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose a higher risk. It is never lowered.")),
    )

    @classmethod
    def hindered(cls, before: Before) -> str:
        highest = str(_("The risk is at its highest already."))
        return highest if before.case.level == Level.DANGER else super().hindered(before)

    def move(self) -> None:
        cases.raise_level(self.about, self.cleaned_data["level"], by=self.by, at=self.at)


class DecideAppeal(Clearing):
    """Changed, it publishes: only then must what is marked be cleared."""

    name = "appeal"
    title, button, done = _("Decide on the appeal"), _("Decide"), _("Your decision is kept. The author is told why.")
    outcome = forms.ChoiceField(
        label=_("How does it end?"),
        choices=[choice for choice in Appeal.Outcome.choices if choice[0]],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Say how it ends.")),
    )
    sentence = words(_("In your own words"), _("Why. The author reads it."), _("Say how it ends, and why."))

    def leads_to(self) -> str:
        return decisions.Kind.PUBLISH

    def shown(self) -> dict[str, Any]:
        waits = decisions.needed(self.about, self.leads_to()) > 1
        says = _("If you change the decision, readers see these words at once.")
        takes = _(
            "High risk: if you change the decision, readers see these words when a second moderator publishes them."
        )
        return super().shown() | {"effect": takes if waits else says, "waits": waits}

    def full_clean(self) -> None:
        """Nothing is to be cleared where the decision stands."""
        for name in {"is_none", "cleared"} & set(self.fields):
            self.fields[name].required = self.data.get("outcome") == Appeal.Outcome.CHANGED
        super().full_clean()

    @classmethod
    def hindered(cls, before: Before) -> str:
        appealed = before.standing.appeal
        if appealed is None or appealed.decided_at:
            return str(_("Nobody contests anything here."))
        if before.by.pk in before.standing.contested:
            return str(_("You decided on this story before. Another moderator decides on the appeal."))
        return super().hindered(before)

    def move(self) -> None:
        said = self.said("outcome", "sentence")
        appeals.decide_appeal(self.about.appeal, **said, by=self.by, at=self.at, seen=self.looked_at.digest)

    def statement(self) -> Statement:
        given = self.given()
        return statements.of_appeal(given.get("outcome", ""), given.get("sentence", ""))


def between(before: StoryText, title: str, text: str) -> Iterable[Paragraph]:
    """What changed, paragraph by paragraph where there are as many as before."""
    old, new = [before.text], [text]
    if len(before.text.splitlines()) == len(text.splitlines()):
        old, new = before.text.splitlines(), text.splitlines()
    for was, now in zip([before.title, *old], [title, *new], strict=True):
        if was.strip() or now.strip():
            yield differences.wording(was, now)
