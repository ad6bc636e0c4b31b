"""Answers all of whose words attack, by the moves by which answers come to readers."""

from types import SimpleNamespace

from django.core.exceptions import ValidationError

from conditions import rendering, sentences
from conditions.editorial import comments, reports, rows, withdrawals
from conditions.models import Answer, Publication, Reviewer, User
from conditions.models.people import Role
from tests import attacks, factories, markdown_attacks
from tests.factories import NOON

QUESTION = "<img src=x onerror=fire()> '\"onfocus=fire() {condition}</script>?"
SHORT = (
    "<script>fire()</script> </script> <![CDATA[ ]]> {{ fire() }} <img src=x onerror=fire()> is no pigment.[^hostile]"
)
NAME = '<img src=x onerror=fire()> "onfocus=fire()" </script>'
ADDRESS = "https://a.example/?'onfocus='fire()'autofocus='</script>"


def taken(payload: str) -> bool:
    """Whether an author can save it, and it is no honest link to a page that is only called evil."""
    try:
        made = rendering.render({"body": payload}, sources=[], facts={})
    except ValidationError:
        return False
    return bool(rendering.shown(payload)) and not rows.unkeepable(payload) and "//evil" not in made.html["body"]


def texts() -> list[str]:
    """All that an author can write; the rest is refused before anybody reads it."""
    return [each for each in (*attacks.ALL, *markdown_attacks.ALL) if taken(each)]


def joined(payloads: list[str]) -> str:
    """All in one text, each in a paragraph of its own, after something sound."""
    return "\n\n".join(f"Next.[^ers-2017]\n\n{each}" for each in payloads)


def publishable() -> list[str]:
    """Those that may be said without a source: a number in an attack would hold up the rest."""
    return [each for each in texts() if not sentences.unsourced({"body": joined([each])}, "en")]


def answers() -> SimpleNamespace:
    """A live answer after an older version, one in review, one approved, one taken down, and what a reader reports."""
    people, payloads = _people(), publishable()
    factories.source("hostile", title=NAME, publisher=attacks.TEXT[4], note=attacks.BLOCK[0], url=ADDRESS)
    factories.source("ers-2017", title=attacks.MACHINE[3], publisher=NAME)
    about = factories.findable(NAME, *attacks.TEXT[:5], slug="hostile")
    answer = factories.started(people, condition=about, question=factories.question("hostile", QUESTION))
    first = _published(people, answer, payloads, short=SHORT, change=attacks.TEXT[1])
    now = _published(people, answer, [*payloads[1::2], *payloads[::2]], short=f"Now. {SHORT}", change=NAME)
    gone = factories.published(people, change=NAME, short=SHORT)
    withdrawals.withdraw(gone, by=people.other, at=NOON, reason=NAME, advice=attacks.TEXT[8])
    approved = factories.approved(people, body=joined(payloads), short=SHORT, change=NAME)
    again = factories.in_review(people, answer, body=joined(payloads[::-1]), short=SHORT, change=attacks.BLOCK[0])
    said = {"by": people.colleague, "at": NOON, "seen": again.digest, "place": "body-1"}
    comments.suggest(again.rounds.get(), text=NAME, quote=payloads[0], suggestion="\n".join(payloads)[:4000], **said)
    told = {"reason": "danger", "words": next(attacks.batches(3_900)), "publication": now, "at": NOON}
    made = {"first": first, "now": now, "gone": gone, "approved": approved, "again": again}
    return SimpleNamespace(
        people=people, payloads=payloads, report=reports.file_report(about.get_absolute_url(), **told), **made
    )


def _people() -> SimpleNamespace:
    """People whose names attack, as the reviewer's credential does and a word that they explained."""
    author, colleague, other = (factories.holder(Role.EDITOR) for _n in range(3))
    factories.granted(colleague, Role.REVIEWER)
    reviewer = factories.reviewer(colleague, verified_by=author, title=attacks.TEXT[12])
    User.objects.filter(pk__in=[author.pk, colleague.pk, other.pk]).update(name=NAME)
    Reviewer.objects.update(name=NAME, discipline=attacks.TEXT[9], workplace=attacks.BLOCK[0])
    factories.explained("pigment", NAME, source_title=NAME, source_url=ADDRESS)
    return SimpleNamespace(author=author, colleague=colleague, other=other, reviewer=reviewer)


def _published(people: SimpleNamespace, answer: Answer, payloads: list[str], **words: str) -> Publication:
    body = joined(payloads)
    notes = {"IE": joined(payloads[::5])}
    words |= {"body": body, "urgent_help": joined(payloads[::7]), "sources_differ": joined(payloads[::6])}
    return factories.published(people, answer, **words, country_notes=notes)
