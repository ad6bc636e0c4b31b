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


# For people first. Each address was read from the publisher's own pages; a change there is mended here.
PAGES = {
    System.ORPHANET: ("Orphanet", _("Rare diseases, in several languages"), "https://www.orpha.net/en/disease/detail/{}"),
    System.GARD: ("GARD", _("Rare diseases in plain words, United States"), "https://rarediseases.info.nih.gov/diseases/{}/index"),
    System.OMIM: ("OMIM", _("Genes and inherited conditions, for specialists"), "https://www.omim.org/entry/{}"),
    System.MONDO: ("Monarch Initiative", _("Genes, signs and models, for specialists"), "https://monarchinitiative.org/MONDO:{}"),
}  # fmt: skip


def links(name: str, codes: Iterable[tuple[str, str]]) -> list[Link]:
    """A search for the name that suits everybody, then the pages that its codes lead to, plain words first."""
    found: dict[str, list[str]] = {}
    for system, value in codes:
        found.setdefault(system, []).append(value)
    medline = "https://vsearch.nlm.nih.gov/vivisimo/cgi-bin/query-meta?v%3Aproject=medlineplus&query="
    everyday = Link("MedlinePlus", str(_("Search for this name in plain words, United States")), medline + quote(name))
    return [everyday] + [
        Link(title, str(note), address.format(quote(value)))
        for system, (title, note, address) in PAGES.items()
        for value in found.get(system, [])
    ]
