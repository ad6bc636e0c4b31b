"""How a name is folded for search and order, and how it becomes an address.

Signs can carry the meaning of a name: "T-B+" and "T-B-" severe combined immunodeficiency are different diseases.
They become words ("t minus b plus"), so that search and addresses keep such conditions apart.
"""

import re
import unicodedata

from conditions.digest import sha256

SLUG_LENGTH = 200
# Addresses beside the conditions that pages of the site have, or may come to have.
RESERVED = frozenset({"add", "all", "edit", "feed", "map", "new", "search", "stories"})

SIGNS = dict.fromkeys(map(ord, "’‘‛ʼʻ`´′＇"), "'")
SIGNS |= dict.fromkeys(map(ord, "‐‑‒–−﹣－⁻₋"), "-") | dict.fromkeys(map(ord, "⁺₊＋﬩"), "+")
LETTERS: dict[int, str] = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i"}
)
GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "ο": "omicron", "π": "pi",
    "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip
SPELT_OUT = str.maketrans({letter: f" {name} " for letter, name in GREEK.items()})

GREEK_WORD = re.compile("[α-ω]{3}")
BRACKETED_SIGN = re.compile(r"\(([+-])\)")
SUSPENDED = re.compile(r"-(?=\s+(?:and|or|to|y|o|e|u|et|ou|und|oder)\s)")  # as in "hypo- and hypermelanotic"
MARKERS = re.compile(r"(?<![^\s,;/(])(?:[a-z]{1,2}[+-])+(?![^\s,;/)])")  # as in "T-B+NK-"
PLUS = re.compile(r"(?<=[^\W_])\++|(?<=\))\+")
MINUS = re.compile(r"(?<![^\W_])([^\W_]{1,4})-(?=[\s,;/)\]]|$)")  # as in "5q- syndrome", not "arthrogryposis- ..."
ELISION = re.compile(r"\b([dl])'(?=\w)")  # as in "maladie d'Alzheimer"
NOT_KEPT = re.compile(r"[^a-z0-9]+")  # what `_kept` says, quicker, for a name in ASCII
NUMBERED = re.compile(rf"\b({'|'.join(GREEK.values())})(?=[0-9])")


def fold(text: str) -> str:
    """The name as it is compared and sorted: small letters, no accents, signs and Greek letters as words.

    The same for every spelling of the same signs; the same again when folded twice; empty only for nothing
    but blanks. A name of nothing but signs keeps them; scripts other than Latin keep their letters and marks.
    """
    plain = _plain(text)
    signs = _signs(plain)
    folded = _blanks(NOT_KEPT.sub(" ", signs) if signs.isascii() else "".join(map(_kept, signs)))
    return folded or _blanks(plain) or _blanks("".join(letter for letter in text if not "\ud800" <= letter <= "\udfff"))


def words(text: str) -> list[str]:
    """The words of the folded name."""
    return fold(text).split()


def slug(text: str) -> str:
    """A readable address of at most 200 characters: ASCII letters, digits and hyphens, never empty.

    Whoever gives it to a condition makes it unique (`unused`), for instance where two names differ by case alone.
    """
    ascii_words = [word for word in words(text) if word.isascii() and word.isalnum()]
    readable = _cut("-".join(ascii_words), SLUG_LENGTH)
    return readable or f"name-{sha256(fold(text))[:10]}"


def unused(readable: str, taken: "set[str] | frozenset[str]", *, tail: str) -> str:
    """The address itself or, where it is taken, with a tail that tells the two apart, such as the Mondo number."""
    if readable not in taken:
        return readable
    return f"{_cut(readable, SLUG_LENGTH - len(tail) - 1)}-{tail}"


def _plain(text: str) -> str:
    """Small letters without accents; one spelling for apostrophes and dashes."""
    if text.isascii():
        return text.casefold()
    text = text.translate(SIGNS)
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = "".join(letter for letter in text if not "\u0300" <= letter <= "\u036f").translate(SIGNS | LETTERS)
    return unicodedata.normalize("NFC", "".join(letter for letter in text if _is_text(letter)))


def _is_text(letter: str) -> bool:
    """False for what only steers the display (joiners, direction marks, variation selectors) or is no character."""
    return unicodedata.category(letter) not in {"Cf", "Cs", "Cn"} and not "\ufe00" <= letter <= "\ufe0f"


def _signs(text: str) -> str:
    if not text.isascii() and not GREEK_WORD.search(text):
        text = text.replace("ς", "σ").translate(SPELT_OUT)
    if "+" in text or "-" in text:
        text = SUSPENDED.sub(" ", BRACKETED_SIGN.sub(r"\1", text))
        text = MARKERS.sub(lambda found: found[0].replace("-", " minus ").replace("+", " plus "), text)
        text = PLUS.sub(" plus ", text)
        text = MINUS.sub(r"\1 minus ", text)
    if "'" in text:
        text = ELISION.sub(r"\1 ", text).replace("'", "")
    return NUMBERED.sub(r"\1 ", text.replace("&", " and "))


def _kept(letter: str) -> str:
    """Letters, marks, digits and pictures stay; all else parts words."""
    if letter.isalnum() or unicodedata.category(letter) in {"Mn", "Mc", "So"}:
        return letter
    return " "


def _blanks(text: str) -> str:
    return " ".join(text.split())


def _cut(address: str, length: int) -> str:
    if len(address) <= length:
        return address
    return address[: length + 1].rpartition("-")[0] or address[:length]


def of_condition(question: str, name: str) -> str:
    """The question with the name of the condition, which its own words may leave out: for titles and lists."""
    named = name[:1].upper() + name[1:]
    return question if name.casefold() in question.casefold() else f"{question} · {named}"


def asked(question: str, name: str) -> str:
    """A question as it is worded for all conditions, as it is asked of this one."""
    return of_condition(question.replace("{condition}", name), name)
