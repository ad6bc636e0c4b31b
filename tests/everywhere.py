"""Every page of ours and who opens it, in a world in which each has something to show (A1, A4).

What the matrix of roles opens for somebody is opened from there. `Everywhere.further` has what takes more than a
role: a link from a mail, a text that somebody signed, a story that was asked about.
"""

import itertools
import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import NamedTuple

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from community.models import Hold, Level, Membership, OldStory, StandIn, Story
from community.moderation import cases, followings, old_stories, threads
from conditions.editorial import cautions, experts
from conditions.models import Assignment, Condition, Mail
from conditions.models.people import Role
from tests import factories, past, stories
from tests.conditions.test_editorial_invitations import asked, link
from tests.factories import NOON, TODAY
from tests.routes import ROLES, World, matrix, written

# Whoever comes first opens what several may open.
OPENERS = ("anonymous", "member", "editor", "administrator", "reviewer", "moderator")
FILES = {"icon", "robots", "sitemap", "sitemap_part", "health", "conditions:feed", "community:data_download"}
FILES |= {"conditions:feed_of", "desk:listing_file", "desk:coverage_file", "mfa_download_recovery_codes"}
FILES |= {"conditions:feed_of_question", "stories:feed", "stories:feed_of_question"}
# They show nothing of their own and lead to a page that does, for whoever may see that.
LEADING = {"conditions:below_condition", "community:draft", "community:story_found", "account_set_password"}
LEADING |= {"invitation_link", "expert:link", "mfa_login_webauthn", "desk:coverage_together", "stories:old_link"}
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "correct horse battery"


class Page(NamedTuple):
    who: str
    route: str
    address: str


def page(who: str, route: str, *args: object, query: str = "") -> Page:
    return Page(who, route, f"{reverse(route, args=args)}{query}")


def ours() -> Iterator[str]:
    """Every route of ours that answers with a page; what only takes a press answers to nobody who opens it."""
    for name, row in matrix().items():
        pressed = "405" in {written(row, "GET", role) for role in ROLES}
        if not row["at"].startswith("/admin/") and name not in FILES | LEADING and not pressed:
            yield name


def opener(route: str) -> str | None:
    """Who opens it by their role alone."""
    return next((role for role in OPENERS if written(matrix()[route], "GET", role) == "200"), None)


class Everywhere(World):
    """The world of the matrix, with more people in it, and all that some pages need to be there."""

    def __init__(self) -> None:
        super().__init__()
        self.people["lead"] = self.stories.people.lead
        self.people["colleague"] = self.life.people.colleague
        self.people["newcomer"] = factories.holder(Role.REVIEWER)
        self.people["plain"] = factories.holder(Role.LAY_READER)
        self.people["writer"] = factories.member()
        self.people["keyholder"] = keyholder = factories.member()
        TOTP.activate(keyholder, SECRET)
        RecoveryCodes.activate(keyholder)
        self.signed_in["halfway", True] = halfway(keyholder.email)

    def pages(self) -> list[Page]:
        """Sorted by who opens them, so that each of them needs to sign in once."""
        by_role = [Page(who, name, self.fill(matrix()[name]["at"])) for name in ours() if (who := opener(name))]
        further = [self.of_accounts(), self.of_answers(), self.of_stories(), self.of_the_desk(), self.of_experts()]
        further = itertools.chain(*further, self.of_answers_in_other_states(), self.of_lay_readers())
        return sorted([*by_role, *further])

    def of_accounts(self) -> Iterator[Page]:
        for name in ("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_reauthenticate"):
            yield page("keyholder", name)
        yield page("halfway", "mfa_authenticate")
        asked(role=Role.AUTHOR)
        self.opened("invited", reverse("invitation_link", args=[link()]))
        yield page("invited", "invitation")

    def opened(self, who: str, address: str) -> None:
        """Somebody in whose browser the link of a mail was opened; most of them have no account."""
        browser = self.signed_in.setdefault((who, True), Client())
        assert browser.get(address).status_code == 302, address

    def of_answers(self) -> Iterator[Page]:
        first, now = past.corrected(self.life.people)
        names = [now.answer.condition.slug, now.answer.question.slug]
        for name in ("answer", "answer_history", "answer_print"):
            yield page("anonymous", f"conditions:{name}", *names)
        for name in ("version", "version_changes"):
            yield page("anonymous", f"conditions:{name}", first.code)

    def of_stories(self) -> Iterator[Page]:
        writer, people, about = self.people["writer"], self.stories.people, self.life.live.answer
        told = {"about": about.condition, "question": about.question}
        public = stories.published(people, writer, **told)
        for name in ("story", "helped", "report"):
            yield page("anonymous", f"stories:{name}", public.code)
        yield page("anonymous", "stories:report_sent", self.stories.report.number)
        yield page("anonymous", "stories:of_question", about.condition.slug, about.question.slug)
        for name in ("renew", "edit"):
            yield page("writer", f"community:story_{name}", public.code)
        case = stories.sent(writer, **told)
        cases.ask_author(case, "When?", by=people.moderator, **seen(case.story))
        yield page("writer", "community:story_answer", case.story.code)
        changed = {"title": "A letter", "text": f"{stories.WORDS} More.", "because": "Clearer."}
        cases.propose_change(case, **changed, by=people.moderator, **seen(case.story))
        yield page("writer", "community:story_change", case.story.code)
        refused = stories.decided(stories.sent(writer, **told), people.moderator, "decline")
        yield page("writer", "community:story_contest", refused.case.story.code, refused.pk)
        Membership.objects.create(member=writer.member, condition=about.condition, relation="person", joined_on=TODAY)
        yield page("writer", "community:community_leave", about.condition.slug)
        yield page("writer", "community:follow_question", about.condition.slug, about.question.slug)
        followed = followings.follow(
            writer.member, about.condition, about.question, language="en", by_mail=True, at=NOON
        )
        yield page("writer", "community:following_stop", followed.pk)
        yield page("anonymous", "community:following_mail", followings.key(writer.member))
        yield from self.of_old_stories(about.condition)

    def of_old_stories(self, about: Condition) -> Iterator[Page]:
        old = OldStory(reference="b-1", email="ben@example.org", language="en", condition=about, text=stories.WORDS)
        old_stories.bring(old, at=NOON)
        old_stories.ask(at=NOON)
        secret = re.findall(r"/old-stories/link/([\w-]+)/", Mail.objects.get(recipient=old.email).text)[0]
        self.browser("writer")  # signs in: the link then gives their session another key
        self.opened("writer", reverse("stories:old_link", args=[secret]))
        yield page("writer", "stories:old")
        for name in ("erase", "take_over"):
            yield page("writer", f"stories:old_{name}", old.pk)

    def of_the_desk(self) -> Iterator[Page]:
        yield page("administrator", "desk:start")
        yield page("newcomer", "desk:introduce")
        for name in ("own", "interests"):
            yield page("colleague", f"desk:{name}")
        yield page("colleague", "desk:letter", TODAY.year)
        signed = Assignment.objects.get(verdict__revision=self.life.live.revision)
        yield page("colleague", "desk:signed", signed.pk)
        bundle = factories.bundled(self.life.people)
        factories.signed(self.life.people, Assignment.objects.filter(round__bundle=bundle)[0].round.revision)
        yield page("colleague", "desk:bundle_signed", bundle.pk)
        yield page("colleague", "desk:bundle", bundle.pk, query="?changes=live")
        for name in ("policy", "change_policy"):
            yield page("editor", f"desk:{name}", factories.policy().slug)
        for name in ("safety", "hold", "death", "deputy"):
            yield page("lead", f"desk:stories:{name}")
        yield page("lead", "desk:stories:lift_hold", Hold.objects.first().pk)
        yield page("lead", "desk:stories:be_back", StandIn.objects.first().pk)
        raised = stories.sent(factories.member(), self.life.live.answer.condition)
        cases.raise_level(raised, Level.DANGER, by=self.stories.people.moderator, at=NOON)
        yield page("lead", "desk:stories:safety_step", raised.pk)

    def of_answers_in_other_states(self) -> Iterator[Page]:
        """The matrix opens them for a live answer, on which most of them say only why that cannot be."""
        approved, live, gone = factories.approved(self.life.people), self.life.live.answer, self.life.gone.answer_id
        for name in ("answer", "publish", "offer", "dismiss"):
            yield page("editor", f"desk:{name}", approved.answer_id)
        for name in ("answer", "confirm", "restore"):
            yield page("editor", f"desk:{name}", gone)
        told = {"by": self.life.people.author, "at": NOON, "reason": "A letter"}
        own_words = cautions.caution(live, words="It may be wrong.", **told)
        yield page("editor", "desk:confirm_caution", own_words.pk)
        yield page("editor", "desk:waiting", "cautions")
        yield page("editor", "desk:coverage", query=f"?one={live.condition.slug}")
        for name in ("assign", "set_due", "not_applying"):
            chosen = (
                f"?cell={live.condition_id}-{live.question_id}&cell={approved.answer.condition_id}-{live.question_id}"
            )
            yield page("editor", f"desk:{name}", query=chosen)
        yield page("editor", "desk:send_bundle", live.condition.slug, query=f"?answer={live.pk}")
        for name in ("reviewers", "searches"):
            yield page("editor", "desk:listing", name)
        changed = "?name=Other&days=90&second_clinician=never&lay_reader=never&overdue=said"
        yield page("editor", "desk:change_policy", factories.policy().slug, query=changed)

    def of_lay_readers(self) -> Iterator[Page]:
        waiting, told = (factories.to_be_read(self.life.people, self.people["plain"]) for _each in range(2))
        factories.read(told)
        yield page("plain", "desk:reading", waiting.pk)
        yield page("plain", "my_reading_decline", waiting.pk)
        yield page("plain", "desk:reading_place", waiting.pk, "body-1")
        yield page("plain", "desk:reading", told.pk)
        yield page("plain", "my_reading_name", told.pk)
        yield page("plain", "my_readings")
        yield page("plain", "desk:readings")
        yield page("editor", "desk:remove_name", told.pk)

    def of_experts(self) -> Iterator[Page]:
        people = SimpleNamespace(**vars(self.life.people) | {"colleague": self.people["editor"]})
        text = factories.written(people)
        slug = text.answer.condition.slug
        yield page("editor", "desk:ask_expert", slug, query=f"?answer={text.answer_id}")
        for name in ("asked", "decline"):
            yield page("expert", f"expert:{name}", self.sent_out(people).pk)
        begun = self.sent_out(people)
        text = experts.begin(begun, at=NOON)[0]
        yield page("expert", "expert:texts", begun.pk)
        yield page("expert", "expert:finish", begun.pk)
        yield page("expert", "expert:comment", begun.pk, text.pk, "body-1")
        over = self.sent_out(people)
        factories.signed_outside(over)
        yield page("expert", "expert:signed", over.pk)

    def sent_out(self, people: SimpleNamespace) -> experts.ExpertLink:
        made = factories.asked_outside(people, 1)
        self.opened("expert", reverse("expert:link", args=[factories.secret()]))
        return made


def seen(story: Story) -> dict[str, object]:
    return {"at": NOON, "seen": threads.current(story).digest}


def halfway(email: str) -> Client:
    """A browser in which the password was typed, and not yet the code."""
    browser = Client()
    browser.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    return browser
