"""Words by which somebody could be recognised: marked and no more, for it is the author's choice to keep them (M14)."""

import re
from collections.abc import Iterator

from community.triage import names
from community.triage.marks import NAME, Mark, mark, phrase

MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
MES = r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)"
NO_PLACE = (
    rf"(?!{MONTH}|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|I\b|I'|English|Spanish|Christmas|Easter|"
    r"Facebook\b|Instagram\b|WhatsApp\b|Telegram\b|TikTok\b|Twitter\b|God\b|Mum\b|Dad\b|Dr\b|Dios\b|Navidad|My\b|The\b)"
)
KIN = (
    r"(?:son|daughter|baby|husband|wife|partner|sister|brother|mother|father|mum|dad|friend|aunt|uncle|niece|nephew|"
    r"boss|neighbour|hijo|hija|bebé|marido|mujer|esposo|esposa|pareja|hermana|hermano|madre|padre|"
    r"amiga|amigo|jefe|jefa)"
)
JOB = (
    r"(?:mayor|headteacher|head teacher|pilot|judge|priest|vicar|rabbi|imam|lighthouse keeper|"
    r"firefighter|police officer|"
    r"midwife|vet|actor|actress|footballer|politician|conductor|diplomat|beekeeper|shepherd|undertaker|opera singer|"
    r"surgeon|astronaut|alcalde|alcaldesa|juez|jueza|piloto|sacerdote|bombero|bombera|comadrona|veterinari[oa]|actriz|"
    r"futbolista|polític[oa]|diplomátic[oa]|apicultora?|pastora?|cirujan[oa]|farera?)\b"
)
AGE = phrase(
    r"\d{1,3}(?:-| )years?(?:-| )old\b",
    r"aged \d{1,3}\b",
    r"(?:at|by) the age of \d{1,3}\b",
    r"(?:turned|turns|just turned) \d{1,2}\b(?! (?:pages|degrees))",
    r"(?:i am|i'm|is|was) \d{1,2} (?:when|then|and|now)\b",
    r"(?:tengo|tenía|tiene|teníamos|cumpl\w{1,3}|a los|con) \d{1,3} años\b(?! de (?!edad))",
    r"\d{1,3} años de edad\b",
    r"born (?:in|on) \w{1,10}\b|nac(?:í|ió|ida|ido) en \d{4}\b",
)
DAY = phrase(
    rf"\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH}(?:,? \d{{4}})?\b",
    rf"{MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?\b",
    rf"{MONTH} (?:of )?\d{{4}}\b",
    rf"\d{{1,2}} de {MES}(?: de \d{{4}})?\b",
    rf"{MES} de \d{{4}}\b",
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b",
    exact=True,
)
PLACE = phrase(
    rf"(?:in|from|near|at) {NO_PLACE}{NAME}(?: {NAME}){{0,2}}(?! (?:disease|syndrome|deficiency))\b",
    rf"(?:en|desde|cerca de|soy de|somos de) {NO_PLACE}{NAME}(?: {NAME}){{0,2}}\b",
    exact=True,
)
SCHOOL = phrase(
    rf"(?:St\.? )?{NAME}(?: {NAME}){{0,2}} (?:School|College|Academy|University)\b",
    rf"(?:Colegio|Instituto|Universidad) (?:de |del |la ){{0,2}}{NAME}",
    exact=True,
)
CALLED = phrase(
    rf"(?:[Mm]y|[Oo]ur|[Mm]i|[Nn]uestr[oa]) {KIN},? {NO_PLACE}{NAME}",
    rf"(?:called|named|[Mm]y name is|[Mm]e llamo|se llama|llamad[oa]) {NO_PLACE}{NAME}",
    exact=True,
)
WORK = phrase(
    rf"(?:i am|i'm|i was|he is|she is|he was|she was|work as|worked as|works as|job as) (?:an? |"
    rf"the )(?:\w{{1,15}} )?{JOB}",
    rf"(?:soy|era|es|fui|trabajo como|trabajo de|trabajaba como|trabajaba de) (?:un |una |el |la )?{JOB}",
)


KINDS = ((CALLED,), (AGE,), (DAY,), (PLACE, SCHOOL, names.HOSPITALS), (WORK,))
TOGETHER = 3  # of these kinds: with so many even somebody who never met the author may find out


def combination(text: str) -> Iterator[Mark]:
    """The first words of each kind, where there are so many kinds that together they tell who it is."""
    told = [min(found, key=lambda match: match.start()) for kind in KINDS if (found := _first(kind, text))]
    if len(told) >= TOGETHER:
        for match in told:
            yield mark(match, "combination")


def _first(kind: "tuple[re.Pattern[str], ...]", text: str) -> "list[re.Match[str]]":
    return [match for pattern in kind if (match := pattern.search(text))]


def marks(text: str) -> Iterator[Mark]:
    for pattern in (AGE, DAY, PLACE, SCHOOL, CALLED, WORK):
        for match in pattern.finditer(text):
            yield mark(match, "recognised")
    serious = {each.place for each in names.accused(text)}
    for match in names.named(text):
        if match.start() not in serious:
            yield mark(match, "recognised")
