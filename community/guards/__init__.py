"""Database rules of members and their stories, declared to the guards of the house. Imports no model."""

from community.guards.cases import CASES
from community.guards.consents import CONSENTS
from community.guards.erasures import ERASURES
from community.guards.stories import STORIES
from conditions.guards import declare

declare(*STORIES, *CONSENTS, *CASES, *ERASURES)
