"""Taking text from readers at the desk, a second person's word on it, and putting it back."""

import pytest

from conditions.models import Confirmation, Notice, Publication
from conditions.models.people import Role
from tests import factories
from tests.conditions.views.desk.sitting import Sitting
from tests.shared import copied, made_once

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

TYPED = {"reason": "It names a wrong dose.", "advice": "Ask your doctor."}


made = made_once(factories.desk)
people = copied()


@pytest.fixture
def editor():
    return Sitting(factories.holder(Role.EDITOR))


def withdraw(sitting, answer, **typed):
    """Both steps: what readers will see, and then the press of the button below it."""
    shown = sitting.decide("withdraw", answer, **TYPED | typed)
    return sitting.decide("withdraw", answer, previewed=shown.context["form"]["previewed"].value(), **TYPED | typed)


@pytest.mark.promise("E7", "E20")
def test_notice_is_shown_as_readers_will_find_it_before_anything_happens(people, editor):
    live = factories.published(people)
    page = editor.decide("withdraw", live.answer, **TYPED)
    assert "<strong>If you have acted on it:</strong> Ask your doctor." in page.content.decode()
    assert "Withdraw now" in page.content.decode()
    assert Publication.objects.live().get() == live


@pytest.mark.promise("E7", "E20")
def test_one_editor_withdraws_alone(people, editor):
    live = factories.published(people)
    assert withdraw(editor, live.answer).status_code == 302
    notice = Notice.objects.get()
    assert (notice.reason, notice.advice, notice.by) == (*TYPED.values(), editor.person)
    assert "You withdrew this text. A colleague has to confirm that" in editor.told("answer", live.answer)


@pytest.mark.promise("E7")
def test_what_was_changed_after_it_was_shown_is_shown_again(people, editor):
    live = factories.published(people)
    shown = editor.decide("withdraw", live.answer, **TYPED)
    previewed = shown.context["form"]["previewed"].value()
    page = editor.decide("withdraw", live.answer, previewed=previewed, **TYPED | {"advice": "Stop it at once."})
    assert "</strong> Stop it at once." in page.content.decode()
    assert Publication.objects.live().get() == live


@pytest.mark.promise("E10", "E18")
def test_page_names_what_ends_with_it(people, editor):
    live = factories.published(people)
    spanish = factories.translated(people, live)
    page = editor.get("withdraw", live.answer)
    assert page.context["with_it"] == [spanish]
    assert f'<li lang="es">{spanish.revision.question}</li>' in page.content.decode()


def test_withdrawal_without_advice_keeps_what_was_typed(people, editor):
    live = factories.published(people)
    page = editor.decide("withdraw", live.answer, reason="A wrong dose.", advice=" ")
    assert page.context["form"].errors.keys() == {"advice"}
    assert "A wrong dose." in page.content.decode()
    assert Publication.objects.live().exists()


@pytest.mark.promise("E7")
def test_a_second_person_confirms_and_the_first_cannot(people, editor):
    notice = factories.withdrawn(factories.published(people), by=editor.person)
    answer = notice.publication.answer
    assert "Whoever withdrew a text does not confirm it." in editor.told("confirm", answer)
    other = Sitting(factories.holder(Role.EDITOR))
    assert notice.advice in other.told("confirm", answer)
    assert other.decide("confirm", answer).status_code == 302
    assert Confirmation.objects.get().by == other.person
    assert "confirmed this withdrawal already" in editor.told("confirm", answer)


def test_text_is_put_back_by_another_with_the_reason_that_readers_see(people, editor):
    live = factories.published(people)
    factories.withdrawn(live, by=people.author)
    assert "Whoever withdrew a text does not put it back" in Sitting(people.author).told("restore", live.answer)
    assert live.revision.short_answer_html in editor.told("restore", live.answer)
    assert editor.decide("restore", live.answer, reason="The dose was right.").status_code == 302
    assert Publication.objects.live().get().notices.get().reason == "The dose was right."
