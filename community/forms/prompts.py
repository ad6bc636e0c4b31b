"""Questions for somebody who does not know where to begin, by whose experience it is. None has to be answered."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from community.models import Relation

USUAL = (
    gettext_lazy("What happened?"),
    gettext_lazy("What was hard?"),
    gettext_lazy("What helped?"),
    gettext_lazy("What would you tell someone on day one?"),
)
PROMPTS: dict[str, tuple[str | Promise, ...]] = {
    Relation.RISK: (
        gettext_lazy("How did you learn of it?"),
        gettext_lazy("What was hard to decide, or to tell others?"),
        gettext_lazy("What helped?"),
        gettext_lazy("What would you tell someone who has just learned of it?"),
    ),
    Relation.WAITING: (
        gettext_lazy("What made you look for a name for it?"),
        gettext_lazy("What is the waiting like?"),
        gettext_lazy("What helps while nobody knows?"),
        gettext_lazy("What would you tell someone who waits too?"),
    ),
    Relation.BEFORE: (
        gettext_lazy("What happened?"),
        gettext_lazy("What was hard, and what stayed with you?"),
        gettext_lazy("What helped?"),
        gettext_lazy("What would you tell someone who has it now?"),
    ),
    Relation.PARENT: (
        gettext_lazy("How did you find out, and what was that like for you?"),
        gettext_lazy("What was hard for you as a parent?"),
        gettext_lazy("What helped your child, and what helped you?"),
        gettext_lazy("What would you tell parents on day one?"),
    ),
    Relation.CARER: (
        gettext_lazy("What is a day of caring like for you?"),
        gettext_lazy("What is hard for you?"),
        gettext_lazy("What, or who, helps you?"),
        gettext_lazy("What would you tell someone who begins to care for somebody?"),
    ),
    Relation.PARTNER: (
        gettext_lazy("What changed for the two of you?"),
        gettext_lazy("What was hard for you?"),
        gettext_lazy("What helped you both?"),
        gettext_lazy("What would you tell partners on day one?"),
    ),
    Relation.RELATIVE: (
        gettext_lazy("What changed in your family?"),
        gettext_lazy("What was hard for you?"),
        gettext_lazy("What helped?"),
        gettext_lazy("What would you tell families on day one?"),
    ),
    Relation.BEREAVED: (
        gettext_lazy("What do you want people to know of that time?"),
        gettext_lazy("What was hard, and what is hard now?"),
        gettext_lazy("What helped, then or since?"),
        gettext_lazy("What would you tell someone who stands where you stood?"),
    ),
}


def prompts(relation: str) -> tuple[str | Promise, ...]:
    return PROMPTS.get(relation, USUAL)
