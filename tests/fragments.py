"""Rendered HTML as a browser reads it: parsed by the rules of the standard, and strictly."""

import re
from collections import Counter
from functools import lru_cache

import html5lib

PARTS = "short_answer|urgent_help|body|sources_differ|unknowns"
# Written down here once more, so that a wider list there does not widen the test.
BLOCKS = {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "table", "details"}
ALLOWED = BLOCKS | {"li", "thead", "tbody", "tr", "th", "td", "summary", "strong", "em", "br", "sup", "a"}
MORE = {
    ("a", "href"): r"#source-\d+|https?://[a-z0-9.-]+(:\d+)?([/?#]\S*)?|mailto:[^\s@?]+@[^\s@?]+|/(?!/)\S*",
    ("a", "id"): r"cited-\d+-\d+",
    ("a", "aria-label"): r"Source \d+",
    ("ol", "start"): r"\d+",
    ("th", "scope"): "col",
    ("sup", "class"): "citation",
    ("p", "class"): "averages",
    ("details", "class"): "figures",
}


@lru_cache(maxsize=8)  # each text is asked about in more than one way, and reading it is the dear part
def elements(html):
    """Every element. Raises: html5lib's ParseError where a browser would have to repair the text."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root = parser.parseFragment(html)
    return [element for element in root.iter() if element is not root]


def foreign(html):
    """What stands in the HTML and must not: an element, an attribute, an id or an address that is none of ours."""
    found = []
    for element in elements(html):
        if element.tag not in ALLOWED:
            found.append(element.tag)
        for name, value in element.attrib.items():
            rule = MORE.get((element.tag, name))
            if name == "id" and rule is None:
                rule = rf"({PARTS})-\d+" if element.tag in BLOCKS else None
            if rule is None or not re.fullmatch(rule, value):
                found.append(f"{element.tag} {name}={value}")
    return found


def twice(*pieces):
    """Ids that one page would have more than once."""
    ids = Counter(element.get("id") for html in pieces for element in elements(html) if element.get("id"))
    return [held for held, times in ids.items() if times > 1]
