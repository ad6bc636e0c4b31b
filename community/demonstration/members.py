"""Invented members: one who can sign in, and those whose stories the demonstration shows, each saying so by name."""

import datetime
from itertools import product

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from community import membership
from community.models import Member
from conditions.demonstration.people import Account, address
from conditions.models import User

NAMES = {  # by the word that the files of stories use for each
    "member": "Invented fern",
    "member-2": "Invented heron",
    "member-3": "Invented maple",
    "member-4": "Invented linnet",
    "member-5": "Invented otter",
    "member-6": "Invented willow",
    "member-7": "Invented thistle",
    "member-8": "Invented harbour",
    "member-9": "Invented lantern",
    "member-10": "Invented sparrow",
    "member-11": "Invented almond",
}
COLOURS = ("amber", "blue", "copper", "golden", "silver", "violet")
TREES = ("alder", "birch", "cedar", "elder", "hazel", "larch", "olive", "poplar", "rowan")
# Those who belong to a community and tell nothing.
NAMES |= {
    f"neighbour-{number}": f"Invented {colour} {tree}" for number, (colour, tree) in enumerate(product(COLOURS, TREES))
}


def load(*, at: datetime.datetime) -> list[Account]:
    """Makes the member if there is none. Raises: ImproperlyConfigured where a real site runs."""
    if settings.PRODUCTION:
        raise ImproperlyConfigured("Accounts with known passwords are for the demonstration alone.")
    made = Account("member", address("member"), "demonstration member account")
    joined("member", at=at, password=made.password)
    return [made]


def joined(who: str, *, at: datetime.datetime, password: str | None = None) -> Member:
    """Somebody who joined on that day, unless they had before. Without a password nobody signs in as them."""
    known = Member.objects.filter(user__email=address(who)).select_related("user").first()
    if known:
        return known
    with transaction.atomic():
        person = User.objects.create_user(address(who), password, date_joined=at)
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        return membership.join(person, NAMES[who], on=timezone.localdate(at))
