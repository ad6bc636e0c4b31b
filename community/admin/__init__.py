"""Django's administration of members and their stories: what happened, and no word of a member."""

from community.admin import cases, consents, members, stories

__all__ = ["cases", "consents", "members", "stories"]
