"""Facts are rows; status is computed from facts and from a day that is handed in."""

from conditions.models.catalogue import Code, Condition, FormerSlug, Name
from conditions.models.countries import Country
from conditions.models.ledger import Event, Stream
from conditions.models.outbox import Chore, Mail
from conditions.models.people import Device, Grant, User
from conditions.models.questions import Applicability, Question, ReviewPolicy, Wording
from conditions.models.search import SearchCount, SearchEntry, SearchWord

__all__ = [
    "Applicability",
    "Chore",
    "Code",
    "Condition",
    "Country",
    "Device",
    "Event",
    "FormerSlug",
    "Grant",
    "Mail",
    "Name",
    "Question",
    "ReviewPolicy",
    "SearchCount",
    "SearchEntry",
    "SearchWord",
    "Stream",
    "User",
    "Wording",
]
