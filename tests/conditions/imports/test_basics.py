"""Questions and countries as shipped: the first load is where a site starts, later ones show nothing by themselves."""

import datetime

import pytest

from conditions.editorial import proposals
from conditions.imports import basics
from conditions.imports.catalogue import BadFile
from conditions.models import Country, HelpLine, Proposal, Question, Wording
from conditions.models.people import Role
from tests import evidence, factories

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
POLICY = '[[policy]]\nslug = "other"\nname = "Other"\ndays = 1096\n'


def asked(slug, position, words):
    wordings = "".join(f'{language} = "{text}"\n' for language, text in words.items())
    rest = 'kind = "clinical"\ngroup = "help"\npolicy = "other"\n'
    return f'[[question]]\nslug = "{slug}"\nposition = {position}\n{rest}{wordings}'


def checked(code, numbers="112"):
    source = 'source_title = "A page"\nsource_url = "https://example.org/"\n'
    return f'[[country]]\ncode = "{code}"\nemergency_numbers = "{numbers}"\nchecked_on = 2026-11-20\n{source}'


def listening(country, number="116 123"):
    source = 'source_title = "A page"\nsource_url = "https://example.org/"\n'
    what = f'slug = "{country.lower()}-line"\nname = "Line"\nlanguages = "en"\nhelps = "despair"\n'
    return f'[[line]]\ncountry_id = "{country}"\nnumber = "{number}"\nchecked_on = 2026-11-20\n{what}{source}'


@pytest.fixture
def load(tmp_path):
    def load(questions=(), countries=(), lines=()):
        files = [tmp_path / "questions.toml", tmp_path / "countries.toml", tmp_path / "help_lines.toml"]
        files[0].write_text(POLICY + "".join(questions))
        files[1].write_text("# Countries\n" + "".join(countries))
        files[2].write_text("# Lines\n" + "".join(lines))
        return basics.load(at=AT, questions=files[0], countries=files[1], lines=files[2])

    return load


def test_first_load_is_where_a_site_starts(load):
    added = load([asked("what", 1, {"en": "What?", "es": "¿Qué?"})], [checked("GB")])
    assert (added.questions, added.wordings, added.countries, added.waiting) == (1, 2, 1, 0)
    assert Question.objects.asked().get().slug == "what"
    assert Country.objects.get().numbers == ["112"]


def test_first_load_brings_the_help_lines_of_the_countries_that_are_here(load):
    assert load([], [checked("GB")], [listening("GB"), listening("FR")]).help_lines == 1
    assert HelpLine.objects.checked(AT.date()).get().number == "116 123"
    assert load([], [checked("FR")], [listening("GB"), listening("FR")]).help_lines == 1


@pytest.mark.promise("E22", "M11")
def test_help_line_of_a_later_load_waits_for_an_editor(load):
    load([], [checked("GB")])
    evidence.record("catalogue")
    assert (load([], [], [listening("GB"), listening("IE")]).waiting, HelpLine.objects.count()) == (1, 0)
    assert load([], [], [listening("GB")]).waiting == 0
    factories.accepted(Proposal.objects.get(about="line:gb-line"), at=AT)
    assert (HelpLine.objects.get().number, HelpLine.objects.get().checked_by) == ("116 123", None)


@pytest.mark.promise("E22")
def test_country_of_a_later_load_waits_for_an_editor(load):
    load([], [checked("GB")])
    evidence.record("catalogue")
    later = [checked("GB", "999"), checked("IE")]
    added = load([], later)
    assert (Country.objects.get().numbers, added.countries, added.waiting) == (["112"], 0, 1)
    assert "1 new countries or help lines wait in the administration" in added.lines()[1]
    assert load([], later).waiting == 0
    factories.accepted(Proposal.objects.get(about="country:IE"), at=AT)
    assert Country.objects.get(code="IE").numbers == ["112"]


@pytest.mark.promise("E22")
def test_refused_country_is_not_proposed_again(load):
    evidence.record("catalogue")
    load([], [checked("IE")])
    proposals.refuse(Proposal.objects.get(), by=factories.holder(Role.EDITOR), at=AT, reason="Not served here")
    assert load([], [checked("IE")]).waiting == 0
    assert not Country.objects.exists()


@pytest.mark.promise("E22")
def test_later_release_with_other_numbers_asks_anew(load):
    evidence.record("catalogue")
    load([], [checked("IE")])
    proposals.refuse(Proposal.objects.get(), by=factories.holder(Role.EDITOR), at=AT, reason="Not its number")
    assert load([], [checked("IE", "999")]).waiting == 1


@pytest.mark.promise("E22")
@pytest.mark.parametrize("ends", ["taken back", "refused"])
def test_what_a_person_proposed_keeps_no_country_of_a_release_away(load, ends):
    evidence.record("catalogue")
    said = {"emergency_numbers": "112", "source_title": "A page", "source_url": "https://example.org/"}
    person = {"by": factories.holder(Role.EDITOR), "at": AT}
    proposed = proposals.propose_country("IE", checked_on=AT.date(), **said, **person)
    if ends == "taken back":
        proposals.take_back(proposed, **person)
    else:
        proposals.refuse(proposed, by=factories.holder(Role.EDITOR), at=AT, reason="Not now")
    assert load([], [checked("IE")]).waiting == 1


@pytest.mark.promise("E22")
def test_whoever_loads_later_learns_which_questions_are_not_asked(load):
    load([asked("what", 1, {"en": "What?"})])
    evidence.record("catalogue")
    never = asked("how", 3, {}) + "is_asked = false\n"
    later = [asked("what", 1, {}), asked("why", 2, {"en": "Why?"}), never]
    added = load(later)
    assert (added.questions, added.unasked) == (2, 1)
    assert "1 of the new questions are not asked: read them in the administration" in added.lines()[1]
    assert not Question.objects.filter(slug__in=["why", "how"], was_asked=True).exists()
    assert (load(later).unasked, len(load(later).lines())) == (0, 1)


@pytest.mark.promise("E22")
def test_question_of_a_later_load_is_not_asked_and_no_asked_one_reads_otherwise(load):
    load([asked("what", 1, {"en": "What?"})])
    evidence.record("catalogue")
    load([asked("what", 1, {"en": "What now?", "es": "¿Qué?"}), asked("why", 2, {"en": "Why?", "es": "¿Por qué?"})])
    assert Question.objects.asked().get().slug == "what"
    assert set(Wording.objects.values_list("text", flat=True)) == {"What?", "Why?", "¿Por qué?"}


def test_country_that_no_page_could_show_is_refused_in_a_later_load_too(load):
    evidence.record("catalogue")
    with pytest.raises(BadFile, match="Write digits only"):
        load([], [checked("IE", "call 112")])
    assert not Proposal.objects.exists()
