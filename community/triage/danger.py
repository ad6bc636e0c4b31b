"""Signs that somebody may be in danger, now or earlier (M11).

Said of now it is acute; said of an earlier time, or in somebody's quoted words, it is read with care and by two.
"""

from collections.abc import Iterator

from community.models import Level
from community.triage.marks import LONGEST, QUOTED, SENTENCE, Mark, covered, found, mark, phrase

SOMEBODY = (
    r"(?:him|her(?! feelings)|them|somebody|someone|people|the (?:doctors?|nurses?|consultant|receptionist)|"
    r"my (?:wife|husband|partner|mother|father|ex))\b"
)  # children have a rule of their own
RELATIVE = (
    r"(?:he|she|(?:my|her|his) (?:husband|wife|partner|father|mother|boyfriend|girlfriend|brother|"
    r"stepfather|stepmother|son|carer))"
)
LIFE = (
    r"(?:kill(?:ing)?|hang(?:ing)?|drown(?:ing)?|shoot(?:ing)?|stab(?:bing)?|poison(?:ing)?|hurt(?:ing)?|harm(?:ing)?|"
    r"cut(?:ting)?) myself\b"
)
END = (
    r"(?:end(?:ing)? (?:my (?:own )?life|it all)|tak(?:e|ing) my own life|commit(?:ting)? suicide|"
    r"(?:slit(?:ting)?|cut(?:ting)?) my wrists|jump(?:ing)? (?:off|from|out of|in front of) (?:an? |the |my )?"
    r"(?:bridge|roof|train|window|balcony|building|cliff))\b"
)
ALL = (
    r"(?:an overdose|(?:all|every one) (?:of )?(?:my|the|these) (?:pills|tablets|medicines?|insulin)|"
    r"the whole (?:box|bottle|packet))"
)
MORIR = (
    r"(?:matarme|suicidarme|morirme|morir|quitarme la vida|acabar con (?:mi vida|todo)|hacerme daño|"
    r"cortarme|ahorcarme|tirarme (?:por|desde|al)|tomarme (?:todas|todo))\b"
)
NOW = phrase(
    rf"(?:want|going|plan|planning|intend|need|about|decided|ready) to (?:\w{{1,12}} )?(?:{LIFE}|{END})",
    rf"(?:will|i'll|might|could|may) (?:\w{{1,12}} )?(?:{LIFE}|{END})",
    rf"(?:thinking|think|thoughts|dream) (?:of|about) (?:{LIFE}|{END}|suicide\b)",
    rf"how (?:i|i'd|to|best to) (?:(?:would|will|could|can|should) )?(?:{LIFE}|{END})",
    r"(?:i )?(?:want|wish) to (?:die|be dead)\b|wish (?:that )?i (?:was|were) (?:dead|never born)",
    r"(?:ready|deserve) to die\b|cease to exist\b|want it all to end\b",
    r"(?:i am|i'm|i feel|feeling) (?:\w{1,12} )?suicidal\b",
    r"better off (?:dead\b|without me\b)|better without me\b",
    r"(?:written|writing|wrote) (?:a |my |the )?(?:suicide|goodbye|farewell) (?:note|letters?)",
    rf"(?:going to take|going to swallow|want to take|want to swallow|have taken|have swallowed|just took|"
    rf"just swallowed) {ALL}",
    rf"(?:going to|want to|will|i'll) (?:kill|hurt|harm|strangle|poison) {SOMEBODY}",
    rf"{RELATIVE} (?:hits|beats|rapes|chokes|abuses|is hitting|is beating|threatens to kill) (?:me|us|{SOMEBODY})",
    rf"(?:quiero|voy a|pienso(?: en)?|podría|necesito|planeo|ganas de) (?:\w{{1,12}} )?{MORIR}",
    r"me voy a (?:matar|suicidar|ahorcar)\b|ojalá (?:me muriera|no despertara|estuviera muert[oa])",
    r"(?:estaría|estaríamos|estarían) mejor (?:muert[oa]|sin mí)|carta de despedida",
    r"(?:voy a|quiero|podría) (?:matarl[oae]s?|matar a|hacerle daño|hacer daño a|pegarle|"
    r"estrangular\w{0,2}|envenenar\w{0,2})(?! (?:a )?mi (?:beb|hij|niñ))",
    r"(?:mi (?:marido|mujer|esposo|esposa|pareja|padre|madre|novio|novia|hermano|padrastro)|él|"
    r"ella) (?:me|nos) (?:pega|golpea|viola|maltrata)\b",
)
# Who is tired of life says so in these words. The word “not” belongs to some of them.
NOT_TO_LIVE = phrase(
    r"(?:do not|don't|dont) (?:really )?(?:want|wish) to (?:live|be alive|exist|go on living|go on any ?more|wake up|"
    r"be here any ?more)\b(?! (?:with (?:my|his|her|him|them)|in|near|there|alone|abroad|at))",
    r"no (?:reason|point|will|wish) (?:to|in) (?:live|living|going on|keep myself alive)\b|"
    r"nothing (?:left )?to live for",
    r"(?:tired|sick) of (?:life|living)\b(?! (?:with|in|on|out|like|like this|from))|done with (?:life|living)\b",
    r"(?:hope|hoping|wish) (?:that )?i (?:will not|won't|would not|wouldn't|do not|don't|never) wake up",
    r"life (?:is not|isn't) worth living|no one (?:will|would) miss me",
    r"no quiero (?:seguir )?(?:vivir|viviendo|existir|despertar|estar aquí)\b(?! (?:con|en|cerca|sol[oa]|allí))",
    r"no (?:tengo|veo|encuentro) (?:ya )?(?:ganas de vivir|sentido a (?:la|mi) vida|motivos? para vivir|"
    r"razón para vivir)",
    r"(?:cansad[oa]|hart[oa]) de vivir\b(?! (?:con|en|así|sol[oa]))|la vida no (?:vale|merece) la pena",
)
WAS = phrase(r"(?:had|was|were|felt|there was|estaba|era|tenía)(?: \w{1,12})? $")
EARLIER = phrase(
    rf"(?:wanted|tried|planned|was going|attempted) to (?:\w{{1,12}} )?(?:{LIFE}|{END}|die\b)",
    r"(?:killed|hanged|shot) (?:himself|herself|themselves)|took (?:his|her|their) own life",
    r"took an overdose|suicid(?:e|al)\b",
    rf"(?:quería|quise|intenté|pensaba|pensé en) {MORIR}",
    r"(?:cut|harmed|burned|burnt) myself (?:to feel|on purpose|again|because|so that|every)",
    r"suicidi(?:o|ó)\b|se (?:mató|ahorcó|quitó la vida)",
)
TODAY = phrase(r"tonight\b|right now\b|this evening\b|just now\b|esta noche\b|ahora mismo\b")


def marks(text: str) -> Iterator[Mark]:
    quoted = covered(len(text), (match.span() for match in QUOTED.finditer(text)))
    for match in (*found(NOW, text), *NOT_TO_LIVE.finditer(text)):
        is_told = quoted[match.start()] or WAS.search(text[max(0, match.start() - 24) : match.start()])
        yield mark(match, "danger", Level.HIGH if is_told else Level.DANGER)
    for match in found(EARLIER, text):
        yield mark(match, "danger", Level.DANGER if _of_now(text, match.start()) else Level.HIGH)


def _of_now(text: str, place: int) -> bool:
    """Whether its own sentence speaks of this very evening."""
    before = max(text.rfind(sign, max(0, place - LONGEST), place) for sign in ".!?\n") + 1
    sentence = SENTENCE.match(text, before or max(0, place - LONGEST))
    return sentence is not None and TODAY.search(sentence[0]) is not None
