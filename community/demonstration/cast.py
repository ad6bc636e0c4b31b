"""Who asks for permission and reads what members send, all of them invented."""

import datetime
from functools import cached_property

from community.demonstration import members
from community.models import Member
from conditions.demonstration import people
from conditions.models import User
from conditions.models.people import Role

SECOND, DEPUTY = "samira", "selma"  # the other moderator, and the other safeguarding lead


class Cast:
    """The administrator, two moderators and two safeguarding leads, at their posts since that day; and the members."""

    def __init__(self, *, since: datetime.datetime) -> None:
        self.since = since
        self.administrator = User.objects.get(email=people.address(Role.ADMINISTRATOR))
        first = self._employed(Role.SAFEGUARDING, "Invented safeguarding lead", Role.SAFEGUARDING)
        second = self._employed(DEPUTY, "Invented safeguarding lead Selma Adair", Role.SAFEGUARDING)
        self.leads: dict[str, User] = {Role.SAFEGUARDING.value: first, DEPUTY: second}

    @cached_property
    def moderators(self) -> tuple[User, User]:
        """The second one is wanted where a story is risky."""
        first = self._employed(Role.MODERATOR, "Invented moderator", Role.MODERATOR)
        return first, self._employed(SECOND, "Invented moderator Samira Quist", Role.MODERATOR)

    def member(self, who: str) -> Member:
        return members.joined(who, at=self.since)

    def _employed(self, who: str, name: str, role: Role) -> User:
        person = User.objects.filter(email=people.address(who)).first()
        if person is None:
            return people.introduce(who, name, role, by=self.administrator, at=self.since)
        people.employ(person, role, by=self.administrator, at=self.since)
        return person
