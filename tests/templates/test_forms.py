"""How every form of the site looks and speaks: label, hint, error and input in reading order, and a summary."""

import re
from typing import Any

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.template import Context, Template

pytestmark = pytest.mark.one_engine


class Letter(forms.Form):
    """One field of each kind."""

    name = forms.CharField(help_text="As on the envelope.")
    note = forms.CharField(required=False, widget=forms.Textarea)
    colour = forms.ChoiceField(choices=[("r", "Red"), ("g", "Green")], widget=forms.RadioSelect, help_text="Pick one.")
    agreed = forms.BooleanField(label="I agree")
    token = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError("The letter is <late>.")


def shown(form: forms.Form, template: str = "{{ form|crispy }}") -> str:
    return Template("{% load crispy_forms_tags %}" + template).render(Context({"form": form}))


def ids(page: str) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', page))


def test_every_link_of_the_summary_leads_to_something() -> None:
    page = shown(Letter({"name": ""}))
    links = re.findall(r'href="#([^"]+)"', page)
    assert links == ["id_name", "id_colour", "id_agreed"]
    assert set(links) <= ids(page)


def test_summary_says_every_problem_once_and_harmlessly() -> None:
    summary = shown(Letter({"name": "", "token": "x"})).partition("</section>")[0]
    assert "There is a problem" in summary
    assert summary.count("This field is required.") == 3
    assert "The letter is &lt;late&gt;." in summary
    assert "Enter a whole number." in summary


def test_form_without_a_problem_has_no_summary() -> None:
    assert "There is a problem" not in shown(Letter())


@pytest.mark.parametrize("name", ["name", "colour"])
def test_hint_and_error_are_read_out_with_their_field(name: str) -> None:
    page = shown(Letter({}))
    described = re.search(rf'aria-describedby="(id_{name}_helptext id_{name}_error)"', page)
    assert described is not None
    assert set(described[1].split()) <= ids(page)


def test_error_stands_between_hint_and_input() -> None:
    page = shown(Letter({})).partition("</section>")[2]
    parts = ['<label for="id_name">', 'id="id_name_helptext"', 'id="id_name_error"', '<input type="text" name="name"']
    places = [page.index(part) for part in parts]
    assert places == sorted(places)


def test_group_of_choices_is_a_group_with_its_question() -> None:
    page = shown(Letter())
    assert re.search(r'<fieldset class="field"[^>]*>\s*<legend>Colour</legend>', page)


def test_what_was_typed_is_kept() -> None:
    page = shown(Letter({"name": 'A "quoted" <name>', "note": "Some words", "colour": "g"}))
    assert 'value="A &quot;quoted&quot; &lt;name&gt;"' in page
    assert "Some words</textarea>" in page
    assert re.search(r'value="g"[^>]* checked', page)


def test_optional_field_says_so_in_words() -> None:
    page = shown(Letter())
    assert re.search(r'Note <span class="optional">\(optional\)</span>', page)
    assert page.count("(optional)") == 1


def test_helper_makes_the_whole_form_from_names_of_fields() -> None:
    form = Letter({})
    form.helper = FormHelper()
    form.helper.layout = Layout("name", "agreed")
    page = shown(form, "{% crispy form %}")
    assert page.count("<form") == 1
    assert page.index('name="name"') < page.index('name="agreed"')
    assert 'name="colour"' not in page
    assert "There is a problem" in page


def test_layout_that_names_a_field_wrongly_fails_aloud() -> None:
    form = Letter()
    form.helper = FormHelper()
    form.helper.layout = Layout("nmae")
    with pytest.raises(Exception, match="Could not resolve form field"):
        shown(form, "{% crispy form %}")
