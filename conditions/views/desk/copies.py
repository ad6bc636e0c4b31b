"""The copy of a text that lies before its reviewer: as readers will see it, and beside each paragraph what was said."""

import copy
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from conditions import differences
from conditions.editorial import typed
from conditions.models import Assignment, Citation, Comment, Quotation, Revision, Round, Verdict
from conditions.rendering import plain
from conditions.rendering.marks import Marks
from conditions.rendering.parts import COUNTRY_NOTES, SHORT_ANSWER
from conditions.rendering.places import Block, beside, blocks, markdown
from conditions.sentences import plain_sentences
from conditions.words import SECTIONS

WHOLE = "whole"  # the address of a comment that is about no one paragraph
HEADING = re.compile("<h[2-6] ")
Decision = Verdict.Decision


@dataclass(frozen=True)
class Thread:
    """A comment, with what was answered to it."""

    comment: Comment
    marks: Marks
    replies: list[Comment] = field(default_factory=list)

    @property
    def wording(self) -> differences.Paragraph:
        """What the suggested wording changes, as somebody reads it who has not written the text."""
        return differences.wording(*map(self.marks.readable, (self.comment.quote, self.comment.suggestion)))


def marks(revision: Revision) -> Marks:
    """The sources and facts of the revision, as its readers know them."""
    numbers = dict(Citation.objects.filter(revision=revision).values_list("key", "position"))
    return Marks(numbers, dict(Quotation.objects.filter(revision=revision).values_list("key", "text")))


def threads(said: Sequence[Comment], revision: Revision) -> dict[str, list[Thread]]:
    """Comments by place, in the order in which they were made; what answers an answer stands with the first."""
    found: dict[str, list[Thread]] = defaultdict(list)
    of: dict[int, Thread] = {}
    known = marks(revision) if any(comment.suggestion for comment in said) else Marks({}, {})
    for comment in said:
        thread = of.get(comment.reply_to_id or 0)
        if thread is None:
            thread = Thread(comment, known)
            found[comment.place].append(thread)
        else:
            thread.replies.append(comment)
        of[comment.pk] = thread
    return found


def rendered(revision: Revision) -> dict[str, str]:
    """The HTML that was rendered of each part but the short answer."""
    notes = {f"{COUNTRY_NOTES}{code}": html for code, html in revision.country_notes_html.items()}
    return {name: getattr(revision, f"{name}_html") for name in SECTIONS} | notes


@dataclass(frozen=True)
class Place:
    """Somewhere in the text: what readers see there, its sources, and what was said about it."""

    name: str
    html: str
    citations: list[Citation]
    threads: list[Thread]
    comment: str  # the page on which one comments on it; empty where one may not

    @property
    def shown(self) -> SafeString:
        """As readers see it; the short answer is the inside of a paragraph."""
        return mark_safe(f"<p>{self.html}</p>" if self.name == SHORT_ANSWER else self.html)  # noqa: S308 (as signed)

    @property
    def is_heading(self) -> bool:
        """What one says of a heading is said beside the paragraph after it."""
        return bool(HEADING.match(self.html))

    @property
    def sentences(self) -> list[str]:
        """The sentences that can be told apart there, as readers see them."""
        return [sentence for block in plain(self.html) for sentence in plain_sentences(block)]

    @property
    def start(self) -> str:
        """Its first words, which tell one button from another."""
        return Truncator(" ".join(plain(self.html))).words(8) if self.html else _("the whole text")


class Marked:
    """A text with what was said between its paragraphs; read once, when it is first asked for."""

    def __init__(self, round_: Round) -> None:
        self.round, self.revision = round_, round_.revision

    @property
    def may_comment(self) -> bool:
        raise NotImplementedError

    def note(self, name: str) -> str:
        """What stands beside the place."""
        raise NotImplementedError

    def _comment(self, name: str) -> str:
        """The page on which one comments on the place; empty where one may not."""
        raise NotImplementedError

    @cached_property
    def citations(self) -> list[Citation]:
        return list(self.revision.citations.select_related("source__replaced_by"))

    @cached_property
    def said(self) -> list[Comment]:
        return list(Comment.objects.filter(round=self.round).select_related("by").order_by("at", "pk"))

    @cached_property
    def threads(self) -> dict[str, list[Thread]]:
        return threads(self.said, self.revision)

    @property
    def remarked(self) -> list[Place]:
        """The places of which something was said."""
        return [place for place in self.places.values() if place.threads]

    @cached_property
    def html(self) -> dict[str, str]:
        return rendered(self.revision)

    @cached_property
    def places(self) -> dict[str, Place]:
        """Every place on which one can comment, by its name."""
        short = Place(
            SHORT_ANSWER,
            self.revision.short_answer_html,
            self._cited_in_short(),
            self.threads[SHORT_ANSWER],
            self._comment(SHORT_ANSWER),
        )
        found = [self._place(html, block) for html in self.html.values() for block in blocks(html)]
        named = {place.name: place for place in (short, *found)}
        rest = [thread for name, threads in self.threads.items() if name not in named for thread in threads]
        return {WHOLE: Place("", "", [], rest, self._comment(WHOLE))} | named

    def _place(self, html: str, block: Block) -> Place:
        return Place(
            block.place,
            html[block.begins : block.ends],
            self._cited(block.sources),
            self.threads[block.place],
            self._comment(block.place),
        )

    def _cited_in_short(self) -> list[Citation]:
        wrapped = f'<p id="{SHORT_ANSWER}-1">{self.revision.short_answer_html}</p>'
        return self._cited(next(iter(blocks(wrapped))).sources)

    def _cited(self, numbers: tuple[int, ...]) -> list[Citation]:
        return [citation for citation in self.citations if citation.position in numbers]

    def typed(self, name: str) -> str:
        """How the place was typed: what a suggestion takes the place of. Empty for the whole text."""
        part = typed.part(name)
        text = typed.parts(self.revision).get(part, "")
        return text if part == SHORT_ANSWER else markdown(part, text).get(name, "")

    def as_readers_see_it(self) -> dict[str, SafeString]:
        """The components of the answer's page, in the language of its readers, with notes between its paragraphs."""
        words = self._noted()
        with translation.override(self.revision.answer.language):
            return {
                name: render_to_string(f"components/{name}.html", {"words": words}) for name in ("short_answer", "text")
            }

    def _noted(self) -> Revision:
        """The revision with what stands beside its paragraphs put between them; what was signed stays as it is."""
        shown, notes = copy.copy(self.revision), {name: self.note(name) for name in self.places}
        noted = {part: beside(html, notes) for part, html in self.html.items()}
        for name in SECTIONS:
            setattr(shown, f"{name}_html", noted[name])
        codes = self.revision.country_notes_html
        shown.country_notes_html = {code: noted[f"{COUNTRY_NOTES}{code}"] for code in codes}
        return shown


class Copy(Marked):
    """All that is shown of one assignment."""

    def __init__(self, assignment: Assignment, *, link: int = 0) -> None:
        """`link` is that of an outside expert, whose pages do not stand at the desk."""
        super().__init__(assignment.round)
        self.assignment, self.link = assignment, link

    @property
    def verdict(self) -> Verdict | None:
        return getattr(self.assignment, "verdict", None)

    @property
    def is_waiting(self) -> bool:
        """Whether their decision is still wanted."""
        return self.may_comment and self.verdict is None

    @property
    def may_comment(self) -> bool:
        """Also after they decided, as long as the review is open: they may answer the author.

        Not by a link from outside: whoever opens it later, in that mailbox, may be somebody else.
        """
        decision = self.verdict.decision if self.verdict else ""
        is_over = bool(decision) if self.assignment.reviewer.user.is_outside else decision == Decision.RECUSE
        return self.round.closed_at is None and not self.assignment.declined_at and not is_over

    @property
    def own_comments(self) -> int:
        return sum(comment.by_id == self.assignment.reviewer.user_id for comment in self.said)

    @property
    def must_change(self) -> int:
        """How many of their own comments say that something must change."""
        mine = (comment for comment in self.said if comment.by_id == self.assignment.reviewer.user_id)
        return sum(comment.weight == Comment.Weight.MUST for comment in mine)

    def note(self, name: str) -> str:
        told = {"place": self.places[name], "address": name, "assignment": self.assignment, "open": self.may_comment}
        return render_to_string("desk/review/place.html", told).strip()

    def _comment(self, name: str) -> str:
        if not self.may_comment:
            return ""
        if self.link:
            return reverse("expert:comment", args=[self.link, self.assignment.pk, name])
        return reverse("desk:comment", args=[self.assignment.pk, name])

    @cached_property
    def last_verdict(self) -> Verdict | None:
        """What they decided last on earlier words of this answer, or on these in an earlier review."""
        before = Verdict.objects.filter(revision__answer=self.round.answer_id, reviewer=self.assignment.reviewer_id)
        looked = before.filter(decision__in=[Decision.APPROVE, Decision.CHANGES], at__lte=self.round.opened_at)
        last = looked.exclude(round=self.round).order_by("-at", "-pk")
        return last.select_related("assignment__reviewer", "assignment__round__revision__answer").first()

    @cached_property
    def former(self) -> "Copy | None":
        """The copy on which they decided last: what was said there is what they look for here."""
        last = self.last_verdict
        return Copy(last.assignment) if last and not last.assignment.round.revision.is_sealed else None
