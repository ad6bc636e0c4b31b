"""An editor proposes a term where the terms stand; a save shows readers nothing."""

import pytest

from conditions.models import GlossaryTerm, Proposal
from conditions.models.people import Role
from tests import factories
from tests.conditions.admin.forms import filled

pytestmark = pytest.mark.django_db
ADD = "/admin/conditions/glossaryterm/add/"
TYPED = {
    "language": "en",
    "term": "gene",
    "forms": "genes",
    "explanation": "A plan.",
    "source_title": "",
    "source_url": "",
}


@pytest.fixture
def desk():
    return factories.browser(factories.holder(Role.EDITOR, is_staff=True), second_factor=True)


@pytest.mark.promise("E7")
def test_save_proposes_and_says_that_it_waits(desk):
    page = desk.post(ADD, TYPED, follow=True).content.decode()
    assert "Nothing that waits reaches readers until another editor accepts it." in page
    assert "A plan." in page
    assert not GlossaryTerm.objects.exists()
    assert Proposal.objects.get().about == "term:en:gene"


def test_term_that_explains_nothing_keeps_what_was_typed(desk):
    page = desk.post(ADD, TYPED | {"explanation": ""}).content.decode()
    assert "Explain the term." in page
    assert 'value="gene"' in page


def test_emptied_explanation_comes_down_at_once(desk):
    term = factories.explained("gene")
    address = f"/admin/conditions/glossaryterm/{term.pk}/change/"
    form = desk.get(address)
    assert "q=term%3Aen%3Agene" in form.content.decode()
    desk.post(address, filled(form) | {"explanation": ""})
    assert not GlossaryTerm.objects.shown("en").exists()
    desk.post(address, filled(desk.get(address)) | {"explanation": "A plan."})
    assert Proposal.objects.open().get().wanted["explanation"] == "A plan."


def test_editor_of_one_condition_reads_a_term_and_changes_nothing():
    term = factories.explained("gene")
    here = factories.holder(Role.EDITOR, is_staff=True, condition=factories.condition())
    desk, page = factories.browser(here, second_factor=True), f"/admin/conditions/glossaryterm/{term.pk}/change/"
    assert term.explanation in desk.get(page).content.decode()
    assert desk.post(page, TYPED).status_code == 403
