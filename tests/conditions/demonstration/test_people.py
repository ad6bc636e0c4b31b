"""The accounts of the demonstration open the site by the same door as any other."""

import io

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.utils import timezone

from community.demonstration import members
from conditions.demonstration import people
from conditions.models import Event, Grant, User
from conditions.models.people import Role
from tests import factories

pytestmark = pytest.mark.django_db


def code(user):
    printed = io.StringIO()
    call_command("code", user, stdout=printed, stderr=io.StringIO())
    return printed.getvalue().strip()


@pytest.mark.parametrize("role", Role)
def test_account_of_each_role_signs_in_and_reaches_the_desk(client, role):
    account = next(each for each in people.load(at=timezone.now()) if each.who == role)
    client.post("/account/login/", {"login": account.email, "password": account.password})
    assert client.post("/account/2fa/authenticate/", {"code": code(role)})["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_member_signs_in_without_a_second_factor(client):
    (account,) = members.load(at=timezone.now())
    answer = client.post("/account/login/", {"login": account.email, "password": account.password})
    assert answer["Location"] == "/me/"
    assert "Invented fern" in client.get("/me/").content.decode()


def test_second_load_makes_nobody_new_and_says_the_same():
    first = people.load(at=timezone.now()) + members.load(at=timezone.now())
    User.objects.filter(email="editor@demonstration.invalid").update(name="Changed since")
    counts = [model.objects.count() for model in (User, Grant, Event)]
    assert people.load(at=timezone.now()) + members.load(at=timezone.now()) == first
    assert [model.objects.count() for model in (User, Grant, Event)] == counts
    assert User.objects.get(email="editor@demonstration.invalid").name == "Changed since"


@pytest.mark.parametrize("load", [people.load, members.load])
def test_known_passwords_are_refused_on_a_real_site(settings, load):
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured):
        load(at=timezone.now())
    assert not User.objects.exists()


def test_code_is_for_the_demonstration_alone_and_for_who_has_an_app(settings):
    people.load(at=timezone.now())
    with pytest.raises(CommandError, match="the password alone"):
        code(factories.member().email)
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="demonstration alone"):
        code("editor")


def test_wrong_name_is_answered_with_those_that_have_a_code():
    with pytest.raises(CommandError, match="make demo"):
        code("editor")
    people.load(at=timezone.now())
    members.load(at=timezone.now())
    with pytest.raises(CommandError, match="no account “nobody”") as refused:
        code("nobody")
    assert "reviewer, lay-reader, moderator, safeguarding" in str(refused.value)
    assert "@" not in str(refused.value)
    with pytest.raises(CommandError, match="“member” signs in with the password alone"):
        code("member")
    with pytest.raises(CommandError, match="Say whose code"):
        code("")
