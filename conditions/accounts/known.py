"""Browsers in which somebody has signed in: strangers who try passwords for their address do not shut them out there.

Wrong passwords are counted for an address, or nobody could stop guessing. So that no stranger uses up the owner's
count, a browser that the owner has signed in with has one of its own. Its cookie is a random word, signed for the
address and for nobody else's; nothing of it is stored.
"""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from conditions.models import User

COOKIE = "known"
STRANGE, SIGNED_IN = "strange", "signed in"


def remember(response: HttpResponse, user: User) -> None:
    """Gives the browser a count of its own, for as long as a session may last."""
    response.set_signed_cookie(
        COOKIE,
        secrets.token_urlsafe(9),
        salt=_for(user.email),
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def count_of(request: HttpRequest, email: str) -> str:
    """By which word this browser's wrong passwords for the address are counted; all strange ones share one."""
    if isinstance(request.user, User) and request.user.email == email.lower():
        return SIGNED_IN
    return request.get_signed_cookie(COOKIE, None, salt=_for(email), max_age=settings.SESSION_COOKIE_AGE) or STRANGE


def _for(email: str) -> str:
    return f"known browser of {email.lower()}"
