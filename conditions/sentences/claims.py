"""What a sentence claims: a number, survival, a risk, or what a treatment does.

Told by lists of words and by how names with numbers look. In languages without a list digits and percents alone are
found. It errs on the side of asking: an author who is asked for no reason says so in a few words,
and a reader who trusts a number that rests on nothing cannot.
"""

import re
from enum import StrEnum

from conditions.sentences.words import Patterns, patterns

# Numbers that are part of a name. Written into one with a word: SERPINA1, COVID-19, alpha-1, NG20, HbA1c, c.1096G>A;
# and 22q11.2, 5-HT, 21-hydroxylase.
WORD = re.compile(r"[^\s,;:()\[\]“”\"«»|/]+")
LETTERS_FIRST = re.compile(r"(?P<letters>[^\W\d_][^\W\d_'’.]*)[-–‑.]?\d")
DIGITS_FIRST = re.compile(r"[\d.,]+[-–‑]?(?P<letters>[^\W\d_]+)")
# Those letters make an amount of it and no name: under-5s, x10, p<0.05; 10mg, 5-year, 3rd, 20s.
AMOUNT_AFTER = re.compile(r"under|over|mid|pre|post|sub|aged?|[xnpr]|us|uk|eur|gbp|usd|menores|mayores", re.IGNORECASE)
AMOUNT_BEFORE = re.compile(
    r"years?|yearly|months?|monthly|weeks?|weekly|days?|daily|hours?|hourly|minutes?|min|[hdysxkmgluao]|yrs?|fold|times?"
    r"|percent|per|points?|in|to|or|out|of|and|th|st|nd|rd|bn|mg|kg|[µμ]g|mcg|ng|m?l|[dc]l|[ckm]?m|m?mol|iu|ui|kcal|mmhg"
    r"|bpm|[ap]m|doses?|sessions?|días?|mes(?:es)?|años?|semanas?|horas?|minutos?|sesi(?:ón|ones)|veces|por|de|[ºª]",
    re.IGNORECASE,
)
KARYOTYPE = re.compile(r"\b4[4-9] ?, ?[XY0]{1,5}\b")
GREEK = re.compile(
    r"\b(?:alph?a|alfa|beta|gamma|delta|epsilon|omega|interleukin|interleucina|covid|sars-cov|coenzyme|coenzima|protein|proteína"
    r"|complement|complemento|apolipoprotein|[α-ω])[\s-]?\d+\b",
    re.IGNORECASE,
)
REGISTERED = re.compile(
    r"\b(?:OMIM|MIM|PMID|PMC|ORPHA|Orphanet|ISBN|ISSN|ICD|CIE|DSM|NCT|EudraCT|ISRCTN|MONDO|ISO|DOI|NICE|GeneReviews)\b[\s:#º-]*[A-Z]*"
    r"\d[\d./-]*"
)
ADDRESS = re.compile(r"(?<!\S)(?:\S*?(?:https?://|www\.)\S*|\S+@\S+)")
IDIOMS = re.compile(r"\b24/7\b")

DIGIT = re.compile(r"[\d½¼¾⅓⅔⅕⅖⅗⅘⅛%‰٪％]")
OPENS = "\"'“‘«*- "
QUESTION = re.compile(r"[?؟？][\"'”’»)\]]*$")
MARK = re.compile(r"\[\^[^\[\]]*\]|\{\s*(?:fact|no-source)\s*:[^{}]*\}", re.IGNORECASE)


class Claim(StrEnum):
    """What a sentence states that needs a source."""

    NUMBER = "number"
    SURVIVAL = "survival"
    RISK = "risk"
    TREATMENT = "treatment"


def claim(sentence: str, language: str, *, names_numbers_to_call: bool = False) -> Claim | None:
    """What the sentence claims, if anything; a question claims nothing.

    `names_numbers_to_call` where emergency numbers stand without a word such as “call”.
    """
    words = MARK.sub("", sentence).strip()
    found = patterns(language)
    if QUESTION.search(words):
        return None
    if _has_number(words, found, names_numbers_to_call=names_numbers_to_call):
        return Claim.NUMBER
    if found.advice.match(words.lstrip(OPENS)) or found.unknown.search(words):
        return None
    claims = ((Claim.SURVIVAL, _survival), (Claim.RISK, _risk), (Claim.TREATMENT, _treatment))
    return next((kind for kind, states in claims if states(words, found)), None)


def _survival(words: str, found: Patterns) -> bool:
    return bool(found.survival.search(found.not_survival.sub(" ", words)))


def _risk(words: str, found: Patterns) -> bool:
    return bool(found.risk.search(words))


def _treatment(words: str, found: Patterns) -> bool:
    """A remedy with an effect after it, or an effect with the remedy that brings it about after it."""
    rest = found.not_remedies.sub(" ", words)
    remedy, effect = found.remedies.search(rest), found.effects.search(rest)
    if not (remedy and effect):
        return bool(found.cures.search(rest))
    works = found.effects.search(rest, remedy.end()) or found.remedies_at_work.search(rest, effect.end())
    return bool(works or found.cures.search(rest))


def _has_number(words: str, found: Patterns, *, names_numbers_to_call: bool) -> bool:
    rest = ADDRESS.sub(" ", words)
    if names_numbers_to_call or found.calling.search(rest):
        rest = found.telephone.sub(" ", rest)
    for names in (KARYOTYPE, IDIOMS, REGISTERED, found.numbered_names, GREEK):
        rest = names.sub(" ", rest)
    rest = WORD.sub(lambda word: " " if _is_name(word[0]) else word[0], rest)
    return bool(DIGIT.search(rest) or found.numbers.search(rest))


def _is_name(word: str) -> bool:
    word = word.strip(".*'’‘!?…<>=≥≤~")
    if found := LETTERS_FIRST.match(word):
        return AMOUNT_AFTER.fullmatch(found["letters"]) is None
    if found := DIGITS_FIRST.match(word):
        return AMOUNT_BEFORE.fullmatch(found["letters"]) is None
    return False
