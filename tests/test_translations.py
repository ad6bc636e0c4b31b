"""Every language that the site ships is whole, and says who checked it (A7).

Whether it also fits the code is asked by `make check` (tests/messages.py), because that needs gettext.
"""

import re
from collections import Counter
from gettext import GNUTranslations

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings

from tests.messages import LOCALE

pytestmark = pytest.mark.one_engine

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
PLACES = r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}"
MARKUP = r"</?\w[^>]*>|`[^`]+`"
COMPUTER = r"[\w.]+\.(?:py|md|tsv|gz)\b|\b[A-Z]+_[A-Z_]+\b"
FILLED_IN = re.compile(f"{PLACES}|{MARKUP}|{COMPUTER}")
EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


def catalogue(language, suffix="po"):
    read = {"po": read_po, "mo": read_mo}[suffix]
    with (LOCALE / language / "LC_MESSAGES" / f"django.{suffix}").open("rb") as file:
        return read(file)


def forms(words):
    return [words] if isinstance(words, str) else list(words)


def said(catalogue):
    """Each text, by its context and what it is called, with all forms of its translation."""
    return {(context(text), *forms(text.id)): forms(text.string) for text in catalogue if text.id}


def context(text):
    """Babel reads it from a .mo as bytes."""
    return text.context.decode() if isinstance(text.context, bytes) else text.context


def filled_in(words):
    """What stays as it is in every language: places to be filled, markup, commands, files and settings."""
    return Counter(FILLED_IN.findall(words))


def test_every_language_but_english_has_its_texts():
    assert sorted(folder.parent.parent.name for folder in LOCALE.rglob("django.po")) == sorted(LANGUAGES)


@pytest.mark.promise("A7")
@EVERY_LANGUAGE
def test_every_text_is_translated_in_all_its_forms(language):
    found = catalogue(language)
    unsure = [text.id for text in found if text.id and text.fuzzy]
    missing = [words for words, translated in said(found).items() if not all(form.strip() for form in translated)]
    counted = [words for words, told in said(found).items() if len(words) == 3 and len(told) != found.num_plurals]
    assert (unsure, missing, counted) == ([], [], [])


@pytest.mark.promise("A7")
@EVERY_LANGUAGE
def test_translation_keeps_what_is_filled_in(language):
    """Also the blank at either end of what is put between two things, like “, ”."""
    found = said(catalogue(language))
    edges = re.compile(r"^\s*|\s*$")
    assert [
        form
        for (_context, *words), translated in found.items()
        for form in translated
        if filled_in(form) != filled_in(words[-1]) or edges.findall(form) != edges.findall(words[-1])
    ] == []


@EVERY_LANGUAGE
def test_what_the_site_reads_is_what_was_translated(language):
    assert said(catalogue(language, "mo")) == said(catalogue(language))


@EVERY_LANGUAGE
def test_language_that_no_native_reader_checked_is_told_of(language):
    """A translator's file names who read it; the health page lists the rest."""
    with (LOCALE / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        checked = GNUTranslations(file).info().get("x-native-reader", "")
    assert (language in settings.LANGUAGES_NO_NATIVE_READER_CHECKED) == (not checked)


@EVERY_LANGUAGE
def test_apostrophes_and_quotes_are_those_of_print(language):
    """In the source and in each language: ' and " stand in markup and in what computers read alone."""
    typed = re.compile(r"""\w'|'\w|"\w|\w\"""")
    texts = [form for text in catalogue(language) if text.id for form in (*forms(text.id), *forms(text.string))]
    assert [text for text in texts if typed.search(FILLED_IN.sub("", text))] == []


STILTED = re.compile(r"\b(anew|is wished|wished for|(counts?|holds?|waits?|follow it|see it) no more)\b")


def test_english_is_plain():
    texts = [form for text in catalogue(LANGUAGES[0]) if text.id for form in forms(text.id)]
    assert [text for text in texts if STILTED.search(text)] == []
