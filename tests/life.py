"""One of each: answers to which all has happened that can happen, by the moves by which it happens."""

from types import SimpleNamespace

from conditions.editorial import cautions, drafts, reports, reviewers, seals, verdicts, withdrawals
from conditions.models import Condition, Credential, Publication, ReaderReport
from conditions.models.people import Role
from tests import factories
from tests.factories import NOON, TODAY

SECRET = "Words that nobody else has read yet."


def whole(about: Condition | None = None) -> SimpleNamespace:
    """A live answer that quotes a fact, with a report; one withdrawn; one with changes asked for; a draft."""
    people = factories.desk()
    about = about or factories.condition("Wilson disease", "wilson-disease")
    factories.value_accepted(people, factories.fact(people, about))
    live = factories.quoting(people, about)
    gone = factories.published(people)
    notice = factories.withdrawn(gone)
    withdrawals.confirm_withdrawal(notice, by=factories.holder(Role.EDITOR), at=NOON)
    asked = factories.in_review(people)
    verdicts.request_changes(asked, by=people.colleague, at=NOON, seen=asked.digest, because="The dose is wrong.")
    draft = drafts.save_draft(live.answer, {"short": SECRET}, by=people.author, at=NOON, seen=0)
    who = {"by": factories.holder(Role.EDITOR), "at": NOON}
    cautions.caution(live.answer, reason="A reader doubts the figure.", **who)
    seals.ask_seal(gone.revision, ground="personal", reason="It named a patient.", **who)
    reports.found_clear(live, at=NOON)
    _revoked(people)
    return SimpleNamespace(people=people, live=live, gone=gone, asked=asked, draft=draft, report=reported(live))


def reported(publication: Publication, number: str = "AB12CD34") -> ReaderReport:
    """What a reader found wrong in the text; no page takes reports yet, so it is written as one will write it."""
    return ReaderReport.objects.create(
        number=number,
        page=f"/conditions/{publication.answer.condition.slug}/",
        answer=publication.answer,
        publication=publication,
        reason="wrong",
        words="My own dose is another.",
        email="reader@example.org",
        at=NOON,
    )


def _revoked(people: SimpleNamespace) -> None:
    """A credential that counted once."""
    credential = Credential(
        reviewer=people.reviewer, profession="nurse", title="RN", register="A former register", number="7"
    )
    reviewers.enter_credential(credential, by=people.author, at=NOON)
    reviewers.revoke(credential, on=TODAY, reason="Left the register", by=people.author, at=NOON)
