"""Signs that somebody may be in danger, now or earlier (M11).

Said of now it is acute; said of an earlier time, or in somebody's quoted words, it is read with care and by two.
"""

from collections.abc import Iterator

from community.models import Level
from community.triage.marks import QUOTED, SENTENCE, Mark, covered, found, mark, phrase

SOMEBODY = (
    r"(?:him|her(?! feelings)|them|somebody|someone|people|the (?:baby|child|children)|my (?:son|"
    r"daughter|baby|child|children|wife|husband|partner|mother|father))\b"
)
RELATIVE = (
    r"(?:he|she|(?:my|her|his) (?:husband|wife|partner|father|mother|boyfriend|girlfriend|brother|"
    r"stepfather|stepmother|son|carer))"
)
LIFE = r"(?:kill(?:ing)?|hang(?:ing)?|drown(?:ing)?|shoot(?:ing)?|hurt(?:ing)?|harm(?:ing)?|cut(?:ting)?) myself\b"
END = r"(?:end(?:ing)? (?:my (?:own )?life|it all)|tak(?:e|ing) my own life)\b"
MORIR = (
    r"(?:matarme|suicidarme|morirme|morir|quitarme la vida|acabar con (?:mi vida|todo)|hacerme daño|"
    r"cortarme|ahorcarme)\b"
)
NOW = phrase(
    rf"(?:want|going|plan|planning|intend|need|about|decided) to (?:\w{{1,12}} )?(?:{LIFE}|{END})",
    rf"(?:will|i'll|might|could|may) (?:\w{{1,12}} )?(?:{LIFE}|{END})",
    rf"(?:thinking|think|thoughts|dream) (?:of|about) (?:{LIFE}|{END}|suicide\b)",
    r"(?:i )?(?:want|wish) to (?:die|be dead)\b|wish i (?:was|were) dead",
    r"(?:i am|i'm|i feel|feeling) (?:\w{1,12} )?suicidal\b",
    r"better off (?:dead\b|without me\b)",
    r"(?:going to take|want to take|have taken|have swallowed|just took|"
    r"just swallowed) (?:an overdose|all (?:of )?(?:my|the) (?:pills|tablets|medicines?|insulin))",
    rf"(?:going to|want to|will|i'll) (?:kill|hurt|harm|strangle|poison) {SOMEBODY}",
    rf"{RELATIVE} (?:hits|beats|rapes|chokes|abuses|is hitting|is beating) (?:me|us|{SOMEBODY})",
    rf"(?:quiero|voy a|pienso(?: en)?|podría|necesito|planeo) (?:\w{{1,12}} )?{MORIR}",
    r"(?:estaría|estaríamos|estarían) mejor (?:muert[oa]|sin mí)",
    r"(?:voy a|quiero|podría) (?:matarl[oae]s?|matar a|hacerle daño|hacer daño a|pegarle|"
    r"estrangular\w{0,2}|envenenar\w{0,2})",
    r"(?:mi (?:marido|mujer|esposo|esposa|pareja|padre|madre|novio|novia|hermano|padrastro)|él|"
    r"ella) (?:me|nos|le|lo|la) (?:pega|golpea|viola|maltrata)\b",
)
# The word “not” belongs to these.
NOT_TO_LIVE = phrase(
    r"(?:do not|don't|dont) (?:want|wish) to (?:live|be alive|go on living|wake up)\b"
    r"(?! (?:with (?:my|his|her|him|them)|in|near|there|alone|abroad|at))",
    r"no quiero (?:seguir )?(?:vivir|viviendo|despertar)\b(?! (?:con|en|cerca|sol[oa]|aquí|allí))",
)
EARLIER = phrase(
    rf"(?:wanted|tried|planned|was going|attempted) to (?:\w{{1,12}} )?(?:{LIFE}|{END}|die\b)",
    r"(?:killed|hanged|shot) (?:himself|herself|themselves)|took (?:his|her|their) own life",
    r"took an overdose|suicid(?:e|al)\b",
    rf"(?:quería|quise|intenté|pensaba|pensé en) {MORIR}",
    r"suicidi(?:o|ó)\b|se (?:mató|ahorcó|quitó la vida)",
)
TODAY = phrase(r"tonight\b|right now\b|this evening\b|just now\b|esta noche\b|ahora mismo\b")


def marks(text: str) -> Iterator[Mark]:
    quoted = covered(len(text), (match.span() for match in QUOTED.finditer(text)))
    for match in (*found(NOW, text), *NOT_TO_LIVE.finditer(text)):
        yield mark(match, "danger", Level.HIGH if quoted[match.start()] else Level.DANGER)
    for match in found(EARLIER, text):
        yield mark(match, "danger", Level.DANGER if _of_now(text, match.start()) else Level.HIGH)


def _of_now(text: str, place: int) -> bool:
    """Whether its own sentence speaks of this very evening."""
    before = max(text.rfind(sign, 0, place) for sign in ".!?\n") + 1
    sentence = SENTENCE.match(text, before)
    return sentence is not None and TODAY.search(sentence[0]) is not None
