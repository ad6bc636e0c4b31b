"""The last step: nothing leaves but the elements, attributes and addresses named here, whatever went in."""

import re

import nh3
from django.utils.html import escape

from conditions.rendering.parts import COUNTRY_NOTE, PARTS

BLOCKS = {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "table", "details"}
TAGS = BLOCKS | {"li", "thead", "tbody", "tr", "th", "td", "summary", "strong", "em", "br", "sup", "a"}
ATTRIBUTES = {tag: {"id"} for tag in BLOCKS} | {
    "a": {"href", "id", "aria-label"},
    "ol": {"id", "start"},
    "th": {"scope"},
    "*": set(),  # nh3 would let every element have a title and a language
}
CLASSES = {"sup": {"class": {"citation"}}, "details": {"class": {"figures"}}, "p": {"class": {"averages"}}}
ID = {"a": re.compile(r"cited-\d+-\d+")}
BLOCK_ID = re.compile(rf"(?:{'|'.join((*PARTS, COUNTRY_NOTE.pattern))})-\d+")
# Only whole addresses: no name before a host, which disguises it; no second slash, which is another host; no
# parameters of a mail, which write it for the reader.
HREF = re.compile(
    r"https?://(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*(?::\d{1,4})?(?:[/?#][^\s\\]*)?"
    r"|mailto:[^\s@?&/:\\]+@[^\s@?&/:\\]+"
    r"|/(?![/\\])[^\s\\]*",
    re.IGNORECASE,
)
CITATION = re.compile(r"#source-\d+")


def sanitised(html: str) -> str:
    """The HTML with nothing but what is allowed; the same again when sanitised twice."""
    return _CLEANER.clean(html)


def may_link(address: str) -> bool:
    """Whether an author may link there: a page of the web, an address of mail, or a place on this site."""
    return bool(HREF.fullmatch(address)) and " href=" in sanitised(f'<a href="{escape(address)}">there</a>')


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "id":
        return value if ID.get(tag, BLOCK_ID).fullmatch(value) else None
    if name == "href":
        return value if HREF.fullmatch(value) or CITATION.fullmatch(value) else None
    return value


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style"},
    attributes=ATTRIBUTES,
    tag_attribute_values=CLASSES,
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)
