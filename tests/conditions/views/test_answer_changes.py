"""What readers see of an answer whose words have a history: corrected, translated, taken over, not yet published."""

import datetime

import pytest

from conditions.editorial import comments, publications, revisions
from tests import factories
from tests.conditions.views.test_answers import address, structured, text
from tests.factories import NOON, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.one_engine]

LATER = NOON + datetime.timedelta(days=3)


def live_again(people, revision, at=NOON):
    return publications.publish(revision, by=people.colleague, at=at, seen=revision.digest)


@pytest.mark.promise("R3")
def test_nothing_that_colleagues_are_at_changes_what_readers_see(client):
    people = factories.desk()
    live = factories.published(people)
    before = client.get(address(live)).content
    revision = factories.approved(people, live.answer, body="Other words.[^ers-2017]")
    assert client.get(address(live)).content == before
    live_again(people, revision)
    assert "Other words." in text(client, address(live))


@pytest.mark.promise("R4", "R5")
def test_corrected_wording_is_said_and_leaves_the_day_of_the_review(client, clock):
    people = factories.desk()
    live = live_again(people, factories.reworded(people, factories.published(people), at=LATER), LATER)
    clock(LATER)
    page = text(client, address(live))
    assert 'Wording corrected on <time datetime="2026-03-05">5 March 2026</time>; the medical content' in page
    assert '<strong>Medically reviewed</strong> on <time datetime="2026-03-02">' in page
    assert '<dt>Last edited</dt> <dd><time datetime="2026-03-05">' in page
    assert "Confirmed on <time" in page
    assert "The wording was corrected; the medical content did not change. The text is clearer." in page


@pytest.mark.promise("R8")
def test_page_says_that_wording_of_the_reviewer_was_used(client):
    people = factories.desk()
    revision = factories.in_review(people)
    said = {"place": "body-1", "quote": "more slowly", "suggestion": "at a slower pace"}
    suggested = comments.suggest(revision.rounds.get(), by=people.colleague, at=NOON, seen=revision.digest, **said)
    draft = comments.accept_suggestion(suggested, by=people.author, at=NOON, seen=0)
    taken = revisions.save_revision(draft, by=people.author, at=NOON, seen=draft.version)
    page = text(client, address(factories.published(people, taken.answer, body=taken.body)))
    assert f"Wording suggested by the reviewer was used: {people.colleague}." in page


@pytest.mark.promise("S2")
def test_title_of_a_source_cannot_end_the_block_for_machines(client):
    title = "</script><script>alert(1)</script>"
    factories.source("hostile", title=title)
    page = text(client, address(factories.published(factories.desk(), body="Text.[^hostile]")))
    assert "<script>alert" not in page
    assert structured(page)[0]["citation"][0]["name"] == title


@pytest.mark.promise("R16")
def test_unknown_answer_says_so_with_the_day_of_the_search(client):
    told = {"is_unknown": True, "body": "", "unknowns": "No study was found.[^ers-2017]", "searched_on": TODAY}
    page = text(client, address(factories.published(factories.desk(), **told)))
    assert (
        '<strong>Nobody knows yet.</strong> We searched up to <time datetime="2026-03-02">2 March 2026</time>' in page
    )
    assert "<strong>Medically reviewed</strong>" in page


@pytest.mark.promise("R23")
def test_translation_names_its_source_and_leads_to_the_newer_one(client):
    people = factories.desk()
    source = factories.published(people)
    translation = factories.translated(people, source)
    there = f"/es{address(translation)}"
    page = text(client, there)
    assert f'href="/es/v/{source.code}/"' in page
    assert 'rel="alternate" hreflang="en"' in page
    assert 'class="read-newer"' not in page
    live_again(people, factories.approved(people, source.answer, short="It is mild."))
    page = text(client, there)
    assert f'<a class="read-newer" href="{address(source)}" hreflang="en">' in page


@pytest.mark.promise("R23", "A2")
def test_both_pages_say_by_word_and_shape_how_the_translation_stands(client):
    people = factories.desk()
    source = factories.published(people)
    there = f"/es{address(factories.translated(people, source))}"
    assert "</svg>\nThis translates the newest version." in text(client, address(source))
    assert "</svg>\nEsto traduce la versión más reciente." in text(client, there)
    live_again(people, factories.approved(people, source.answer, short="It is mild."))
    assert "</svg>\nThis translates an earlier version. What it says has changed since." in text(
        client, address(source)
    )
    assert f'<a href="{address(source)}" lang="en" hreflang="en">English</a>' in text(client, there)


def test_last_three_versions_are_listed_newest_first(client):
    people = factories.desk()
    live = factories.published(people)
    for number in range(3):
        said = {"body": f"Words {number}.[^ers-2017]", "change": f"Reason {number}."}
        live = live_again(people, factories.approved(people, live.answer, **said))
    page = text(client, address(live))
    changes = page[page.index('<ul class="changes">') :]
    assert changes.index("Reason 2.") < changes.index("Reason 1.") < changes.index("Reason 0.")
    assert "First published" not in page


@pytest.mark.parametrize("items", [1, 3])
def test_answer_costs_three_queries(client, django_assert_num_queries, items):
    people, about = factories.desk(), factories.condition()
    for number in range(items):
        factories.source(f"source-{number}", title=f"Title {number}")
    body = "Text." + "".join(f"[^source-{number}]" for number in range(items))
    live = [
        factories.published(people, factories.started(people, condition=about), body=body) for _ in range(items + 1)
    ]
    with django_assert_num_queries(3):
        page = text(client, address(live[0]))
    assert page.count('<li id="source-') == items
    assert page[page.index('class="read-next') :].count("What is Gilbert syndrome?</a>") == items


@pytest.mark.promise("R7")
def test_nobody_is_led_to_what_stands_in_no_list(client, clock):
    people, about = factories.desk(), factories.condition()
    first, second = [factories.started(people, condition=about) for _ in range(2)]
    factories.ruled(second, overdue="unlisted")
    live, unlisted = factories.published(people, first), factories.published(people, second)
    assert address(unlisted) in text(client, address(live))
    clock(NOON + (unlisted.next_due_on - TODAY) + datetime.timedelta(days=1))
    assert address(unlisted) not in text(client, address(live))


@pytest.mark.promise("S7")
def test_answer_sets_no_cookie_and_is_not_sent_again_while_it_holds(client):
    people = factories.desk()
    live = factories.published(people)
    first = client.get(address(live))
    assert (first["Cache-Control"], first.cookies) == ("public, no-cache", {})
    assert client.get(address(live), headers={"if-none-match": first["ETag"]}).status_code == 304
    factories.cautioned(people, live.answer)
    assert client.get(address(live), headers={"if-none-match": first["ETag"]}).status_code == 200


def test_related_questions_are_of_the_same_topic_first_and_never_more_than_three(client):
    people, about = factories.desk(), factories.condition()
    asked = [("a", "treatment"), ("b", "family"), ("c", "treatment"), ("d", "family"), ("e", "family")]
    live = {
        slug: factories.published(
            people,
            factories.started(
                people, condition=about, question=factories.question(slug, f"What of {slug}?", group=group)
            ),
        )
        for slug, group in asked
    }
    page = text(client, address(live["e"]))
    found = [slug for slug, _ in asked if f">What of {slug}?</a>" in page]
    assert found == ["a", "b", "d"]
    assert page.index("What of d?") < page.index("What of a?")
