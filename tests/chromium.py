"""Where the browser of this machine stands: Chromium, as systems install it."""

import shutil

# The first has no window to draw, and so does the same with a third less work.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")


def path() -> str | None:
    """The program, under whichever of its names comes first; nothing on a machine that has none."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)
