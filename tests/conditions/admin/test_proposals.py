"""How editors decide on what another proposed: they see what was and what will be, and it carries the version."""

import datetime
import re
from dataclasses import replace

import pytest
from django.utils import timezone

from conditions.editorial import acceptance, countries, proposals
from conditions.editorial.comparison import screen
from conditions.editorial.rows import version
from conditions.imports import loading
from conditions.models import Country, HelpLine, Name, Proposal, User
from conditions.models.people import Role
from conditions.permissions import may
from tests import factories
from tests.conditions.admin.forms import filled, one_more
from tests.factories import catalogue, term

LIST = "/admin/conditions/proposal/"
LINES = "/admin/conditions/helpline/"
AT = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
WAITS = "Nothing that waits reaches readers until another editor accepts it."

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return factories.holder(Role.EDITOR, is_staff=True)


@pytest.fixture
def desk(editor):
    return factories.browser(editor, second_factor=True)


@pytest.fixture
def proposal():
    return proposed(factories.condition(), "Meulengracht disease")


def proposed(condition, text, by=None):
    who = {"by": by or factories.holder(Role.EDITOR), "at": timezone.now()}
    return proposals.propose_name(condition, text, use="preferred", reason="Common here", **who)


def ask(desk, action, *chosen):
    return desk.post(LIST, {"action": action, "_selected_action": [each.pk for each in chosen]})


def decide(desk, action, proposal, seen, **typed):
    given = {"action": action, "_selected_action": [proposal.pk], "seen": [f"{proposal.pk}:{seen}"]}
    return desk.post(LIST, given | typed, follow=True).content.decode()


def test_first_press_shows_was_and_will_be_and_carries_the_version(desk, proposal):
    page = ask(desk, "accept", proposal).content.decode()
    for told in ("Meulengracht disease", "Search only", "Gilbert syndrome", "Preferred", "Common here"):
        assert told in page
    assert f'name="seen" value="{proposal.pk}:{screen(proposal)}"' in page
    assert Proposal.objects.open().get() == proposal


@pytest.mark.promise("E22")
def test_answers_that_need_to_be_confirmed_anew_are_told_before(desk):
    live = factories.published(factories.desk())
    page = ask(desk, "accept", proposed(live.answer.condition, "Meulengracht disease")).content.decode()
    assert "A reviewer has to confirm them again" in page
    assert live.revision.question in page


@pytest.mark.promise("E7")
def test_second_press_brings_it_to_readers(desk, editor, proposal):
    assert "1 proposal was decided on." in decide(desk, "accept", proposal, screen(proposal))
    assert Name.objects.get(text="Meulengracht disease").use == "preferred"
    assert Proposal.objects.get().decided_by == editor


@pytest.mark.promise("E22", "E7")
def test_new_names_of_two_conditions_are_accepted_at_once_after_a_page_that_names_them_all(desk, editor):
    first = catalogue(term("0000001", "Gilbert syndrome"), term("0000002", "Liver disorder"))
    loading.load(first, at=timezone.now())
    loading.load(
        catalogue(*(replace(each, synonyms=(f"Other {each.name}",)) for each in first.terms)), at=timezone.now()
    )
    chosen = list(Proposal.objects.open().order_by("pk"))
    page = ask(desk, "accept", *chosen).content.decode()
    for told in ("Other Gilbert syndrome", "Other Liver disorder", "No live answer has to be confirmed again"):
        assert told in page
    given = {"action": "accept", "_selected_action": [each.pk for each in chosen]}
    desk.post(LIST, given | {"seen": [f"{each.pk}:{screen(each)}" for each in chosen]})
    assert Name.objects.filter(use="search").count() == 2
    assert set(Proposal.objects.values_list("decided_by", flat=True)) == {editor.pk}


def imported(*synonyms, count=1):
    """Conditions, and then a later load that brings these names of each; what waits of it."""
    first = catalogue(*(term(f"000000{number}", f"Disease {number}") for number in range(count)))
    loading.load(first, at=timezone.now())
    loading.load(catalogue(*(replace(each, synonyms=synonyms) for each in first.terms)), at=timezone.now())
    return Proposal.objects.open().order_by("pk")


@pytest.mark.promise("E22")
def test_name_that_the_editor_ticks_is_left_out_of_its_own_proposal_alone(desk):
    one, two = imported("Right", "Wrong", count=2)
    assert f'name="left_out" value="{one.pk}:1"> Leave out: Wrong' in ask(desk, "accept", one, two).content.decode()
    assert b'name="left_out"' not in ask(desk, "refuse", one).content
    given = {"action": "accept", "_selected_action": [one.pk, two.pk], "left_out": [f"{one.pk}:1"]}
    desk.post(LIST, given | {"seen": [f"{each.pk}:{screen(each)}" for each in (one, two)]})
    assert sorted(Name.objects.filter(use="search").values_list("text", flat=True)) == ["Right", "Right", "Wrong"]
    told = [re.sub(r"\s+", " ", desk.get(f"{LIST}{each.pk}/change/").content.decode()) for each in (one, two)]
    assert ['Left out:</label> <div class="readonly">Wrong</div>' in page for page in told] == [True, False]


@pytest.mark.promise("E22", "E4")
@pytest.mark.parametrize("ticked", ["x", "1", "{pk}:x", "{pk}:9"])
def test_tick_that_no_page_offered_accepts_nothing(desk, ticked):
    (waits,) = imported("Right")
    told = decide(desk, "accept", waits, screen(waits), left_out=ticked.format(pk=waits.pk))
    assert "moved while you were looking" in told
    assert Proposal.objects.open().exists()


@pytest.mark.promise("E7")
def test_own_proposal_is_not_accepted_even_if_the_page_is_forged(desk, editor):
    own = proposed(factories.condition(), "Meulengracht disease", by=editor)
    page = ask(desk, "accept", own).content.decode()
    assert "You proposed this yourself." in page
    assert 'name="seen"' not in page
    assert "You proposed this yourself." in decide(desk, "accept", own, screen(own))
    assert Name.objects.get(text="Meulengracht disease").use == "search"


@pytest.mark.promise("E4")
@pytest.mark.parametrize("seen", ["", "0" * 16, "x" * 400])
def test_what_was_never_on_screen_decides_nothing(desk, proposal, seen):
    assert "moved while you were looking" in decide(desk, "accept", proposal, seen)
    assert Proposal.objects.open().exists()


def test_refusal_asks_for_its_reason_and_keeps_it(desk, proposal):
    assert "Write the reason." in decide(desk, "refuse", proposal, screen(proposal), why=" ")
    assert Proposal.objects.open().exists()
    decide(desk, "refuse", proposal, screen(proposal), why="Nobody calls it so")
    assert Proposal.objects.get().decided_why == "Nobody calls it so"


def test_own_proposal_is_taken_back_and_another_not(desk, editor, proposal):
    own = proposed(proposal.name.condition, "Other", by=editor)
    assert "Only whoever proposed this" in ask(desk, "take_back", proposal).content.decode()
    decide(desk, "take_back", own, screen(own))
    assert Proposal.objects.open().get() == proposal


def test_proposal_whose_row_moved_can_only_be_refused(desk):
    country = factories.country()
    who = {"by": factories.holder(Role.EDITOR), "at": timezone.now(), "seen": version(country)}
    read = {"source_title": "A page", "source_url": "https://example.org/", "checked_on": timezone.localdate()}
    proposal = proposals.propose_country("GB", emergency_numbers="112", **read, **who)
    countries.take_down_numbers(country, **who)
    assert "This changed after it was proposed." in ask(desk, "accept", proposal).content.decode()
    assert "moved while you were looking" in decide(desk, "accept", proposal, screen(proposal))
    assert "1 proposal was decided on." in decide(desk, "refuse", proposal, "", why="Too late")


def test_many_are_decided_on_at_once(desk):
    condition = factories.condition()
    chosen = [proposed(factories.condition(f"D{n}", f"d{n}"), f"Disease {n}") for n in range(3)]
    own = proposals.propose_condition("Other", by=factories.holder(Role.EDITOR), at=timezone.now())
    seen = [f"{each.pk}:{screen(each)}" for each in (*chosen, own)]
    given = {"action": "accept", "_selected_action": [each.pk for each in (*chosen, own)], "seen": seen}
    assert "4 proposals were decided on." in desk.post(LIST, given, follow=True).content.decode()
    assert Name.objects.filter(use="preferred").exclude(condition=condition).count() == 4


def test_list_shows_what_waits_and_on_request_what_was_decided(desk, proposal):
    decided = factories.accepted(proposed(factories.condition("Other", "other"), "Another"), at=timezone.now())
    for query, expected in [
        ({}, [proposal]),
        ({"state": "accepted"}, [decided]),
        ({"state": "all"}, [decided, proposal]),
    ]:
        assert list(desk.get(LIST, query).context["cl"].result_list) == expected


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_for_three(desk, django_assert_num_queries, count):
    for number in range(count):
        proposed(factories.condition(f"Disease {number}", f"disease-{number}"), "Another")
    desk.get(LIST)
    with django_assert_num_queries(11):
        page = desk.get(LIST)
    assert len(page.context["cl"].result_list) == count


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.EDITOR, Role.ADMINISTRATOR}])
def test_proposals_are_closed_to_other_roles(role, proposal):
    desk = factories.browser(factories.holder(role, is_staff=True), second_factor=True)
    assert desk.get(LIST).status_code == 403
    assert ask(desk, "accept", proposal).status_code == 403


def one_of_each_place(other):
    """Proposals of each kind that a role can reach or not: three of a condition, two of another, one of the site."""
    condition, who = factories.condition(), {"by": factories.holder(Role.EDITOR), "at": timezone.now()}
    for text, language in [("Meulengracht disease", "en"), ("Síndrome de Gilbert", "es")]:
        proposals.propose_name(condition, text, use="shown", language=language, **who)
    proposals.propose_place(condition, {"slug": "new-place"}, seen=version(condition), **who)
    for kind in ("names", "codes"):
        about = f"{kind}:{other.pk}"
        Proposal.objects.create(kind=kind, about=about, proposed=f'{{"{kind}":[]}}', origin="A release", proposed_at=AT)
    proposals.propose_condition("Another disease", **who)
    return {each: acceptance.needs(each) for each in Proposal.objects.with_all_it_tells()}


@pytest.mark.promise("E7")
@pytest.mark.parametrize(
    ("grant", "count"),
    [({}, 6), ({"language": "es"}, 1), ({"language": "en"}, 2), ({"condition": "here"}, 2), ({"condition": "no"}, 0)],
)
def test_list_shows_what_the_role_may_decide_on_and_nothing_else(grant, count):
    other = factories.condition("Other", "other")
    where = {"here": other, "no": factories.condition("Third", "third")}
    needed = one_of_each_place(other)
    held = {name: where.get(value, value) for name, value in grant.items()}
    person = factories.holder(Role.EDITOR, is_staff=True, **held)
    shown = factories.browser(person, second_factor=True).get(LIST).context["cl"].result_list
    today = timezone.localdate()
    may_decide = {
        each
        for each, (action, condition, language) in needed.items()
        if may(person, action, condition, on=today, language=language)
    }
    assert (set(shown), len(shown)) == (may_decide, count)


@pytest.mark.promise("S6")
def test_proposal_elsewhere_is_as_good_as_not_there(proposal):
    other = factories.holder(Role.EDITOR, is_staff=True, condition=factories.condition("Other", "other"))
    desk = factories.browser(other, second_factor=True)
    pages = [
        desk.get(LIST, {"q": "Meulengracht"}).content.decode(),
        desk.get(f"{LIST}{proposal.pk}/change/", follow=True).content.decode(),
        desk.post(LIST, {"action": "accept", "_selected_action": [proposal.pk]}, follow=True).content.decode(),
        decide(desk, "accept", proposal, screen(proposal)),
    ]
    assert not [page for page in pages if "Common here" in page or "Gilbert syndrome" in page]
    assert Proposal.objects.open().exists()


@pytest.mark.promise("S6")
def test_no_page_tells_the_address_of_whoever_proposed_or_decided(desk, editor, proposal):
    nameless = [editor, proposal.proposed_by]
    User.objects.filter(pk__in=[person.pk for person in nameless]).update(name="")
    pages = [ask(desk, "accept", proposal), desk.get(LIST)]
    decide(desk, "accept", proposal, screen(proposal))
    pages += [desk.get(LIST, {"state": "all"}), desk.get(f"{LIST}{proposal.pk}/change/")]
    told = [page.content.decode() for page in pages]
    assert ["somebody without a name" in page for page in told] == [True] * 4
    assert not [page for page in told if nameless[1].email in page]


def test_proposal_is_read_and_not_changed(desk, proposal):
    assert b"Common here" in desk.get(f"{LIST}{proposal.pk}/change/").content
    assert desk.post(f"{LIST}{proposal.pk}/change/", {"reason": "x"}).status_code == 403
    assert desk.get(f"{LIST}add/").status_code == 403


@pytest.mark.promise("E7")
def test_two_editors_bring_a_number_to_readers(desk):
    country = factories.country(checked_on=datetime.date(2026, 1, 1))
    first = factories.browser(factories.holder(Role.EDITOR, is_staff=True), second_factor=True)
    page = f"/admin/conditions/country/{country.pk}/change/"
    typed = filled(first.get(page), emergency_numbers="112", checked_on="2026-02-01")
    assert WAITS in first.post(page, typed, follow=True).content.decode()
    assert Country.objects.get().emergency_numbers == "999, 112"
    proposal = Proposal.objects.get()
    decide(first, "accept", proposal, screen(proposal))
    assert Country.objects.get().emergency_numbers == "999, 112"
    decide(desk, "accept", proposal, screen(proposal))
    assert Country.objects.get().emergency_numbers == "112"


def recorded(desk, page, **typed):
    """What the page of a help line answers to what was typed."""
    return desk.post(page, filled(desk.get(page), **typed), follow=True).content.decode()


@pytest.mark.promise("E7", "M11")
def test_two_editors_bring_a_help_line_to_readers(desk):
    factories.country()
    first = factories.browser(person := factories.holder(Role.EDITOR, is_staff=True), second_factor=True)
    said = {"country": "GB", "name": "Samaritans", "number": "116 123", "languages": "en", "helps": "listening"}
    said |= {"checked_on": "2026-02-01", "source_title": "A page", "source_url": "https://example.org/"}
    assert WAITS in recorded(first, f"{LINES}add/", **said)
    proposal = Proposal.objects.get()
    decide(first, "accept", proposal, screen(proposal))
    assert not HelpLine.objects.exists()
    decide(desk, "accept", proposal, screen(proposal))
    assert (str(HelpLine.objects.get()), HelpLine.objects.get().checked_by) == ("Samaritans (GB)", person)
    assert "This line is here already." in recorded(first, f"{LINES}add/", **said)


@pytest.mark.promise("E7")
def test_help_line_comes_down_by_one_and_is_checked_anew_by_two(desk):
    line = factories.help_line(factories.country(), checked_on=datetime.date(2026, 1, 1))
    page = f"{LINES}{line.pk}/change/"
    assert WAITS in recorded(desk, page, checked_on="2026-02-01", number="116 124")
    assert "empty this field and no other" in recorded(desk, page, number="", name="Other")
    assert WAITS not in recorded(desk, page, number="")
    assert (HelpLine.objects.get().number, HelpLine.objects.get().checked_on) == ("", datetime.date(2026, 1, 1))


def test_emptied_numbers_come_down_at_once(desk):
    country = factories.country(checked_on=datetime.date(2026, 1, 1))
    page = f"/admin/conditions/country/{country.pk}/change/"
    answer = desk.post(page, filled(desk.get(page), emergency_numbers=""), follow=True).content.decode()
    assert WAITS not in answer
    assert Country.objects.get().emergency_numbers == ""


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "was changed successfully"),
        ({"emergency_numbers": "", "source_title": "Another"}, "empty this field and no"),
    ],
)
def test_save_that_says_nothing_clear_proposes_and_takes_down_nothing(desk, typed, sentence):
    country = factories.country(checked_on=datetime.date(2026, 1, 1))
    page = f"/admin/conditions/country/{country.pk}/change/"
    assert sentence in desk.post(page, filled(desk.get(page), **typed), follow=True).content.decode()
    assert Country.objects.get().emergency_numbers == "999, 112"
    assert not Proposal.objects.exists()


def test_name_is_taken_from_readers_at_once_and_shown_by_two(desk):
    condition = factories.condition()
    factories.named(condition, "Meulengracht disease")
    page = f"/admin/conditions/condition/{condition.pk}/change/"
    shown = desk.get(page)
    place = next(
        n for n, form in enumerate(shown.context["inline_admin_formsets"][0].formset) if form.instance.use == "shown"
    )
    rows = one_more(shown, "names", text="GS", language="en", use="search")
    assert (
        WAITS
        not in desk.post(page, filled(shown, **{f"names__{place}__use": "search"}) | rows, follow=True).content.decode()
    )
    assert dict(Name.objects.values_list("text", "use"))["Meulengracht disease"] == "search"
    again = filled(desk.get(page), **{f"names__{place}__use": "shown"})
    assert WAITS in desk.post(page, again, follow=True).content.decode()
    assert Proposal.objects.get().gist == "Shown as “also called”"


def test_page_of_the_condition_says_what_waits(desk, proposal):
    page = f"/admin/conditions/condition/{proposal.name.condition_id}/change/"
    assert desk.get(page).content.decode().count("Proposed: Preferred") == 1
