"""What members lived, and what they allowed."""

from community.models.members import Member

__all__ = ["Member"]
