"""What stands in the files of the demonstration: each source is used, and no text gives what it must not."""

import re

from conditions.demonstration import reading
from conditions.editorial import typed
from conditions.models import Draft
from conditions.rendering import mentioned

DOSE = re.compile(r"\b\d[\d.,]* ?(?:mg|milligrams?|mcg|micrograms?|µg|grams?|g|ml|tablets|capsules|puffs|units|IU)\b")
TEXTS = [name for name in typed.TEXTS if name not in {"machine_help", "change"}]


def texts(version):
    """What the version says anew, by part."""
    words = {name: getattr(version, name) for name in TEXTS if getattr(version, name)}
    return typed.parts(Draft(country_notes=version.country_notes or {}, **words))


def cited(file):
    """The keys of all sources that the texts and the facts of the file rest on."""
    in_texts = {key for answer in file.answer for each in answer.version for key in mentioned(texts(each)).sources}
    in_facts = {
        value.source for fact in file.fact for value in (*fact.value, *(fact.later.value if fact.later else ()))
    }
    return in_texts | in_facts


def test_what_is_cited_is_what_was_read():
    files = list(reading.files())  # what one of them read, another may cite
    assert {key for file in files for key in cited(file)} == {source.key for file in files for source in file.source}


def test_no_text_gives_a_dose():
    every = [
        text
        for file in reading.files()
        for answer in file.answer
        for each in answer.version
        for text in texts(each).values()
    ]
    assert [found[0] for text in every for found in DOSE.finditer(text)] == []
