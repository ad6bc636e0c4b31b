"""What others could copy to their harm: amounts, stopping, promises of a cure, adverts (M13)."""

import re
from collections.abc import Iterator

from community.models import Level
from community.triage.marks import NAME, Mark, found, is_denied, mark, phrase

COUNT = (
    r"(?:\d{1,5}(?:[.,]\d{1,3})?|half a|one|two|three|four|five|six|ten|media|medio|una|un|dos|tres|"
    r"cuatro|cinco|seis|diez)"
)
EACH = (
    r"(?! ?/ ?(?:d?l|ml|100)\b)(?! (?:of|de) (?:gluten|salt|sugar|sodium|fibre|fat|cholesterol|"
    r"water|blood|urine|fluids?|sal|azúcar|sodio|fibra|grasa|agua|sangre|orina)\b)"
)
AMOUNT = phrase(
    rf"\d{{1,5}}(?:[.,]\d{{1,3}})? ?(?:mg|milligrams?|miligramos?|mcg|[µμ]g|micrograms?|microgramos?|iu|ui|"
    rf"ml|millilitres?|mililitros?)\b{EACH}",
    rf"{COUNT} (?:units of insulin|unidades de insulina|tablets?|pills?|capsules?|puffs|drops|"
    rf"comprimidos?|pastillas?|cápsulas?|gotas)\b",
)
CHANGED = phrase(
    r"(?:doubl|tripl|halv|increas|rais|lower|reduc)(?:e|es|ed|ing) (?:my|the|his|her|"
    r"our) (?:\w{1,20} ){0,2}(?:dose|dosage)\b",
    r"(?:skip|skipp|miss)(?:ed|ing)? (?:my|the|a|his|her) (?:\w{1,20} )?dose\b",
    r"(?:doubl|tripl)\w{1,2} the dose|double dose",
    r"(?:dobl|duplic|dupliqu|tripliqu|aument|sub|baj|reduj|reduc|salt)\w{1,4} (?:mi|la|su|una) dosis\b",
)
TREATMENT = (
    r"(?:medicines?|medications?|meds|tablets|pills|treatments?|infusions?|antibiotics?|"
    r"chemo(?:therapy)?|insulin|steroids?|inhalers?|drugs)\b"
)
TRATAMIENTO = (
    r"(?:medic(?:amentos?|inas?|ación)|tratamientos?|pastillas|antibióticos?|quimio(?:terapia)?|"
    r"insulina|corticoides|infusiones)\b"
)
STOPPING = phrase(
    r"(?:stop|stopped|stopping|quit|quitting|gave up(?: on)?|giving up(?: on)?|came off|coming off|go off|went off|"
    r"refused|threw away)"
    r" (?:taking |using |having )?(?:all |any )?(?:of )?(?:my |the |his |her |our |your |their )?(?:[\w-]{1,20} ){0,2}?"
    + TREATMENT,
    r"(?:dej[éeóao]|dejar|dejamos|dejaron|suspend\w{1,3}|abandon\w{1,3}|rechac\w{1,3})"
    r" (?:de tomar )?(?:tod[oa]s? )?(?:el |la |los |las |mi |mis |su |sus |tu |tus )?(?:[\w-]{1,20} ){0,2}?"
    + TRATAMIENTO,
)
# Then it was no choice of their own.
BY_THE_CLINIC = phrase(
    r"(?:doctors?|nurse|consultant|clinic|team|hospital|médic[oa]s?|doctora?|equipo) (?:then |has |had |me |nos )?$"
)
CURES = phrase(
    r"(?:cure|cures|cured|healed|heals|reverse|reverses|reversed) (?:me|us|him|her|it|everyone|"
    r"everybody|anyone|my \w{1,20}|this|the (?:disease|illness|condition)|completely)\b",
    r"(?:i am|i'm|i was|she is|he is|is|am) (?:now |completely |fully |totally )?(?:cured|healed)\b",
    r"miracle(?:s|\b)|miracle (?:cure|drug)|(?:100|one hundred) ?(?:%|per ?cent) (?:effective|cured|safe)",
    r"works for (?:everyone|everybody)|guaranteed to",
    r"(?:me|lo|la|le|te|nos) (?:curó|cura|curará|curaron|sanó|sana)\b",
    r"(?:estoy|está|quedé|quedó) (?:ya |totalmente |completamente )?curad[oa]\b",
    r"milagros[oa]|un milagro|infalible|funciona para todos|cien por cien eficaz",
)
ONLY_IF = re.compile(r"\b(?:if|whether|what|si|lo que)\b", re.IGNORECASE)
SOLD = phrase(r"[\w-]{2,30} ?[®™]", r"(?:discount|promo|voucher) code", r"código (?:de )?descuento")
PRAISED = phrase(
    rf"(?:[Rr]ecommend|[Ss]wear by|[Bb]uy|[Oo]rder|[Ss]ponsored by) (?!Dr|Prof|Nurse|St\b|I\b){NAME}",
    rf"(?:[Rr]ecomiendo|[Cc]ompren?|[Pp]atrocinad[oa] por) (?!Dr|Prof|San\b){NAME}",
    exact=True,
)


def doses(text: str) -> Iterator[Mark]:
    for match in AMOUNT.finditer(text):
        yield mark(match, "dose", Level.HIGH)
    for match in found(CHANGED, text):
        yield mark(match, "dose", Level.HIGH)


def stopping(text: str) -> Iterator[Mark]:
    for match in found(STOPPING, text):
        if not BY_THE_CLINIC.search(text[max(0, match.start() - 30) : match.start()]):
            yield mark(match, "stopping", Level.HIGH)


def cures(text: str) -> Iterator[Mark]:
    for match in found(CURES, text):
        if not ONLY_IF.search(text[max(0, match.start() - 12) : match.start()]):
            yield mark(match, "cure", Level.HIGH)


def brands(text: str) -> Iterator[Mark]:
    for match in SOLD.finditer(text):
        yield mark(match, "brand")
    for match in PRAISED.finditer(text):
        if not is_denied(text, match.start()):
            yield mark(match, "brand")
