"""Somebody else's health in a story that its author calls their own: nobody said that they agree (C13)."""

from collections.abc import Iterator

from community.triage.marks import Mark, found, mark, phrase

WHO = (
    r"(?:husband|wife|partner|boyfriend|girlfriend|ex|sister|brother|mother|father|mum|mom|dad|son|daughter|child|aunt|"
    r"uncle|cousin|niece|nephew|friend|neighbour|colleague|boss|flatmate)"
)
QUIEN = (
    r"(?:marido|mujer|esposo|esposa|pareja|novi[oa]|herman[oa]|madre|padre|hij[oa]|tí[oa]|prim[oa]|sobrin[oa]|amig[oa]|"
    r"vecin[oa]|compañer[oa]|jef[ea])"
)
ILL = (
    r"(?:cancer|depression|epilepsy|dementia|diabetes|asthma|autism|schizophrenia|bipolar|hiv|aids|leuk[a]?emia|"
    r"alzheimer\w{0,2}|parkinson\w{0,2}|hepatitis|anorexia|bulimia|psychosis|arthritis|"
    r"illness|disease|syndrome|disorder|condition|gene|mutation|tumour|stroke)\b"
)
ENFERMO = (
    r"(?:cáncer|depresión|epilepsia|demencia|diabetes|asma|autismo|esquizofrenia|bipolar|vih|sida|leucemia|alzheimer|"
    r"parkinson|hepatitis|anorexia|bulimia|psicosis|artritis|enfermedad|síndrome|trastorno|gen|mutación|tumor|ictus)\b"
)
TOLD = phrase(
    rf"(?:my|our) (?:\w{{1,12}} )?{WHO} (?:\w{{1,20}} )?(?:"
    rf"(?:has|had|have|suffers from|suffered from|lives with|carries) (?:it\b|(?:\w{{1,15}} ){{0,3}}?{ILL}|the same\b"
    r"(?! (?:opinion|eyes|name|hair)))"
    r"|(?:was|is|got|has been|had been|became) (?:\w{1,12} )?(?:diagnosed|operated|pregnant|hospitali[sz]ed|addicted|"
    r"depressed|infected|sectioned|an alcoholic)\b"
    r"|(?:takes|took|uses|is on|was on) (?:heroin|cocaine|drugs|methadone|antidepressants|chemo)"
    r"|lost (?:a|the|her|his|their) (?:baby|pregnancy)|miscarried|(?:wets|wet) the bed|drinks (?:again|too much|"
    r"in secret))",
    rf"mi {QUIEN} (?:\w{{1,20}} )?(?:"
    rf"(?:tiene|tuvo|tenía|padece|padeció|sufre|sufrió|lleva) (?:lo mismo\b|esto mismo\b|"
    rf"(?:\w{{1,15}} ){{0,3}}?{ENFERMO})"
    r"|(?:fue|ha sido) (?:diagnosticad|operad|ingresad|internad)[oa]"
    r"|está (?:embarazada|deprimid[oa]|ingresad[oa]|enganchad[oa])|perdió (?:un|el|al) (?:embarazo|bebé)"
    r"|toma (?:heroína|cocaína|drogas|antidepresivos)|moja la cama|bebe (?:demasiado|a escondidas))",
    rf"a mi {QUIEN} (?:también )?(?:le|lo|la) (?:diagnosticaron|han diagnosticado|operaron|ingresaron)",
)


def marks(text: str) -> Iterator[Mark]:
    for match in found(TOLD, text):
        yield mark(match, "other")
