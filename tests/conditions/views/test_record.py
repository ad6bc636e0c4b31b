"""What readers can see of the past."""

import re

import pytest
from django.urls import reverse

from conditions.editorial import withdrawals
from conditions.models import Publication
from tests import factories, life, past
from tests.factories import NOON, SHORT
from tests.past import AFTER, BEFORE, WHY

pytestmark = pytest.mark.django_db


def page(client, name, *arguments, status=200):
    response = client.get(reverse(f"conditions:{name}", args=arguments))
    assert response.status_code == status
    return response.content.decode()


def history(client, publication, status=200):
    answer = publication.answer
    return page(client, "answer_history", answer.condition.slug, answer.question.slug, status=status)


@pytest.mark.promise("R17")
def test_old_version_keeps_its_words_its_reviewer_and_its_dates(client):
    people = factories.desk()
    first, _now = past.corrected(people)
    shown = page(client, "version", first.code)
    assert "Old version, kept for the record. Do not use it for decisions." in shown
    assert BEFORE in shown
    assert AFTER not in shown
    assert f"{people.reviewer.name}</a></strong>, MD, Hepatology" in shown
    assert shown.count('<time datetime="2026-03-02">2 March 2026</time>') >= 8
    assert '<meta name="robots" content="noindex">' in shown


def test_every_page_of_the_past_says_which_condition_it_is_about(client):
    people, causes = factories.desk(), factories.question("causes", "What causes it?")
    first, now = past.corrected(people, factories.started(people, question=causes))
    asked, name = "What causes it?", now.revision.condition_name
    for shown in (history(client, now), page(client, "version_changes", now.code), page(client, "corrections")):
        assert f"{asked} · {name}</a>" in shown
    for shown in (page(client, "version", first.code), client.get("/changes.atom").content.decode()):
        assert f"{asked} · {name}" in shown


@pytest.mark.promise("R2")
def test_old_version_is_never_called_reviewed(client):
    first, now = past.corrected(factories.desk())
    old, changes = (page(client, name, each.code) for name, each in (("version", first), ("version_changes", now)))
    for shown in (old, changes, history(client, now), page(client, "corrections")):
        assert "edically reviewed" not in shown
        assert "reviewedBy" not in shown


def test_live_version_leads_to_the_answer_in_its_own_language(client):
    live = factories.published(factories.desk())
    address = reverse("conditions:answer", args=[live.answer.condition.slug, live.answer.question.slug])
    for start in ("", "/es"):
        response = client.get(f"{start}/v/{live.code}/")
        assert (response.status_code, response["Location"]) == (302, address)


@pytest.mark.promise("R17")
def test_withdrawn_version_carries_its_notice_above_its_words(client):
    live = factories.published(factories.desk())
    factories.withdrawn(live)
    shown = page(client, "version", live.code)
    assert "We took this answer down on" in shown
    for words in ("It names a wrong dose.", "Please do not use printed copies.", "Ask your doctor.", "See what stands"):
        assert shown.index(words) < shown.index(SHORT)


@pytest.mark.promise("E19", "R17")
def test_address_of_a_sealed_version_shows_date_reason_and_digest_and_no_word(client):
    first, now = past.corrected(factories.desk())
    question, digest = first.revision.question, first.revision.digest
    past.sealed(first.revision)
    shown = page(client, "version", first.code, status=410)
    for kept in ("Personal data", "It named a patient.", digest, "2 March 2026", "<title>Sealed version"):
        assert kept in shown
    rest = [shown, page(client, "version_changes", first.code), history(client, now)]
    assert not any(BEFORE in each for each in rest)
    assert question not in shown


@pytest.mark.promise("E19")
def test_difference_to_a_sealed_version_shows_no_word_of_either(client):
    first, now = past.corrected(factories.desk())
    assert "<del>" in page(client, "version_changes", now.code)
    past.sealed(first.revision)
    shown = page(client, "version_changes", now.code)
    assert "there is nothing to compare" in shown
    assert "<del>" not in shown
    assert "<ins>" not in shown


@pytest.mark.promise("R17")
def test_each_version_shows_what_changed_since_the_one_before(client):
    first, now = past.corrected(factories.desk())
    assert "This is the first version." in page(client, "version_changes", first.code)
    shown = page(client, "version_changes", now.code)
    marked = {mark: re.findall(rf"<{mark}><span[^>]*>[^<]*</span>([^<]+)<", shown) for mark in ("ins", "del")}
    assert marked == {"ins": ["common,", "nurse"], "del": ["doctor"]}
    assert "2 places changed." in shown
    assert f"{WHY}</span></p>" in shown


@pytest.mark.promise("R4")
def test_page_of_corrected_wording_says_who_confirmed_it_and_keeps_the_day_of_the_review(client):
    people = factories.desk()
    live = factories.published(people)
    now = past.reworded(people, live)
    shown = history(client, now)
    assert "The wording was corrected; the medical content did not change" in shown
    assert f"</time> by {people.reviewer.name}, MD, Hepatology</li>" in shown
    assert shown.count("Confirmed on ") == 1


def test_page_in_another_language_leads_to_where_the_answer_stands_in_its_own(client):
    first, _now = past.corrected(factories.desk())
    place = f"/conditions/{first.answer.condition.slug}/{first.answer.question.slug}/"
    for name in ("", "changes/"):
        shown = client.get(f"/es/v/{first.code}/{name}").content.decode()
        assert f'href="{place}"' in shown
        assert f'href="{place}history/"' in shown
        assert f'href="/es{place}' not in shown
    assert f'<h1 lang="en">{first.revision.question}</h1>' in client.get(f"/es/v/{first.code}/").content.decode()


@pytest.mark.promise("R17", "R18")
def test_history_tells_all_that_happened_the_newest_first(client):
    people = factories.desk()
    _first, now = past.corrected(people)
    same = past.reconfirmed(people, now)
    factories.withdrawn(same)
    withdrawals.restore(same, by=people.colleague, at=NOON, reason="It was right.")
    shown = history(client, now)
    told = ["Put back", "It was right.", "Taken down", "wrong dose", "no word changed", WHY, "First published"]
    places = [shown.index(each) for each in told]
    assert places == sorted(places)
    assert shown.count("What readers see now") == 1
    assert shown.count("/changes/") == 1


@pytest.mark.promise("R18")
def test_corrections_list_what_changed_meaning_with_date_and_reason(client):
    people = factories.desk()
    _first, now = past.corrected(people)
    reworded = past.reworded(people, factories.published(people))
    factories.withdrawn(now)
    shown = page(client, "corrections")
    assert shown.index("Taken down") < shown.index("Corrected</strong>") < shown.index(WHY)
    assert f"/v/{now.code}/changes/" in shown
    assert reworded.code not in shown


@pytest.mark.promise("E19")
def test_corrections_and_history_keep_no_reason_that_went_with_its_words(client):
    _first, now = past.corrected(factories.desk())
    factories.withdrawn(now)
    assert WHY in page(client, "corrections")
    past.sealed(now.revision, includes_notices=True)
    for shown in (page(client, "corrections"), history(client, now)):
        assert "The reason went with the words." in shown
        for gone in (WHY, "wrong dose", "Ask your doctor"):
            assert gone not in shown


def test_corrections_come_in_parts(client, monkeypatch):
    people = factories.desk()
    first, _now = past.corrected(people)
    factories.published(people, first.answer, change="A second correction.")
    monkeypatch.setattr("conditions.views.record.PART", 1)
    newest, rest = (client.get(f"/corrections/?page={number}").content.decode() for number in (1, 2))
    assert ("A second correction." in newest, WHY in newest, 'rel="next"' in newest) == (True, False, True)
    assert ("A second correction." in rest, WHY in rest, 'rel="next"' in rest) == (False, True, False)
    assert client.get("/corrections/?page=3").status_code == 404


def test_empty_list_of_corrections_says_what_will_stand_there(client):
    assert "Nothing has been corrected or taken down so far." in page(client, "corrections")


@pytest.mark.promise("S6")
def test_what_was_never_published_has_no_page_in_the_record(client):
    written = factories.approved(factories.desk())
    nowhere = page(client, "version", "ABCD1234", status=404)
    for name, arguments in (
        ("version_changes", ["ABCD1234"]),
        ("answer_history", [written.answer.condition.slug, written.answer.question.slug]),
        ("answer_history", ["nothing", "like-it"]),
    ):
        assert page(client, name, *arguments, status=404).split("<main")[1].split("</main>")[0] in nowhere


def test_code_that_was_misread_leads_to_the_version(client):
    first, _now = past.corrected(factories.desk())
    misread = first.code.replace("0", "O").replace("1", "l").lower()
    written = f"{misread[:4]}-{misread[4:]}"
    assert client.get(f"/v/{written}/").headers["Location"] == f"/v/{first.code}/"
    assert client.get(f"/v/{written}/changes/").headers["Location"] == f"/v/{first.code}/changes/"


@pytest.mark.promise("E18")
def test_every_code_that_was_ever_published_answers_for_ever(client):
    whole = life.whole()
    first, now = past.corrected(whole.people)
    factories.withdrawn(now)
    past.sealed(first.revision)
    factories.placed(whole.live.answer.condition, slug="renamed", at=NOON)
    codes = list(Publication.objects.values_list("code", flat=True))
    answers = {code: client.get(f"/v/{code}/", follow=True).status_code for code in codes}
    assert sorted(answers.values()) == [200, 200, 200, 410]
    assert {client.get(f"/v/{code}/changes/").status_code for code in codes} == {200}


@pytest.mark.promise("E18")
def test_history_is_found_under_the_former_name_of_its_condition(client):
    live = factories.published(factories.desk())
    about, rest = live.answer.condition, f"{live.answer.question.slug}/history/"
    former = about.slug
    factories.placed(about, slug="renamed", at=NOON)
    moved = client.get(f"/conditions/{former}/{rest}")
    assert (moved.status_code, moved["Location"]) == (301, f"/conditions/renamed/{rest}")
    assert client.get(moved["Location"]).status_code == 200


@pytest.mark.promise("R17")
def test_any_two_versions_of_an_answer_can_be_compared(client):
    people = factories.desk()
    first, second = past.corrected(people)
    third = factories.published(people, first.answer, short="Quite another text.", change="Once more.")
    stranger = past.corrected(people)[0]
    assert "Ask a doctor." not in page(client, "version_changes", third.code)
    shown = client.get(f"/v/{third.code}/changes/", {"from": first.code}).content.decode()
    assert f'<option value="{first.code}" selected>' in shown
    assert f'<option value="{second.code}">' in shown
    assert re.search(r"<del>.*?doctor|Ask a doctor\.", shown)
    assert "Ask a nurse." not in shown
    back = client.get(f"/v/{first.code}/changes/", {"from": third.code})
    assert "Quite another" in back.content.decode()
    assert stranger.code not in shown


def test_pages_of_the_record_cost_three_queries_at_most(client, django_assert_num_queries):
    people = factories.desk()
    first, now = past.corrected(people)
    for more in range(2):
        for name, each, queries in (("version", first, 3), ("version_changes", now, 3)):
            with django_assert_num_queries(queries):
                page(client, name, each.code)
        with django_assert_num_queries(2):
            assert history(client, now).count('class="event-what"') == 2 + more
        with django_assert_num_queries(2):
            assert page(client, "corrections").count('class="event-what"') == 1 + more
        factories.published(people, first.answer, short="Quite another text.", change="Once more.")
