"""The way through the steps, as far as it is this draft's: what comes next, what came before, what is missing."""

from typing import NamedTuple

from community.forms.people import Child, Person, Where, Whose
from community.forms.permission import Permission
from community.forms.recognise import Recognise
from community.forms.steps import ORDER, Step, has_passed
from community.forms.subject import About, Subject
from community.forms.words import More, Ties, Words
from community.models import StoryDraft

STEPS: tuple[type[Step], ...] = (
    Whose,
    Person,
    Child,
    Subject,
    About,
    Where,
    Words,
    More,
    Ties,
    Recognise,
    Permission,
)
CHECK = "check"


def named(slug: str) -> type[Step] | None:
    return next((each for each in STEPS if each.slug == slug), None)


def fitting(draft: StoryDraft) -> list[type[Step]]:
    """The steps of this draft; one that was filled in beforehand is not among them."""
    return [each for each in STEPS if each.fits(draft) and not (each is Subject and Subject.is_skipped(draft))]


def after(draft: StoryDraft, slug: str) -> str:
    """The next step that is still to be answered, or the page on which all is checked."""
    later = STEPS[ORDER.index(slug) + 1 :] if slug else STEPS
    ahead = (each for each in fitting(draft) if each in later)
    return next((each.slug for each in ahead if not has_passed(draft, each.slug) or each.lacks(draft)), CHECK)


def before(draft: StoryDraft, slug: str) -> str:
    """The step before; none before the first."""
    earlier = STEPS if slug == CHECK else STEPS[: ORDER.index(slug)]
    return next((each.slug for each in reversed(fitting(draft)) if each in earlier), "")


def furthest(draft: StoryDraft, slug: str) -> str:
    """What the draft remembers, once this step is answered too."""
    return draft.step if has_passed(draft, slug) else slug


class Place(NamedTuple):
    """Which step it is, and of how many: a number that never grows. `is_known`: it shrinks no more either."""

    number: int
    of: int
    is_known: bool


def place(draft: StoryDraft, slug: str) -> Place:
    """The last page, on which all is checked, counts too."""
    slugs = [each.slug for each in fitting(draft)]
    number = slugs.index(slug) + 1 if slug in slugs else 1
    ahead = [each for each in _may_come(draft) if each.slug not in slugs]
    return Place(number, len(slugs) + len(ahead) + 1, is_known=not ahead)


def _may_come(draft: StoryDraft) -> list[type[Step]]:
    """Steps that only some stories have, while nobody can say whether this one will."""
    ahead: list[type[Step]] = []
    if not draft.relation:
        ahead += [Person, Child]  # or `Where`, which is one step alone
    elif Person.fits(draft) and Person.lacks(draft):
        ahead.append(Child)
    return ahead if has_passed(draft, Ties.slug) else [*ahead, Recognise]
