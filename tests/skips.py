"""What may be left out of a run, and where: Chromium and the real data on a machine that has none, nothing in CI.

A test that is skipped proves nothing, so CI counts every skip as a failure but those that are meant.
"""

import os
from pathlib import Path

import pytest

from tests import chromium

MEANT = ("only on SQLite", "only on PostgreSQL")


def without(marker):
    """Why tests with the marker cannot run here, or nothing."""
    if marker == "browser" and not chromium.path():
        return "Chromium is not installed, so no browser looked at the pages. Install it: apt install chromium"
    if marker == "data" and not Path(os.environ.get("DISEASEMAPS_TEST_DATA", "/nowhere")).is_dir():
        return "The real data is not here. DISEASEMAPS_TEST_DATA names its folder."
    return None


def pytest_collection_modifyitems(items):
    reasons = {marker: without(marker) for marker in ("browser", "data")}
    for item in items:
        for marker, reason in reasons.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason))


def is_meant(reason):
    """Whether the run may be called whole in spite of this skip."""
    return os.environ.get("CI") != "true" or any(meant in reason for meant in MEANT)


def refuse_in_ci(report):
    """Turns a skip that nobody meant into a failure."""
    if report.skipped and not is_meant(str(report.longrepr)):
        report.outcome, report.longrepr = "failed", f"Skipped, and in CI nothing may be: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    return refuse_in_ci((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    return refuse_in_ci((yield))
