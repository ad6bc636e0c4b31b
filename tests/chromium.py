"""Where the browser of this machine stands: Chromium, as systems install it."""

import shutil


def path() -> str | None:
    """The program, under either of its names; nothing on a machine that has none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")
