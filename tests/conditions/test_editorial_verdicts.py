"""Who signs what: never their own words, never without a credential or a declaration, never other words (R8-R12)."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from conditions.editorial import availability, drafts, publications, reviewers, revisions, rounds, verdicts
from conditions.models import Grant, Publication, Revision, Verdict
from conditions.models.people import Role
from conditions.stale import Stale
from tests import evidence, factories, pseudo
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


made = made_once(factories.desk)
people = copied()


def declared(people, revision, at=NOON, interests=""):
    return reviewers.declare(
        people.reviewer, revision.answer.condition, interests=interests, by=people.colleague, at=at
    )


def approve(people, revision, declaration, at=NOON, **more):
    given = {"seen": revision.digest, "scopes": ["accuracy"], "by": people.colleague}
    return verdicts.approve(revision, at=at, declaration=declaration, **given | more)


def give(person, role):
    Grant.objects.create(user=person, role=role, starts_on=factories.DAY_ONE, granted_by=factories.administrator())


def as_reviewer(people, person):
    """The person with the role, a profile and a credential; the reviewer of `people` is now they."""
    give(person, Role.REVIEWER)
    return factories.SimpleNamespace(
        author=people.author,
        colleague=person,
        reviewer=factories.reviewer(person, verified_by=factories.holder(Role.EDITOR)),
    )


def forged(people, revision, **other):
    """A verdict as somebody with a shell would write it, right in everything but what `other` says."""
    round_ = revision.rounds.get()
    verification = people.reviewer.credentials.get().verifications.get()
    declaration = declared(people, revision)
    asked, _ = round_.assignments.get_or_create(
        reviewer=people.reviewer, defaults={"offered_by": people.author, "offered_at": NOON}
    )
    columns = {
        "round": round_, "revision": revision, "assignment": asked, "reviewer": people.reviewer, "by": people.colleague,
        "decision": "approve", "digest": revision.digest, "scopes": {"accuracy": "Right."}, "name": "Dr",
        "verification": verification, "declaration": declaration, "credential": "MD", "discipline": "Hepatology",
        "register": "R", "verified_on": TODAY, "interests": "none", "on": TODAY, "at": NOON,
    }  # fmt: skip
    return Verdict(**columns | other)


WRITERS = ["author", "co-author", "translator", "author of a version before"]


def written_by(people, part):
    """A revision in review, and somebody who had that part in it."""
    if part == "author":
        return factories.in_review(people), people.author
    other = factories.holder(Role.EDITOR)
    begun = factories.written(people)
    if part == "translator":
        source = factories.published(people)
        answer = factories.started(
            people, condition=source.answer.condition, question=source.answer.question, language="es"
        )
        draft = drafts.save_draft(
            answer,
            {"short": "Es raro.", "body": "Una cosa.[^ers-2017]", "searched_on": TODAY, "translates": source},
            by=other,
            at=NOON,
            seen=0,
        )
    elif part == "co-author":
        draft = drafts.save_draft(begun.answer, {"body": "Two.[^ers-2017]"}, by=other, at=NOON, seen=0)
    else:
        return factories.in_review(people, factories.published(people).answer, body="Two.[^ers-2017]"), people.author
    revision = revisions.save_revision(draft, by=other, at=NOON, seen=1)
    rounds.submit(revision, by=other, at=NOON, seen=revision.digest)
    return revision, other


@pytest.mark.promise("R8")
@pytest.mark.parametrize("part", WRITERS)
def test_nobody_who_wrote_approves_by_a_move(people, part):
    revision, writer = written_by(people, part)
    them = as_reviewer(people, writer)
    round_ = revision.rounds.get()
    with pytest.raises(ValidationError, match="had a part in these words"):
        rounds.offer(round_, [them.reviewer], by=people.colleague, at=NOON)
    round_.assignments.create(reviewer=them.reviewer, offered_by=people.colleague, offered_at=NOON)
    with pytest.raises(ValidationError, match="had a part in these words"):
        approve(them, revision, declared(them, revision))
    assert not round_.verdicts.exists()


@pytest.mark.promise("R8")
@pytest.mark.parametrize("part", WRITERS)
def test_nobody_who_wrote_approves_in_a_shell(people, part):
    revision, writer = written_by(people, part)
    writer.is_superuser = writer.is_staff = True
    writer.save()
    verdict = forged(as_reviewer(people, writer), revision)
    for write in (verdict.save, lambda: Verdict.objects.bulk_create([verdict])):
        with pytest.raises(IntegrityError, match=r"verdict_not_by_a_writer, R8"), transaction.atomic():
            write()
    assert not revision.rounds.get().verdicts.exists()


@pytest.mark.promise("R8")
def test_nobody_who_wrote_approves_in_raw_sql(people):
    revision = factories.approved(people)
    them = as_reviewer(people, people.author)
    asked = revision.rounds.get().assignments.create(reviewer=them.reviewer, offered_by=people.author, offered_at=NOON)
    verification = them.reviewer.credentials.get().verifications.get()
    columns = [field.column for field in Verdict._meta.concrete_fields if not field.primary_key]
    other = {
        "assignment_id": asked.pk, "reviewer_id": them.reviewer.pk, "by_id": people.author.pk,
        "verification_id": verification.pk, "declaration_id": declared(them, revision).pk,
    }  # fmt: skip
    copied = ", ".join(str(other.get(column, f'"{column}"')) for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    with pytest.raises(IntegrityError, match=r"verdict_not_by_a_writer, R8"):
        evidence.run(f"INSERT INTO conditions_verdict ({names}) SELECT {copied} FROM conditions_verdict")
    assert Verdict.objects.get().by == people.colleague


@pytest.mark.promise("R8")
def test_superuser_approves_nothing_by_being_one(people):
    revision = factories.in_review(people)
    root = factories.administrator()
    with pytest.raises(PermissionDenied):
        approve(people, revision, declared(people, revision), by=root)


@pytest.mark.promise("R8")
def test_words_withdrawn_still_bar_who_wrote_them(people):
    """What was live and is withdrawn is no version to count from: its editors wrote what comes after."""
    factories.source()
    answer = factories.published(people).answer
    other = factories.holder(Role.EDITOR)
    draft = drafts.save_draft(answer, {"body": "Two.[^ers-2017]", "change": "More."}, by=other, at=NOON, seen=0)
    second = revisions.save_revision(draft, by=other, at=NOON, seen=1)
    round_ = rounds.submit(second, by=other, at=NOON, seen=second.digest)
    rounds.offer(round_, [people.reviewer], by=other, at=NOON)
    factories.signed(people, second)
    factories.withdrawn(publications.publish(second, by=people.colleague, at=NOON, seen=second.digest))
    third = factories.in_review(people, answer, body="Three.[^ers-2017]")
    with pytest.raises(ValidationError, match="had a part in these words"):
        rounds.offer(third.rounds.get(closed_at=None), [as_reviewer(people, other).reviewer], by=people.author, at=NOON)


@pytest.mark.promise("R9")
def test_credential_that_lapsed_during_the_review_signs_nothing(people):
    short = factories.reviewer(days=10)
    revision = factories.written(people)
    round_ = rounds.submit(revision, by=people.author, at=NOON, seen=revision.digest)
    rounds.offer(round_, [short], by=people.author, at=NOON)
    them = factories.SimpleNamespace(author=people.author, colleague=short.user, reviewer=short)
    declaration = declared(them, revision)
    with pytest.raises(ValidationError, match="no credential that somebody verified and that is valid today"):
        approve(them, revision, declaration, at=NOON + 11 * DAY)
    assert approve(them, revision, declaration, at=NOON + 10 * DAY).on == TODAY + 10 * DAY


@pytest.mark.promise("R9")
def test_credential_revoked_during_the_review_signs_nothing(people):
    revision = factories.in_review(people)
    declaration = declared(people, revision)
    reviewers.revoke(people.reviewer.credentials.get(), on=TODAY, reason="Struck off.", by=people.author, at=NOON)
    with pytest.raises(ValidationError, match="no credential"):
        approve(people, revision, declaration)
    with pytest.raises(IntegrityError, match=r"verdict_with_credential, R9"), transaction.atomic():
        forged(people, revision).save()


@pytest.mark.promise("R9")
def test_nobody_verifies_their_own_credential(people):
    credential = people.reviewer.credentials.get()
    with pytest.raises(ValidationError, match="Nobody verifies their own"):
        reviewers.verify(credential, on=TODAY, days=9, evidence="Mine", by=people.colleague, at=NOON)
    with pytest.raises(IntegrityError, match=r"verification_by_another, R9"), transaction.atomic():
        credential.verifications.create(
            by=people.colleague, at=NOON, verified_on=TODAY, days=9, valid_until=TODAY + 9 * DAY, evidence="Mine"
        )


@pytest.mark.promise("R10", "R11")
def test_sign_off_holds_what_was_seen_checked_and_declared(people):
    revision = factories.in_review(people)
    verdict = approve(people, revision, declared(people, revision), scopes=["safety", "accuracy"])
    verdict.refresh_from_db()
    assert verdict.scopes == {
        "accuracy": "The statements are accurate.",
        "safety": "The safety advice is right and complete.",
    }
    assert (verdict.digest, verdict.at, verdict.interests) == (revision.digest, NOON, "none declared for this topic")
    assert (verdict.credential, verdict.register, verdict.verified_on) == ("MD", "A register", TODAY)


@pytest.mark.promise("R10")
@pytest.mark.one_engine
def test_what_is_frozen_is_in_the_language_of_the_answer_and_a_refusal_in_that_of_the_reviewer(
    people, tmp_path, settings
):
    pseudo.build(tmp_path)
    settings.LOCALE_PATHS, settings.LANGUAGES = [tmp_path], [("en", "English"), (pseudo.CODE, "Ido")]
    revision = factories.in_review(people, factories.started(people, language=pseudo.CODE))
    declaration = declared(people, revision)
    with pytest.raises(ValidationError) as refused:
        approve(people, revision, declaration, scopes=[])
    assert refused.value.messages == ["Say what you checked."]
    verdict = approve(people, revision, declaration)
    assert verdict.scopes == {"accuracy": "⟦The statements are accurate.⟧"}
    assert verdict.interests == "⟦none declared for this topic⟧"


@pytest.mark.promise("R10")
@pytest.mark.parametrize("change", ["SET digest = 'x'", "SET scopes = '{}'", "SET at = at", "SET interests = 'x'", ""])
def test_sign_off_is_never_edited_or_deleted(people, change):
    factories.approved(people)
    statement = f"UPDATE conditions_verdict {change}" if change else "DELETE FROM conditions_verdict"
    with pytest.raises(IntegrityError, match=r"verdict_stays, R10"):
        evidence.run(statement)


@pytest.mark.parametrize(
    "scopes", [[], ["wording"], ["accuracy", "wording"], ["everything"], [["accuracy"]], "accuracy"]
)
def test_something_of_what_this_review_asks_was_checked(people, scopes):
    revision = factories.in_review(people)
    with pytest.raises(ValidationError) as refused:
        approve(people, revision, declared(people, revision), scopes=scopes)
    assert refused.value.message_dict == {"scopes": ["Say what you checked."]}


@pytest.mark.promise("R23", "R10")
def test_whoever_approves_a_translation_signs_that_it_says_the_same(people):
    spanish = factories.translated(people, factories.published(people)).answer
    live = Publication.objects.live().get(answer=spanish)
    revision = factories.in_review(people, spanish, short="Es inofensivo.", translates=live.revision.translates)
    declaration = declared(people, revision)
    with pytest.raises(ValidationError, match="Read the translation beside its source"):
        approve(people, revision, declaration, scopes=["accuracy"])
    verdict = approve(people, revision, declaration, scopes=["accuracy", "translation"])
    assert list(verdict.scopes) == ["translation", "accuracy"]
    assert verdict.scopes["translation"] == "La traducción dice lo mismo que la versión que traduce."


@pytest.mark.promise("R23")
def test_whoever_reads_one_language_alone_signs_no_translation(people):
    spanish = factories.translated(people, factories.published(people))
    told = {"short": "Es inofensivo.", "translates": spanish.revision.translates}
    revision = factories.in_review(people, spanish.answer, **told)
    availability.say(people.reviewer, languages=["es"], specialties=[], by=people.colleague, at=NOON)
    with pytest.raises(ValidationError, match="review in this language: English"):
        approve(people, revision, declared(people, revision), scopes=["accuracy", "translation"])


@pytest.mark.promise("R12")
def test_nobody_signs_without_a_declaration_for_this_condition(people):
    revision = factories.in_review(people)
    elsewhere = reviewers.declare(people.reviewer, factories.condition(), interests="", by=people.colleague, at=NOON)
    with pytest.raises(ValidationError, match="Declare your interests"):
        approve(people, revision, elsewhere)
    for declaration, refusal in ((elsewhere, "verdict_with_interests, R12"), (None, "verdict_with_interests, R12")):
        with pytest.raises(IntegrityError, match=refusal), transaction.atomic():
            forged(people, revision, declaration=declaration).save()


@pytest.mark.promise("R12")
def test_interests_that_changed_since_are_declared_anew(people):
    revision = factories.in_review(people)
    former = declared(people, revision)
    newer = declared(people, revision, at=NOON + DAY, interests="Paid talks for a maker.")
    with pytest.raises(ValidationError, match="Declare your interests"):
        approve(people, revision, former, at=NOON + DAY)
    assert approve(people, revision, newer, at=NOON + DAY).interests == "Paid talks for a maker."


@pytest.mark.promise("E4")
def test_approval_of_other_words_than_those_on_screen_changes_nothing(people):
    former = factories.in_review(people)
    declaration = declared(people, former)
    with pytest.raises(Stale):
        approve(people, former, declaration, seen="0" * 64)
    newer = factories.written(people, former.answer, body="Other.[^ers-2017]")
    for revision in (former, newer):
        with pytest.raises(Stale):
            approve(people, revision, declaration)
    assert not Verdict.objects.exists()


@pytest.mark.promise("E5")
def test_approval_of_superseded_words_is_history_and_publishes_nothing(people):
    former = factories.approved(people)
    newer = factories.in_review(people, former.answer, body="Other.[^ers-2017]")
    for revision, seen in ((former, former.digest), (newer, former.digest)):
        with pytest.raises(Stale):
            publications.publish(revision, by=people.colleague, at=NOON, seen=seen)
    with pytest.raises(ValidationError, match="Nobody has approved these words yet"):
        publications.publish(newer, by=people.colleague, at=NOON, seen=newer.digest)
    assert Verdict.objects.get().revision == former


@pytest.mark.promise("E8")
def test_no_time_that_passes_approves_anything(people):
    revision = factories.in_review(people)
    for days in (1, 100, 364):
        with pytest.raises(ValidationError, match="Nobody has approved these words yet"):
            publications.publish(revision, by=people.colleague, at=NOON + days * DAY, seen=revision.digest)
    assert not Verdict.objects.exists()


@pytest.mark.promise("E8", "R22")
@pytest.mark.parametrize("column", ["by_id", "reviewer_id", "assignment_id"])
def test_database_takes_no_verdict_of_nobody(people, column):
    verdict = forged(people, factories.in_review(people))
    setattr(verdict, column, None)
    with pytest.raises(IntegrityError), transaction.atomic():
        verdict.save()


@pytest.mark.promise("R22")
def test_database_takes_no_words_of_nobody(people):
    answer = factories.started(people)
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(answer=answer, number=1, created_at=NOON)


@pytest.mark.promise("E8")
@pytest.mark.parametrize("decision", ["approve", "changes", "recuse"])
def test_nobody_decides_in_the_name_of_a_reviewer(people, decision):
    revision = factories.in_review(people)
    with pytest.raises(IntegrityError, match=r"\(verdict_\w+, \w+\)"), transaction.atomic():
        forged(people, revision, by=people.author, decision=decision).save()
    assert not revision.rounds.get().verdicts.exists()


def test_second_press_of_the_button_says_that_it_is_done(people):
    revision = factories.in_review(people)
    declaration = declared(people, revision)
    first = approve(people, revision, declaration)
    with pytest.raises(ValidationError, match="You decided on these words already, on 2 March 2026"):
        approve(people, revision, declaration)
    with pytest.raises(ValidationError, match="already"):
        verdicts.request_changes(revision, by=people.colleague, at=NOON, seen=revision.digest, because="No.")
    assert Verdict.objects.get() == first


def test_whoever_declined_does_not_sign(people):
    revision = factories.in_review(people)
    rounds.decline(revision.rounds.get().assignments.get(), "time", by=people.colleague, at=NOON)
    with pytest.raises(ValidationError, match="You declined this review"):
        approve(people, revision, declared(people, revision))
    with pytest.raises(IntegrityError, match=r"verdict_fits, E3"), transaction.atomic():
        forged(people, revision).save()


def test_reviewer_who_was_not_asked_does_not_sign(people):
    revision = factories.in_review(people)
    other = factories.reviewer()
    them = factories.SimpleNamespace(author=people.author, colleague=other.user, reviewer=other)
    with pytest.raises(PermissionDenied, match="Somebody else was asked"):
        approve(them, revision, declared(them, revision))


def test_changes_are_asked_for_in_words(people):
    revision = factories.in_review(people)
    for because in ("", "  "):
        with pytest.raises(ValidationError, match="Say what should change"):
            verdicts.request_changes(revision, by=people.colleague, at=NOON, seen=revision.digest, because=because)
    verdict = verdicts.request_changes(
        revision, by=people.colleague, at=NOON, seen=revision.digest, because="The second sentence is wrong."
    )
    assert verdict.decision == "changes"
    assert revision.comments.get().weight == "must"


def test_text_with_changes_asked_for_is_not_published(people):
    revision = factories.in_review(people)
    other = factories.reviewer()
    rounds.offer(revision.rounds.get(), [other], by=people.author, at=NOON)
    factories.signed(people, revision)
    verdicts.request_changes(revision, by=other.user, at=NOON, seen=revision.digest, because="Not yet.")
    with pytest.raises(ValidationError, match="A reviewer asked for changes first"):
        publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)


def test_whoever_steps_back_makes_room_for_another(people):
    revision = factories.in_review(people)
    verdicts.recuse(revision, by=people.colleague, at=NOON, seen=revision.digest)
    other = factories.reviewer()
    rounds.offer(revision.rounds.get(), [other], by=people.author, at=NOON)
    them = factories.SimpleNamespace(author=people.author, colleague=other.user, reviewer=other)
    assert approve(them, revision, declared(them, revision)).decision == "approve"


@pytest.mark.parametrize("history", [1, 6])
def test_approval_costs_the_same_whatever_came_before(people, history, django_assert_num_queries):
    revision = factories.in_review(people)
    for number in range(history):
        factories.signed(people, revision)
        revision = factories.in_review(people, revision.answer, body=f"Text {number}.[^ers-2017]")
    declaration = declared(people, revision)
    revision = Revision.objects.get(pk=revision.pk)
    with django_assert_num_queries(25):
        approve(people, revision, declaration)
    assert connection.in_atomic_block


@pytest.mark.promise("R12")
def test_declaration_and_approval_stand_or_fall_together(people):
    revision = factories.in_review(people)
    told = {"by": people.colleague, "at": NOON, "seen": revision.digest, "interests": " Paid by a\ncompany. "}
    with pytest.raises(ValidationError, match="what you checked"):
        verdicts.declare_and_approve(revision, scopes=[], **told)
    assert not people.reviewer.declarations.exists()
    verdict = verdicts.declare_and_approve(revision, scopes=["accuracy"], **told)
    assert verdict.declaration == people.reviewer.declarations.get()
    assert verdict.interests == "Paid by a company."
