"""What must hold before words are reviewed, signed or published; each refusal is for the person who meets it."""

import datetime
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from conditions.models import (
    Contribution,
    Declaration,
    FactVersion,
    Publication,
    Question,
    Reviewer,
    Revision,
    Round,
    User,
    Verification,
)
from conditions.models.reviewers import latest


def ready(revision: Revision) -> None:
    """Raises: ValidationError, keyed by field, with every reason why the words cannot go to review."""
    wrong: dict[str, list[str]] = {}
    for field, sentence in _missing(revision):
        wrong.setdefault(field, []).append(sentence)
    if wrong:
        raise ValidationError(wrong)


def _missing(revision: Revision) -> Iterator[tuple[str, str]]:
    if not revision.short_answer:
        yield "short", _("Write the short answer.")
    if revision.searched_on is None:
        yield "searched_on", _("Say up to which day you searched for evidence.")
    if revision.is_unknown and not revision.unknowns:
        yield "unknowns", _("Say what nobody knows yet.")
    if not revision.citations.exists():
        yield "body", _("Cite at least one source.")
    if not revision.change and Publication.objects.filter(answer=revision.answer).exclude(revision=revision).exists():
        yield "change", _("Say what changed, and why: readers see it.")
    if revision.within_id is None and not (revision.body or revision.is_unknown):
        yield "body", _("Write the text, or say within which other answer this one stands.")


def eligible(reviewer: Reviewer, round_: Round, *, at: datetime.datetime) -> Verification:
    """The verification on which the reviewer's sign-off would rest.

    Raises: ValidationError for somebody who wrote the words (R8) or has no valid credential (R9).
    """
    if wrote(reviewer.user, round_.revision):
        raise ValidationError(
            _("%(name)s had a part in these words, and cannot approve them. Ask another reviewer.")
            % {"name": reviewer.name}
        )
    valid = Verification.objects.valid(timezone.localdate(at)).filter(credential__reviewer=reviewer)
    found = valid.exclude(by=reviewer.user_id).select_related("credential").order_by("-valid_until", "-pk").first()
    if found is None:
        raise ValidationError(
            _("%(name)s has no credential that somebody verified and that is valid today. Verify it first.")
            % {"name": reviewer.name}
        )
    return found


def wrote(user: User, revision: Revision) -> bool:
    """Whether they had a part in the words, or in those before since the last version that was not withdrawn (R8)."""
    before = Publication.objects.exclude(ending=Publication.Ending.WITHDRAWN).filter(
        answer=revision.answer_id, revision__number__lt=revision.number
    )
    last = before.aggregate(last=Max("revision__number"))["last"] or 0
    since = Revision.objects.filter(answer=revision.answer_id, number__gt=last, number__lte=revision.number)
    part = Q(created_by=user) | Q(
        contributions__in=Contribution.objects.filter(user=user).exclude(role=Contribution.Role.SUGGESTED)
    )
    return since.filter(part).exists()


def publishable(revision: Revision, *, by: User) -> None:
    """Raises: ValidationError where `by` wrote the words (E7), a seal took them (E19), a value is not in force (R27),
    the text that they translate is live no more (E10), or nobody asks this (R28).
    """
    if revision.is_sealed:
        raise ValidationError(_("These words were sealed. Save a new revision, and have it reviewed."))
    if wrote(by, revision):
        raise ValidationError(_("You had a part in these words. Ask another editor to publish them."))
    if not revision.citations.exists():
        raise ValidationError(_("Cite at least one source."))
    _refuse_other_values(revision)
    _translates_what_stands(revision)
    answer = revision.answer
    if not Question.objects.applying_to(answer.condition).filter(pk=answer.question_id).exists():
        raise ValidationError(_("This question does not apply to the condition. Decide that it does first."))


def _refuse_other_values(revision: Revision) -> None:
    """Readers are shown values in force and no other (R27)."""
    holding = FactVersion.objects.in_force()
    other = revision.quotations.exclude(version__in=holding).select_related("version").first()
    if other is None:
        return
    if other.version.in_force_at is None and other.version.dropped_at is None:
        sentence = _("This text quotes a value of “%(key)s” that is not in force yet. Put it in force with this text.")
    else:
        sentence = _("This text quotes a value of “%(key)s” that holds no more. Save it again: it then quotes today's.")
    raise ValidationError(sentence % {"key": other.key})


def _translates_what_stands(revision: Revision) -> None:
    """Raises: ValidationError where a text that it translates, directly or not, is withdrawn or is its own (E10)."""
    source = revision.translates
    while source:
        if source.answer_id == revision.answer_id:
            raise ValidationError(
                _("This text would translate a text that translates it. Translate the one that was written first.")
            )
        live = Publication.objects.live().filter(answer=source.answer_id).select_related("revision__translates").first()
        if live is None:
            raise ValidationError(
                _("The text that this one translates was withdrawn. Translate a version that is live.")
            )
        source = live.revision.translates


def declared(declaration: Declaration, reviewer: Reviewer, revision: Revision) -> Declaration:
    """The declaration, if it is the last one that the reviewer made for this condition (R12).

    Raises: ValidationError.
    """
    last = latest(reviewer, revision.answer.condition).first()
    if last is None or last.pk != declaration.pk:
        raise ValidationError(_("Declare your interests for this condition first: readers see them beside the text."))
    return last
