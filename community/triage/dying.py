"""How people say, in English and in Spanish, that they or somebody near them want to die or to harm themselves (M11).

Patterns alone, for a text without accents; what each of them weighs is told in the module on danger.
"""

from community.triage.marks import phrase

MID = r"(?:(?!not\b|never\b|no\b|nunca\b)[\w']{1,12} )?"
# What only sounds like harm: some slack, the foot, a tin, the gym.
MEANT = (
    r"\b(?! (?:laughing|working|training|shaving|cooking|falling|lifting|some slack|slack|a (?:slice|piece|bit|break)|"
    r"loose|free|out|up|for|off (?:from|a|the)|on (?:an?|the|my|some)|in the foot|short)\b)"
)
# With a needle many have to.
PRICKED = r"(?! (?:with|in|every|once|twice|three|several|each)\b)"
# Some write it as two words; one's esteem and one's doubts are no harm.
MYSELF = r"my ?self(?!-| (?:esteem|confidence|respect|worth|image|doubt|pity|control)\b)"
CUT = rf"(?:cut|cutting|burn|burning) {MYSELF}{MEANT}"
LIFE = (
    rf"(?:(?:kill|hang|drown|shoot|poison|hurt|harm|starve|starv)(?:ing)? {MYSELF}{MEANT}|kms\b|"
    rf"stabb?(?:ing)? {MYSELF}{MEANT}{PRICKED})"
)
END = (
    r"(?:end(?:ing)? (?:my (?:own )?life|it all|everything)|tak(?:e|ing) my (?:own )?life|commit(?:ting)? suicide|"
    r"(?:slit(?:ting)?|cut(?:ting)?) my wrists|jump(?:ing)? (?:off|from|out of|in front of) (?:an? |the |my )?"
    r"(?:bridge|roof|train|window|balcony|building|cliff))\b"
)
DRUGS = r"(?:pills|tablets|medicines?|medication|meds|insulin|painkillers|antidepressants)"
# So many at once that nobody was told to; three digits before the name of a medicine are how strong it is.
MANY = (
    r"(?:[1-9]\d{1,2}|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w{3,5})?|a hundred|(?:a|two|three) dozen|dozens of|handfuls of)"
)
AT_ONCE = r"(?! ?(?:daily|per|each|over|during|since|between|throughout|so far|(?:this|last|these|those) \w{1,8})\b)"
NAMED = r"(?:paracetamols?|acetaminophens?|ibuprofens?|aspirins?|tylenols?|diazepams?|codeines?)"
ALL = (
    rf"(?:{MANY} (?:of )?(?:(?:my|the|these|those|his|her) )?(?:(?!(?:m?g|mcg|ml|units?|drops?)\b)\w{{1,12}} )?"
    rf"(?:{DRUGS}|capsules|(?<!\d\d\d\s){NAMED})\b{AT_ONCE}|"
    rf"an overdose|too many (?:\w{{1,12}} )?(?:pills|tablets)|(?:all|every one) (?:of )?(?:my|the|these|those|his|"
    rf"her) "
    rf"(?:\w{{1,12}} )?{DRUGS}\b|(?:the|a) (?:whole|entire) (?:box|bottle|packet|strip)\b)"
)
TODAS = (
    r"(?:tod[oa]s (?:las|los|mis|sus) (?:\w{1,12} )?(?:pastillas|medicinas|medicamentos|comprimidos|somníferos)|"
    r"(?:la|una) caja entera|el bote entero|una sobredosis|demasiadas pastillas)\b"
)
MUCHAS = (
    r"(?:[1-9]\d{1,2}|diez|once|doce|trece|catorce|quince|dieci\w{4,6}|veinte|veinti\w{2,6}|"
    r"(?:treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa)(?: y \w{2,6})?|cien|decenas de|puñados de) "
    r"(?:de (?:mis|las|los) )?(?:pastillas|comprimidos|cápsulas|tabletas|somníferos|antidepresivos|paracetamol(?:es)?|"
    r"ibuprofenos?|aspirinas|diazepam)\b(?! (?:diari[oa]s|durante|desde|entre|a lo largo)\b)"
)
# Then it was taken as it was meant to be.
AS_TOLD = (
    r"(?! ?(?:with|as|that|which|like|every|on|at|for|before|after|exactly|regularly|without|together|in|out|off|away|"
    r"to|que|como|con|al?|para|por|cada|de|en|sin|seguid[oa]s|junt[oa]s)\b)"
)
IN_SHAME = (
    r"(?! (?:of|from) (?:shame|embarrassment|laughter|laughing|boredom|hunger|curiosity)| for (?:an?|the|some)\b)"
)
DE_RISA = r"(?! de (?:risa|vergüenza|ganas|hambre|sueño|sed|gusto|amor|calor|aburrimiento)\b)"
DIE = rf"(?:die|be dead)\b{IN_SHAME}"
MORIR = rf"(?:morirme|morir|estar muert[oa])\b{DE_RISA}"
MATARME = (
    r"(?:matarme|suicidarme|quitarme (?:la vida|de en medio)|acabar con (?:mi vida|todo)|hacerme daño|"
    r"cortarme(?! (?:el|las|la|los) (?:pelo|uñas|flequillo|barba|puntas))|ahorcarme|colgarme|autolesionarme|"
    r"tirarme (?:por (?:la|el|una?) (?:ventana|balcón|puente)|desde|al (?:tren|metro|vacío|mar|río))|"
    r"tomarme (?:todas|todo))\b"
)
MATAR = (
    r"(?:matar|suicidar|ahorcar|quitar (?:la vida|de en medio)|cortar las venas|hacer daño|"
    r"tirar (?:por (?:la|el) (?:ventana|balcón)|al (?:tren|metro)))\b"
)
# Then it is about a place or a company, and not about life.
ELSEWHERE = r"(?! (?:with (?:my|his|her|him|them)|in|near|there|alone|abroad|at|on|off|under|here)\b)"
# Of somebody else, by whoever tells it.
THEIRS = (
    r"(?:(?:kill|hang|drown|shoot|harm|starv?e?)(?:ing)? (?:himself|herself|themselves)|end(?:ing)? (?:his|her|their) "
    r"(?:own )?life|tak(?:e|ing) (?:his|her|their) own life|commit(?:ting)? suicide)\b"
)
MATARSE = r"(?:matarse|suicidarse|quitarse la vida|ahorcarse|cortarse las venas)\b"

OF_NOW = phrase(
    rf"(?:want(?:ing)?|going|plan(?:ning)?|intend(?:ing)?|need|about|decided|ready|trying|tempted|longing|urges?|"
    rf"desire) to {MID}(?:{LIFE}|{CUT}|{END})",
    rf"(?:wanna|gonna) {MID}(?:{LIFE}|{CUT}|{END})|wanna {MID}{DIE}",
    rf"(?:will|i'll|might|could|may) {MID}(?:{LIFE}|{END}|{CUT}(?= (?:again|tonight|on purpose|to feel)))",
    rf"(?:feel|feeling|feels) like {MID}(?:{LIFE}|{CUT}|{END})",
    rf"(?:thinking|think|thoughts|the thought|dream|dreaming|dreams|fantasi[sz](?:e|ing)|plan|plans|planning|idea|"
    rf"ideas|"
    rf"intention|intend) (?:of|about|on) {MID}(?:{LIFE}|{CUT}|{END}|suicide\b)",
    rf"how (?:i|i'd|to|best to) (?:(?:would|will|could|can|should) )?(?:{LIFE}|{END})",
    rf"why (?:don't i|not|shouldn't i) {MID}(?:{LIFE}|{END}|die\b)",
    rf"(?:want(?:ing)?|wish(?:ing)?|need|longing|ready|deserve) to {MID}{DIE}",
    r"wish (?:that )?i (?:was|were) (?:dead|never born)|(?:i should|i'd|i would|rather) (?:just |rather )?be dead\b",
    r"i should (?:just )?die\b|cease to exist\b|want it all to end\b|can(?:'t|not) go on living\b",
    r"want to (?:\w{1,12} ){0,4}?(?:never wake up|not wake up|disappear for ?ever)\b",
    rf"(?:i am|i'm|im|i feel|feeling) {MID}suicidal\b",
    r"(?:i|i still|i often|i always|i sometimes|i now|i keep) (?:have|get|having|getting) "
    rf"(?!had\b|fewer\b|less\b){MID}suicidal (?:thoughts|ideas|urges|feelings|ideation)\b",
    r"suicidal (?:thoughts|ideas|urges) (?:are|keep|have come|come) (?:back|coming|again)\b",
    r"better off (?:dead\b|without me\b)|better without me\b",
    r"(?:written|writing|wrote) (?:a |my |the )?(?:suicide|goodbye|farewell) (?:note|letters?)",
    rf"(?:going to take|going to swallow|want to take|want to swallow|have taken|have swallowed|i've taken|i've "
    rf"swallowed|just took|just swallowed) {ALL}{AS_TOLD}",
    rf"(?:i am|i'm|im|i keep|i've been|i have been|started|i still) (?:(?:still|also|now|always) )?(?:(?:cutting|"
    rf"harming) myself{MEANT}|(?:cutting|burning) my (?:arms?|wrists?|legs|thighs?)\b)",
    rf"(?:wants|wanting|going|plans|planning|threatens|threatening|intends) to {MID}{THEIRS}|wants to {MID}{DIE}",
    rf"(?:thinks|thinking|talks|talking|speaks) (?:of|about) {THEIRS}",
    r"(?:cuts|keeps cutting|is cutting|harms|is harming) (?:himself|herself)\b(?! (?:on|off|shaving|some|a)\b)",
    rf"(?:quiero|quisiera|deseo|piens[oe](?: en)?|pensando en|pensar en|necesito|planeo|planeando|ganas de|prefiero|"
    rf"preferiría|me gustaría|decidid[oa] a|idea de|obsesionad[oa] con) {MID}(?:{MATARME}|{MORIR}(?! (?:antes|que)\b))",
    rf"(?:voy a|podría|intención de|a punto de) {MID}{MATARME}|voy a {MID}morirme(?! de)",
    rf"me (?:quiero|quisiera|voy a|gustaría|podría) (?:{MATAR})|me (?:quiero|quisiera) {MID}morir\b{DE_RISA}",
    r"(?:pienso|pensando|pensar) en (?:el suicidio|suicidios)\b",
    r"quiero (?:\w{1,12} ){0,3}?no despertar\b",
    r"ojalá (?:me muriera|me muera|no despertara|estuviera muert[oa])|carta de despedida",
    r"(?:estaría|estaríamos|estarían) mejor (?:muert[oa]|sin mí)",
    r"me estoy (?:cortando|autolesionando)(?! (?:el|las|los) (?:pelo|uñas))|me autolesiono|"
    r"me corto (?:las venas|las muñecas|los brazos|los muslos)",
    rf"(?:tengo|tiene|me vienen|me llegan|sigo teniendo|vuelvo a tener) {MID}(?:pensamientos|ideas|impulsos) "
    r"(?:suicidas?|de suicidio|de suicidarme)\b",
    rf"(?:me )?he (?:tomado|tragado) {MUCHAS}{AS_TOLD}|acabo de (?:tomar|tragar)(?:me)? {MUCHAS}{AS_TOLD}",
    rf"me he (?:tomado|tragado) {TODAS}{AS_TOLD}|acabo de (?:tomar|tragar)(?:me)? {TODAS}{AS_TOLD}",
    r"me he (?:cortado las venas|intentado (?:matar|suicidar|ahorcar))\b",
    rf"(?:quiere|piensa(?: en)?|amenaza con|ganas de|planea|va a) {MID}{MATARSE}|(?:quiere|piensa en) {MID}"
    rf"(?:morirse|morir)\b{DE_RISA}|se quiere (?:{MATAR}|morir\b{DE_RISA})",
    is_bare=True,
)
# Who is tired of life says so in these words. The word “not” belongs to some of them.
NOT_TO_LIVE = phrase(
    r"(?:do not|don't|dont|does not|doesn't) (?:really )?(?:want|wish) to (?:live|be alive|exist|go on living|"
    r"go on any "
    r"?more|wake up|be here any ?more)\b(?! (?:with (?:my|his|her|him|them)|in|near|there|alone|abroad|at))",
    r"no longer (?:really )?(?:wants?|wish|wishes) to (?:live|be alive|exist|go on living|wake up)\b" + ELSEWHERE,
    r"(?:do not|don't|dont|no longer) feel like (?:living|being alive|existing|going on living)\b" + ELSEWHERE,
    rf"(?:(?:do not|don't|dont) (?:think|believe|know if|know whether) (?:that )?i can|can't|cant|cannot|can not) "
    rf"{MID}(?:stop|keep) (?:my ?self from )?(?:{LIFE}|{END})",
    r"(?:don't|dont) wanna (?:live|be alive|exist|wake up|be here any ?more)\b(?! (?:with|in|near|there|alone))",
    r"no (?:reason|point|will|wish) (?:to|in) (?:live|living|going on|keep myself alive)\b|"
    r"nothing (?:left )?to live for",
    r"(?:tired|sick) of (?:life|living)\b(?! (?:with|in|on|out|like|like this|from))|done with (?:life|living)\b",
    r"(?:hope|hoping|wish) (?:that )?i (?:will not|won't|would not|wouldn't|do not|don't|never) wake up",
    r"life (?:is not|isn't) worth living|(?:no one|nobody) (?:will|would) "
    r"(?:miss me|(?:care|notice|mind) if i (?:died|was dead|were dead|was gone|were gone|disappeared|killed myself))\b"
    r"(?! for (?:an?|the|one|two)\b)",
    r"no quier[oe] (?:seguir )?(?:vivir|viviendo|existir|despertar|estar aquí)\b(?! (?:con|en|cerca|sol[oa]|allí))",
    r"no (?:tengo|veo|encuentro) (?:ya )?(?:ganas de vivir|sentido a (?:la|mi) vida|motivos? para vivir|"
    r"razón para vivir)",
    r"(?:cansad[oa]|hart[oa]) de vivir\b(?! (?:con|en|así|sol[oa]))|la vida no (?:vale|merece) la pena",
    is_bare=True,
)
# At an earlier time; on this very day it is acute.
ONCE = phrase(
    rf"(?:wanted|tried|planned|was going|attempted|decided) to {MID}(?:{LIFE}|{END}|{THEIRS}|{DIE})",
    rf"(?:decided|promised(?: [\w']{{1,12}}){{0,3}}?) not to (?:{LIFE}|{END})",
    rf"(?:thought|thoughts) (?:of|about) {MID}(?:{LIFE}|{END}|suicide\b)",
    r"(?:no longer (?:wanted|wished)|(?:did not|didn't|didnt) (?:really )?(?:want|wish)) to "
    r"(?:live|be alive|exist|wake up)\b" + ELSEWHERE,
    rf"(?:took|swallowed) {ALL}{AS_TOLD}|overdosed\b|suicidal\b",
    rf"(?:cut|harmed|burned|burnt) myself{MEANT}(?= (?:to feel|on purpose|again|because|so that|every))",
    rf"(?:quería|quise|he querido|intenté|he intentado|traté de|pensaba(?: en)?|pensé en|he pensado en) {MID}"
    rf"(?:{MATARME}|{MORIR})",
    rf"(?:me )?(?:tomé|tragué) {MUCHAS}{AS_TOLD}",
    rf"me (?:tomé|tragué) {TODAS}{AS_TOLD}|me (?:quería|quise) (?:{MATAR}|morir\b{DE_RISA})",
    is_bare=True,
)
# Told of somebody, or named: it is read with care whenever it was.
TOLD = phrase(
    r"(?:killed|hanged|shot) (?:himself|herself|themselves)|took (?:his|her|their) own life|suicide\b",
    r"suicidi?o\b|suicidas?\b|suicidó\b|se (?:mató|ahorcó|quitó la vida)",
    is_bare=True,
)
# An end that somebody who is very ill wishes for when it comes.
IN_TIME = phrase(
    r"(?:at home|in (?:my|his|her|their) (?:own )?(?:bed|home|house)|peacefully|with dignity|when (?:it is|"
    r"it's) time|when "
    r"(?:my|his|her) time comes)\b",
    r"(?:en (?:casa|(?:mi|su) (?:propia )?(?:casa|cama))|con dignidad|dignamente|de viej[oa]|rodead[oa] de)\b",
)
