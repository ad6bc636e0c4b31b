"""The tool that holds translations against the code."""

import shutil
import subprocess

import pytest

from tests.messages import uncompiled, undated

pytestmark = pytest.mark.one_engine

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
SAID = 'msgid "Search"\nmsgstr "Buscar"\n'


@pytest.fixture
def po(tmp_path):
    """A translation, compiled."""
    if not shutil.which("msgfmt"):
        pytest.skip("gettext is not installed, so the check of translations was not tried: apt install gettext")
    file = tmp_path / "django.po"
    file.write_text(HEAD + SAID, encoding="utf-8")
    subprocess.run(["msgfmt", "-o", file.with_suffix(".mo"), file], check=True)
    return file


def test_compiled_translation_is_current(po):
    assert list(uncompiled([po])) == []


def test_translation_changed_after_it_was_compiled_is_named(po):
    po.write_text(HEAD + SAID.replace("Buscar", "Busca"), encoding="utf-8")
    assert list(uncompiled([po])) == [po]


def test_translation_never_compiled_is_named(po):
    po.with_suffix(".mo").unlink()
    assert list(uncompiled([po])) == [po]


def test_date_of_gathering_makes_no_difference():
    early, late = (f'"POT-Creation-Date: {year}\\n"\n{SAID}'.encode() for year in (2026, 2027))
    assert undated(early) == undated(late)
    assert undated(early) != undated(late.replace(b"Buscar", b"Busca"))
