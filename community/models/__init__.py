"""Members, what they lived, what they allowed, and what moderators decided; status is computed from rows and a day."""

from community.models.cases import Appeal, Case, Decision, Level, Message, Rule, SteppedBack
from community.models.claims import Claim, Opening
from community.models.consents import Consent, ConsentDocument, Purpose, Reminder
from community.models.erasures import Closure, Erasure, Hold
from community.models.findings import Finding
from community.models.followings import Following
from community.models.members import Death, Member, Membership
from community.models.old_stories import OldStory
from community.models.relations import OWN, Relation
from community.models.reports import StoryReport
from community.models.safety import SafetyStep, StandIn
from community.models.sanctions import Sanction
from community.models.search import SearchStory
from community.models.stories import Since, Story, StoryDraft, StoryPublication, StoryText
from community.models.thanks import Thanks

__all__ = [
    "OWN",
    "Appeal",
    "Case",
    "Claim",
    "Closure",
    "Consent",
    "ConsentDocument",
    "Death",
    "Decision",
    "Erasure",
    "Finding",
    "Following",
    "Hold",
    "Level",
    "Member",
    "Membership",
    "Message",
    "OldStory",
    "Opening",
    "Purpose",
    "Relation",
    "Reminder",
    "Rule",
    "SafetyStep",
    "Sanction",
    "SearchStory",
    "Since",
    "StandIn",
    "SteppedBack",
    "Story",
    "StoryDraft",
    "StoryPublication",
    "StoryReport",
    "StoryText",
    "Thanks",
]
