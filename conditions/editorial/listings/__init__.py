"""Lists that editors work through: computed when they are opened, alike on the page and as a file."""

from conditions.editorial.listings.answers import CHANGED, DUE, PLANNED, SOURCES, WITHDRAWALS
from conditions.editorial.listings.listing import Cell, Listing
from conditions.editorial.listings.reviewers import FEW, LOAD, SILENCE
from conditions.editorial.listings.searches import SEARCHES
from conditions.editorial.listings.translations import BEHIND

LISTINGS = (DUE, SOURCES, CHANGED, BEHIND, WITHDRAWALS, PLANNED, SILENCE, LOAD, FEW, SEARCHES)

__all__ = ["LISTINGS", "SEARCHES", "Cell", "Listing"]
