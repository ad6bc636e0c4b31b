"""What must hold before words are reviewed, signed or published; each refusal is for the person who meets it."""

import datetime
import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from conditions import sentences
from conditions.editorial import languages, typed
from conditions.models import (
    Citation,
    Contribution,
    Draft,
    ExpertLink,
    FactVersion,
    Publication,
    Question,
    Reading,
    Reviewer,
    Revision,
    Round,
    User,
    Verification,
)
from conditions.permissions import holders, may
from conditions.rendering import plain

FIRST_PARAGRAPH = re.compile(r'<p id="body-[0-9]+">.+?</p>', re.DOTALL)


def misplaced(words: Draft | Revision) -> dict[str, list[str]]:
    """What is wrong with where the words stand, by field: within another answer, or as a translation."""
    return _gathered([*_within(words), *_translating(words)])


def ready(revision: Revision, *, at: datetime.datetime) -> None:
    """Raises: ValidationError, keyed by field, with every reason why the words cannot go to review (R13-R16, R25)."""
    if wrong := missing(revision, at=at):
        raise ValidationError(wrong)


def missing(revision: Revision, *, at: datetime.datetime) -> dict[str, list[str]]:
    """The same reasons, for whoever looks before they send."""
    return wanting(revision, list(revision.citations.all()), on=timezone.localdate(at))


def wanting(revision: Revision, cited: list[Citation], *, on: datetime.date) -> dict[str, list[str]]:
    """The same of words that need not be saved yet."""
    found = (_missing(revision), _unsearched(revision, cited, on=on), _within(revision), _said(revision))
    return _gathered([each for kind in found for each in kind])


def _gathered(found: list[tuple[str, str]]) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    for field, sentence in found:
        wrong.setdefault(field, []).append(sentence)
    return wrong


def _missing(revision: Revision) -> Iterator[tuple[str, str]]:
    if revision.is_unknown and not revision.unknowns:
        yield "unknowns", _("Say what nobody knows yet.")
    if (
        not revision.change
        and Publication.objects.filter(answer=revision.answer).exclude(revision=revision.pk).exists()
    ):
        yield "change", _("Say what changed, and why: readers see it.")
    if revision.within_id is None and not (revision.body or revision.is_unknown):
        yield "body", _("Write the text, or say within which other answer this one stands.")


def _unsearched(revision: Revision, cited: list[Citation], *, on: datetime.date) -> Iterator[tuple[str, str]]:
    """What the words rest on: sources that somebody read, and a search up to a day."""
    if revision.searched_on is None:
        yield "searched_on", _("Say up to which day you searched for evidence.")
    elif revision.searched_on > on:
        yield "searched_on", _("This day has not come yet. Write the day up to which you searched.")
    where = "short" if revision.within_id else "unknowns" if revision.is_unknown else "body"
    if not cited and revision.is_unknown:
        yield where, _("Cite at least one source that you searched: also what nobody knows rests on one.")
    elif not cited:
        yield where, _("Cite at least one source.")
    for citation in cited:
        if citation.read_on > on:
            yield (
                where,
                _("Nobody can have read “%(key)s” on %(day)s yet. Correct the source first.")
                % {
                    "key": citation.key,
                    "day": date_format(citation.read_on),
                },
            )


def _said(revision: Revision) -> Iterator[tuple[str, str]]:
    """Sentences that need a source, and a short answer that is none (R14, R25)."""
    for found in sentences.unsourced(typed.parts(revision), revision.answer.language):
        yield typed.field(found.part), found.why
    if not sentences.ends_whole(revision.short):
        yield "short", _("End the short answer with a full sentence.")
    first = FIRST_PARAGRAPH.search(revision.body_html)
    if first and sentences.repeats(revision.short_answer, plain(first[0])[0]):
        yield "body", _("The text begins by saying the short answer again. Begin with what a reader does not know yet.")


def _within(words: Draft | Revision) -> Iterator[tuple[str, str]]:
    host, answer = words.within, words.answer
    if host is None:
        return
    if host.pk == answer.pk:
        yield "within", _("An answer does not stand within itself. Choose another one.")
    elif (host.condition_id, host.language) != (answer.condition_id, answer.language):
        yield "within", _("Choose an answer on the same condition and in the same language.")
    elif _standing().filter(answer=host, within__isnull=False).exists():
        yield "within", _("“%(host)s” stands within another answer itself. Choose that one.") % {"host": host.question}
    elif _standing().filter(within=answer).exists():
        yield "within", _("Other answers stand within this one. Place them elsewhere first.")


def _translating(words: Draft | Revision) -> Iterator[tuple[str, str]]:
    source, answer = words.translates, words.answer
    if source is None:
        if words.machine_help == Revision.MachineHelp.TRANSLATED:
            yield "machine_help", _("Say which published answer was translated.")
    elif source.answer_id == answer.pk or (source.answer.condition_id, source.answer.question_id) != (
        answer.condition_id,
        answer.question_id,
    ):
        yield "translates", _("Choose a published answer to the same question on this condition, in another language.")


def _standing() -> QuerySet[Revision]:
    """The newest revision of each answer, and the live one: where an answer stands, or is about to."""
    later = Revision.objects.filter(answer=OuterRef("answer"), number__gt=OuterRef("number"))
    live = Publication.objects.live().filter(revision=OuterRef("pk"))
    return Revision.objects.filter(~Exists(later) | Exists(live))


def unaskable(reviewer: Reviewer, round_: Round, *, at: datetime.datetime) -> list[str]:
    """Why the reviewer cannot be asked: without the role for this condition and language, or not eligible to sign."""
    answer, name = round_.answer, {"name": reviewer.name}
    if reviewer.user.is_outside:
        return [_("%(name)s has no account, and is asked by a link. Choose “Ask an outside expert”.") % name]
    if not may(reviewer.user, "review", answer.condition, on=timezone.localdate(at), language=answer.language):
        said = _("%(name)s does not have the role of a reviewer here. Ask another reviewer, or an administrator.")
        return [said % name]
    if ExpertLink.objects.over(round_.revision).filter(verification__by=reviewer.user_id).exists():
        return [_("%(name)s vouches for an outside expert who checks this text. Ask another reviewer.") % name]
    if Reading.objects.filter(revision=round_.revision_id, reader=reviewer.user_id).exists():
        return [_("%(name)s was asked to read these very words as a lay reader. Ask another reviewer.") % name]
    try:
        eligible(reviewer, round_, at=at)
    except ValidationError as refusal:
        return list(refusal.messages)
    return list(filter(None, [languages.hindrance(reviewer, round_.revision)]))


def askable(revision: Revision, *, at: datetime.datetime) -> QuerySet[Reviewer]:
    """Everybody who could sign the words today: in one query, for a list to choose from."""
    answer, today = revision.answer, timezone.localdate(at)
    valid = Verification.objects.valid(today).filter(credential__reviewer=OuterRef("pk"))
    looked_up = Exists(valid.exclude(by=OuterRef("user")))
    allowed = holders("review", answer.condition, on=today, language=answer.language)
    vouching = ExpertLink.objects.over(revision).values("verification__by")
    able = Reviewer.objects.filter(languages.reading(revision), looked_up, user__in=allowed).order_by("name", "pk")
    return able.exclude(Q(user__in=authors(revision)) | Q(user__in=vouching) | Q(user__readings__revision=revision))


def publishers(revision: Revision, *, at: datetime.datetime) -> QuerySet[User]:
    """Everybody who may publish the words: with the role, and no part in them (E7)."""
    answer = revision.answer
    allowed = holders("publish", answer.condition, on=timezone.localdate(at), language=answer.language)
    return allowed.exclude(pk__in=authors(revision))


def eligible(
    reviewer: Reviewer, round_: Round, *, at: datetime.datetime, vouched: Verification | None = None
) -> Verification:
    """The verification on which the reviewer's sign-off would rest; of an outside expert that of their link.

    `vouched` is that one while the link is not sent yet.
    Raises: ValidationError for who wrote the words (R8), or has no valid credential (R9) or language of a translation.
    """
    if wrote(reviewer.user, round_.revision):
        raise ValidationError(
            _("%(name)s had a part in these words, and cannot approve them. Ask another reviewer.")
            % {"name": reviewer.name}
        )
    if round_.revision.translates_id and (said := languages.hindrance(reviewer, round_.revision)):
        raise ValidationError(said)
    valid = Verification.objects.valid(timezone.localdate(at)).filter(credential__reviewer=reviewer)
    if reviewer.user.is_outside:
        links = ExpertLink.objects.open(at).filter(bundle=round_.bundle_id)
        valid = valid.filter(pk=vouched.pk) if vouched else valid.filter(expert_links__in=links)
        valid = valid.exclude(by__in=authors(round_.revision))
    others = valid.exclude(by=reviewer.user_id).select_related("credential", "by")
    found = others.order_by("-valid_until", "-pk").first()
    if found is None:
        raise ValidationError(
            _("%(name)s has no credential that somebody verified and that is valid today. Verify it first.")
            % {"name": reviewer.name}
        )
    return found


def wrote(user: User, revision: Revision) -> bool:
    """Whether they had a part in the words, or in those before since the last version that was not withdrawn (R8)."""
    return written(user, Revision.objects.filter(pk=revision.pk)).exists()


def written(user: User, among: QuerySet[Revision]) -> QuerySet[Revision]:
    """The same of many, in one query: those in which they had such a part."""
    part = Contribution.objects.filter(revision=OuterRef("pk"), user=user).exclude(role=Contribution.Role.SUGGESTED)
    good = Publication.objects.held_good().filter(answer=OuterRef("answer"))
    between = good.filter(revision__number__lt=OuterRef(OuterRef("number")), revision__number__gte=OuterRef("number"))
    before = Revision.objects.filter(Q(created_by=user) | Exists(part), answer=OuterRef("answer"))
    return among.filter(Exists(before.filter(~Exists(between), number__lte=OuterRef("number"))))


def authors(revision: Revision) -> QuerySet[User]:
    """Everybody who had such a part."""
    since = _since(revision)
    parts = Contribution.objects.filter(revision__in=since).exclude(role=Contribution.Role.SUGGESTED)
    return User.objects.filter(Q(pk__in=since.values("created_by")) | Q(pk__in=parts.values("user")))


def _since(revision: Revision) -> QuerySet[Revision]:
    """The versions up to this one, after the last before it that was published and not withdrawn."""
    good = Publication.objects.held_good().filter(answer=revision.answer_id, revision__number__lt=revision.number)
    later = good.filter(revision__number__gte=OuterRef("number"))
    return Revision.objects.filter(~Exists(later), answer=revision.answer_id, number__lte=revision.number)


def publishable(revision: Revision, *, by: User) -> None:
    """Raises: ValidationError where `by` wrote the words (E7), a seal took them (E19), a value is not in force (R27),
    the text that they stand in or translate is not live (E18, E10), or nobody asks this, here (R28) or at all (E7).
    """
    if revision.is_sealed:
        raise ValidationError(_("These words were sealed. Save a new revision, and have it reviewed."))
    if wrote(by, revision):
        raise ValidationError(_("You had a part in these words. Ask another editor to publish them."))
    if not revision.citations.exists():
        raise ValidationError(_("Cite at least one source."))
    if wrong := _gathered(list(_within(revision))):
        raise ValidationError(wrong)
    in_force(revision)
    _stands_in_what_readers_have(revision)
    _translates_what_stands(revision)
    answer = revision.answer
    asked = (
        Question.objects.applying_to(answer.condition).filter(pk=answer.question_id).values_list("is_asked", flat=True)
    )
    if (is_asked := asked.first()) is None:
        raise ValidationError(_("This question does not apply to the condition. Decide that it does first."))
    if not is_asked:
        raise ValidationError(_("Readers are not asked this question any more. Propose first that it is asked again."))


def in_force(revision: Revision) -> None:
    """Readers are shown values in force and no other (R27). Raises: ValidationError."""
    holding = FactVersion.objects.in_force()
    other = revision.quotations.exclude(version__in=holding).select_related("version").first()
    if other is None:
        return
    if other.version.in_force_at is None and other.version.dropped_at is None:
        sentence = _("This text quotes a value of “%(key)s” that is not in force yet. Put it in force with this text.")
    else:
        sentence = _("This text quotes an old value of “%(key)s”. Save it again: it then quotes today’s.")
    raise ValidationError(sentence % {"key": other.key})


def _stands_in_what_readers_have(revision: Revision) -> None:
    """Raises: ValidationError for an answer within another of which nothing is live: its address would lead nowhere."""
    host = revision.within
    if host and not Publication.objects.live().filter(answer=host).exists():
        raise ValidationError(
            _("“%(host)s”, within which this answer stands, is not live. Publish that one first.")
            % {"host": host.question}
        )


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
