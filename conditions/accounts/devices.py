"""Where somebody is signed in: the name of the browser and the last day, never an address (S7)."""

import datetime
from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from conditions.models import Device, User

NOTED = "device"

# The first that occurs wins: a browser also names those that it descends from.
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"),
    ("Windows", "Windows"), ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


class Devices:
    """Middleware: notes the device of a signed-in session once a day, and asks nothing of anybody else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = request.session
        # Reading the session would make a page differ by cookie: pages that did not read it stay as they are.
        if session.accessed and SESSION_KEY in session:
            note(request, on=timezone.localdate())
        return response


def note(request: HttpRequest, *, on: datetime.date) -> None:
    """Writes the device down, unless this session was noted today under the same key."""
    session = request.session
    key = str(session.session_key)
    known: dict[str, str] = session.get(NOTED, {})
    if known.get("key") == key and known.get("day") == on.isoformat():
        return
    user_id = int(session[SESSION_KEY])
    browser, system = _read(request.headers.get("User-Agent", ""))
    Device.objects.update_or_create(
        user_id=user_id,
        session_key=known.get("key") or key,
        defaults={"session_key": key, "browser": browser, "system": system, "last_seen_on": on},
    )
    session[NOTED] = {"key": key, "day": on.isoformat()}
    over = on - datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    Device.objects.filter(user_id=user_id, last_seen_on__lt=over).delete()


def described(agent: str) -> Device:
    """What the browser says of itself, not kept."""
    browser, system = _read(agent)
    return Device(browser=browser, system=system)


def sign_out(device: Device) -> None:
    """Ends the session on that device: it has to sign in again."""
    _sessions(device.session_key).delete()
    device.delete()


def sign_out_others(user: User, *, keep: str | None) -> int:
    """Ends every session of the user but one; how many there were."""
    others = list(user.devices.exclude(session_key=keep or ""))
    for device in others:
        sign_out(device)
    return len(others)


def forget(request: HttpRequest) -> None:
    """Drops the device of a session that is about to end."""
    Device.objects.filter(session_key=request.session.session_key or "").delete()


def _sessions(key: str) -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore(session_key=key)


def _read(agent: str) -> tuple[str, str]:
    return _first(BROWSERS, agent), _first(SYSTEMS, agent)


def _first(names: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for sign, name in names if sign in agent), "")
