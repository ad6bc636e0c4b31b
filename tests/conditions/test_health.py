"""Each check finds what it is for, says what to do, and is silent when all is well."""

import datetime
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from conditions import chores, guards, health
from conditions.demonstration.people import address
from conditions.editorial import proposals
from conditions.health import content, foundations, people, reviewers, work
from conditions.models import Chore, Country, Grant, Mail, Proposal, User
from conditions.models.people import Role
from tests import factories
from tests.conditions.test_outbox import AT, queue

MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)

pytestmark = pytest.mark.django_db


@contextmanager
def no_database():
    def lose(*statement):
        raise OperationalError("connection to 10.0.0.7 refused")

    with connection.execute_wrapper(lose):
        yield


def problems(check, at=AT):
    return [finding.problem for finding in check(at)]


def well():
    """A site on which nothing is wrong."""
    factories.library()
    Country.objects.update(checked_on=AT.date())
    for country in Country.objects.all():
        factories.help_line(country, checked_on=AT.date())
    for role in Role:
        factories.holder(role)
    factories.holder(Role.EDITOR)
    factories.reviewer()
    Chore.objects.create(name=chores.HEARTBEAT, done_at=AT)


def test_well_site_has_no_findings_but_its_unchecked_languages(settings):
    well()
    settings.LANGUAGES_NO_NATIVE_READER_CHECKED = []
    expected = [foundations.role_owns_nothing] if guards.owns_tables() else []
    assert [finding.problem for finding in health.findings(AT)] == [p for look in expected for p in problems(look)]
    assert health.is_ready(AT)


def test_every_finding_says_what_to_do():
    found = health.findings(AT)
    assert len(found) >= 10
    for finding in found:
        assert finding.problem.endswith((".", ")"))
        assert finding.remedy


def test_database_that_is_away_is_the_one_finding():
    with no_database():
        found = health.findings(AT)
    assert [(finding.problem, finding.stops) for finding in found] == [("The database does not answer.", True)]
    assert not any("10.0.0.7" in finding.problem + finding.remedy for finding in found)


def test_missing_migration_stops_the_site_and_all_further_questions():
    MigrationRecorder(connection).record_unapplied("conditions", "0001_initial")
    found = health.findings(AT)
    assert [(finding.problem, finding.stops) for finding in found] == [("1 migration has not been applied.", True)]
    assert not health.is_ready(AT)


@pytest.mark.django_db(transaction=True)
def test_missing_guard_stops_the_site():
    assert problems(foundations.guards_in_place) == []
    guards.take_down(connection)
    assert "guard_event_stays_delete" in problems(foundations.guards_in_place)[0]
    assert not health.is_ready(AT)


def test_missing_cache_table_stops_the_site(settings):
    assert problems(foundations.cache_answers) == []
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "gone"}}
    assert len(problems(foundations.cache_answers)) == 1
    assert not health.is_ready(AT)


def test_invented_people_in_a_real_site_stop_it(settings):
    factories.user(email=address("editor"))
    assert health.is_ready(AT) is False
    settings.DEMONSTRATION = True
    assert health.is_ready(AT) is True


def test_worker_is_missed_after_two_minutes():
    assert problems(work.worker_lives) == ["No worker has ever been seen."]
    Chore.objects.create(name=chores.HEARTBEAT, done_at=AT)
    assert problems(work.worker_lives, AT + 2 * MINUTE) == []
    assert problems(work.worker_lives, AT + 3 * MINUTE) == ["No worker has been seen since 7 April 2026, 09:00."]


def test_mail_that_waits_too_long_is_found_with_what_went_wrong():
    queue(due_at=AT + DAY)
    mail = queue()
    assert problems(work.mail_moves, AT + 14 * MINUTE) == []
    assert problems(work.mail_moves, AT + 15 * MINUTE) == ["1 mail has waited for more than 15 minutes."]
    later = {"attempts": 3, "due_at": AT + DAY, "problem": "SMTPSenderRefused 451"}
    Mail.objects.filter(pk=mail.pk).update(**later)
    assert problems(work.mail_moves, AT + 15 * MINUTE) == [
        "1 mail has waited for more than 15 minutes. (SMTPSenderRefused 451)"
    ]


@pytest.mark.promise("E9")
def test_planned_publication_that_waits_for_a_worker_is_found():
    due = factories.planned(factories.desk()).due_at
    assert problems(work.plans_come, due + 14 * MINUTE) == []
    assert problems(work.plans_come, due + 15 * MINUTE) == [
        "1 planned publication has waited for more than 15 minutes."
    ]


def test_mail_that_a_person_must_decide_on_is_found():
    one, two, three = queue(), queue(), queue()
    Mail.objects.filter(pk=one.pk).update(handing_over_since=AT, leased_until=AT + MINUTE)
    Mail.objects.filter(pk__in=[two.pk, three.pk]).update(failed_at=AT, problem="SMTPRecipientsRefused 550")
    assert problems(work.mail_to_decide_on) == [
        "2 mails were given up after their last attempt. (SMTPRecipientsRefused 550)"
    ]
    assert problems(work.mail_to_decide_on, AT + MINUTE)[0] == (
        "1 mail was perhaps sent: its hand-over was cut in the middle."
    )


def test_failing_chore_is_found_by_name():
    Chore.objects.create(name=chores.HEARTBEAT, failed_at=AT, problem="ValueError")
    assert problems(work.chores_succeed) == ["Recurring work fails: conditions.beat (ValueError)."]


def test_country_without_a_number_is_found(settings):
    settings.DISEASEMAPS = settings.DISEASEMAPS | {"countries": ["GB", "IE"]}
    factories.country("GB", checked_on=AT.date())
    assert problems(content.emergency_numbers) == ["Ireland is served, but has no emergency number."]


def test_number_that_nobody_checked_for_a_year_is_found(settings):
    settings.DISEASEMAPS = settings.DISEASEMAPS | {"countries": ["GB"]}
    factories.country("GB", checked_on=AT.date())
    assert problems(content.emergency_numbers, AT + 365 * DAY) == []
    assert problems(content.emergency_numbers, AT + 366 * DAY) == [
        "United Kingdom: the emergency number was last checked on 7 April 2026. Readers no longer see it."
    ]


def test_help_line_that_is_missing_or_was_not_checked_for_a_year_is_found(settings):
    settings.DISEASEMAPS = settings.DISEASEMAPS | {"countries": ["GB", "IE"]}
    line = factories.help_line(factories.country(checked_on=AT.date()), "Listeners", checked_on=AT.date())
    factories.help_line(factories.country("IE"), number="", checked_on=AT.date())
    missing = "Ireland is served, but has no help line. Members in despair read the emergency number alone."
    assert problems(content.help_lines, AT + 365 * DAY) == [missing]
    late = "Listeners (United Kingdom): last checked on 7 April 2026. Readers no longer see this help line."
    assert [each.address for each in content.help_lines(AT + 366 * DAY)][1].endswith(f"/helpline/{line.pk}/change/")
    assert problems(content.help_lines, AT + 366 * DAY) == [missing, late]


def test_language_that_no_native_reader_checked_is_named(settings):
    settings.LANGUAGES_NO_NATIVE_READER_CHECKED = ["es"]
    assert problems(content.languages_read) == ["No native reader has checked the interface in this language: Spanish."]


@pytest.mark.parametrize("role", people.BLOCKED)
def test_role_that_nobody_fills_is_named_with_what_it_blocks(role):
    give(*set(Role) - {role})
    assert problems(people.roles_filled) == [str(people.BLOCKED[role])]
    give(role, ends_on=AT.date() - DAY)
    assert problems(people.roles_filled) == [str(people.BLOCKED[role])]


def give(*roles, **fields):
    """The roles, from somebody who is no administrator any more."""
    by = factories.user()
    for role in roles:
        given = {"user": factories.user(), "role": role, "starts_on": factories.DAY_ONE, "granted_by": by}
        Grant.objects.create(**given | fields)


def test_administrator_without_a_grant_counts():
    administrator = factories.administrator()
    assert str(people.BLOCKED[Role.ADMINISTRATOR]) not in problems(people.roles_filled)
    administrator.is_active = False
    administrator.save()
    assert str(people.BLOCKED[Role.ADMINISTRATOR]) in problems(people.roles_filled)


def test_two_people_are_enough_and_one_is_not():
    factories.holder(Role.AUTHOR)
    assert len(problems(people.two_pairs_of_eyes)) == 1
    factories.holder(Role.EDITOR)
    assert problems(people.two_pairs_of_eyes) == []


@pytest.mark.promise("E7")
@pytest.mark.parametrize("scope", ["site", "elsewhere", "language"])
def test_proposal_that_nobody_else_can_accept_is_found(scope):
    condition, only = factories.condition(), factories.holder(Role.EDITOR)
    other = {"elsewhere": {"condition": factories.condition("Other", "other")}, "language": {"language": "es"}}
    proposals.propose_name(condition, "Meulengracht disease", use="shown", by=only, at=AT)
    User.objects.filter(is_superuser=True).update(is_active=False)
    if scope in other:
        Grant.objects.create(
            **other[scope], user=factories.user(), role=Role.EDITOR, starts_on=AT.date(), granted_by=only
        )
    assert problems(people.proposals_can_be_accepted) == [
        "Nobody can accept what was proposed: Name: Meulengracht disease."
    ]
    Grant.objects.create(user=factories.user(), role=Role.EDITOR, starts_on=AT.date(), granted_by=only)
    assert problems(people.proposals_can_be_accepted) == []


def test_proposals_of_an_import_are_looked_at_once(django_assert_num_queries):
    factories.holder(Role.EDITOR)
    for number in range(3):
        arrived = {"kind": "condition", "about": f"condition:d{number}", "proposed": '{"name":"D"}'}
        Proposal.objects.create(**arrived, origin="Mondo", proposed_at=AT)
    with django_assert_num_queries(2):
        assert problems(people.proposals_can_be_accepted) == []


def test_numbers_that_were_taken_down_are_found(settings):
    factories.country(emergency_numbers="")
    settings.DISEASEMAPS = settings.DISEASEMAPS | {"countries": ["GB"]}
    assert problems(content.emergency_numbers) == [
        "United Kingdom: the emergency numbers were taken down. Readers see none."
    ]


@pytest.mark.promise("E23")
def test_desk_of_two_people_lacks_nothing_that_an_answer_needs():
    factories.desk()
    found = [look(factories.NOON) for look in (people.somebody_else_can, reviewers.somebody_can_sign)]
    assert [finding.problem for each in found for finding in each] == []


@pytest.mark.promise("E23")
def test_one_editor_is_told_what_takes_another():
    give(Role.EDITOR)
    assert problems(people.somebody_else_can) == [
        "Nobody else can publish what A Person writes.",
        "Nobody else can confirm what A Person withdraws or seals.",
    ]
    give(Role.ADMINISTRATOR)
    assert problems(people.somebody_else_can) == ["Nobody else can publish what A Person writes."]
    give(Role.EDITOR)
    assert problems(people.somebody_else_can) == []


@pytest.mark.promise("E23")
def test_reviewer_without_a_credential_that_counts_can_sign_nothing():
    give(Role.REVIEWER)
    nobody = ["Nobody can sign: no reviewer has a credential that counts today."]
    assert problems(reviewers.somebody_can_sign, factories.NOON) == nobody
    factories.reviewer()
    assert problems(reviewers.somebody_can_sign, factories.NOON) == []
    assert problems(reviewers.somebody_can_sign, factories.NOON + 366 * DAY) == nobody


@pytest.mark.promise("E13")
def test_credential_that_lapses_within_a_month_is_told_by_name():
    profile = factories.reviewer(days=100)
    days = [factories.NOON + number * DAY for number in (69, 70, 100, 101)]
    told = [f"The credential of {profile.name} counts for the last time on 10 June 2026."]
    assert [problems(reviewers.credentials_stay, day) for day in days] == [[], told, told, []]


@pytest.mark.promise("E13")
def test_credential_of_who_left_is_told_only_while_live_text_rests_on_it():
    live, idle = factories.desk(), factories.reviewer()
    factories.published(live)
    Grant.objects.filter(user__in=[live.colleague, idle.user]).update(ends_on=factories.TODAY)
    later = factories.NOON + 365 * DAY
    told = problems(reviewers.credentials_stay, later)
    assert len(told) == 1
    assert live.reviewer.name in told[0]


@pytest.mark.promise("E13")
def test_live_answers_that_rest_on_a_lapsed_credential_are_counted():
    factories.published(factories.desk())
    look = reviewers.live_answers_rest_on_somebody
    assert problems(look, factories.NOON + 365 * DAY) == []
    assert problems(look, factories.NOON + 366 * DAY) == [
        "1 live answer rests only on a credential that no longer counts."
    ]


def test_doctor_ends_with_an_error_only_while_the_site_is_not_ready(capsys):
    well()
    call_command("doctor")
    assert "Ready." in capsys.readouterr().out
    with no_database(), pytest.raises(CommandError, match="Not ready"):
        call_command("doctor")
    assert "The database does not answer." in capsys.readouterr().out
