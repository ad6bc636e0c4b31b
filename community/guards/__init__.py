"""Database rules of members and their stories, declared to the guards of the house. Imports no model."""

from community.guards.cases import CASES
from community.guards.claims import CLAIMS
from community.guards.consents import CONSENTS
from community.guards.erasures import ERASURES
from community.guards.old_stories import OLD_STORIES
from community.guards.safety import SAFETY
from community.guards.stories import STORIES
from conditions.guards import declare

declare(*STORIES, *CONSENTS, *CASES, *CLAIMS, *SAFETY, *ERASURES, *OLD_STORIES)
