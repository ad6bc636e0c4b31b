"""Over a site with published answers, open reviews and plans no import moves a date, signs or publishes (E15)."""

import gzip
import json

import pytest
from django.core.management import call_command, get_commands
from django.db.models import F

from community.models import OldStory, Story
from conditions.imports import catalogue as packed
from conditions.models import (
    Answer,
    Assignment,
    Code,
    Event,
    FactVersion,
    Notice,
    Proposal,
    Publication,
    Question,
    Revision,
    Round,
    Schedule,
    SignOff,
    Verdict,
)
from tests import factories
from tests.conditions.imports.test_facts import FILE as FACTS
from tests.factories import catalogue, term

pytestmark = pytest.mark.django_db
STANDS = (Answer, Revision, Round, Assignment, Verdict, Schedule, Publication, SignOff, Notice)


@pytest.fixture
def site():
    """A live answer that quotes a fact, one in review and one that goes live at a minute."""
    people = factories.desk()
    about = factories.published(people).answer.condition
    Code.objects.create(condition=about, system="mondo", value="0000002")
    factories.value_accepted(people, factories.fact(people, about), "1 in 50", es="1 de 50")
    factories.quoting(people, about)
    factories.in_review(people, factories.started(people, condition=about))
    factories.planned(people)
    factories.source("idsa-2020")
    Question.objects.update(position=F("position") + 1000)  # those of the site itself have the first places
    return about


@pytest.fixture
def files(site, tmp_path):
    """What each command that imports is called with."""
    newer = catalogue(term("0000002", "Hepatic name", synonyms=("Other name",)), term("0000003", "New disease"))
    (tmp_path / "catalogue.json.xz").write_bytes(packed.pack(newer))
    human = {"MONDO:0700096": 1}
    terms = {"MONDO:0000002": {"label": "third name", "ancestors": human}}
    (tmp_path / "mondo-v2026-06-01.json.gz").write_bytes(gzip.compress(json.dumps(terms).encode()))
    rows = ["subject_id\tpredicate_id\tobject_id", "MONDO:0000002\tskos:exactMatch\tORPHA:357"]
    (tmp_path / "a.sssom.tsv").write_text("\n".join(rows))
    (tmp_path / "facts.toml").write_text(FACTS.replace("gilbert-syndrome", site.slug))
    words = f"reference,email,language,condition,text\na-1,ana@example.org,en,{site.slug},It rained.\n"
    (tmp_path / "stories.csv").write_text(words)
    return {
        "load_catalogue": [tmp_path / "catalogue.json.xz"],
        "import_mondo": [tmp_path / "mondo-v2026-06-01.json.gz", "--mappings", tmp_path],
        "import_facts": [tmp_path / "facts.toml"],
        "import_stories": [tmp_path / "stories.csv"],
    }


def stands():
    """Everything that was written, signed, planned or published, with its dates."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in STANDS}


@pytest.mark.promise("E15")
def test_no_import_moves_a_review_date_signs_or_publishes(files):
    assert files.keys() == {name for name in get_commands() if name.startswith(("import_", "load_"))}
    before = stands()
    assert all(before[model.__name__] for model in STANDS if model is not Notice)
    for _time in range(2):
        for command, given in files.items():
            call_command(command, *map(str, given))
    assert set(Proposal.objects.values_list("kind", flat=True)) >= {"names", "codes"}
    assert FactVersion.objects.filter(accepted_at=None).exists()
    assert Event.objects.filter(stream="catalogue").count() >= 3
    assert OldStory.objects.get().text == "It rained."
    assert not Story.objects.exists()
    assert stands() == before
