"""What a publication is called elsewhere: DOI, PMID and address, each in one form, so that doubles are found."""

import re
import unicodedata
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DASHES = dict.fromkeys(map(ord, "‐‑‒–−"), "-")  # what a copy from print makes of a hyphen
SCHEME = r"^(?:https?:)?(?://)?(?:www\.)?"
DOI_ADDRESS = re.compile(SCHEME + r"(?:dx\.)?doi\.org/+", re.IGNORECASE)
DOI_WORD = re.compile(r"^(?:info:doi/|urn:doi:|doi\b[\s:=]*)", re.IGNORECASE)
DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
PMID_ADDRESS = re.compile(
    SCHEME + r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/(?:m/)?pubmed)/+(?=[0-9])", re.IGNORECASE
)
PMID_WORD = re.compile(r"^pmid\b[\s:=]*", re.IGNORECASE)
PMID = re.compile(r"0*([1-9][0-9]{0,8})")
CLOSERS = {")": "(", "]": "[", ">": "<", "}": "{"}
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|_hs(?:enc|mi)", re.IGNORECASE)


def doi(typed: str) -> str:
    """The DOI in small letters, without the address, the word or the full stop around it. Raises: ValidationError."""
    text = unicodedata.normalize("NFKC", typed).translate(DASHES).strip()
    if not text:
        return ""
    bare = DOI_ADDRESS.sub("", text)
    if bare != text:
        bare = re.split(r"[?#]", bare)[0]
    bare = _without_end(unquote(DOI_WORD.sub("", bare))).lower()
    if not DOI.fullmatch(bare) or not bare.isprintable():
        raise ValidationError(_("This is no DOI. It looks like 10.1183/13993003.00610-2017."))
    return bare


def pmid(typed: str) -> str:
    """The number alone. Raises: ValidationError."""
    text = unicodedata.normalize("NFKC", typed).strip()
    if not text:
        return ""
    bare = re.split(r"[/?#]", PMID_ADDRESS.sub("", PMID_WORD.sub("", text)))[0].rstrip(".")
    found = PMID.fullmatch(bare)
    if not found or not bare.isascii():
        raise ValidationError(
            _("This is no PMID. It is a number such as 29191952; a number that begins with PMC goes into the address.")
        )
    return found[1]


def url(typed: str) -> str:
    """The address without what tells who passed it on. Raises: ValidationError.

    Its fragment stays, since it may lead to the very section, and so does http: not every publisher has https.
    """
    text = unicodedata.normalize("NFC", typed).strip()
    if not text:
        return ""
    refusal = ValidationError(_("Write an address that begins with https:// or http://, without a name or password."))
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise refusal from error
    host = (parts.hostname or "").rstrip(".")
    plain = text.isprintable() and " " not in text and "\\" not in text
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc or not plain:
        raise refusal
    usual = port in (None, {"http": 80, "https": 443}[parts.scheme])
    where = (f"[{host}]" if ":" in host else host) + ("" if usual else f":{port}")
    return urlunsplit((parts.scheme, where, parts.path or "/", _untracked(parts.query), parts.fragment))


def twins(address: str) -> set[str]:
    """The address as others may have written it: with or without s, and with or without a last slash."""
    rest = address.partition("://")[2]
    return {f"{scheme}://{rest.rstrip('/')}{end}" for scheme in ("http", "https") for end in ("", "/")}


def told_by(address: str) -> tuple[str, str]:
    """The DOI or the PMID, where the address is only another way to write one."""
    if DOI_ADDRESS.match(address):
        return doi(address), ""
    return "", pmid(address) if PMID_ADDRESS.match(address) else ""


def _without_end(text: str) -> str:
    """Without the punctuation of the sentence it was copied from; brackets that belong to it stay."""
    while text and (text[-1] in ".,;:'\"”’" or text.count(text[-1]) > text.count(CLOSERS.get(text[-1], text[-1]))):
        text = text[:-1]
    return text


def _untracked(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [pair for pair in pairs if not TRACKING.fullmatch(pair[0])]
    return query if len(kept) == len(pairs) else urlencode(kept)
