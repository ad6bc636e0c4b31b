"""Signs that a child is at risk, now or earlier, and of an author who is below the age of an account (M11, C14).

Said of now the first is acute, like any danger; told of an earlier time it is read with care and by two.
"""

import re
from collections.abc import Iterator

from django.conf import settings

from community.models import Level
from community.triage.marks import QUOTED, SENTENCE, Mark, covered, found, mark, phrase

YOUNG = (
    r"(?:son|daughter|baby|babies|child|children|kids?|boys?|girls?|toddler|stepson|stepdaughter|grandson|"
    r"granddaughter|niece|nephew|little one)\b(?!')"
)
CHILD = rf"(?:my|our|the|his|her|their|your) (?:\w{{1,12}} ){{0,2}}?{YOUNG}"
HIJO = (
    r"(?:mi|mis|su|sus|nuestr[oa]s?|el|la|los|las|al) "
    r"(?:hij[oa]s?|niñ[oa]s?|bebés?|niet[oa]s?|sobrin[oa]s?|pequeñ[oa]s?)\b"
)
GROWN = (
    r"(?:teacher|coach|trainer|uncle|aunt|grandfather|grandmother|father|mother|stepfather|stepmother|dad|mum|brother|"
    r"cousin|babysitter|carer|neighbour|priest|boyfriend|girlfriend|husband|wife|partner|ex)"
)
MAYOR = (
    r"(?:profesora?|maestr[oa]|entrenadora?|tí[oa]|abuel[oa]|padre|madre|padrastro|madrastra|hermano|prim[oa]|"
    r"cuidadora?|vecin[oa]|cura|novi[oa]|marido|mujer|pareja|ex)"
)
HITS = (
    r"(?:hits|beats|slaps|shakes|chokes|kicks|punches|abuses|rapes|molests|burns|starves|neglects|"
    r"is (?:hitting|beating))"
)
PEGA = r"(?:pega|pegan|golpea|golpean|maltrata|maltratan|viola|zarandea|quema)"
WORLD = r"(?:all (?:night|day)|overnight|for (?:days|hours)|at night|every (?:night|day))"
NOCHE = r"(?:toda la noche|todas las noches|tod[oa]s? (?:el|los) días?|durante (?:horas|días)|de noche|por la noche)"
NOW = phrase(
    rf"{HITS} {CHILD}",
    rf"{GROWN} (?:{HITS}|touches) (?:her|him|them)\b",
    rf"(?:hurt|hit|harm|shake|strangle|poison|kill|drown) (?:my|our|the) (?:\w{{1,12}} )?{YOUNG}",
    rf"leaves? {CHILD} (?:all )?alone {WORLD}",
    rf"(?:does not|doesn't|won't|refuses to) (?:give|feed) {CHILD}",
    r"locks (?:him|her|them) (?:in|up|away|out)\b",
    rf"{PEGA} a {HIJO}",
    rf"{MAYOR} (?:de (?:mi|su) \w{{1,12}} )?(?:la|lo|le|los|las|les) (?:{PEGA}|toca)\b",
    rf"(?:hacerle|hacer) daño a {HIJO}",
    rf"dejan? sol[oa]s? a {HIJO} {NOCHE}",
    rf"dejan? a {HIJO} sol[oa]s? {NOCHE}",
)
# Words of what is planned, feared or threatened; said of the past they are no sign.
AHEAD = phrase(
    r"(?:will|i'll|might|could|may|going to|want to|afraid to|about to)(?: \w{1,12})? $",
    r"(?:miedo de|voy a|quiero|podría|temo)(?: \w{1,12})? $",
)
PLANNED = re.compile(r"(?:hurt|hit|harm|shake|strangle|poison|kill|drown|hacer|hacerle)\b", re.IGNORECASE)
EARLIER = phrase(
    r"(?:beat|hit|abused|molested|raped|neglected|touched|locked|starved|burned) (?:me|us)\b",
    r"(?:was|were|been|being) (?:\w{1,12} )?(?:abused|beaten|molested|raped|neglected)\b",
    r"(?:me|nos) (?:pegaba|pegaban|pegó|maltrata\w{1,3}|violó|violaba|golpea\w{1,3}|tocaba)\b",
    r"abus(?:aba|aban|ó|aron) de (?:mí|nosotr[oa]s)\b",
)
CHILDHOOD = phrase(
    r"as a (?:\w{1,12} )?(?:child|girl|boy|kid)\b",
    r"(?:when|while) (?:i|we) (?:was|were) (?:a |still )?(?:\w{1,12} )?(?:child|children|kids?|small|little|young)\b",
    r"(?:in|during) my childhood|growing up\b|on the way to school|to school\b",
    r"(?:my|our) (?:father|mother|stepfather|stepmother|dad|mum)\b",
    r"de (?:niñ[oa]|pequeñ[oa])\b|cuando (?:yo )?era (?:una? )?(?:niñ[oa]|pequeñ[oa]|chic[oa])|en mi infancia",
    r"mi (?:padre|madre|padrastro|madrastra)\b",
)
NUMBERS = (
    *("five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen", "twenty"),
)
NUMEROS = (
    *("cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce", "trece", "catorce", "quince", "dieciséis"),
    *("diecisiete", "dieciocho", "diecinueve", "veinte"),
)
FIRST = 5  # what the lists of numbers begin with; younger ones write nothing
AGED = phrase(
    rf"(?:i am|i'm|im) (?:only |just |now |still )?(?P<years>\d{{1,2}}|{'|'.join(NUMBERS)})"
    r"(?: years? old| years of age)?(?=[.,;:!?)]|$| (?:and|but|now|so|in (?:year|grade))\b)",
    rf"tengo (?:solo |sólo |ya )?(?P<anos>\d{{1,2}}|{'|'.join(NUMEROS)}) años\b(?! (?:con|sin|de|desde|más|menos|"
    rf"enferm))",
)
AT_SCHOOL = phrase(
    r"(?:i am|i'm|im) (?:only |now )?in (?:(?:the )?(?:\d(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|"
    r"seventh) "
    r"grade|(?:year|grade) [1-9]|primary school|elementary school|middle school)\b",
    r"i (?:still )?go to (?:primary|elementary|middle) school",
    r"(?:voy a|estoy en) (?:\w{1,8} de )?(?:primaria|la eso)\b",
)


def at_risk(text: str) -> Iterator[Mark]:
    quoted = covered(len(text), (match.span() for match in QUOTED.finditer(text)))
    for match in found(NOW, text):
        if not PLANNED.match(match[0]) or AHEAD.search(text[max(0, match.start() - 30) : match.start()]):
            yield mark(match, "child", Level.HIGH if quoted[match.start()] else Level.DANGER)
    for sentence in SENTENCE.finditer(text):
        if CHILDHOOD.search(sentence[0]):
            for match in found(EARLIER, text, within=sentence.span()):
                yield mark(match, "child", Level.HIGH)


def underage(text: str) -> Iterator[Mark]:
    """The author says an age below that of an account, or goes to a school for those who are below any."""
    youngest = int(settings.DISEASEMAPS["minimum_age"])
    for match in found(AGED, text):
        if _years(match["years"] or match["anos"]) < youngest:
            yield mark(match, "underage", Level.HIGH)
    for match in found(AT_SCHOOL, text):
        yield mark(match, "underage", Level.HIGH)


def _years(said: str) -> int:
    if said.isdecimal():
        return int(said)
    names = NUMBERS if said.lower() in NUMBERS else NUMEROS
    return FIRST + names.index(said.lower())
