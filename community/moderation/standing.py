"""How it stands with one case: read once for all that is asked about it, by the page and by the move (M1, M4, M7)."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from community.models import Appeal, Case, Decision, SteppedBack, StoryText
from community.moderation import cases, threads
from conditions.models import User

Kind = Decision.Kind
OF_WHAT_IS_PUBLIC = (Kind.KEEP, Kind.REMOVE)
LEAVES_PUBLIC = (Kind.PUBLISH, Kind.KEEP)


@dataclass
class Standing:
    case: Case

    @cached_property
    def live(self) -> StoryText | None:
        return cases.live(self.case.story)

    @cached_property
    def current(self) -> StoryText:
        return threads.current(self.case.story)

    @cached_property
    def appeal(self) -> Appeal | None:
        """From which the case came."""
        return Appeal.objects.filter(case=self.case).select_related("decision__text").first()

    @cached_property
    def contested(self) -> set[int]:
        """Who decided what the author contests, by their keys (M7)."""
        return set(Decision.objects.filter(case__decisions__appeal__case=self.case).values_list("by", flat=True))

    @cached_property
    def is_asked(self) -> bool:
        return Case.objects.with_the_author().filter(pk=self.case.pk).exists()

    @cached_property
    def is_reported(self) -> bool:
        return self.case.reports.open().exists()

    @cached_property
    def decided(self) -> list[Decision]:
        """In the case, the first one first, by people who have not stepped back since."""
        away = SteppedBack.objects.filter(case__story=self.case.story_id, by=OuterRef("by"))
        found = Decision.objects.filter(~Exists(away), case=self.case).select_related("by")
        return list(found.order_by("pk"))

    def words(self, kind: str) -> StoryText:
        """What such a decision is about: the words that are public, or the last that the author sent or accepted.

        After an appeal they are those of the decision, unless the author sent or accepted others since.
        """
        shown = self.live if kind in OF_WHAT_IS_PUBLIC else None
        newest, appeal = shown or self.current, self.appeal
        return newest if shown or appeal is None or newest.created_at >= appeal.at else appeal.decision.text

    def same(self, text: StoryText, kind: str) -> list[Decision]:
        """What was decided alike on the words."""
        return [each for each in self.decided if each.text_id == text.pk and each.kind == kind]

    def hindrance(self, kind: str, by: User) -> str:
        """The sentence that says why this is not decided now by this person; empty where it can be."""
        if kind not in Kind.values:
            return _("Choose what you decide.")
        if self.appeal and self.appeal.decided_at is None:
            return _("The author asked for another look. Decide on that first.")
        if by.pk in self.contested:
            return _(
                "You decided on this story before the author asked for another look. Another moderator decides now."
            )
        if kind in LEAVES_PUBLIC and self.is_asked:
            return _("The author was asked something. Decide when they have answered.")
        return self._misfit(kind)

    def _misfit(self, kind: str) -> str:
        """Why such a decision has nothing to decide on."""
        if kind in OF_WHAT_IS_PUBLIC and self.live is None:
            return _("This story is not public. Publish it, or decline it.")
        if kind == Kind.KEEP and self.live != self.current:
            return _("The author has sent new words. Publish or decline those, or remove the story.")
        if kind not in OF_WHAT_IS_PUBLIC and self.live == self.current:
            return _("These words are public already. Leave them as they are, or remove them.")
        if kind == Kind.DECLINE and self.is_reported:
            return _("Readers reported what is public. Answer their reports first, or remove the story.")
        return ""
