"""Addresses, numbers and names by which somebody can be reached (C16)."""

import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

from community.triage.marks import Mark, mark, phrase

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}(?:@|\s?[(\[]at[)\]]\s?)[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.IGNORECASE)
LINK = re.compile(
    r"\b(?:https?://|www\.)\S{1,300}|(?<![\w@.-])[\w-]{2,40}\.(?:com|org|net|info|co\.uk)\b", re.IGNORECASE
)
NUMBER = re.compile(r"(?<![\w.,/-])\+?(?:\(?\d)(?:[\s()./-]{0,2}\d){7,14}(?!\w)")
# What has as many digits, and is none: a day, with or without an hour, or two years.
NO_NUMBER = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-]\d{4}|(?:19|20)\d\d\s?[-/ ]\s?(?:19|20)\d\d|\d{4}-\d{2}-\d{2}(?: \d{2})?"
)
# Where no code of a country stands before it, a number is grouped by three and four in more places than this one; what
# other countries do is in the pattern above.
GROUPED_AS = "US"
HANDLE = re.compile(r"(?<![\w@.+-])@[A-Za-z_][\w.]{2,29}")
FIND_ME = phrase(
    r"(?:find|add|follow|message|text|write to) me (?:on|at|via|by) (?:facebook|instagram|whatsapp|"
    r"telegram|tiktok|twitter)",
    r"(?:búscame|escríbeme|sígueme|encuéntrame) (?:en|por|al) (?:facebook|instagram|whatsapp|telegram|tiktok|twitter)",
)


def marks(text: str) -> Iterator[Mark]:
    for pattern in (EMAIL, LINK, HANDLE, FIND_ME):
        for match in pattern.finditer(text):
            yield mark(match, "contact")
    for match in NUMBER.finditer(text):
        if not NO_NUMBER.fullmatch(match[0].strip()):
            yield mark(match, "contact")
    for number in PhoneNumberMatcher(text, GROUPED_AS, leniency=Leniency.POSSIBLE):
        if not NO_NUMBER.fullmatch(number.raw_string):
            yield Mark(number.start, number.end - number.start, "contact")
