"""The sentence of each kind of event, for colleagues; what a reader is told stands elsewhere."""

import datetime
import json
from collections.abc import Callable
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conditions.history.rows import Rows
from conditions.models import (
    Assignment,
    Caution,
    Comment,
    Escalation,
    Event,
    Notice,
    Publication,
    Reading,
    ReviewReminder,
    Revision,
    Round,
    Schedule,
    Seal,
    Verdict,
)


class Said(NamedTuple):
    """What happened, why if somebody said so, and what one may look at beside it."""

    what: str
    why: str = ""
    revision: Revision | None = None
    review: int | None = None
    publication: Publication | None = None
    is_why_frozen: bool = False  # then it is in the language of the answer


Sentence = Callable[[Event, Rows, int], Said]


def _who(event: Event) -> str:
    return str(event.by) if event.by else _("The site")


def _plain(sentence: Callable[[], str]) -> Sentence:
    """One that names nothing but who did it."""
    return lambda event, _rows, _times: Said(sentence() % {"who": _who(event)})


def _saved(event: Event, rows: Rows, times: int) -> Said:
    revision = rows.the(Revision)
    what = _("%(who)s saved revision %(number)d.") % {"who": _who(event), "number": revision.number}
    for ended in rows.all(Round):
        what += " " + _("The review of revision %(number)d ended with it.") % {"number": ended.revision.number}
    return Said(what, revision.change, revision=revision)


def _of_review(sentence: Callable[[], str], why: str = "question") -> Sentence:
    """Of a review as a whole. `why` is the column that says why it began, or why it ended."""

    def said(event: Event, rows: Rows, times: int) -> Said:
        round_ = rows.the(Round)
        what = sentence() % {"who": _who(event), "number": round_.revision.number}
        return Said(what, getattr(round_, why), review=round_.pk)

    return said


def _offered(event: Event, rows: Rows, times: int) -> Said:
    names = ", ".join(sorted(asked.reviewer.name for asked in rows.all(Assignment)))
    told = {"who": _who(event), "names": names, "number": rows.the(Assignment).round.revision.number}
    return Said(_("%(who)s asked %(names)s to review revision %(number)d.") % told)


def _opened(event: Event, rows: Rows, times: int) -> Said:
    asked = rows.the(Assignment)
    told = {"who": asked.reviewer.name, "number": asked.round.revision.number}
    return Said(_("%(who)s opened revision %(number)d for the first time.") % told)


def _answered(sentence: Callable[[], str]) -> Sentence:
    def said(event: Event, rows: Rows, times: int) -> Said:
        asked = rows.the(Assignment)
        what = sentence() % {"who": asked.reviewer.name, "number": asked.round.revision.number}
        return Said(what, asked.get_declined_because_display() if asked.declined_because else "")

    return said


def _decided(sentence: Callable[[], str]) -> Sentence:
    """As the reviewer signed it, with what was checked, or what should change."""

    def said(event: Event, rows: Rows, times: int) -> Said:
        verdict = rows.the(Verdict)
        asked_for = " ".join(comment.text for comment in rows.all(Comment))
        what = sentence() % {"who": verdict.name, "number": verdict.revision.number}
        if verdict.vouched_by:
            what += " " + _("They were asked from outside; %(who)s vouches for them.") % {"who": verdict.vouched_by}
        checked = " ".join(verdict.scopes.values())
        return Said(what, asked_for or checked, is_why_frozen=not asked_for, review=verdict.round_id)

    return said


def _commented(event: Event, rows: Rows, times: int) -> Said:
    comment = rows.the(Comment)
    what = ngettext(
        "%(who)s commented on revision %(number)d.", "%(who)s made %(times)d comments on revision %(number)d.", times
    )
    told = {"who": comment.who, "number": comment.revision.number, "times": times}
    return Said(what % told, comment.text if times == 1 else "", review=comment.round_id)


def _lay_asked(event: Event, rows: Rows, times: int) -> Said:
    names = ", ".join(sorted(asked.reader.as_reader for asked in rows.all(Reading)))
    told = {"who": _who(event), "names": names, "number": rows.the(Reading).revision.number}
    return Said(_("%(who)s asked %(names)s to read revision %(number)d for plain language.") % told)


def _lay(sentence: Callable[[], str]) -> Sentence:
    """Of a lay reader: with what was not clear to them, or why they declined."""

    def said(event: Event, rows: Rows, times: int) -> Said:
        reading = max(rows.all(Reading), key=lambda each: each.pk)
        what = sentence() % {"who": reading.reader.as_reader, "number": reading.revision.number}
        unclear = " ".join(comment.text for comment in rows.all(Comment))
        return Said(what, unclear.strip() or str(reading.get_declined_because_display()), review=reading.round_id)

    return said


def _name_removed(event: Event, rows: Rows, times: int) -> Said:
    reading = rows.the(Reading)
    what = _("%(who)s took away the name that a lay reader had given. Readers are told of a reader now.")
    return Said(what % {"who": _who(event)}, str(reading.get_removed_because_display()), review=reading.round_id)


def _published(event: Event, rows: Rows, times: int) -> Said:
    begun = max(rows.all(Publication), key=lambda publication: publication.number)
    told = {"who": _who(event), "number": begun.revision.number, "version": begun.number}
    what = _("%(who)s published revision %(number)d as version %(version)d.") % told
    why = " ".join(notice.reason for notice in rows.all(Notice)) or str(begun.get_kind_display())
    return Said(what, why, publication=begun)


def _withdrawn(event: Event, rows: Rows, times: int) -> Said:
    notice = rows.the(Notice)
    what = _("%(who)s withdrew the text from readers.") % {"who": _who(event)}
    return Said(what, f"{notice.reason} {notice.advice}".strip(), publication=rows.the(Publication))


def _overdue(event: Event, rows: Rows, times: int) -> Said:
    told = rows.the(Escalation).told
    what = ngettext(
        "Nobody had confirmed the withdrawal for a day, so %(number)d colleague was written to.",
        "Nobody had confirmed the withdrawal for a day, so %(number)d colleagues were written to.",
        told,
    )
    return Said(what % {"number": told})


def _cautioned(event: Event, rows: Rows, times: int) -> Said:
    caution = rows.the(Caution)
    told = {"who": _who(event), "day": date_format(caution.ends_on), "words": caution.words}
    if caution.words:
        return Said(_("%(who)s proposed a caution in own words: “%(words)s”") % told, caution.reason)
    return Said(_("%(who)s put a caution over the text, until %(day)s.") % told, caution.reason)


def _renewed(event: Event, rows: Rows, times: int) -> Said:
    caution = max(rows.all(Caution), key=lambda caution: caution.pk)
    told = {"who": _who(event), "day": date_format(caution.ends_on)}
    return Said(_("%(who)s renewed the caution, until %(day)s.") % told, caution.reason)


def _of_seal(sentence: Callable[[], str]) -> Sentence:
    def said(event: Event, rows: Rows, times: int) -> Said:
        asked = rows.the(Seal)
        what = sentence() % {"who": _who(event), "number": asked.revision.number}
        return Said(what, f"{asked.get_ground_display()}: {asked.reason}")

    return said


def _due_day(event: Event, rows: Rows, times: int) -> Said:
    """The day as it was set then; it may have been moved again since."""
    round_ = rows.the(Round)
    day = datetime.date.fromisoformat(json.loads(event.data)["due_on"])
    told = {"who": _who(event), "number": round_.revision.number, "day": date_format(day)}
    what = _("%(who)s moved the day by which the review of revision %(number)d is wanted to %(day)s.") % told
    return Said(what, rows.the(Comment).text, review=round_.pk)


def _reminded(event: Event, rows: Rows, times: int) -> Said:
    """Who was written to because nobody answered (E14)."""
    match rows.the(ReviewReminder).step:
        case ReviewReminder.Step.REVIEWER:
            return Said(_("The reviewer was reminded."))
        case ReviewReminder.Step.EDITOR:
            return Said(_("The editor was told that the reviewer had not answered."))
        case _lead:
            return Said(_("The lead was told that the review stood still."))


def _of_plan(sentence: Callable[[], str]) -> Sentence:
    """Of a publication for which somebody chose the minute."""

    def said(event: Event, rows: Rows, times: int) -> Said:
        planned = rows.the(Schedule)
        told = {"who": _who(event), "editor": planned.by, "time": _minute(planned)}
        return Said(sentence() % told, planned.because)

    return said


def _minute(planned: Schedule) -> str:
    return date_format(timezone.localtime(planned.due_at), "DATETIME_FORMAT")


def overtaken(rows: Rows) -> str:
    """What an event ended besides: a publication that was planned of the words."""
    ended = [each for each in rows.all(Schedule) if each.outcome == Schedule.Outcome.OVERTAKEN]
    return _("The publication planned for %(time)s ended with it.") % {"time": _minute(ended[0])} if ended else ""


SENTENCES: dict[str, Sentence] = {
    "started": _plain(lambda: _("%(who)s began this answer.")),
    "owner named": _plain(lambda: _("%(who)s named somebody to look after this answer.")),
    "revision saved": _saved,
    "sent to review": _of_review(lambda: _("%(who)s sent revision %(number)d to medical review.")),
    "sent as wording only": _of_review(lambda: _("%(who)s sent revision %(number)d to be confirmed as wording only.")),
    "sent to reconfirm": _of_review(lambda: _("%(who)s sent the live words (revision %(number)d) to review again.")),
    "review offered": _offered,
    "review opened": _opened,
    "review accepted": _answered(lambda: _("%(who)s will review revision %(number)d.")),
    "review declined": _answered(lambda: _("%(who)s will not review revision %(number)d.")),
    "commented": _commented,
    "wording suggested": _commented,
    "approved": _decided(lambda: _("%(who)s approved these exact words (revision %(number)d).")),
    "changes asked for": _decided(lambda: _("%(who)s asked for changes to revision %(number)d first.")),
    "stepped back": _decided(lambda: _("%(who)s stepped back from the review of revision %(number)d.")),
    "lay reader asked": _lay_asked,
    "lay reading declined": _lay(lambda: _("%(who)s will not read revision %(number)d.")),
    "not clear here": _commented,
    "understood": _lay(lambda: _("%(who)s understood all of revision %(number)d. That is no medical review.")),
    "not understood": _lay(lambda: _("%(who)s did not understand some places of revision %(number)d.")),
    "lay role lost": _lay(
        lambda: _("The role of %(who)s as a lay reader ended, so nobody waits for their answer to revision %(number)d.")
    ),
    "lay readings brought up to date": _plain(
        lambda: _("An update of the site held what lay readers said to its newer rules.")
    ),
    "lay reader reminded": _lay(lambda: _("%(who)s was reminded to read revision %(number)d.")),
    "name removed": _name_removed,
    "reader forgotten": _lay(lambda: _("What %(who)s said of revision %(number)d is gone for good.")),
    "name taken back": _lay(lambda: _("%(who)s took their name back: readers are told of a reader now.")),
    "due day set": _due_day,
    "review unanswered": _reminded,
    "review dismissed": _of_review(lambda: _("%(who)s dismissed the review of revision %(number)d."), "closed_because"),
    "publication planned": _of_plan(lambda: _("%(who)s planned the publication for %(time)s.")),
    "plan undone": _of_plan(lambda: _("%(who)s undid the publication planned for %(time)s.")),
    "plan came": _of_plan(lambda: _("The site brought it to readers, as %(editor)s had planned for %(time)s.")),
    "plan failed": _of_plan(lambda: _("It was not published at %(time)s, as %(editor)s had planned.")),
    "published": _published,
    "withdrawn": _withdrawn,
    "withdrawal confirmed": _plain(lambda: _("%(who)s confirmed the withdrawal.")),
    "confirmation overdue": _overdue,
    "caution put": _cautioned,
    "caution renewed": _renewed,
    "caution confirmed": _plain(lambda: _("%(who)s confirmed the caution: readers see it.")),
    "caution lifted": _plain(lambda: _("%(who)s lifted the caution.")),
    "seal asked for": _of_seal(lambda: _("%(who)s asked for revision %(number)d to be sealed.")),
    "sealed": _of_seal(lambda: _("%(who)s sealed revision %(number)d: its words are gone for good.")),
    "seal refused": _of_seal(lambda: _("%(who)s refused the seal: the words of revision %(number)d stay.")),
}
