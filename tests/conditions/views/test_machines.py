"""The feed of changes and the map of the site, as machines read them."""

import datetime
from xml.etree import ElementTree

import pytest

from conditions import sitemaps
from conditions.editorial import publications
from tests import databases, factories, past
from tests.factories import NOON, SHORT
from tests.past import WHY

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
OTHER = "{http://www.w3.org/1999/xhtml}link"


def parsed(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)  # noqa: S314 - it is ours


def entries(client, start="", feed="/changes.atom"):
    """The entries of the feed, each as its title, id, summary and link."""
    names = ("title", "id", "summary")
    return [
        (*(entry.findtext(f"{ATOM}{name}") for name in names), entry.find(f"{ATOM}link").get("href"))
        for entry in parsed(client, f"{start}{feed}").findall(f"{ATOM}entry")
    ]


def listed(client, address):
    """The addresses of a map, without the host."""
    found = [each.text for each in parsed(client, address).iter(f"{MAP}loc")]
    assert all(each.startswith("http://localhost:8000/") for each in found)
    return [each.removeprefix("http://localhost:8000") for each in found]


def place(publication):
    answer = publication.answer
    return f"/conditions/{answer.condition.slug}/{answer.question.slug}/"


def test_feed_tells_what_is_new_was_corrected_and_was_taken_down(client):
    people = factories.desk()
    first, now = past.corrected(people)
    past.reworded(people, factories.published(people))
    factories.withdrawn(now)
    told = entries(client)
    titles = [title.partition(":")[0] for title, *_ in told]
    assert titles == ["First published", "Taken down", "What it says was corrected", "First published"]
    assert [link for *_, link in told][1:] == [f"http://localhost:8000{place(first)}"] * 3
    assert [summary for _, _, summary, _ in told][1:] == [
        "<p>It names a wrong dose.</p><p>If you have acted on it: Ask your doctor.</p>",
        f"<p>{WHY}</p>",
        "<p>First published</p>",
    ]


@pytest.mark.promise("R2")
def test_feed_calls_nothing_reviewed_and_tells_no_word_of_an_answer(client):
    people = factories.desk()
    live = factories.published(people)
    past.reconfirmed(people, live)
    content = client.get("/changes.atom").content.decode()
    assert live.revision.question in content
    for never in ("eviewed", SHORT, people.reviewer.name):
        assert never not in content


def test_feed_names_a_change_alike_for_ever(client):
    people = factories.desk()
    first, now = past.corrected(people)
    told = entries(client)
    ids = [f"http://localhost:8000/v/{now.code}/#corrected", f"http://localhost:8000/v/{first.code}/#first"]
    assert [entry[1] for entry in told] == ids
    past.reworded(people, now)
    assert entries(client) == told


def test_feed_has_the_answers_of_its_language(client):
    live = factories.published(factories.desk())
    factories.translated(factories.desk(), live)
    assert len(entries(client)) == 1
    (spanish,) = entries(client, "/es")
    assert spanish[3] == f"http://localhost:8000/es{place(live)}"
    assert spanish[1].startswith("http://localhost:8000/v/")


def test_feed_of_a_condition_has_its_answers_alone_and_moves_with_it(client):
    people = factories.desk()
    live, _other = factories.published(people), factories.published(people)
    about = live.answer.condition
    feed = f"/conditions/{about.slug}/changes.atom"
    assert [link for *_, link in entries(client, feed=feed)] == [f"http://localhost:8000{place(live)}"]
    assert f"what changed about {live.revision.condition_name}" in parsed(client, feed).findtext(f"{ATOM}title")
    factories.placed(about, slug="elsewhere", at=NOON)
    assert client.get(feed)["Location"] == "/conditions/elsewhere/changes.atom"
    assert client.get("/conditions/never-there/changes.atom").status_code == 404


def test_feed_of_a_question_has_its_answer_alone_also_when_it_is_asked_no_more(client):
    people = factories.desk()
    live = factories.published(people)
    about, asked = live.answer.condition, live.answer.question
    factories.published(people, factories.started(people, condition=about))
    feed = f"{place(live)}changes.atom"
    databases.asked_no_more(asked)
    assert [link for *_, link in entries(client, feed=feed)] == [f"http://localhost:8000{place(live)}"]
    page = parsed(client, feed)
    assert "what changed in the answer to “" in page.findtext(f"{ATOM}title")
    assert page.find(f"{ATOM}link[@rel='self']").get("href") == f"http://localhost:8000{feed}"
    assert client.get(f"/conditions/{about.slug}/never-there/changes.atom").status_code == 404


@pytest.mark.promise("E7")
def test_feed_tells_nobody_of_a_question_that_was_never_asked(client):
    factories.condition()
    factories.question("stop", "Stop it?", is_asked=False, was_asked=False)
    assert client.get("/conditions/gilbert-syndrome/stop/changes.atom").status_code == 404


@pytest.mark.promise("E19")
def test_sealed_version_leaves_the_feed_at_once(client):
    first, _now = past.corrected(factories.desk())
    etag = client.get("/changes.atom")["ETag"]
    assert first.code in client.get("/changes.atom").content.decode()
    past.sealed(first.revision)
    again = client.get("/changes.atom", headers={"if-none-match": etag})
    assert again.status_code == 200
    assert first.code not in again.content.decode()
    assert "Last-Modified" not in again


@pytest.mark.promise("S2")
def test_reason_is_text_in_a_feed(client):
    people = factories.desk()
    first = factories.published(people)
    factories.published(people, first.answer, short="Another text.", change="<script>alert(1)</script>")
    assert entries(client)[0][2] == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


def test_every_page_leads_readers_of_feeds_to_the_feed(client):
    link = '<link rel="alternate" type="application/atom+xml" href="{}/changes.atom"'
    assert link.format("") in client.get("/privacy/").content.decode()
    assert link.format("/es") in client.get("/es/privacy/").content.decode()


@pytest.mark.promise("R2", "R7")
def test_map_lists_live_answers_and_their_conditions_and_nothing_of_the_past(client):
    people = factories.desk()
    first, live = past.corrected(people)
    gone = factories.published(people)
    both = ["/sitemap-conditions.xml", "/sitemap-answers.xml"]
    assert place(gone) in listed(client, "/sitemap-answers.xml")
    factories.withdrawn(gone)
    factories.approved(people)
    factories.written(people)
    assert listed(client, "/sitemap.xml") == [*both, "/sitemap-stories.xml"]
    assert [listed(client, part) for part in both] == [[f"/conditions/{live.answer.condition.slug}/"], [place(first)]]


def test_map_dates_a_page_by_the_day_of_its_last_edit(client):
    people = factories.desk()
    later = NOON + datetime.timedelta(days=3)
    revision = factories.reworded(people, factories.published(people), at=later)
    publications.publish(revision, by=people.colleague, at=later, seen=revision.digest)
    for part in ("conditions", "answers"):
        content = client.get(f"/sitemap-{part}.xml").content.decode()
        assert content.count("<lastmod>2026-03-05</lastmod>") == 1


def test_map_names_each_language_in_which_a_page_is_there(client):
    people = factories.desk()
    live = factories.published(people)
    alone = factories.published(people)
    factories.translated(people, live)
    root = parsed(client, "/sitemap-answers.xml")
    pages = {
        url.findtext(f"{MAP}loc"): [(link.get("hreflang"), link.get("href")) for link in url.findall(OTHER)]
        for url in root
    }
    here = f"http://localhost:8000{{}}{place(live)}"
    both = [("en", here.format("")), ("es", here.format("/es"))]
    assert pages == {here.format(""): both, here.format("/es"): both, f"http://localhost:8000{place(alone)}": []}
    conditions = listed(client, "/sitemap-conditions.xml")
    assert f"/es/conditions/{live.answer.condition.slug}/" in conditions
    assert len(conditions) == 3


def test_answer_within_another_has_no_page_to_list(client):
    people = factories.desk()
    host = factories.published(people)
    inner = factories.started(people, condition=host.answer.condition)
    factories.published(people, inner, short=f"{SHORT}[^ers-2017]", body="", within=host.answer)
    assert listed(client, "/sitemap-answers.xml") == [place(host)]


def test_large_map_comes_in_parts(client, monkeypatch, django_assert_num_queries):
    people = factories.desk()
    live = [factories.published(people) for _ in range(3)]
    monkeypatch.setattr(sitemaps.Answers, "limit", 2)
    parts = [part for part in listed(client, "/sitemap.xml") if "answers" in part]
    assert parts == ["/sitemap-answers.xml", "/sitemap-answers.xml?p=2"]
    with django_assert_num_queries(6):
        assert [listed(client, part) for part in parts] == [[place(each) for each in live[:2]], [place(live[2])]]
    assert client.get("/sitemap-answers.xml?p=3").status_code == 404


def test_map_is_made_anew_when_something_was_taken_down(client):
    live = factories.published(factories.desk())
    factories.published(factories.desk())
    before = client.get("/sitemap-answers.xml")
    factories.withdrawn(live)
    headers = {"if-none-match": before["ETag"], "if-modified-since": "Mon, 01 Jan 2035 00:00:00 GMT"}
    assert "Last-Modified" not in before
    assert client.get("/sitemap-answers.xml", headers=headers).status_code == 200


def test_robots_are_told_where_the_map_is(client):
    assert "Sitemap: http://localhost:8000/sitemap.xml\n" in client.get("/robots.txt").content.decode()


def test_demonstration_has_no_map(client, settings):
    factories.published(factories.desk())
    assert len(listed(client, "/sitemap-answers.xml")) == 1
    settings.DEMONSTRATION = True
    assert listed(client, "/sitemap.xml") == []
    assert client.get("/sitemap-answers.xml").status_code == 404
    assert "Sitemap:" not in client.get("/robots.txt").content.decode()


@pytest.mark.parametrize(
    ("address", "queries"),
    [("/changes.atom", 3), ("/sitemap.xml", 3), ("/sitemap-answers.xml", 3), ("/sitemap-conditions.xml", 2)],
)
def test_what_machines_read_costs_few_queries(client, django_assert_num_queries, address, queries):
    people = factories.desk()
    for more in (1, 2):
        for _ in range(more):
            factories.published(people)
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200
