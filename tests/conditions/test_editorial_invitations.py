"""Somebody is invited, comes by one link, and nobody comes in unseen."""

import datetime
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from conditions.accounts import invited
from conditions.editorial import invitations
from conditions.models import Event, Grant, Invitation, Mail, User
from conditions.models.people import Role
from tests import factories
from tests.factories import NOON, TODAY

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)
OVER = NOON + invitations.LASTS


def asked(by=None, *, at=NOON, **told):
    """An invitation that was sent."""
    said = {"email": "New.Person@Example.org", "role": Role.REVIEWER} | told
    return invitations.invite(Invitation(**said), by=by or factories.administrator(), at=at, write_in="en")


def link():
    """The secret in the mail that was sent last."""
    return re.search(r"/account/invitation/([\w-]+)/", Mail.objects.filter(purpose="invitation").latest("pk").text)[1]


def owner(email="new.person@example.org"):
    return factories.confirmed(factories.user(email=email))


def test_invitation_keeps_no_link_and_the_mail_says_nothing_of_its_place():
    made = asked(condition=factories.condition(), message="We met in Turin.")
    mail = Mail.objects.get(purpose="invitation")
    assert mail.recipient == "new.person@example.org"
    assert "Gilbert" not in mail.subject + mail.text
    assert invitations.found(link()) == made
    assert link() not in str(Invitation.objects.filter(pk=made.pk).values())


def test_who_accepts_holds_the_role_from_whoever_invited():
    made = asked(ends_on=TODAY + 100 * A_DAY, language="es")
    person = owner()
    grant = invited.accept(made, person, at=NOON + A_DAY)
    assert (grant.user, grant.role, grant.granted_by) == (person, Role.REVIEWER, made.invited_by)
    assert (grant.starts_on, grant.ends_on, grant.language) == (TODAY + A_DAY, TODAY + 100 * A_DAY, "es")
    assert Event.objects.filter(stream=f"invitation:{made.pk}", action="invitation accepted", by=person).exists()


def test_link_gives_the_role_once():
    made, person = asked(), owner()
    invited.accept(made, person, at=NOON)
    with pytest.raises(ValidationError, match="does not work any more"):
        invited.accept(made, person, at=NOON)
    assert person.grants.count() == 1


@pytest.mark.parametrize("late", [datetime.timedelta(0), A_DAY])
def test_link_ends_after_fourteen_days(late):
    made = asked()
    with pytest.raises(ValidationError, match="does not work any more"):
        invited.accept(made, owner(), at=OVER + late)
    assert made.state(OVER + late) == "ended"


def test_nobody_accepts_what_went_to_another_address():
    made = asked()
    with pytest.raises(ValidationError, match="went to another address"):
        invited.accept(made, owner("other@example.org"), at=NOON)
    assert not Grant.objects.filter(role=Role.REVIEWER).exists()


def test_nobody_invites_themselves():
    by = factories.confirmed(factories.administrator())
    by.emailaddress_set.create(email="also.mine@example.org", verified=True)
    for email in (by.email, "Also.Mine@example.org"):
        with pytest.raises(ValidationError, match="your own address"):
            asked(by, email=email)


def test_nobody_accepts_an_invitation_of_their_own():
    by = factories.administrator()
    made = asked(by)
    by.emailaddress_set.create(email=made.email, verified=True)
    with pytest.raises(ValidationError, match="Nobody gives themselves a role"):
        invited.accept(made, by, at=NOON)


def test_editor_invites_reviewers_and_nobody_else():
    editor = factories.holder(Role.EDITOR)
    assert asked(editor).role == Role.REVIEWER
    with pytest.raises(PermissionDenied):
        asked(editor, role=Role.EDITOR)


def test_editor_of_one_condition_invites_nobody():
    with pytest.raises(PermissionDenied):
        asked(factories.holder(Role.EDITOR, condition=factories.condition()))


def test_invitation_of_somebody_who_lost_the_right_gives_nothing():
    editor = factories.holder(Role.EDITOR, ends_on=TODAY)
    made = asked(editor)
    with pytest.raises(ValidationError, match="may not do so any more"):
        invited.accept(made, owner(), at=NOON + A_DAY)


def test_every_administrator_is_told_who_came():
    other, made = factories.administrator(), asked(role=Role.EDITOR)
    invited.accept(made, owner(), at=NOON)
    told = Mail.objects.filter(purpose="invitation-accepted").values_list("recipient", flat=True)
    assert sorted(told) == sorted([other.email, made.invited_by.email])


def test_inviting_again_ends_the_first_link():
    made = asked()
    first, later = link(), NOON + A_DAY
    new = invitations.again(made, by=made.invited_by, at=later, write_in="es")
    assert invitations.found(first).state(later) == "withdrawn"
    assert invitations.found(link()) == new
    assert new.expires_at == later + invitations.LASTS


def test_withdrawn_link_gives_nothing():
    made = asked()
    invitations.withdraw(made, by=made.invited_by, at=NOON)
    with pytest.raises(ValidationError, match="does not work any more"):
        invited.accept(Invitation.objects.get(), owner(), at=NOON)


def test_account_is_made_with_the_role_or_not_at_all():
    made = asked(role=Role.EDITOR)
    person = invited.join(made, name="Ada Quill", password="correct horse battery", language="es", at=NOON)
    assert (person.email, person.language) == ("new.person@example.org", "es")
    assert person.emailaddress_set.get().verified
    assert person.grants.get().role == Role.EDITOR


def test_ended_invitation_makes_no_account():
    made = asked()
    with pytest.raises(ValidationError):
        invited.join(made, name="Ada Quill", password="correct horse battery", language="en", at=OVER)
    assert not User.objects.filter(email=made.email).exists()


def test_invitation_reads_the_same_whether_or_not_somebody_has_the_address():
    by = factories.administrator()
    owner("known@example.org")
    texts = []
    for email in ("known@example.org", "unknown@example.org"):
        asked(by, email=email)
        mail = Mail.objects.filter(purpose="invitation").latest("pk")
        texts.append((mail.subject, mail.text.replace(link(), "")))
    assert texts[0] == texts[1]


def test_one_address_gets_three_mails_a_day():
    by = factories.administrator()
    for _each in range(3):
        asked(by)
    with pytest.raises(ValidationError, match="three times today"):
        asked(by)
    assert asked(by, at=NOON + A_DAY)


@pytest.mark.parametrize("words", ["https://example.org/", "example.org", "EXAMPLE.ORG.", "me@a.b", "t.example/x"])
def test_sentence_of_an_invitation_carries_no_link(words):
    with pytest.raises(ValidationError, match="Leave links"):
        asked(message=f"Look at {words}")
    assert asked(message="We met in Turin, p.ej. at 9.30. Ph.D., e.g. M.D.").message


def test_address_is_forgotten_some_time_after_the_end():
    made = asked()
    assert invitations.forget_old(at=OVER + invitations.KEPT - A_DAY) == 0
    assert invitations.forget_old(at=OVER + invitations.KEPT) == 1
    made.refresh_from_db()
    assert made.email == ""


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"role": Role.EDITOR}, "invitation_stays"),
        ({"email": "mine@example.org"}, "invitation_address"),
        ({"digest": "x"}, "invitation_stays"),
    ],
)
def test_database_keeps_what_an_invitation_gives(change, rule):
    made = asked()
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Invitation.objects.filter(pk=made.pk).update(**change)
    assert Invitation.objects.filter(pk=made.pk, **change).count() == 0


def test_database_lets_an_invitation_give_nothing_else():
    made = asked()
    other = factories.holder(Role.EDITOR)
    given = {"accepted_at": NOON, "accepted_by": other, "grant": other.grants.get()}
    with pytest.raises(IntegrityError, match="invitation_grants"), transaction.atomic():
        Invitation.objects.filter(pk=made.pk).update(**given)
    assert Invitation.objects.get().state(NOON) == "open"
