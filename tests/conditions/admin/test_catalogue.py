"""The administration of conditions: every save is a move, and what a move refuses is shown in the form."""

import re

import pytest
from django.contrib.admin.models import LogEntry

from conditions.editorial import proposals
from conditions.editorial.rows import version
from conditions.models import Condition, Event, FormerSlug, Name, Proposal
from conditions.models.people import Role
from tests import factories
from tests.conditions.admin.forms import filled, one_more
from tests.factories import NOON

pytestmark = pytest.mark.django_db
WAITS = "Nothing that waits reaches readers until another editor accepts it."


@pytest.fixture
def desk():
    return factories.browser(factories.holder(Role.EDITOR, is_staff=True), second_factor=True)


@pytest.fixture
def condition():
    return factories.condition()


def page_of(condition):
    return f"/admin/conditions/condition/{condition.pk}/change/"


@pytest.mark.promise("E7", "E18")
def test_new_address_waits_for_another_editor_and_a_former_one_does_not(desk, condition):
    answer = desk.post(page_of(condition), filled(desk.get(page_of(condition)), slug="gilberts-disease"), follow=True)
    assert WAITS in answer.content.decode()
    assert "Place in the catalogue: gilberts-disease</a>" in answer.content.decode()
    assert not FormerSlug.objects.exists()
    factories.accepted(Proposal.objects.get(), at=NOON)
    assert FormerSlug.objects.get().slug == "gilbert-syndrome"
    assert Event.objects.get(stream=f"condition:{condition.pk}").action == "address changed"
    desk.post(page_of(condition), filled(desk.get(page_of(condition)), slug="gilbert-syndrome"))
    assert Condition.objects.get().slug == "gilbert-syndrome"
    assert not Proposal.objects.open().exists()


@pytest.mark.promise("E7")
def test_history_of_a_page_tells_of_no_change_that_was_only_proposed(desk, condition):
    desk.post(page_of(condition), filled(desk.get(page_of(condition)), slug="gilberts-disease"))
    assert not LogEntry.objects.exists()
    desk.post(page_of(condition), filled(desk.get(page_of(condition)), is_grouping="on"))
    assert "family of conditions" in LogEntry.objects.get().get_change_message().lower()


def test_what_is_saved_beside_what_waits_is_told(desk, condition):
    typed = {"slug": "gilberts-disease", "shows_countries": "on"}
    answer = desk.post(page_of(condition), filled(desk.get(page_of(condition)), **typed), follow=True)
    assert f"{WAITS} Anything else you changed is saved." in answer.content.decode()
    assert Condition.objects.get().shows_countries
    assert "Nothing waits." not in answer.content.decode()


def test_way_to_what_waits_leads_to_that_alone(desk, condition):
    for place in (condition, *(factories.condition(f"C{n}", f"c{n}", pk=condition.pk * 10 + n) for n in range(2))):
        told = {"seen": version(place), "by": factories.holder(Role.EDITOR), "at": NOON}
        proposals.propose_place(place, {"slug": f"other-{place.pk}"}, **told)
    page = desk.get(page_of(condition)).content.decode()
    where = re.search(r'href="(/admin/conditions/proposal/\?q=[^"]+)"', page)[1]
    assert [each.about for each in desk.get(where).context["cl"].result_list] == [f"place:{condition.pk}"]


@pytest.mark.promise("E7")
def test_condition_with_live_answers_becomes_no_family_and_the_page_says_how_many(desk):
    condition = factories.published(factories.desk()).answer.condition
    page = filled(desk.get(page_of(condition)), slug="typed-before", is_grouping="on")
    answer = desk.post(page_of(condition), page).content.decode()
    assert "1 answer about this condition is live, and a family has none. Withdraw it first" in answer
    assert "typed-before" in answer
    assert not Condition.objects.get(pk=condition.pk).is_grouping


def test_unchanged_form_moves_nothing(desk, condition):
    factories.named(condition, "Meulengracht disease")
    page = desk.get(page_of(condition))
    assert desk.post(page_of(condition), filled(page)).status_code == 302
    assert not Event.objects.exists()


@pytest.mark.promise("E7")
def test_name_and_codes_that_are_typed_wait_for_another_editor(desk, condition):
    page = desk.get(page_of(condition))
    rows = one_more(page, "names", text="Meulengracht disease", language="en", use="shown")
    rows |= one_more(page, "codes", system="omim", value="143500", relation="exact")
    answer = desk.post(page_of(condition), filled(page) | rows, follow=True).content.decode()
    assert "Nothing that waits reaches readers until another editor accepts it." in answer
    assert condition.names.get(text="Meulengracht disease").use == "search"
    assert "Codes: OMIM 143500</a>" in answer
    factories.accepted(Proposal.objects.get(kind="codes"), at=NOON)
    assert str(condition.codes.get()) == "OMIM 143500"


@pytest.mark.promise("E7")
def test_code_is_taken_away_by_one_press_and_stays_as_it_is_until_then(desk, condition):
    condition.codes.create(system="omim", value="143500")
    page = desk.get(page_of(condition))
    assert "Take it away" in page.content.decode()
    desk.post(page_of(condition), filled(page) | {"codes-0-value": "613490"})
    assert condition.codes.get().value == "143500"
    answer = desk.post(page_of(condition), filled(page, codes__0__take_away="on"), follow=True).content.decode()
    assert WAITS not in answer
    assert not condition.codes.exists()


@pytest.mark.promise("E7")
def test_preferred_name_is_proposed_by_one_choice(desk, condition):
    other = factories.named(condition, "Meulengracht disease")
    page = desk.get(page_of(condition))
    place = next(n for n, form in enumerate(page.context["inline_admin_formsets"][0].formset) if form.instance == other)
    desk.post(page_of(condition), filled(page, **{f"names__{place}__use": "preferred"}))
    assert dict(Name.objects.values_list("text", "use")) == {
        "Gilbert syndrome": "preferred",
        "Meulengracht disease": "shown",
    }
    assert Proposal.objects.get().gist == "Preferred"


def test_words_of_a_name_that_is_there_stay(desk, condition):
    page = desk.get(page_of(condition))
    desk.post(page_of(condition), filled(page, names__0__text="Something else"))
    assert Name.objects.get().text == "Gilbert syndrome"


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("other", "Another condition has this address."),
        ("once", "This address led to another condition once"),
        ("new", "“new” is the address of another page."),
        ("a b", "Enter a valid “slug”"),
    ],
)
def test_refused_address_is_told_and_what_was_typed_stays(desk, condition, slug, sentence):
    FormerSlug.objects.create(slug="once", condition=factories.condition("Other", "other"))
    page = desk.get(page_of(condition))
    answer = desk.post(page_of(condition), filled(page, slug=slug))
    assert sentence in answer.content.decode()
    assert answer.context["adminform"].form["slug"].value() == slug
    assert Condition.objects.get(pk=condition.pk).slug == "gilbert-syndrome"


def test_name_that_is_there_already_is_told(desk, condition):
    page = desk.get(page_of(condition))
    again = one_more(page, "names", text="Gilbert syndrome", language="en", use="search")
    answer = desk.post(page_of(condition), filled(page) | again)
    assert "This condition has this name already." in answer.content.decode()


def test_who_was_slower_is_told_keeps_the_words_and_may_save_again(desk, condition):
    page = desk.get(page_of(condition))
    Condition.objects.filter(pk=condition.pk).update(slug="by-a-colleague")
    answer = desk.post(page_of(condition), filled(page, slug="by-me"))
    assert "Somebody changed this while you were looking" in answer.content.decode()
    assert "is: by-a-colleague" in answer.content.decode()
    assert Condition.objects.get().slug == "by-a-colleague"
    assert desk.post(page_of(condition), filled(answer)).status_code == 302
    assert Proposal.objects.get().wanted["slug"] == "by-me"


def test_who_was_slower_with_a_name_changes_nothing(desk, condition):
    spanish = factories.named(condition, "Síndrome de Gilbert", language="es", use=Name.Use.SEARCH)
    page = desk.get(page_of(condition))
    place = next(
        n for n, form in enumerate(page.context["inline_admin_formsets"][0].formset) if form.instance == spanish
    )
    Name.objects.filter(pk=spanish.pk).update(use="shown")
    answer = desk.post(page_of(condition), filled(page, **{f"names__{place}__use": "preferred"}))
    assert "Somebody changed this while you were looking" in answer.content.decode()
    assert "As it stands now, “Use” is: Shown" in answer.content.decode()
    assert Name.objects.get(pk=spanish.pk).use == "shown"


@pytest.mark.promise("E4")
def test_who_was_slower_with_families_changes_nothing(desk, condition):
    liver, gut = factories.condition("Liver disorder", "liver-disorder"), factories.condition("Gut disorder", "gut")
    page = desk.get(page_of(condition))
    condition.parents.add(liver)
    answer = desk.post(page_of(condition), filled(page, parents=[gut.pk]))
    assert "Somebody changed this while you were looking" in answer.content.decode()
    assert condition.parents.get() == liver
    assert desk.post(page_of(condition), filled(answer)).status_code == 302
    assert Proposal.objects.get().wanted["families"] == {str(gut.pk): "Gut disorder"}


@pytest.mark.promise("E7")
def test_place_that_was_typed_at_once_is_one_proposal(desk, condition):
    liver = factories.condition("Liver disorder", "liver-disorder")
    typed = {"slug": "gilberts-disease", "is_grouping": "on", "shows_countries": "on", "parents": [liver.pk]}
    assert desk.post(page_of(condition), filled(desk.get(page_of(condition)), **typed)).status_code == 302
    now = Condition.objects.get(pk=condition.pk)
    assert (now.slug, now.is_grouping, now.parents.count(), now.shows_countries) == (condition.slug, False, 0, True)
    factories.accepted(Proposal.objects.get(), at=NOON)
    now.refresh_from_db()
    assert (now.slug, now.is_grouping, now.parents.get()) == ("gilberts-disease", True, liver)


@pytest.mark.promise("E7")
def test_family_is_left_by_one_editor(desk, condition):
    condition.parents.add(factories.condition("Liver disorder", "liver-disorder"))
    answer = desk.post(page_of(condition), filled(desk.get(page_of(condition)), parents=[]), follow=True)
    assert WAITS not in answer.content.decode()
    assert not condition.parents.exists()


@pytest.mark.promise("E7")
def test_second_proposal_for_a_place_is_told_and_what_was_typed_stays(desk, condition):
    desk.post(page_of(condition), filled(desk.get(page_of(condition)), slug="first"))
    answer = desk.post(page_of(condition), filled(desk.get(page_of(condition)), slug="second"))
    assert "Something is proposed for this already." in answer.content.decode()
    assert answer.context["adminform"].form["slug"].value() == "second"
    assert Proposal.objects.get().wanted["slug"] == "first"


def test_families_are_chosen_and_circles_refused(desk, condition):
    liver = factories.condition("Liver disorder", "liver-disorder")
    desk.post(page_of(condition), filled(desk.get(page_of(condition)), parents=[liver.pk]))
    factories.accepted(Proposal.objects.get(), at=NOON)
    assert condition.parents.get() == liver
    answer = desk.post(page_of(liver), filled(desk.get(page_of(liver)), parents=[condition.pk]))
    assert "A condition cannot belong to itself" in answer.content.decode()
    assert not liver.parents.exists()


@pytest.mark.promise("E7")
def test_condition_is_proposed_with_its_name(desk):
    page = desk.get("/admin/conditions/condition/add/")
    answer = desk.post("/admin/conditions/condition/add/", filled(page, name="T-B+ disease"), follow=True)
    assert "Nothing that waits reaches readers until another editor accepts it." in answer.content.decode()
    assert not Condition.objects.exists()
    assert Proposal.objects.get().about == "condition:t-minus-b-plus-disease"


def test_added_condition_that_is_there_already_is_told(desk, condition):
    page = desk.get("/admin/conditions/condition/add/")
    answer = desk.post("/admin/conditions/condition/add/", filled(page, name="Gilbert  Syndrome"))
    assert "Another condition has this address." in answer.content.decode()
    assert Condition.objects.count() == 1


@pytest.mark.parametrize("words", ["gilbert SYNDROME", "meulengracht", "0007745", "gilbert-syndrome"])
def test_list_is_searched_by_any_name_or_code(desk, condition, words):
    factories.condition("Other", "other")
    factories.named(condition, "Morbus Meulengracht", use=Name.Use.SEARCH)
    condition.codes.create(system="mondo", value="0007745")
    page = desk.get("/admin/conditions/condition/", {"q": words})
    assert [str(row) for row in page.context["cl"].result_list] == ["Gilbert syndrome"]


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_for_three(desk, django_assert_num_queries, count):
    for number in range(count):
        factories.condition(f"Disease {number}", f"disease-{number}")
    desk.get("/admin/conditions/condition/")
    with django_assert_num_queries(9):
        page = desk.get("/admin/conditions/condition/")
    assert len(page.context["cl"].result_list) == count


def test_nothing_can_be_deleted(desk, condition):
    assert desk.post(f"/admin/conditions/condition/{condition.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "DELETE" not in desk.get(page_of(condition)).content.decode()


def test_reviewer_sees_no_catalogue_to_change(condition):
    reviewer = factories.browser(factories.holder(Role.REVIEWER, is_staff=True), second_factor=True)
    assert reviewer.get(page_of(condition)).status_code == 403
    assert reviewer.post(page_of(condition), {"slug": "x"}).status_code == 403


def test_editor_of_one_condition_reads_the_others_and_adds_none(condition):
    other = factories.condition("Other", "other")
    narrow = factories.browser(factories.holder(Role.EDITOR, condition=condition, is_staff=True), second_factor=True)
    posted = filled(narrow.get(page_of(condition)), slug="taken-over")
    page = narrow.get(page_of(other))
    assert page.status_code == 200
    assert not page.context["has_change_permission"]
    assert narrow.post(page_of(other), posted).status_code == 403
    assert narrow.get("/admin/conditions/condition/add/").status_code == 403
    assert narrow.post(page_of(condition), posted).status_code == 302


def test_what_a_role_does_not_allow_is_told_and_what_was_typed_stays(condition):
    spanish = factories.browser(factories.holder(Role.EDITOR, language="es", is_staff=True), second_factor=True)
    page = spanish.get(page_of(condition))
    more = one_more(page, "names", text="Síndrome de Gilbert", language="es", use="shown")
    answer = spanish.post(page_of(condition), filled(page, slug="sindrome-de-gilbert") | more)
    assert answer.status_code == 200
    assert "Your role does not allow this. Ask an administrator." in answer.content.decode()
    assert answer.context["adminform"].form["slug"].value() == "sindrome-de-gilbert"
    assert answer.context["inline_admin_formsets"][0].formset.forms[1]["text"].value() == "Síndrome de Gilbert"
    assert list(condition.names.values_list("text", flat=True)) == ["Gilbert syndrome"]


def test_who_was_slower_learns_nothing_of_rows_that_the_page_is_not_about(desk, condition):
    stranger = factories.member().emailaddress_set.get()
    typed = {"slug": "by-me", "seen": f"account.emailaddress:{stranger.pk}:0"}
    answer = desk.post(page_of(condition), filled(desk.get(page_of(condition)), **typed)).content.decode()
    assert "Somebody changed this while you were looking" in answer
    assert version(stranger) not in answer
