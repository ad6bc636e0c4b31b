"""What somebody chose for themselves."""

from conditions.models import User


def write_in(user: User, language: str) -> User:
    """From now on the site writes to them in that language."""
    user.language = language
    user.save(update_fields=["language"])
    return user
