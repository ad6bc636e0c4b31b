"""Where a condition's codes lead: pages of others, opened by the reader and never called by us (S7)."""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _

from conditions.models import Code

System = Code.System


class Link(NamedTuple):
    """A page of somebody else: its publisher, what to expect there, its address."""

    title: str
    note: str
    address: str


# Plain words first. What a publisher moves is mended here.
PAGES = {
    System.GARD: (
        "Genetic and Rare Diseases Information Center (GARD)",
        _("rare conditions in plain words, United States"),
        "https://rarediseases.info.nih.gov/diseases/{}/index",
    ),
    System.ORPHANET: (
        "Orphanet",
        _("rare conditions, in several languages"),
        "https://www.orpha.net/en/disease/detail/{}",
    ),
    System.OMIM: ("OMIM", _("genes, written for specialists"), "https://omim.org/entry/{}"),
    System.MONDO: (
        "Monarch Initiative",
        _("genes and signs, written for specialists"),
        "https://monarchinitiative.org/MONDO:{}",
    ),
}
SEARCH = "https://vsearch.nlm.nih.gov/vivisimo/cgi-bin/query-meta?v%3Aproject=medlineplus&query="


def links(name: str, codes: Iterable[tuple[str, str]]) -> list[Link]:
    """A search for the name that suits everybody, then the pages that its codes lead to, plain words first."""
    everyday = Link("MedlinePlus", str(_("a search for this name in plain words, United States")), SEARCH + quote(name))
    known = list(codes)
    return [everyday] + [
        Link(title, str(note), address.format(quote(value.lstrip("0") if system == System.GARD else value)))
        for system, (title, note, address) in PAGES.items()
        for held, value in known
        if held == system
    ]
