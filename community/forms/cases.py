"""What every decision of a moderator about a case shares: what hinders it, and what was on screen (E4, M1, M16)."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from community.forms.previewed import Previewed
from community.forms.steps import TOO_LONG
from community.models import Case, Decision, Story, StoryText
from community.models.cases import MESSAGE
from community.moderation import cases, claims, exposure, statements
from community.moderation.standing import Standing
from community.moderation.statements import Statement
from conditions.models import User


def words(label: Any, hint: Any, missing: Any, *, rows: int = 5, longest: int = MESSAGE) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        widget=forms.Textarea({"rows": rows}),
        error_messages={"required": missing, "max_length": TOO_LONG},
    )


@dataclass
class Before:
    """A case before one moderator, and what hinders them: looked up once for all kinds of decision."""

    case: Case
    by: User
    at: datetime.datetime

    @cached_property
    def standing(self) -> Standing:
        return Standing(self.case)

    @cached_property
    def is_led(self) -> bool:
        """Whether they look after somebody who may be in danger there (M11)."""
        return cases.is_led_by(self.case, self.by, on=timezone.localdate(self.at))

    @cached_property
    def away(self) -> str:
        """That they do nothing about this story."""
        return cases.hindrance_for(self.case.story, self.by)

    @cached_property
    def held(self) -> str:
        """That somebody else works on it now."""
        holder = cases.holder(self.case, at=self.at)
        return claims.said(holder) if holder and holder.by_id != self.by.pk else ""

    @cached_property
    def covered(self) -> str:
        """That they have not read what they would decide on."""
        text, on = self.standing.words(Decision.Kind.PUBLISH), timezone.localdate(self.at)
        if not exposure.must_open(self.case, self.by, on=on, text=text):
            return ""
        return _("You have not opened the text of this story today. Read it first, or pass it on.")


class OfCase(Previewed):
    """`about` is the case. What hinders a kind of decision is known without its form: the page asks for all of them."""

    about: Case
    needs = "moderate"
    kind: ClassVar[str] = ""
    waits: ClassVar[bool] = True  # while somebody else works on it
    reads: ClassVar[bool] = True  # the words, which are opened before

    @cached_property
    def before(self) -> Before:
        return Before(self.about, self.by, self.at)

    @cached_property
    def looked_at(self) -> StoryText:
        """The words that it is about."""
        return self.before.standing.words(self.kind)

    def rows(self) -> Iterable[Model]:
        """The case, its thread, and every version of the words: whatever of these moves, moves the page (E4)."""
        case = self.about
        return (case, *case.story.texts.all(), *case.messages.all(), *case.decisions.all())

    def hindrance(self) -> str:
        return self.hindered(self.before)

    @classmethod
    def hindered(cls, before: Before) -> str:
        """Why this person does not do it now."""
        if before.case.closed_at:
            return _("This is decided already. There is nothing left to do.")
        personal = cls.away(before) or cls.held(before) or (before.covered if cls.reads else "")
        return personal or (before.standing.hindrance(cls.kind, before.by) if cls.kind else "")

    @classmethod
    def away(cls, before: Before) -> str:
        return before.away

    @classmethod
    def held(cls, before: Before) -> str:
        return before.held if cls.waits else ""

    def statement(self) -> Statement | None:
        given = self.given()
        said = {"rule": given.get("rule", ""), "sentence": given.get("sentence", "")}
        on = timezone.localdate(self.at)
        is_public = Story.objects.published(on).filter(pk=self.about.story_id).exists()
        return statements.before(self.kind, **said, on=on, is_public=is_public) if self.kind else None

    def shown(self) -> dict[str, Any]:
        shown = {"case": self.about, "text": self.looked_at, "author": self.about.story.author}
        return super().shown() | shown
