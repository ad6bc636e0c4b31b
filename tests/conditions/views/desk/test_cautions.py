"""Cautions at the desk: put within a minute, over an answer or more; own words by two people (E21)."""

import pytest
from django.utils import timezone

from conditions import standing
from conditions.editorial import cautions
from conditions.models import Caution, Source
from conditions.models.cautions import CAUTION
from conditions.models.people import Role
from tests import factories
from tests.conditions.views.desk.sitting import Sitting, address
from tests.factories import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def live():
    return factories.published(factories.desk())


@pytest.fixture
def editor():
    return Sitting(factories.holder(Role.EDITOR))


def shown(live):
    """What readers of the answer see above it."""
    on = Caution.objects.latest("pk").starts_on
    return list(standing.of(standing.told(on).get(answer=live.answer), on).cautions)


@pytest.mark.promise("E21")
def test_button_near_the_top_puts_the_fixed_words_at_once(live, editor):
    page = editor.told("answer", live.answer)
    assert page.index(address("caution", live.answer)) < page.index('id="readers"')
    assert str(CAUTION) in editor.told("caution", live.answer)
    editor.decide("caution", live.answer, over="answer", reason="A reader doubts it.")
    assert shown(live) == [str(CAUTION)]


@pytest.mark.promise("E21")
@pytest.mark.parametrize("over", ["condition", "source"])
def test_it_is_put_over_the_condition_or_a_source_from_the_same_page(live, editor, over):
    source = Source.objects.get()
    chosen = f"source-{source.pk}" if over == "source" else over
    editor.decide("caution", live.answer, over=chosen, reason="A reader doubts it.")
    made = Caution.objects.get()
    assert getattr(made, over) == (source if over == "source" else live.answer.condition)
    assert shown(live) == [str(CAUTION)]


@pytest.mark.promise("E21")
@pytest.mark.parametrize("over", ["condition", "source"])
def test_condition_and_source_have_a_page_of_their_own(live, editor, over):
    about = Source.objects.get() if over == "source" else live.answer.condition
    assert editor.decide(f"caution_{over}", about, reason="A reader doubts it.").status_code == 302
    assert shown(live) == [str(CAUTION)]
    spanish = Sitting(factories.holder(Role.EDITOR, language="es"))
    assert spanish.get(f"caution_{over}", about).status_code == 403


def test_what_lies_wider_is_offered_to_who_reaches_it_all(live):
    spanish = factories.holder(Role.EDITOR, language="en", condition=live.answer.condition)
    choices = Sitting(spanish).get("caution", live.answer).context["form"].fields["over"].choices
    assert [value for value, _label in choices] == ["answer"]
    page = Sitting(spanish).decide("caution", live.answer, over="condition", reason="A reader doubts it.")
    assert "over" in page.context["form"].errors
    assert not Caution.objects.exists()


@pytest.mark.promise("E21")
def test_own_words_wait_for_a_second_person(live, editor):
    own = {"over": "answer", "reason": "A reader doubts it.", "words": "The dose may be wrong."}
    page = editor.browser.post(
        address("caution", live.answer), {"seen": editor.seen("caution", live.answer), **own}, follow=True
    )
    made = Caution.objects.get()
    assert "readers see nothing yet" in page.content.decode()
    assert shown(live) == []
    assert "Own words need a second person." in editor.told("confirm_caution", made)
    other = Sitting(factories.holder(Role.EDITOR))
    assert address("confirm_caution", made) in other.told("answer", live.answer)
    other.decide("confirm_caution", made)
    assert shown(live) == ["The dose may be wrong."]


@pytest.mark.promise("E21")
def test_caution_is_renewed_and_lifted(live, editor):
    first = cautions.caution(live.answer, by=editor.person, at=NOON, reason="A reader doubts it.")
    now = cautions.caution(live.answer.condition, by=editor.person, at=timezone.now(), reason="A reader doubts it.")
    assert "This caution has ended." in editor.told("renew_caution", first)
    editor.decide("renew_caution", now, reason="Still being checked.")
    fresh = Caution.objects.latest("pk")
    assert (fresh.reason, fresh.condition, fresh.lifted_at) == ("Still being checked.", live.answer.condition, None)
    editor.decide("lift_caution", fresh)
    assert not Caution.objects.filter(lifted_at=None).exclude(pk=first.pk).exists()


@pytest.mark.promise("E21", "S1")
def test_what_lies_wider_is_decided_by_who_reaches_it_all(live, editor):
    own = {"words": "The dose may be wrong.", "reason": "A letter", "by": editor.person, "at": timezone.now()}
    for about in (live.answer, live.answer.condition, Source.objects.get()):
        cautions.caution(about, **own)
    here = Sitting(factories.holder(Role.EDITOR, condition=live.answer.condition, language="en"))
    everywhere = Sitting(factories.holder(Role.EDITOR))
    for page in ("/desk/cautions/", f"/desk/answers/{live.answer_id}/"):
        buttons = [each.browser.get(page).content.decode().count(">Confirm it<") for each in (here, everywhere)]
        assert buttons == [1, 3]
    assert "over more than one answer" not in here.browser.get("/desk/").content.decode()
    assert "2 cautions over more than one answer to confirm" in everywhere.browser.get("/desk/").content.decode()


def test_list_names_what_stands_and_what_waits(live, editor, django_assert_num_queries):
    who = {"by": factories.holder(Role.EDITOR), "at": timezone.now(), "reason": "A reader doubts it."}
    for about in (live.answer, live.answer.condition):
        cautions.caution(about, **who)
    editor.browser.get("/desk/cautions/")
    with django_assert_num_queries(13):
        editor.browser.get("/desk/cautions/")
    cautions.caution(live.answer.condition, words="The dose may be wrong.", **who)
    cautions.caution(Source.objects.get(), **who)
    with django_assert_num_queries(13):
        page = editor.browser.get("/desk/cautions/").content.decode()
    assert "Readers do not see it yet" in page
    assert f'<a href="/desk/answers/{live.answer_id}/">What is Gilbert syndrome?</a>' in page
    assert "Over every answer that cites “A statement”." in page
