"""How people say that somebody near hurts them or others, and that they would hurt somebody themselves (M11).

Patterns alone, for a text without accents; children have a rule of their own.
"""

from community.triage.marks import phrase

SOMEBODY = (
    r"(?:him|her(?! feelings)|them|somebody|someone|people|the (?:doctors?|nurses?|consultant|receptionist)|"
    r"my (?:wife|husband|partner|mother|father|mum|mom|dad|ex))\b"
)
PARTNER = (
    r"(?:husband|wife|partner|boyfriend|girlfriend|fianc[eé]e?|ex|ex-(?:husband|wife|partner|boyfriend|girlfriend))"
)
ELDER = (
    r"(?:father|dad|daddy|stepfather|stepdad|uncle|grandfather|grandad|granddad|grandpa|(?:older |big )?brother|"
    r"stepbrother|cousin|teacher|coach|trainer|priest|boss|neighbour)"
)
FAMILY = (
    rf"(?:{PARTNER}|{ELDER}|mother|mum|mom|mummy|mommy|stepmother|stepmum|stepmom|aunt|grandmother|grandma|sister|son|"
    r"daughter|carer|flatmate|roommate|(?:father|mother|brother|sister|son)-in-law)"
)
OFTEN = r"(?:(?:sometimes|often|still|always|regularly|even|then|also|just|really) )?"
MY = r"(?:my|her|his) (?:(?:mum|mother|mom|dad|father|sister)'s )?"
NAMED = rf"{MY}(?:(?:own|new|drunk|violent|foster|younger|little) )?{FAMILY} {OFTEN}"
RELATIVE = rf"(?:(?:he|she) {OFTEN}|{NAMED})"
HITS = (
    r"(?:(?:hits|beats|slaps|punches|chokes|strangles|rapes|abuses|molests|assaults|threatens to kill)|"
    r"(?:is|keeps|has been|(?:does not|doesn't|won't|will not|never) stops?) (?:hitting|beating|slapping|punching|"
    r"kicking|choking|strangling|raping|abusing|hurting))"
)
HIT = (
    r"(?:hit|beat|slapped|punched|kicked|choked|strangled|raped|molested|assaulted|attacked|stabbed|"
    r"tried to (?:kill|strangle|choke|rape))"
)
# Not with the hand: at cards, to the door, with a joke.
PLAYED = (
    r"(?! (?:at|to|by|awake)\b| in (?:chess|cards|every|a|the race)\b| on the (?:back|shoulder|arm)\b|"
    r" with (?:(?:his|her|a|an|the|some|all|more|this|that|these) )?(?:bad |good |silly )?"
    r"(?:jokes?|news|questions?|facts?|spoon|pillow|bill|advice|love)\b)"
)
KINDLY = (
    r"(?! (?:gently|softly|tenderly|deeply)\b| on (?:the|my|her|his) (?:shoulder|arm|hand|head|cheek|back|forehead|"
    r"knee)\b|"
    r" with (?:his|her) (?:words|kindness|music|story|stories)\b)"
)
MI = (
    r"(?:mi (?:marido|mujer|esposo|esposa|pareja|padre|papá|papi|madre|mamá|mami|novi[oa]|herman[oa]|hermanastro|"
    r"padrastro|"
    r"madrastra|tí[oa]|abuel[oa]|hij[oa]|suegr[oa]|cuñad[oa]|cuidadora?|prim[oa]|ex|exmarido|exnovio|exmujer|expareja)|"
    r"(?:el|la) (?:novi[oa]|pareja|marido|mujer) de mi (?:madre|padre|mamá|papá|hermana)|"
    r"él|ella)"
)
MAYOR = (
    r"(?:el (?:novio|marido) de mi (?:madre|mamá|hermana)|mi (?:padre|papá|papi|padrastro|tío|abuelo|hermano|"
    r"hermanastro|primo|profesor|maestro|entrenador|cura|vecino|jefe|"
    r"cuñado|suegro))"
)
PEGADO = (
    r"(?! (?:(?:un|una|unos|unas|la|el|los|las) )?(?:sustos?|notas?|voces|bronca|pataditas|pegatinas?|tiritas?|"
    r"abrazos?|gritos?|besos?|"
    r"parches?|"
    r"gripe|risa|catarro|resfriado|virus|alegrías?|repasos?|siestas?)\b)"
)
CON_CARINO = (
    r"(?! (?:(?:la|el|las|los|una|un) )?(?:frente|cabeza|cara|manos?|hombros?|brazos?|espalda|pelo|guitarra|piano|"
    r"canción|canciones|violín|barriga|fibra)\b| con cariño\b| (?:cuidar|limpiar|esperar)\w{0,3}\b)"
)

HURTS = phrase(
    rf"(?:going to|want to|will|i'll|gonna) (?:kill|hurt|harm|strangle|poison) {SOMEBODY}",
    rf"{RELATIVE}{HITS} (?:me|us|{SOMEBODY}){PLAYED}|{NAMED}(?:kicks (?:me|us)\b|locks me (?:in|up)\b)",
    r"my parents (?:are|keep) (?:hitting|beating|hurting) (?:me|us)\b",
    r"my parents (?:(?:slap|punch|kick) (?:me|us)\b|(?:hit|beat) (?:me|us) (?:every|all the time|if|whenever|"
    r"when i (?!was)))",
    rf"(?:my|her|his) {ELDER} {OFTEN}(?:touches|gropes|fondles) me\b{KINDLY}",
    rf"comes into my (?:room|bed)(?: at night| every night)? and touches me\b{KINDLY}",
    r"threaten(?:s|ed|ing) to kill (?:me|us)\b",
    r"(?:voy a|quiero|podría) (?:matarl[oae]s?|matar a|hacerle daño|hacer daño a|pegarle|"
    r"estrangular\w{0,2}|envenenar\w{0,2})(?! (?:a )?mi (?:beb|hij|niñ))",
    rf"{MI} (?:siempre |a veces |también |todavía )?(?:me|nos) (?:pega|golpea|viola|maltrata|está pegando){PEGADO}\b",
    rf"mis padres (?:me|nos) (?:pegan|golpean|maltratan){PEGADO}\b|{MI} no deja de (?:pegarme|golpearme|maltratarme)\b",
    rf"{MI} abusa de (?:mí|nosotr[oa]s)\b",
    rf"{MAYOR} me (?:toca|manosea)\b{CON_CARINO}",
    rf"(?:amenaza|amenazó|amenazado) con (?:matarme|matarnos)\b|{MI} me encierra\b|dice que (?:me|nos) va a matar\b",
    is_bare=True,
)
# Once, by whoever lives with the author, or what is grave whoever did it.
HURT_ONCE = phrase(
    rf"(?:my|her) {PARTNER} (?:\w{{1,12}} )?{HIT} (?:me|us)\b{PLAYED}",
    rf"(?:my|her) {FAMILY} (?:\w{{1,12}} )?(?:strangled|stabbed|tried to kill) me\b",
    r"(?:raped|molested|sexually assaulted) me\b|me (?:violó|violaron|ha violado|han violado)\b",
    r"i (?:was|have been|had been|got) (?:\w{1,12} )?raped\b",
    r"mi (?:marido|mujer|esposo|esposa|pareja|novi[oa]|ex) (?:me|nos) (?:pegó|golpeó|maltrató|pegaba|golpeaba|"
    r"maltrataba|ha pegado|"
    rf"ha golpeado){PEGADO}\b",
    rf"{MI} me intentó matar\b|{MI} intentó matarme\b",
    is_bare=True,
)
# What is grave on the day itself, and a game or a childhood else.
HURT_TODAY = phrase(
    rf"{RELATIVE}{HIT} (?:me|us)\b{PLAYED}",
    rf"{MI} (?:me|nos) (?:pegó|golpeó|ha pegado|ha golpeado){PEGADO}\b",
    is_bare=True,
)
