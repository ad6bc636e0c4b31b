"""Words that a member sends, with what they allow: from then on they never change (C3, C4, C13, M4, M14)."""

import datetime
from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community import triage, words
from community.models import (
    Case,
    Consent,
    ConsentDocument,
    Finding,
    Member,
    Purpose,
    Sanction,
    Story,
    StoryDraft,
    StoryPublication,
    StoryText,
)
from community.moderation import consents, danger, old_stories, publications, threads
from community.moderation.opening import closed_because
from conditions import rendering
from conditions.editorial import rows
from conditions.models import User
from conditions.stale import Stale

SHORTEST, LONGEST = 50, 1_000  # words


@transaction.atomic
def submit(draft: StoryDraft, *, by: User, at: datetime.datetime, seen: int) -> Case:
    """Sends the words to the moderators, with what the author allows; the draft is gone with it.

    While a case is open, new words take the place of those that were sent, and refuse a change that was proposed to
    them. What is public stays until somebody has decided on the new ones.
    Raises: PermissionDenied; Stale; ValidationError that names the field.
    """
    Member.objects.select_for_update(no_key=True).get(pk=draft.member_id)  # member, story, draft: as all moves lock
    held = threads.lock(draft.story) if draft.story else None
    rows_of = StoryDraft.objects.select_for_update(no_key=True, of=("self",)).select_related("member", "story")
    now = rows_of.filter(pk=draft.pk).first()
    if draft.member.user_id != by.pk:
        raise PermissionDenied(_("Only the author of a story may do this."))
    if now is None or now.version != seen:
        raise Stale
    require_whole(now, on=timezone.localdate(at))
    story = held or _born(now, at=at)
    refused = [rows.once(each, refused_at=at) for each in story.texts.filter(accepted_at=None, refused_at=None)]
    text = _text(story, now, at=at)
    findings = findings_in(text, now.keeps)
    allowed = _allowed(story, now, at=at)
    case = _case(story, findings, at=at)
    old_stories.sent(now, story)
    now.delete()
    rows.tell("sent", story, *refused, text, *findings, *allowed, case, stream=threads.stream(story), by=by, at=at)
    return case


def require_whole(draft: StoryDraft, *, on: datetime.date) -> None:
    """Raises: ValidationError with every reason why the draft cannot be sent yet, by field."""
    if closed := closed_because(draft.language, on=on):
        raise ValidationError(closed)
    if Sanction.objects.in_force(on).filter(member=draft.member).exists():
        raise ValidationError(_("You cannot send stories at the moment. The reason stands on your page."))
    if problems := {**_problems_of_words(draft, on), **_problems_of_permission(draft)}:
        raise ValidationError(problems)


def _problems_of_words(draft: StoryDraft, on: datetime.date) -> dict[str, str]:
    problems = {}
    if draft.condition is None:
        problems["condition"] = _("Choose what your story is about.")
    if not draft.relation:
        problems["relation"] = _("Say whose experience it is.")
    elif problem := consents.attestation_problem(draft.relation, draft.attests, draft.comes_of_age, on=on):
        problems["attests"] = problem
    elif _leaves_its_role(draft, on):
        problems["relation"] = _("Your story is public in another role. Take it down, then send it again.")
    count = len(rendering.shown(draft.text).split())
    if not SHORTEST <= count <= LONGEST:
        problems["text"] = _("Write from {shortest} to {longest} words. Yours has {count}.").format(
            shortest=SHORTEST, longest=LONGEST, count=count
        )
    return problems


def _leaves_its_role(draft: StoryDraft, on: datetime.date) -> bool:
    """Whether the story is public in a role that cannot rest on what its author says of others now."""
    if draft.story is None:
        return False
    public = StoryText.objects.filter(publications__in=StoryPublication.objects.live())
    shown = public.filter(story__in=Story.objects.published(on).filter(pk=draft.story.pk)).first()
    said = (draft.attests, draft.comes_of_age)
    return shown is not None and bool(consents.attestation_problem(shown.relation, *said, on=on))


def _problems_of_permission(draft: StoryDraft) -> dict[str, str]:
    problems = {}
    asked = ConsentDocument.objects.in_force(draft.language).values_list("purpose", flat=True)
    if Purpose.DISPLAY not in draft.purposes:
        problems["purposes"] = _("Without your permission to show it on this site we cannot take it.")
    elif set(draft.purposes) - set(asked):
        problems["purposes"] = consents.not_asked()
    if draft.after_death not in Consent.AfterDeath.values:
        problems["after_death"] = _("Say what happens to your story if you die.")
    if draft.years not in consents.YEARS:
        problems["years"] = _("Choose when we ask you again.")
    return problems


def _born(draft: StoryDraft, *, at: datetime.datetime) -> Story:
    story = Story(
        code=rows.drawn(Story, "code"),
        author=draft.member,
        condition=draft.condition,
        question=draft.question,
        language=draft.language,
        created_at=at,
    )
    return rows.write(story)


def _text(story: Story, draft: StoryDraft, *, at: datetime.datetime) -> StoryText:
    """The words as they are shown."""
    shown = rendering.shown(draft.text)
    text = StoryText(
        story=story,
        number=1 + story.texts.count(),
        title=rendering.line(draft.title),
        text=shown,
        relation=draft.relation,
        since=draft.since,
        country=draft.country,
        ties=rendering.line(draft.ties),
        salt=rows.salt(),
        length=len(shown),
        created_at=at,
        accepted_at=at,
    )
    text.digest = words.digest(text)
    return rows.write(text)


def findings_in(text: StoryText, keeps: Collection[str]) -> list[Finding]:
    """What triage marks, and which of it the author keeps: they were asked by the words, which are not stored here."""
    return [
        rows.write(
            Finding(
                text=text,
                part=part,
                rule=mark.rule,
                version=triage.version(mark.rule),
                level=mark.level,
                place=mark.place,
                length=mark.length,
                is_kept=said in keeps,
            )
        )
        for part, mark, said in triage.read_all(
            title=text.title, text=text.text, ties=text.ties, relation=text.relation
        )
    ]


def _allowed(story: Story, draft: StoryDraft, *, at: datetime.datetime) -> list[models.Model]:
    """Every purpose that the author ticked, given anew; what they ticked no more ends. Returns the rows.

    What is public stays so, and rests on the new consent; what sleeps does not wake before the new words are read.
    """
    is_public = Story.objects.published(timezone.localdate(at)).filter(pk=story.pk).exists()
    before = publications.end(story, publications.Ending.REPLACED, at=at)
    ended = publications.end_consents(story, Consent.Ending.REPLACED, at=at)
    given = consents.give(
        story,
        draft.purposes,
        at=at,
        years=draft.years or 1,
        way=Consent.Way.FORM,
        attests=draft.attests,
        comes_of_age=draft.comes_of_age,
        after_death=draft.after_death,
    )
    moved: list[models.Model] = [*ended, *(rows.write(each) for each in given)]
    if before is None or not is_public:
        return [*moved, *([before] if before else [])]
    behind = [each for each in (before.first, before.second) if each]
    return [*moved, before, *publications.begin(story, behind, at=at)]


def _case(story: Story, findings: list[Finding], *, at: datetime.datetime) -> Case:
    """The open case of the story, or a new one; at the level of its worst finding, and never below where it was."""
    case = threads.open_case(story)
    if case is None:
        case = threads.opened(story, Case.Cause.SENT, at=at)
    else:
        case.due_on = threads.due_on(at)
        case.save(update_fields=["due_on"])
    return danger.rise(case, danger.worst(each.level for each in findings), at=at)
