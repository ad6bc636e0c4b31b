"""A bundle before its reviewer: one page to read, one page to decide on each text, and nothing that moved is signed."""

import re

import pytest

from conditions.editorial import bundles
from conditions.models import Assignment, Bundle, Declaration, Round, Verdict
from conditions.models.people import Role
from tests import factories
from tests.conditions.evidence.world import sealed
from tests.factories import NOON, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.one_engine]


@pytest.fixture
def people():
    return factories.desk()


@pytest.fixture
def bundle(people):
    return factories.bundled(people)


@pytest.fixture
def desk(people):
    return factories.browser(people.colleague, second_factor=True)


def at(bundle, name=""):
    return f"/desk/bundles/{bundle.pk}/{name}"


def told(page):
    return " ".join(page.content.decode().split())


def texts(bundle):
    found = Assignment.objects.filter(round__bundle=bundle).select_related("round__revision__answer")
    return list(found.order_by("round__answer__question__position"))


@pytest.mark.one_engine
def test_texts_of_a_bundle_are_printed_together_each_with_its_own_head(desk, bundle):
    page = told(desk.get(at(bundle, "for-paper/")))
    assert page.count("<thead>") == len(texts(bundle)) > 1
    assert all(text.round.revision.digest in page for text in texts(bundle))
    assert f'href="{at(bundle, "for-paper/")}"' in told(desk.get(at(bundle)))


@pytest.mark.one_engine
def test_each_text_says_what_changed_since_they_last_decided(desk, bundle):
    page = told(desk.get(at(bundle)))
    assert page.count("First review.") == len(texts(bundle))


def decided(bundle, decision="approve", **other):
    """What somebody sends who decides the same on every text, without interests, for the first time."""
    each = {f"seen-{text.pk}": text.round.revision.digest for text in texts(bundle)}
    each |= {f"decision-{text.pk}": decision for text in texts(bundle)}
    return each | {"scopes": ["accuracy"], "topic": "none"} | other


def test_one_page_holds_every_text_and_what_is_asked(desk, bundle):
    page = desk.get(at(bundle))
    assert "Please check 2 texts (2 min)." in told(page)
    assert "asks: “Is the dose right?”" in told(page)
    for n in range(2):
        assert f"Here stands text {n}." in told(page)
    assert set(Assignment.objects.values_list("opened_at", flat=True)) == {NOON}


@pytest.mark.one_engine
def test_no_address_stands_twice_on_the_page_and_every_way_leads_to_one(desk, bundle):
    html = desk.get(at(bundle)).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert {way for way in re.findall(r'\shref="#([^"]+)"', html) if way.startswith("text-")} <= set(ids)
    assert f"text-{texts(bundle)[0].pk}-source-1" in ids


def test_bundle_stands_as_one_card_among_the_reviews(desk, bundle):
    page = told(desk.get("/desk/reviews/"))
    assert "2 texts to check" in page
    assert page.count('<article class="card"') == 1


@pytest.mark.promise("R10", "R12")
def test_one_form_records_a_sign_off_for_each_text(desk, bundle):
    page = desk.post(at(bundle, "finish/"), decided(bundle))
    assert page["Location"] == at(bundle, "signed/")
    assert {verdict.digest for verdict in Verdict.objects.all()} == {
        text.round.revision.digest for text in texts(bundle)
    }
    assert Declaration.objects.count() == 1
    assert told(desk.get(at(bundle, "signed/"))).count("You approved these words on") == 2


def test_texts_are_decided_apart_on_the_page(desk, bundle):
    _first, second = texts(bundle)
    other = {f"decision-{second.pk}": "changes", f"text-{second.pk}": "The dose is wrong."}
    desk.post(at(bundle, "finish/"), decided(bundle, **other))
    assert [text.verdict.decision for text in texts(bundle)] == ["approve", "changes"]


def test_live_words_that_were_confirmed_are_with_readers_already(desk, people):
    live = factories.published(people)
    who = {"question": "Does it hold?", "by": people.author, "at": NOON}
    seen = {live.answer_id: live.revision.digest}
    sent = bundles.send(live.answer.condition, "en", seen, [people.reviewer], **who)
    desk.post(at(sent, "finish/"), decided(sent, topic=f"same-{Declaration.objects.latest('pk').pk}"))
    page = told(desk.get(at(sent, "signed/")))
    assert "Readers have these very words already." in page
    assert "See it as readers do." in page


@pytest.mark.promise("E4")
def test_text_that_moved_stops_all_of_it_and_what_was_typed_stays(desk, people, bundle):
    first, second = texts(bundle)
    sent = decided(bundle, interests="Paid by a company.", topic="other")
    factories.written(people, first.round.answer, body="Other words.[^ers-2017]")
    page = desk.post(at(bundle, "finish/"), sent)
    assert "A text left this review while you were reading" in told(page)
    assert "Paid by a company." in told(page)
    assert not Verdict.objects.exists()
    left = {name: value for name, value in sent.items() if not name.endswith(str(first.pk))}
    assert desk.post(at(bundle, "finish/"), left).status_code == 302
    assert Verdict.objects.get().assignment == second


def test_unfinished_form_says_what_is_missing_beside_each_text(desk, bundle):
    page = desk.post(at(bundle, "finish/"), {f"seen-{text.pk}": text.round.revision.digest for text in texts(bundle)})
    assert told(page).count("Choose what you decide on this text.") == 4  # in the summary, and beside each
    assert "Tick at least one thing that you checked." in told(page)


def test_changes_need_a_word_on_what_should_change(desk, bundle):
    page = desk.post(at(bundle, "finish/"), decided(bundle, "changes"))
    assert "Say what should change" in told(page)
    assert not Verdict.objects.exists()


def test_who_should_not_review_the_topic_steps_back_from_all_texts(desk, bundle):
    sent = {name: value for name, value in decided(bundle).items() if name.startswith("seen-")}
    desk.post(at(bundle, "finish/"), sent | {"topic": "not-me"})
    assert set(Verdict.objects.values_list("decision", flat=True)) == {"recuse"}


def test_who_should_not_review_the_topic_approves_nothing(desk, bundle):
    page = desk.post(at(bundle, "finish/"), decided(bundle, topic="not-me"))
    assert "Then choose “I step back”." in told(page)
    assert not Verdict.objects.exists()


def test_second_press_leads_to_what_was_decided(desk, bundle):
    desk.post(at(bundle, "finish/"), decided(bundle))
    assert desk.post(at(bundle, "finish/"), decided(bundle))["Location"] == at(bundle, "signed/")
    assert Verdict.objects.count() == 2


def test_all_of_it_is_accepted_or_declined(desk, bundle):
    desk.post(at(bundle, "accept/"))
    assert all(text.accepted_at for text in texts(bundle))
    assert "You answered this already" in told(desk.post(at(bundle, "accept/"), follow=True))
    desk.post(at(bundle, "decline/"), {"declined_because": "time"})
    assert not any(text.declined_at for text in texts(bundle))


def test_declining_tells_the_reason(desk, bundle):
    assert desk.post(at(bundle, "decline/"), {}).status_code == 200
    desk.post(at(bundle, "decline/"), {"declined_because": "field"})
    assert {text.declined_because for text in texts(bundle)} == {"field"}


@pytest.mark.promise("S1")
def test_bundle_is_open_to_nobody_else(bundle):
    stranger = factories.reviewer()
    desk = factories.browser(stranger.user, second_factor=True)
    for name in ("", "finish/", "signed/", "decline/"):
        assert desk.get(at(bundle, name)).status_code == 404


def test_comment_leads_back_to_its_place_in_the_bundle(desk, people, bundle):
    text = texts(bundle)[1]
    page = desk.get(f"/desk/reviews/{text.pk}/comment/body-1/")
    assert f"{at(bundle)}#text-{text.pk}-body-1" in told(page)
    sent = {"seen": text.round.revision.digest, "weight": "must", "text": "Which dose?"}
    page = desk.post(f"/desk/reviews/{text.pk}/comment/body-1/", sent)
    assert page["Location"] == f"{at(bundle)}#text-{text.pk}-body-1"
    assert "Which dose?" in told(desk.get(at(bundle)))


@pytest.mark.promise("E17")
def test_haste_is_measured_over_all_that_was_signed_together(desk, people, bundle):
    desk.get(at(bundle))
    desk.post(at(bundle, "finish/"), decided(bundle, read_elsewhere="on"))
    page = told(factories.browser(people.author, second_factor=True).get("/desk/sign-offs/"))
    counted = set(re.findall(r"(\d+) words, signed", page))
    assert len(counted) == 1
    assert page.count("They say that they read it elsewhere") == 2


@pytest.mark.promise("E19")
def test_sealed_text_shows_none_of_its_words(desk, people, bundle):
    sealed(texts(bundle)[0].round.revision, people)
    page = told(desk.get(at(bundle)))
    assert "A text whose words were taken away" in page
    assert "Here stands text 0." not in page
    assert "Is the dose right?" in page


class TestSending:
    """The editor's two pages: which texts, then what is asked and of whom."""

    @pytest.fixture
    def words(self, people):
        about = factories.condition()
        return [factories.written(people, factories.started(people, condition=about)) for _n in range(2)]

    @pytest.fixture
    def editor(self, people):
        return factories.browser(people.author, second_factor=True)

    def address(self, words, *chosen):
        keys = "&".join(f"answer={each.answer_id}" for each in chosen)
        return f"/desk/conditions/{words[0].answer.condition.slug}/bundle/?{keys}"

    def test_only_what_can_go_out_is_offered(self, editor, people, words):
        bare = factories.written(people, factories.started(people, condition=words[0].answer.condition), body="One.")
        page = told(editor.get(self.address(words)))
        assert page.count('type="checkbox"') == 2
        assert f"/desk/answers/{bare.answer_id}/write/?check=1" in page

    def test_chosen_texts_are_sent_with_what_was_on_screen(self, editor, people, words):
        form = editor.get(self.address(words, *words)).context["form"]
        sent = {f"seen-{each.answer_id}": form[f"seen-{each.answer_id}"].value() for each in words}
        sent |= {"question": "Is it fair?", "reviewers": [people.reviewer.pk], "due_on": "2026-03-09"}
        assert editor.post(self.address(words, *words), sent).status_code == 302
        assert Bundle.objects.get().rounds.count() == 2
        assert (Round.objects.first().question, Round.objects.first().due_on) == ("Is it fair?", TODAY.replace(day=9))

    def test_text_that_moved_meanwhile_is_not_sent_and_what_was_typed_stays(self, editor, people, words):
        sent = {f"seen-{each.answer_id}": each.digest for each in words}
        sent |= {"question": "Is it fair?", "reviewers": [people.reviewer.pk]}
        factories.written(people, words[0].answer, body="Other words.[^ers-2017]")
        page = editor.post(self.address(words, *words), sent)
        assert page.status_code == 409
        assert "Is it fair?" in told(page)
        assert not Bundle.objects.exists()

    @pytest.mark.promise("S1")
    def test_only_who_may_ask_reviewers_sends_a_bundle(self, words):
        author = factories.browser(factories.holder(Role.AUTHOR), second_factor=True)
        assert author.get(self.address(words, *words)).status_code == 403

    def test_keys_that_are_none_choose_nothing(self, editor, words):
        address = self.address(words) + "answer=x&answer=" + "9" * 40 + "&answer=-1"
        assert "Which texts?" in told(editor.get(address))
