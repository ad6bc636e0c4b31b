"""Contempt for people because of what they are, and coarse words: two short lists of our own.

A list of thousands of words finds parts of the body and common words in every tenth medical text; why ours are short is
told in docs/decisions/0056-triage.md. In a quotation contempt may be what was done to the author.
"""

from collections.abc import Iterator

from community.models import Level
from community.triage.marks import QUOTED, Mark, covered, found, mark, phrase

GROUP = (
    r"(?:gays?|lesbians?|homosexuals?|(?:gay|trans|transgender|black|disabled|jewish|handicapped|old|fat|mentally ill) "
    r"(?:people|person)|trans(?:sexuals?| women| men)|wom[ae]n|blacks|africans?|jews?|muslims?|immigrants?|migrants?|"
    r"refugees?|foreigners?|gyps(?:y|ies)|asians?|arabs?|mexicans?|cripples?|the disabled|"
    r"people with (?:disabilit(?:y|ies)|that syndrome|down syndrome))\b"
)
GRUPO = (
    r"(?:gays|lesbianas|homosexuales|maricones|maricas|travestis|transexuales|mujeres|negros|judíos|musulmanes|moros|"
    r"inmigrantes|migrantes|refugiados|extranjeros|gitan[oa]s|rumanos|sudacas|chinos|discapacitados|minusválidos|"
    r"tullidos|subnormales)\b"
)
LOW = (
    r"(?:filth|filthy|scum|vermin|parasites?|animals|pigs|rats|cockroaches|insects|a disease|a plague|a cancer|"
    r"sub-?human|disgusting|repulsive|revolting|vile|gross|ugly|inferior|worthless|trash|garbage|evil|savages|criminals|"
    r"thieves|rapists|terrorists|stupid|idiots|retarded|freaks|abnormal|unnatural|a burden|a waste|a threat|a disgrace|"
    r"an abomination|monsters|dirty|liars|not (?:human|people)|less than human|nothing but)\b"
)
BAJO = (
    r"(?:escoria|basura|parásitos|animales|cerdos|ratas|cucarachas|una plaga|una peste|una enfermedad|una carga|una "
    r"vergüenza|infrahumanos|asquerosos|inferiores|ladron\w{1,2}|criminales|delincuentes|violadores|terroristas|"
    r"estúpid[oa]s|idiotas|tont[oa]s|suci[oa]s|un[oa]s (?:ladron\w{1,2}|delincuentes|criminales|anormales|vagos|"
    r"cerdos))\b"
)
BETWEEN = r"(?:(?!not\b|never\b|no\b|nunca\b)\w{1,12} )"
AGAINST = phrase(
    rf"{GROUP} {BETWEEN}{{0,4}}?(?:are|is|look|seem) {BETWEEN}{{0,3}}?{LOW}",
    rf"{GROUP} {BETWEEN}{{0,4}}?(?:deserve (?:it|this|to (?:die|suffer|be))|brought (?:it|this) on themselves|"
    r"belong (?:in a zoo|behind bars|in the kitchen)|don't deserve|should (?:all )?(?:be (?:thrown|sent|shot|killed|"
    r"deported|locked|gassed|sterili\w{1,5}|wiped|put down|banned|treated like)|die|disappear|burn|go back|not (?:be "
    r"allowed|have (?:children|rights|babies))))",
    rf"(?:hate|hatred for|despise|detest|loathe|can't stand|cannot stand|get rid of|exterminate|wipe out|sick of|"
    rf"disgusted by|no (?:compassion|respect|sympathy) (?:at all )?for|(?:kill|shoot|stab|beat up|attack|gas|hang) "
    rf"(?:all|every|those|these|some)) {BETWEEN}{{0,3}}?{GROUP}",
    rf"find {BETWEEN}{{0,2}}?{GROUP} {BETWEEN}{{0,2}}?{LOW}|(?:fucking|filthy|stupid|disgusting) {GROUP}",
    rf"see {BETWEEN}{{0,2}}?{GROUP} {BETWEEN}{{0,2}}?(?:suffer|die|burn)\b",
    r"they are all (?:filth|scum|vermin|animals|parasites)|go back (?:to )?where they came from",
    rf"{GRUPO} {BETWEEN}{{0,3}}?(?:son|sois) {BETWEEN}{{0,3}}?{BAJO}",
    rf"{GRUPO} {BETWEEN}{{0,3}}?(?:se lo merecen|merecen (?:morir|eso)|deberían (?:morir|desaparecer|irse|volver))",
    rf"(?:odio a|hay que (?:echar|matar) a|habría que (?:echar|matar) a|desprecio a|asco) {BETWEEN}{{0,3}}?{GRUPO}",
)
THEM = phrase(r"hate (?:them|every (?:single )?one of them|each one of them)\b", r"los odio\b|las odio\b")
WHOM = phrase(GROUP, GRUPO)
NEAR = 80  # letters before “I hate them” in which a group is named
SLURS = phrase(
    r"(?:faggots?|fags?|dykes?|trann(?:y|ies)|niggers?|niggas?|kikes?|pakis?|chinks?|gooks?|spics?|wetbacks?|ragheads?|"
    r"towelheads?|retards?|mongs?)\b",
    r"(?:maric(?:ón|ones)|negratas?|sudacas?|panchitos?|travelos?|shemales?|mongol(?:o|os)|subnormal(?:es)?)\b",
)
COARSE = phrase(
    r"(?:mother)?fuck\w{0,6}|(?:bull|horse)?shit(?:s|ty|head|heads|ting|show)?\b|(?:ass|arse)holes?\b|bastards?\b",
    r"bitch(?:es|y|ing)?\b|cunts?\b|dickheads?\b|wankers?\b|twats?\b|piss(?:ed)? off\b|bollocks\b|tossers?\b|sluts?\b|"
    r"whores?\b|douchebags?\b|jackass(?:es)?\b|god-?damn\w{0,2}|bloody (?:hell|idiots?|useless|awful)",
    r"f[*@#_u-]{1,3}c?k(?:ing|ed|er)?\b|sh[*!1@#]t\w{0,3}|b[*!1@#]tch|c[*@#]nt|a[*$@]{2}hole",
    r"mierdas?\b|jod(?:er|e|en|an|as|ido|ida|idos|idas|iendo)\b|cojon(?:es|udo|uda)\b|coño\b|gilipollas\b|"
    r"cabr(?:ón|ones|ona|onas)\b|put(?:a|as|o|os|ada|adas)\b|hostias?\b|pollas?\b|chinga\w{1,5}|pendej[oa]s?\b|"
    r"culer[oa]s?\b|carajo\b|hijueputa\w?|malparid[oa]s?\b|bolud[oa]s?\b|pelotud[oa]s?\b|me cago en",
    r"m[*]erda|j[*]der|p[*]t[ao]",
)


def hate(text: str) -> Iterator[Mark]:
    quoted = covered(len(text), (match.span() for match in QUOTED.finditer(text)))
    of_them = (each for each in found(THEM, text) if WHOM.search(text, max(0, each.start() - NEAR), each.start()))
    for match in (*found(AGAINST, text), *of_them, *SLURS.finditer(text)):
        yield mark(match, "hate", Level.USUAL if quoted[match.start()] else Level.HIGH)


def profanity(text: str) -> Iterator[Mark]:
    for match in COARSE.finditer(text):
        yield mark(match, "profanity")
