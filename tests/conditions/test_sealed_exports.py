"""No file, feed or sheet that the site gives away holds a word of a sealed version (E19)."""

import pytest
from django.urls import reverse

from conditions.editorial import bundles, publications, reports
from conditions.editorial.listings import LISTINGS
from conditions.sitemaps import sections
from tests import factories, past, routes
from tests.factories import NOON, TODAY

pytestmark = pytest.mark.django_db
WORD = "quxzyplf"
# What somebody takes away from here: a file, what other programs fetch, a sheet of paper.
TAKEN = (".", "for-paper", "download", "letters/")
NO_WORDS = {"icon", "robots", "mfa_download_recovery_codes", "account_reset_password_from_key"}


def reported(revision, people, by):
    """A member tells about it and is answered at their address."""
    live, told = revision.publications.get(), {"reason": "wrong", "words": f"Is {WORD} so?", "email": by.email}
    report = reports.file_report("/x/", **told, at=NOON, publication=live)
    reports.handle_report(report, outcome="unchanged", reply=f"Yes: {WORD}.", by=people.author, at=NOON)


def planted(people, member):
    """A version of which every text holds the word, live once, reported on, corrected and taken down."""
    about = factories.condition("Harmless syndrome", "harmless-syndrome")
    answer = factories.started(people, condition=about)
    factories.published(people, answer)
    about.names.update(text=f"The {WORD} syndrome", folded=f"the {WORD} syndrome")
    words = {"body": f"{WORD} is said here.[^ers-2017]", "short": f"What {WORD} means.", "change": f"{WORD}!"}
    revision = factories.written(people, answer, **words)
    told = {"question": f"Is {WORD} right?", "by": people.author, "at": NOON}
    bundle = bundles.send(about, "en", {answer.pk: revision.digest}, [people.reviewer], **told)
    factories.signed(people, revision)
    publication = publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)
    reported(revision, people, member)
    about.names.update(text="Harmless syndrome", folded="harmless syndrome")
    factories.withdrawn(publication)
    return revision, bundle


def exports(client, people, member, revision, bundle):
    """Each export by the name of its route, with all that it says to whoever is served most."""
    editor = factories.browser(people.author, second_factor=True)
    reviewer = factories.browser(people.reviewer.user, second_factor=True)
    yield "conditions:feed", client.get("/changes.atom")
    yield "conditions:feed_of", client.get(reverse("conditions:feed_of", args=["harmless-syndrome"]))
    asked = ["harmless-syndrome", revision.answer.question.slug]
    yield "conditions:feed_of_question", client.get(reverse("conditions:feed_of_question", args=asked))
    yield "stories:feed_of_question", client.get(reverse("stories:feed_of_question", args=asked))
    yield "stories:feed", client.get(reverse("stories:feed", args=["harmless-syndrome"]))
    yield "sitemap", client.get("/sitemap.xml")
    for section in sections(TODAY):
        yield "sitemap_part", client.get(f"/sitemap-{section}.xml")
    for listing in LISTINGS:
        for part, _label in listing.choices or (("", ""),):
            yield "desk:listing_file", editor.get(f"/desk/lists/{listing.name}.csv?part={part}")
    yield "desk:coverage_file", editor.get("/desk/coverage/as-file.csv")
    yield "desk:numbered", editor.get(reverse("desk:numbered", args=[revision.pk]))
    yield "desk:bundle_numbered", reviewer.get(reverse("desk:bundle_numbered", args=[bundle.pk]))
    yield "desk:letter", reviewer.get("/desk/me/letters/2026/")
    for page in ("data", "data_download"):
        yield f"community:{page}", factories.browser(member).get(reverse(f"community:{page}"))


def serving(*given):
    """The routes of the exports, and those that hold the word."""
    told = [(name, page.status_code, b"".join(page).decode().casefold()) for name, page in exports(*given)]
    assert {status for _name, status, _text in told} == {200}
    return {name for name, _status, _text in told}, {name for name, _status, text in told if WORD in text}


def is_taken(name, route):
    """Whether it is an export, which belongs into this test."""
    return name not in NO_WORDS and not route.startswith("admin/") and any(each in route for each in TAKEN)


@pytest.mark.promise("E19")
def test_no_export_serves_a_word_of_a_sealed_version(client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    people, member = factories.desk(), factories.member()
    revision, bundle = planted(people, member)
    visited, before = serving(client, people, member, revision, bundle)
    of_desk = {"desk:numbered", "desk:bundle_numbered", "desk:letter"}
    feeds = {"conditions:feed", "conditions:feed_of", "conditions:feed_of_question"}
    assert before == {*feeds, *of_desk, "community:data", "community:data_download"}
    assert visited >= {name for name, route in routes.walk() if is_taken(name, route)}
    past.sealed(revision)
    assert serving(client, people, member, revision, bundle) == (visited, set())
