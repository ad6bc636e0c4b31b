"""Takes the pictures of the README from the running demonstration (`make demo` first, then `make pictures`)."""

import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests import chromium

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"

# Name of the picture: the page, who looks at it, and how wide and high their window is.
PICTURES = {
    "answer": ("/conditions/alpha-1-antitrypsin-deficiency/causes/", "", (390, 760)),
    "condition": ("/conditions/coeliac-disease/", "", (390, 760)),
    "review": ("/desk/reviews/", "reviewer", (820, 760)),
}


def code(role):
    """What the app of the role's account would show now."""
    command = [sys.executable, "manage.py", "code", role]
    environment = os.environ | {"DISEASEMAPS_MODE": "demonstration"}
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return told.stdout.strip()


def sign_in(page: Page, role):
    page.goto("/account/login/")
    page.locator("[name=login]").fill(f"{role}@demonstration.invalid")
    page.locator("[name=password]").fill(f"demonstration {role} account")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.locator("[name=code]").fill(code(role))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/desk/")


def take(browser: Browser, address, name):
    path, role, (width, height) = PICTURES[name]
    window = {"width": width, "height": height}
    page = browser.new_page(base_url=address, viewport=window, color_scheme="light", device_scale_factor=1.5)
    if role:
        sign_in(page, role)
    page.goto(path)
    if name == "review":
        page.locator("main a[href^='/desk/reviews/']").first.click()
    page.screenshot(path=FOLDER / f"{name}.png")
    page.close()


def main(address):
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=["--no-sandbox"])
        for name in PICTURES:
            take(browser, address, name)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:2] or ["http://localhost:8000"])
