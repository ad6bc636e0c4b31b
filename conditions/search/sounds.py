"""How a word sounds to somebody who has only heard it: the same for "cirrhosis" and "sirosis"."""

import re

ALIKE = [
    (re.compile(pattern), said)
    for pattern, said in [
        (r"^(?:ps|sc(?=[eiy]))", "s"),
        (r"^(?:pn|kn|gn|mn)", "n"),
        (r"^x", "z"),
        (r"^h?eu|^you", "u"),
        (r"tch", "ch"),
        (r"sch", "sk"),
        (r"ch(?=[aeou]?[rl])", "k"),
        (r"gu(?=[ei])", "g"),
        (r"ph", "f"),
        (r"c(?=[eiy])", "s"),
        (r"ck|[cq]", "k"),
        (r"x", "ks"),
        (r"(?<!s)h", ""),
        (r"z", "s"),
        (r"[ao]e|ea", "e"),
        (r"au", "o"),
        (r"ou|oo|ew", "u"),
        (r"y", "i"),
        (r"(.)\1+", r"\1"),
    ]
]


def sound(word: str) -> str:
    """A rough English ear: letters that are heard alike become one, silent and doubled ones go."""
    for pattern, said in ALIKE:
        word = pattern.sub(said, word)
    return word


def can_be_misspelt(word: str) -> bool:
    """Words with digits tell types of a condition apart, and short ones lie too near to each other."""
    return len(word) > 3 and word.isalpha()
