"""Signs that a child is at risk, now or earlier, and of an author who is below the age of an account (M11, C14).

Said of now the first is acute, like any danger; told of an earlier time it is read with care and by two.
"""

import re
from collections.abc import Iterator

from django.conf import settings

from community.models import Level
from community.triage.danger import is_long_ago
from community.triage.denial import Denial, denial
from community.triage.home import KINDLY, OFTEN, PEGADO, PLAYED
from community.triage.marks import QUOTED, SENTENCE, Mark, bare, covered, found, mark, phrase

YOUNG = (
    r"(?:son|daughter|baby|babies|child|children|kids?|boys?|girls?|toddler|stepson|stepdaughter|grandson|"
    r"granddaughter|niece|nephew|little one|(?:little|baby|younger) (?:sister|brother)s?)\b(?!')"
)
CHILD = rf"(?:my|our|the|his|her|their|your) (?:\w{{1,12}} ){{0,2}}?{YOUNG}"
HIJO = (
    r"(?:mi|mis|su|sus|nuestr[oa]s?|el|la|los|las|al) "
    r"(?:hij[oa]s?|niñ[oa]s?|bebés?|niet[oa]s?|sobrin[oa]s?|pequeñ[oa]s?|hermanit[oa]s?|herman[oa]s? pequeñ[oa]s?)\b"
)
GROWN = (
    r"(?:teacher|coach|trainer|uncle|aunt|grandfather|grandmother|grandad|granddad|grandpa|grandma|father|mother|"
    r"stepfather|stepmother|stepdad|stepmum|stepmom|dad|mum|mom|brother|stepbrother|cousin|babysitter|nanny|carer|"
    r"neighbour|priest|boyfriend|girlfriend|husband|wife|partner|ex|(?:father|brother)-in-law)"
)
MAYOR = (
    r"(?:profesora?|maestr[oa]|entrenadora?|tí[oa]|abuel[oa]|padre|madre|papá|mamá|padrastro|madrastra|hermano|"
    r"hermanastro|prim[oa]|cuidadora?|niñera|vecin[oa]|cura|novi[oa]|marido|mujer|pareja|ex|cuñad[oa]|suegr[oa])"
)
HITS = (
    r"(?:hits|beats|slaps|smacks|shakes|chokes|kicks|punches|abuses|rapes|molests|burns|starves|neglects|"
    r"(?:is|are|keeps?|(?:does not|doesn't|won't|will not|can't|cannot|never) stops?) (?:hitting|beating|slapping|"
    r"smacking|shaking|choking|kicking|abusing|hurting))"
)
PEGA = r"(?:pega|pegan|golpea|golpean|maltrata|maltratan|viola|zarandea|sacude|quema)"
PEGO = r"(?:pego|golpeo|zarandeo|sacudo|maltrato|pegué|golpeé|zarandeé|sacudí)"
WORLD = r"(?:all (?:night|day)|overnight|for (?:days|hours)|at night|every (?:night|day))"
NOCHE = r"(?:toda la noche|todas las noches|tod[oa]s? (?:el|los) días?|durante (?:horas|días)|de noche|por la noche)"
NO_HAND = r"(?! (?:hands?|face|hair|cheeks?|head|forehead|belly|tummy|arms?|shoulders?|back|feet|nose)\b)"
NOW = phrase(
    rf"{HITS} {CHILD}{PLAYED}",
    rf"{GROWN} {OFTEN}(?:{HITS}|touches) (?:her{NO_HAND}|him|them)\b{KINDLY}{PLAYED}",
    rf"{GROWN} {OFTEN}(?:touches|gropes|fondles) {CHILD}{KINDLY}",
    rf"(?:hurt|hit|harm|shake|strangle|poison|kill|drown) (?:my|our|the) (?:\w{{1,12}} )?{YOUNG}",
    rf"i (?:(?:\w{{1,8}}ly|sometimes|often|still|always|then|also|really|keep|cannot stop|can't stop|again|now|even|"
    rf"do|have|just) )?(?:hit|hitting|slap|slapped|slapping|smack|"
    rf"smacked|shake|shook|shaking|choke|choked|kick|kicked|kicking|beat|beating|burned) (?:my|our) (?:\w{{1,12}} )?"
    rf"{YOUNG}{PLAYED}",
    rf"leaves? {CHILD} (?:all )?alone {WORLD}",
    rf"(?:does not|doesn't|won't|refuses to) (?:give|feed) {CHILD}",
    r"locks (?:him|her|them) (?:in|up|away|out)\b",
    rf"(?:{PEGA}|{PEGO}) a {HIJO}{PEGADO}",
    rf"{MAYOR} (?:de (?:mi|su) \w{{1,12}} )?(?:la|lo|le|los|las|les) (?:{PEGA}|toca|manosea)\b{PEGADO}",
    rf"{MAYOR} (?:toca|manosea) a {HIJO}(?! en (?:la|el) (?:frente|cabeza|hombro|brazo|mano|rodilla))",
    rf"abusan? de {HIJO}|no dej[oa] de (?:pegar|golpear|maltratar)(?:les?)? a {HIJO}",
    rf"(?:hacerle|hacer) daño a {HIJO}",
    rf"dejan? sol[oa]s? a {HIJO} {NOCHE}",
    rf"dejan? a {HIJO} sol[oa]s? {NOCHE}",
    is_bare=True,
)
# Words of what somebody plans, fears or threatens; said of the past, or of what a medicine may do, they are no sign.
AHEAD = phrase(
    rf"(?:(?:i|he|she|{GROWN}) (?:will|might|could|may)|(?:i|he|she)'ll|going to|gonna|wants? to|wanna|afraid to|"
    rf"about to)"
    r"(?: \w{1,12})? $",
    r"(?:miedo de|voy a|quiero|podría|temo)(?: \w{1,12})? $",
    is_bare=True,
)
# What hits and burns, and is nobody.
NOBODY = phrase(
    r"(?:it|disease|illness|syndrome|virus|flu|fever|fatigue|pain|sun|cream|enfermedad|síndrome|gripe|fiebre|crisis|"
    r"dolor|sol|crema)(?: (?:le|les|that|which|que|often|sometimes|really))? $",
    is_bare=True,
)
PLANNED = re.compile(r"(?:hurt|hit|harm|shake|strangle|poison|kill|drown|hacer|hacerle)\b", re.IGNORECASE)
BEFORE = 30  # letters before what is said, in which these words are looked for
EARLIER = phrase(
    r"(?:beat|hit|abused|molested|raped|neglected|touched|locked|starved|burned) (?:me|us)\b",
    r"(?:was|were|been|being) (?:(?!never\b|not\b)\w{1,12} )?(?:abused|beaten|molested|raped|neglected)\b",
    r"(?:me|nos) (?:pegaba|pegaban|pegó|maltrata\w{1,3}|violó|violaba|golpea\w{1,3}|tocaba)\b",
    r"abus(?:aba|aban|ó|aron) de (?:mí|nosotr[oa]s)\b",
    is_bare=True,
)
CHILDHOOD = phrase(
    r"as a (?:\w{1,12} )?(?:child|girl|boy|kid)\b",
    r"(?:when|while) (?:i|we) (?:was|were) (?:a |still )?(?:\w{1,12} )?(?:child|children|kids?|small|little|young)\b",
    r"(?:in|during) my childhood|growing up\b|on the way to school|to school\b",
    r"(?:my|our) (?:father|mother|stepfather|stepmother|dad|mum)\b",
    r"de (?:niñ[oa]|pequeñ[oa])\b|cuando (?:yo )?era (?:una? )?(?:niñ[oa]|pequeñ[oa]|chic[oa])|en mi infancia",
    r"mi (?:padre|madre|padrastro|madrastra)\b",
    is_bare=True,
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


def at_risk(written: str) -> Iterator[Mark]:
    text = bare(written)
    quoted = covered(len(text), (match.span() for match in QUOTED.finditer(text)))
    for match in NOW.finditer(text):
        begin = _begun(text, match)
        remains = Denial.WHOLE if begin is None else denial(text, begin)
        if remains != Denial.WHOLE:
            is_careful = quoted[match.start()] or remains == Denial.DOUBTED or is_long_ago(text, match.start())
            yield mark(match, "child", Level.HIGH if is_careful else Level.DANGER)
    for sentence in SENTENCE.finditer(text):
        if CHILDHOOD.search(sentence[0]):
            for match in EARLIER.finditer(text, *sentence.span()):
                if denial(text, match.start()) != Denial.WHOLE:
                    yield mark(match, "child", Level.HIGH)


def _begun(text: str, match: "re.Match[str]") -> int | None:
    """Where it begins to be said: with the words of what is planned, if it needs any. Nowhere without them, and where
    nobody does it."""
    begin = max(0, match.start() - BEFORE)
    before = text[begin : match.start()]
    if not PLANNED.match(match[0]):
        return None if NOBODY.search(before) else match.start()
    ahead = AHEAD.search(before)
    return begin + ahead.start() if ahead else None


def underage(text: str) -> Iterator[Mark]:
    """The author says an age below that of an account, or goes to a school for those who are below any. In a quotation
    it is somebody else's."""
    youngest = int(settings.DISEASEMAPS["minimum_age"])
    quoted = covered(len(text), (match.span() for match in QUOTED.finditer(text)))
    for match in (*found(AGED, text), *found(AT_SCHOOL, text)):
        years = match.groupdict()
        is_young = not years or _years(years["years"] or years["anos"]) < youngest
        if is_young and not quoted[match.start()]:
            yield mark(match, "underage", Level.HIGH)


def _years(said: str) -> int:
    if said.isdecimal():
        return int(said)
    names = NUMBERS if said.lower() in NUMBERS else NUMEROS
    return FIRST + names.index(said.lower())
