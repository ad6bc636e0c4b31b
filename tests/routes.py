"""Every route of the site, found by walking the URL configuration, and what each answers to whom."""

import itertools
import logging
import re
import tomllib
from functools import cache
from http.cookies import SimpleCookie
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve
from django.utils import timezone

from conditions import outbox
from conditions.editorial import invitations, people, proposals
from conditions.models import Applicability, Chore, Grant, Invitation
from conditions.models.people import Role
from tests import factories, life, stories

ROLES = ("anonymous", "member", "other", "author", "reviewer", "moderator", "editor", "administrator")
DESK_ROLES = ROLES[3:]
METHODS = ("GET", "POST")
# In this order they are asked, so that a page that several may open is seen by whoever has most on it.
ASKED = ("editor", "administrator", "anonymous", "member", "reviewer", "moderator", "author", "other")
MATRIX = Path(__file__).with_name("matrix.toml")


def walk(patterns=None, namespaces=(), prefix=""):
    """Name and address pattern of each route; an unnamed one is called by its whole pattern."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(each.pattern)
        if hasattr(each, "url_patterns"):
            inner = (*namespaces, each.namespace) if each.namespace else namespaces
            yield from walk(each.url_patterns, inner, route)
        else:
            yield ":".join((*namespaces, each.name)) if each.name else route, route


@cache
def matrix():
    return tomllib.loads(MATRIX.read_text(encoding="utf-8"))


def address(route):
    """A skeleton of the address: each part that varies becomes a {placeholder} to be filled by `World`."""
    model = re.match(r"admin/([a-z]+)/([a-z]+)/", route)
    thing = f"{{{model[1]}.{model[2]}}}" if model else "{thing}"
    return "/" + re.sub(r"<[^>]*>|\(\?P.*?\)(?=[/$]|$)|[$^]", lambda part: thing if len(part[0]) > 1 else "", route)


class World:
    """One person of each role, signed in, and something of each kind to open; what belongs to a member is theirs."""

    def __init__(self):
        self.signed_in = {}
        self.people = {"anonymous": None, "member": factories.member(), "other": factories.member()}
        for role in DESK_ROLES:
            self.people[role] = factories.confirmed(factories.holder(Role(role), is_staff=True))
        self.condition = factories.condition()
        factories.help_line(factories.country())
        factories.explained("gene")
        question = factories.question("what-is-it", "What is {condition}?")
        Applicability.objects.create(condition=self.condition, question=question, applies=True, reason="It does")
        grant = Grant(user=factories.user(), role=Role.EDITOR, starts_on=factories.DAY_ONE)
        people.grant_role(grant, by=self.people["administrator"], at=timezone.now())
        outbox.queue("reader@example.org", "News for you", "", purpose="news", at=timezone.now())
        Chore.objects.create(name="conditions.beat")
        who = {"by": self.people["administrator"], "at": timezone.now()}
        proposals.propose_name(self.condition, "Meulengracht disease", use="shown", **who)
        asked = Invitation(email="asked@example.org", role=Role.REVIEWER)
        invitations.invite(asked, write_in="en", **who)
        self.life = life.whole()
        factories.planned(self.life.people)
        factories.searched_in_vain()
        self.stories = stories.whole()
        self.story = stories.sent(self.people["member"], self.condition).story
        self.draft = stories.draft(self.people["member"], self.condition)
        self.asked(self.people["reviewer"])
        member = self.people["member"]
        browser = factories.browser(member)
        browser.get("/me/")
        self.key = factories.passkey(member)
        self.device = member.devices.get()

    def asked(self, reviewer):
        """What the reviewer was asked to review, alone and in a bundle, and has not answered."""
        people = SimpleNamespace(author=factories.holder(Role.EDITOR), reviewer=factories.reviewer(reviewer))
        self.assignment = factories.in_review(people).rounds.get().assignments.get()
        self.bundle = factories.bundled(people)
        factories.read(factories.to_be_read(people))
        people.colleague = factories.holder(Role.EDITOR)
        factories.asked_outside(people, at=timezone.now())

    def fill(self, template):
        """The address with real things in it; a thing that is nowhere yet is called 0."""

        def found(match):
            named = {"condition": self.condition.slug, "device": self.device.pk, "key": self.key.pk, "thing": "unknown"}
            named |= {"code": self.life.live.code, "reviewer": self.life.people.reviewer.slug}
            named |= {"assignment": self.assignment.pk, "story": self.story.code, "draft": self.draft.pk}
            named |= {"report": self.stories.report.number, "colleague": self.people["editor"].pk}
            named |= {"bundle": self.bundle.pk}
            if match[1] in named:
                return str(named[match[1]])
            first = apps.get_model(match[1]).objects.order_by("pk").first()
            return str(first.pk if first else 0)

        return re.sub(r"\{([\w.]+)\}", found, template)

    def browser(self, role, *, second_factor=True):
        """A browser signed in once for all visits; each takes a copy, for signing out throws the cookie away."""
        if (role, second_factor) not in self.signed_in:
            first = factories.browser(self.people[role], second_factor=second_factor)
            first.get("/account/second-factor/")  # notes the device, which no later visit has to
            self.signed_in[role, second_factor] = first
        copy = Client()
        copy.cookies = SimpleCookie(self.signed_in[role, second_factor].cookies)
        return copy


def visit(browser, method, path):
    """What the site answers: a status, or where it leads. Whatever that changed is undone."""
    logging.disable(logging.WARNING)  # a trace for each refusal takes longer than the refusal
    with transaction.atomic():
        response = browser.get(path) if method == "GET" else browser.post(path)
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
    if response.status_code not in {301, 302}:
        return str(response.status_code)
    try:
        match = resolve(urlsplit(response["Location"]).path)
    except Resolver404:
        return "to:elsewhere"
    return f"to:{match.view_name or match.route}"


def answer(world, role, method, template):
    return visit(world.browser(role), method, world.fill(template))


def written(row, method, role):
    """What the matrix says: one word for all roles, or one for each in the order of ROLES, `404*3` for three."""
    words = [word.split("*") for word in row[method].split()]
    spread = [word[0] for word in words for _ in range(int(word[1]) if len(word) > 1 else 1)]
    assert len(spread) in {1, len(ROLES)}, row
    return spread[0] if len(spread) == 1 else spread[ROLES.index(role)]


def is_first(row, method, role):
    """Whether nobody who is asked before them gets this answer."""
    before = ASKED[: ASKED.index(role)]
    return written(row, method, role) not in {written(row, method, each) for each in before}


def is_seen(row, method, role):
    """Whether the page is rendered here. A page of ours that only opens is rendered elsewhere (tests/everywhere.py)."""
    is_ours_to_open = method == "GET" and not row["at"].startswith("/admin/")
    return is_first(row, method, role) and not is_ours_to_open


def short(words):
    """The same, from one word a role."""
    runs = [(word, len(list(same))) for word, same in itertools.groupby(words)]
    if len(runs) == 1:
        return words[0]
    return " ".join(word if length == 1 else f"{word}*{length}" for word, length in runs)


def skeleton(world, missing):
    """Rows for routes that the matrix lacks, as they answer now: to be read, put right, and added."""
    return "\n\n".join(row_as_it_is(world, name, address(route)) for name, route in missing)


def row_as_it_is(world, name, template):
    told = {method: [answer(world, role, method, template) for role in ROLES] for method in METHODS}
    answered = [f'{method} = "{short(words)}"' for method, words in told.items()]
    return "\n".join([f'["{name}"]', f'at = "{template}"', *answered])
