"""Facts are rows; status is computed from facts and from a day that is handed in."""

from conditions.models.answers import Answer, Citation, Contribution, Draft, Quotation, Revision
from conditions.models.availability import Absence, Specialty, SpokenLanguage
from conditions.models.bundles import Bundle
from conditions.models.catalogue import Code, Condition, FormerSlug, Name
from conditions.models.cautions import Caution
from conditions.models.comments import Comment
from conditions.models.countries import Country, HelpLine
from conditions.models.experts import ExpertLink, ExpertMailbox
from conditions.models.facts import Fact, FactValue, FactVersion
from conditions.models.glossary import GlossaryTerm
from conditions.models.invitations import Invitation
from conditions.models.ledger import Event, Stream
from conditions.models.notices import Confirmation, Escalation, Notice
from conditions.models.outbox import Chore, Mail
from conditions.models.owners import Owner
from conditions.models.people import Device, Grant, User
from conditions.models.proposals import Proposal
from conditions.models.publications import Publication, SignOff
from conditions.models.questions import Applicability, Question, ReviewPolicy, Wording
from conditions.models.readings import Reading
from conditions.models.reminders import ReviewReminder
from conditions.models.reports import FoundClear, ReaderReport
from conditions.models.reviewers import Credential, Declaration, Renewal, Reviewer, Revocation, Verification
from conditions.models.reviews import Assignment, Round, Verdict
from conditions.models.schedules import Schedule
from conditions.models.seals import Seal
from conditions.models.search import FailedSearch, SearchAnswer, SearchCount, SearchEntry, SearchWord
from conditions.models.sources import Source

__all__ = [
    "Absence",
    "Answer",
    "Applicability",
    "Assignment",
    "Bundle",
    "Caution",
    "Chore",
    "Citation",
    "Code",
    "Comment",
    "Condition",
    "Confirmation",
    "Contribution",
    "Country",
    "Credential",
    "Declaration",
    "Device",
    "Draft",
    "Escalation",
    "Event",
    "ExpertLink",
    "ExpertMailbox",
    "Fact",
    "FactValue",
    "FactVersion",
    "FailedSearch",
    "FormerSlug",
    "FoundClear",
    "GlossaryTerm",
    "Grant",
    "HelpLine",
    "Invitation",
    "Mail",
    "Name",
    "Notice",
    "Owner",
    "Proposal",
    "Publication",
    "Question",
    "Quotation",
    "ReaderReport",
    "Reading",
    "Renewal",
    "ReviewPolicy",
    "ReviewReminder",
    "Reviewer",
    "Revision",
    "Revocation",
    "Round",
    "Schedule",
    "Seal",
    "SearchAnswer",
    "SearchCount",
    "SearchEntry",
    "SearchWord",
    "SignOff",
    "Source",
    "Specialty",
    "SpokenLanguage",
    "Stream",
    "User",
    "Verdict",
    "Verification",
    "Wording",
]
