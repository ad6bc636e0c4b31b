"""A run in CI leaves nothing out."""

import os
import subprocess
import sys

import pytest

from tests.promises import ROOT

pytestmark = pytest.mark.one_engine

SKIPPED = "import pytest\n\n@pytest.mark.skip(reason={reason!r})\ndef test_it(): pass\n"


def run(tmp_path, reason, *, ci):
    """Runs one skipped test in a pytest of its own."""
    (tmp_path / "test_skipped.py").write_text(SKIPPED.format(reason=reason), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "-p", "tests.skips", "-rA"]
    environment = os.environ | {"CI": "true" if ci else "", "PYTHONPATH": str(ROOT)}
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # it needs none of them, and Playwright alone takes a second
    return subprocess.run(
        [*command, str(tmp_path)], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("reason", "ci", "code"), [("not today", True, 1), ("only on SQLite", True, 0), ("not today", False, 0)]
)
def test_skip_fails_in_ci_unless_it_is_meant(tmp_path, reason, ci, code):
    ran = run(tmp_path, reason, ci=ci)
    assert ran.returncode == code, ran.stdout
    assert ("nothing may be" in ran.stdout) == bool(code)


def test_module_that_skips_itself_fails_in_ci(tmp_path):
    (tmp_path / "test_whole.py").write_text("import pytest\npytest.importorskip('no_such_room')\n", encoding="utf-8")
    ran = run(tmp_path, "only on SQLite", ci=True)
    assert ran.returncode != 0, ran.stdout
