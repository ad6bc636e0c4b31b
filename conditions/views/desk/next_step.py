"""What comes next for one person with one answer: one sentence, and at most one main button."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from conditions.editorial import cautions, options, schedules
from conditions.editorial.options import Option
from conditions.editorial.situations import Situation
from conditions.models import Assignment, Caution, Reading, Schedule, User, Verdict
from conditions.permissions import actions
from conditions.stages import Stage


class Next(NamedTuple):
    """Where nobody has to press anything now, the sentence stands alone."""

    said: str
    label: object = ""
    address: str = ""


@dataclass
class Desk:
    """One answer before one person."""

    situation: Situation
    by: User
    at: datetime.datetime

    @cached_property
    def held(self) -> frozenset[str]:
        """What their roles allow there, whatever the state of the answer."""
        answer = self.situation.answer
        return actions(self.by, answer.condition, on=self.situation.on, language=answer.language)

    @cached_property
    def open(self) -> list[Option]:
        return options.open_to(self.situation, self.held, by=self.by, at=self.at)

    @cached_property
    def own_review(self) -> Assignment | None:
        """Their own part in the open review, if they have not decided yet."""
        asked = self.situation.round.assignments.all() if self.situation.round else ()
        theirs = (each for each in asked if each.reviewer.user_id == self.by.pk)
        return next((each for each in theirs if not each.declined_at and not hasattr(each, "verdict")), None)

    @property
    def may_write(self) -> bool:
        return "write" in self.held

    @property
    def may_preview(self) -> bool:
        return self.may_write or "see_evidence" in self.held

    @property
    def may_seal(self) -> bool:
        return "seal" in self.held

    @cached_property
    def cautions(self) -> list[tuple[Caution, bool]]:
        """Each with whether it is theirs to decide about: what lies wider takes a role that reaches it all."""
        there = self.situation.cautions
        if not there:
            return []
        held = cautions.theirs(self.by, on=self.situation.on).filter(pk__in=[caution.pk for caution in there])
        theirs = set(held.values_list("pk", flat=True))
        return [(caution, caution.pk in theirs) for caution in there]

    def offered(self, option: Option) -> bool:
        return option in self.open

    def leading_to(self, option: Option, said: str) -> Next:
        """With the button, if it is theirs to press; else the sentence alone."""
        if not self.offered(option):
            return Next(said)
        return Next(said, option.label, reverse(f"desk:{option.name}", args=[self.situation.answer.pk]))

    def writing(self, said: str, label: str = "") -> Next:
        """The same for the page on which it is written."""
        if not self.may_write:
            return Next(said)
        return Next(said, label or _("Write"), reverse("desk:write", args=[self.situation.answer.pk]))


def next_step(desk: Desk) -> Next:
    """The most pressing: what was taken away, then what colleagues are at, then what readers have."""
    kinds = (_withdrawn, _second_person, _in_review, _saved, _live, _without_text)
    return next(found for kind in kinds for found in kind(desk))


def _withdrawn(desk: Desk) -> Iterator[Next]:
    notice = desk.situation.notice
    if notice is None or hasattr(notice, "confirmation"):
        return
    if notice.by_id == desk.by.pk:
        yield Next(_("You withdrew this text. A colleague has to confirm that within 24 hours."))
    else:
        told = {"who": notice.by, "day": date_format(notice.on)}
        said = _("%(who)s withdrew this text on %(day)s. A second person has to look at it.") % told
        yield desk.leading_to(options.CONFIRM, said)


def _second_person(desk: Desk) -> Iterator[Next]:
    """What a colleague proposed, and this person may decide on."""
    for caution, decides in desk.cautions:
        if decides and caution.words and not caution.confirmed_at and caution.by_id != desk.by.pk:
            said = _("%(who)s wrote a caution in own words, which readers see when a second person confirms it.")
            page = reverse("desk:confirm_caution", args=[caution.pk])
            yield Next(said % {"who": caution.by}, _("Look at the caution"), page)
    for asked in desk.situation.seals if desk.may_seal else ():
        if asked[0].asked_by_id != desk.by.pk:
            said = _("%(who)s asks for words to be sealed. A second person decides.") % {"who": asked[0].asked_by}
            yield Next(said, _("Look at the request"), reverse("desk:confirm_seal", args=[asked[0].pk]))


def _in_review(desk: Desk) -> Iterator[Next]:
    if desk.situation.round is None:
        return
    if desk.own_review:
        page = reverse("desk:review", args=[desk.own_review.pk])
        yield Next(_("You were asked to check this text."), _("Check it"), page)
    given = {verdict.decision: verdict.name for verdict in desk.situation.verdicts}
    if asking := given.get(Verdict.Decision.CHANGES):
        yield desk.writing(_("%(who)s asked for changes. A new revision takes them up.") % {"who": asking})
    elif approving := given.get(Verdict.Decision.APPROVE):
        if desk.situation.facts.is_approved:
            yield _approved(desk, approving)
        elif desk.situation.is_signed:
            yield _to_be_read(desk, approving)
        else:
            yield _by_one_of_two(desk, approving)
    else:
        yield _waiting(desk)


def _approved(desk: Desk, who: str) -> Next:
    """Whoever may publish but must not is told why."""
    if desk.situation.planned:
        return _planned(desk, desk.situation.planned)
    said = _("%(who)s approved these words. Readers get them when another person publishes.") % {"who": who}
    if desk.offered(options.PUBLISH):
        return desk.leading_to(options.PUBLISH, _("%(who)s approved these words. You can publish them.") % {"who": who})
    hindrance = options.PUBLISH.hindrance(desk.situation, desk.by, desk.at)
    return Next(f"{said} {hindrance}")


def _planned(desk: Desk, planned: Schedule) -> Next:
    """When the words reach readers by themselves; and what would keep them from it, as things stand."""
    told = {"who": planned.by, "time": date_format(timezone.localtime(planned.due_at), "DATETIME_FORMAT")}
    said = _("Will be published on %(time)s by %(who)s. Every rule is checked again at that minute.") % told
    if against := schedules.refusal(planned, desk.situation.live, at=desk.at):
        said = _("%(who)s planned its publication for %(time)s. As things stand, nothing would be published:") % told
        said = f"{said} {against}"
    return desk.leading_to(options.UNSCHEDULE, said)


def _by_one_of_two(desk: Desk, who: str) -> Next:
    said = _("%(who)s approved these words. A second clinician signs this text too.") % {"who": who}
    if _thinking(desk):
        return Next(f"{said} {_waiting(desk).said}")
    wanted = _("Ask another reviewer.")
    return desk.leading_to(options.OFFER, f"{said} {wanted}")


def _to_be_read(desk: Desk, who: str) -> Next:
    """Every clinician has signed, and no lay reader has understood all of it yet."""
    said = _("%(who)s approved these words. A lay reader reads them too, before anybody publishes.") % {"who": who}
    waiting = [each.reader.as_reader for each in desk.situation.readings if each.is_unanswered]
    if waiting:
        return Next(f"{said} " + _("Waiting for %(names)s.") % {"names": ", ".join(waiting)})
    if any(each.said == Reading.Said.UNCLEAR for each in desk.situation.readings):
        said += " " + _("Some places were not understood. Change them in a new revision, or ask another lay reader.")
    return desk.leading_to(options.ASK_READERS, said)


def _thinking(desk: Desk) -> list[Assignment]:
    """Those who were asked and have not answered."""
    asked = desk.situation.round.assignments.all() if desk.situation.round else ()
    return [each for each in asked if not each.declined_at and not hasattr(each, "verdict")]


def _waiting(desk: Desk) -> Next:
    thinking = _thinking(desk)
    if not thinking:
        return desk.leading_to(options.OFFER, _("Nobody is reviewing it: who was asked has declined, or nobody was."))
    names = ", ".join(each.reviewer.name for each in thinking)
    told = {"names": names, "day": date_format(timezone.localdate(thinking[0].offered_at))}
    said = _("Waiting for %(names)s, asked on %(day)s.") % told
    wanted = desk.situation.still_wanted
    return desk.leading_to(options.OFFER, f"{said} {wanted}") if wanted else Next(said)


def _saved(desk: Desk) -> Iterator[Next]:
    """Words that nobody has sent to review, and those that somebody is writing."""
    situation = desk.situation
    newest = next(iter(situation.revisions), None)
    if newest and not newest.is_sealed and newest.pk not in situation.published:
        said = _("Revision %(number)d is saved. Readers get it after a review.") % {"number": newest.number}
        if desk.may_write:
            yield Next(said, _("Send it to review"), reverse("desk:submit", args=[situation.answer.pk]))
        yield Next(said)
    for draft in situation.drafts:
        if draft.editor_id == desk.by.pk:
            yield desk.writing(_("You have a draft that nobody else has seen yet."), _("Go on writing"))


PRESSING = {Stage.OVERDUE, Stage.RECHECKED, Stage.DUE_SOON}


def _live(desk: Desk) -> Iterator[Next]:
    situation = desk.situation
    if situation.live is None:
        return
    due = date_format(situation.live.next_due_on)
    if situation.stage in PRESSING:
        said = _("Its next review is due on %(day)s. Send the words to review again, or write new ones.")
        if situation.stage == Stage.OVERDUE:
            said = _("Its review ran out on %(day)s. Send the words to review again, or write new ones.")
        yield desk.leading_to(options.RECONFIRM, said % {"day": due})
    else:
        yield Next(_("Nothing needs to be done. Its next review is due on %(day)s.") % {"day": due})


def _without_text(desk: Desk) -> Iterator[Next]:
    match desk.situation.stage:
        case Stage.WITHDRAWN:
            yield desk.leading_to(
                options.RESTORE, _("Readers have no text. Put it back as it was, or write a new one.")
            )
        case Stage.NOT_APPLYING:
            yield Next(_("This question does not apply to the condition."))
        case Stage.DRAFT:
            yield Next(_("A colleague is writing it."))
        case _:
            yield desk.writing(_("Nobody has written it yet."))
