"""Clinicians and hospitals by name: serious where something bad is told of them (M14)."""

import re
from collections.abc import Iterator

from community.models import Level
from community.triage.marks import NAME, SENTENCE, Mark, covered, found, mark, phrase

PEOPLE = phrase(
    rf"(?:Dr|Dra|Prof)\.? {NAME}(?: {NAME})?",
    rf"(?:Doctor|[Dd]octora|el doctor|Professor|Profesora?|Nurse|Sister|Matron|[Ee]nfermer[oa]|[Mm]édic[oa]) {NAME}",
    exact=True,
)
HOSPITALS = phrase(
    rf"(?:St\.? )?{NAME}(?: {NAME}){{0,3}} (?:Hospital|Clinic|Infirmary|Hospice|Surgery)\b",
    rf"(?:Hospital|Clínica|Sanatorio) (?:(?:de|del|la|las|los|San|Santa) ){{0,2}}{NAME}(?: {NAME}){{0,2}}",
    exact=True,
)
BAD = phrase(
    r"mistakes?\b",
    r"misdiagnos\w{1,4}",
    r"wrong(?:ly)?\b",
    r"ignor(?:ed|es|ing)\b",
    r"dismiss(?:ed|es|ive)\b",
    r"laughed at",
    r"refused",
    r"careless",
    r"incompetent",
    r"negligen(?:t|ce)",
    r"rude\b",
    r"lied\b",
    r"liar",
    r"fault\b",
    r"blame",
    r"useless",
    r"terrible",
    r"awful",
    r"butcher",
    r"(?:ruined|destroyed) my",
    r"(?:error|errores)\b",
    r"se equivoc\w{1,5}",
    r"negligencia",
    r"ignor(?:ó|aron|aba|aban)\b",
    r"se (?:rió|rieron|burló|burlaron)",
    r"mint(?:ió|ieron)",
    r"mentiros[oa]",
    r"culpa\b",
    r"incompetentes?",
    r"maltrat\w{1,5}",
    r"grosero|grosera",
    r"pésim[oa]",
    r"se negó|se negaron",
)
# What is bad because it did not happen.
FAILED = phrase(
    r"(?:did not|didn't|never|would not|wouldn't|does not|doesn't) (?:listen\w{0,2}|believe\w?|"
    r"help\w{0,2}|care\w?|bother\w{0,2}|examine\w?|look at)",
    r"(?:no me|no nos|nunca me) (?:escuch\w{1,5}|crey\w{1,4}|ayud\w{1,5}|hizo caso|examin\w{1,4})",
)


def named(text: str) -> "Iterator[re.Match[str]]":
    """Every clinician and hospital."""
    for pattern in (PEOPLE, HOSPITALS):
        yield from pattern.finditer(text)


def accused(text: str) -> Iterator[Mark]:
    around = covered(len(text), _passages(text))
    for match in named(text):
        if around[match.start()]:
            yield mark(match, "accused", Level.HIGH)


def _passages(text: str) -> Iterator[tuple[int, int]]:
    """From where to where something bad is told: the sentence, and the one before and after it."""
    sentences = [(match.start(), match.end()) for match in SENTENCE.finditer(_without_titles(text))]
    bad = covered(len(text), [match.span() for match in (*found(BAD, text), *FAILED.finditer(text))])
    for number, (begin, end) in enumerate(sentences):
        if any(bad[begin:end]):
            around = sentences[max(0, number - 1) : number + 2]
            yield around[0][0], around[-1][1]


def _without_titles(text: str) -> str:
    """The full stop of “Dr.” ends no sentence."""
    return re.sub(r"\b(Dr|Dra|Prof|St)\.", r"\1 ", text)
