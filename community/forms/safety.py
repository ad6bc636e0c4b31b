"""What the safeguarding lead alone decides: that a story must be kept, and that a member has died (C8, C10)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community import pseudonyms
from community.forms.previewed import Previewed
from community.models import Hold, Member, Story
from community.models.members import Death
from community.moderation import deaths, holds
from community.moderation.statements import Statement
from conditions.forms.decision import Decision

CODE = 8  # letters of a story's code


class KeepStory(Decision):
    """`about` is the code of a story, or nothing: any story can be kept, and no word of it is shown here."""

    needs = "safeguard"
    title, button = gettext_lazy("Keep a story for somebody’s safety"), gettext_lazy("Keep it")
    done = gettext_lazy("The story is kept until that day.")
    says = (
        gettext_lazy("Until the day its words cannot be erased, neither with the story nor with the account."),
        gettext_lazy(
            "It stays as public as it is; its author can take it down at any time. Readers learn nothing of this."
        ),
    )
    code = forms.CharField(
        label=gettext_lazy("Code of the story"),
        max_length=40,
        help_text=gettext_lazy("The eight signs at the end of its address."),
        error_messages={"required": gettext_lazy("Write the code of the story.")},
    )
    basis = forms.CharField(
        label=gettext_lazy("On what basis"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("The law or the duty that demands it. The author reads it, if they are told."),
        error_messages={"required": gettext_lazy("Say on what basis the story has to be kept.")},
    )
    until = forms.DateField(
        label=gettext_lazy("Until"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Within a year. Look again then."),
        error_messages={"required": gettext_lazy("Say until when the story has to be kept.")},
    )
    hidden = forms.BooleanField(
        label=gettext_lazy("The law forbids to tell the author"),
        required=False,
        help_text=gettext_lazy("Otherwise they get a mail, and read basis and day on their page."),
    )

    def __init__(self, about: str, *args: Any, **given: Any) -> None:
        super().__init__(about, *args, **{**given, "typed": {"code": about} | dict(given.get("typed") or {})})

    def rows(self) -> tuple[()]:
        """Nothing stands yet that a colleague could change."""
        return ()

    def clean_code(self) -> Story:
        return _named(self.cleaned_data["code"])

    def move(self) -> None:
        said = self.cleaned_data
        told = {"basis": said["basis"], "until": said["until"], "is_told": not said["hidden"]}
        holds.hold(said["code"], **told, by=self.by, at=self.at)


class LiftHold(Decision):
    """`about` is the hold."""

    about: Hold
    needs = "safeguard"
    title, button = gettext_lazy("Keep this story no longer"), gettext_lazy("Keep it no longer")
    done = gettext_lazy("The story need not be kept any more.")
    says = (
        gettext_lazy(
            "Its author may erase it from now on. If they have closed their account, it is erased within hours."
        ),
    )

    def hindrance(self) -> str:
        return _("It is lifted already.") if self.about.lifted_at else ""

    def move(self) -> None:
        holds.lift(self.about, by=self.by, at=self.at)


class NoteDeath(Previewed):
    """`about` is the code of a story, or nothing. What will happen is shown first, and done by a second press."""

    page = "desk/stories/death.html"
    needs = "safeguard"
    title, button = gettext_lazy("Note that a member has died"), gettext_lazy("Note it now")
    done = gettext_lazy("Noted. Their stories were treated as they had wished.")
    says = (
        gettext_lazy(
            "Stories that they wished kept stay, and nobody is asked about them again. The others are taken down."
        ),
        gettext_lazy("This cannot be undone. Write to whoever told us, and be sure, before you note it."),
    )
    who = forms.CharField(
        label=gettext_lazy("Name shown, or the code of a story of theirs"),
        max_length=40,
        error_messages={"required": gettext_lazy("Say of whom.")},
    )
    basis = forms.CharField(
        label=gettext_lazy("Who told us, and why we believe it"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy(
            "Like “their daughter, who wrote from the address of the member”. Leave out what is not needed."
        ),
        error_messages={"required": gettext_lazy("Say who told us, and why we believe it.")},
    )

    def __init__(self, about: str, *args: Any, **given: Any) -> None:
        super().__init__(about, *args, **{**given, "typed": {"who": about} | dict(given.get("typed") or {})})

    def rows(self) -> tuple[()]:
        """It is noted once; the database says so to whoever is slower."""
        return ()

    def clean_who(self) -> Member:
        member = _who(self.cleaned_data["who"])
        if Death.objects.filter(member=member).exists():
            raise ValidationError(_("It is noted already."))
        return member

    def move(self) -> None:
        deaths.note_death(self.cleaned_data["who"], basis=self.cleaned_data["basis"], by=self.by, at=self.at)

    def statement(self) -> Statement | None:
        if not self.is_bound or not self.is_valid():
            return None
        member = self.cleaned_data["who"]
        taken = deaths.leaving(member).count()
        stay = (
            Story.objects.published(timezone.localdate(self.at))
            .filter(author=member)
            .exclude(pk__in=deaths.leaving(member))
            .count()
        )
        return Statement(
            str(member),
            (
                ngettext(
                    "%(n)d story stays public, as they wished.", "%(n)d stories stay public, as they wished.", stay
                )
                % {"n": stay},
                ngettext("%(n)d story is taken down now.", "%(n)d stories are taken down now.", taken) % {"n": taken},
            ),
        )


def _named(code: str) -> Story:
    story = Story.objects.filter(code=code.strip().upper()).first()
    if story is None:
        raise ValidationError(_("No story has this code. It is the last part of the story’s address."))
    return story


def _who(typed: str) -> Member:
    """The member of that name, or who wrote the story with that code."""
    story = Story.objects.select_related("author").filter(code=typed.strip().upper()).first()
    named = Member.objects.filter(folded_name=pseudonyms.fold(typed), left_on=None).first()
    found = story.author if story else named
    if found is None:
        raise ValidationError(_("Nobody has this name, and no story this code. Look at the story’s page again."))
    return found
