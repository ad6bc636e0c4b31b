"""Who wrote, checked and published the answers of the demonstration, all of them invented and saying so.

Those with the name of a role are the accounts that the demonstration prints; the others sign in alike.
"""

import datetime
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils import timezone

from conditions.demonstration import people
from conditions.editorial import availability, policies, reviewers
from conditions.models import Condition, Credential, Declaration, Reviewer, ReviewPolicy, User
from conditions.models.people import Role
from conditions.models.reviewers import Profession
from conditions.names import slug

CHECKED_EVERY = datetime.timedelta(days=360)
CHECK_COUNTS = 400  # days
LAY_READER = Role.LAY_READER.value
LAY: dict[str, Any] = {"lay_reader": ReviewPolicy.LayReader.ASKED}
ASKED_BESIDES: dict[str, tuple[dict[str, Any], str]] = {
    "urgent": (
        LAY | {"second_clinician": ReviewPolicy.SecondClinician.ASKED},
        "Invented reason: where an error harms at once, an editor may want two clinicians to look, and a lay reader.",
    ),
    "high": (LAY, "Invented reason: people decide by these words, so an editor may ask whether they are understood."),
}


class Colleague(NamedTuple):
    """Somebody who writes, or publishes what others write."""

    who: str
    name: str
    role: Role


class Checker(NamedTuple):
    """Somebody who signs; `interests` by the Mondo number of a condition, and `languages`, as far as they say any."""

    who: str
    name: str
    discipline: str
    profession: Profession
    interests: tuple[tuple[str, str], ...] = ()
    languages: tuple[str, ...] = ()


COLLEAGUES = (
    Colleague("author", "Invented author", Role.AUTHOR),
    Colleague("editor", "Invented editor", Role.EDITOR),
    Colleague("maren", "Invented author Maren Lund", Role.AUTHOR),
    Colleague("kofi", "Invented editor Kofi Osei", Role.EDITOR),
    Colleague(LAY_READER, "Invented lay reader", Role.LAY_READER),
    Colleague("lucia", "Invented translator Lucía Prieto", Role.AUTHOR),
)
CHECKERS = (
    Checker("reviewer", people.NAMES[Role.REVIEWER], "respiratory medicine", Profession.PHYSICIAN),
    Checker("ines", "Invented reviewer Inés Okafor", "clinical genetics", Profession.PHYSICIAN),
    Checker(
        "tomas",
        "Invented reviewer Tomas Brandt",
        "hepatology and gastroenterology",
        Profession.PHYSICIAN,
        (("0013282", "Invented interest: paid for two talks by a company that makes alpha-1 infusions."),),
        languages=("en", "es"),
    ),
    Checker("mei", "Invented reviewer Mei Tanaka", "paediatrics", Profession.PHYSICIAN),
    Checker("noor", "Invented reviewer Noor Haddad", "neurology and psychiatry", Profession.PHYSICIAN),
    Checker("priya", "Invented reviewer Priya Anand", "infectious diseases", Profession.PHYSICIAN),
    Checker("jo", "Invented reviewer Jo Lindqvist", "dietetics", Profession.DIETITIAN),
)


class Cast:
    """All of them, by the word that the files use for each."""

    def __init__(self, *, since: datetime.datetime) -> None:
        self.since = since
        self.administrator = User.objects.get(email=people.address(Role.ADMINISTRATOR))
        self.users = {each.who: self._employed(each.who, each.name, each.role) for each in COLLEAGUES}
        self.credentials = {each.who: self._registered(each) for each in CHECKERS}
        self.interests = {(each.who, mondo): said for each in CHECKERS for mondo, said in each.interests}

    def reviewer(self, who: str) -> Reviewer:
        return self.credentials[who].reviewer

    def declared(self, who: str, condition: Condition, mondo: str, *, at: datetime.datetime) -> Declaration:
        """What they declared for the condition; said now if they had not yet been asked."""
        reviewer = self.reviewer(who)
        made = Declaration.objects.filter(reviewer=reviewer, condition=condition).first()
        interests = self.interests.get((who, mondo), "")
        return made or reviewers.declare(reviewer, condition, interests=interests, by=reviewer.user, at=at)

    def checks(self, who: str, *, until: datetime.datetime) -> Iterator[datetime.datetime]:
        """Their life: once a year an editor looks the credential up."""
        at = self.since
        while at <= until:
            yield at
            reviewers.verify(
                self.credentials[who],
                on=timezone.localdate(at),
                days=CHECK_COUNTS,
                evidence="Invented: the page of an invented register",
                by=self.users["editor"],
                at=at,
            )
            at += CHECKED_EVERY

    def changes_policies(self, at: datetime.datetime) -> Iterator[datetime.datetime]:
        """One day an editor lets others look besides: the second version of two policies."""
        yield at
        for policy in ReviewPolicy.objects.newest().filter(slug__in=ASKED_BESIDES, number=1).order_by("slug"):
            asked, why = ASKED_BESIDES[policy.slug]
            policies.change_policy(policy, asked, reason=why, by=self.users["editor"], at=at)

    def _employed(self, who: str, name: str, role: Role) -> User:
        person = User.objects.filter(email=people.address(who)).first()
        if person is None:
            return people.introduce(who, name, role, by=self.administrator, at=self.since)
        people.employ(person, role, by=self.administrator, at=self.since)
        return person

    def _registered(self, told: Checker) -> Credential:
        """Their credential, which counts for nothing yet."""
        person = self._employed(told.who, told.name, Role.REVIEWER)
        by: dict[str, Any] = {"by": self.users["editor"], "at": self.since}
        profile = Reviewer.objects.filter(user=person).first() or reviewers.add_reviewer(
            Reviewer(user=person, slug=slug(told.name), name=told.name, discipline=told.discipline), **by
        )
        if told.languages:
            availability.say(profile, languages=told.languages, specialties=(), by=person, at=self.since)
        credential = Credential(
            reviewer=profile,
            profession=told.profession,
            title=f"Invented {told.profession.label.lower()} registration",
            register="Invented register of health professions",
            number=f"INVENTED-{told.who.upper()}",
        )
        return reviewers.enter_credential(credential, **by)
