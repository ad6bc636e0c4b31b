"""The operator's own old stories come in asleep, a bad row stops no other, and doing it twice does it once."""

import datetime
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from community.models import OldStory, Story, StoryDraft
from conditions.models import Mail
from tests import factories

pytestmark = pytest.mark.django_db

HEAD = "reference,email,language,condition,text,title,role,year\n"
GOOD = 'a-1,Ana@example.org,en,gilbert-syndrome,"It rained.\n\nمطر 🌧",A wet day,parent,2015\n'
OTHER = "a-2,ana@example.org,es,gilbert-syndrome,Llovía.,,,\n"


@pytest.fixture
def condition():
    return factories.condition("Gilbert syndrome", slug="gilbert-syndrome")


def run(file=None, **options):
    said = StringIO()
    call_command("import_stories", *([str(file)] if file else []), stdout=said, stderr=said, **options)
    return said.getvalue()


def refused(file):
    """What is said of the rows that were not taken."""
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("import_stories", str(file), stdout=said, stderr=said)
    return said.getvalue()


def written(tmp_path, text, name="old.csv"):
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8-sig"))
    return file


@pytest.mark.promise("C1", "M1")
def test_old_stories_come_in_asleep_and_once(tmp_path, condition):
    file = written(tmp_path, HEAD + GOOD + OTHER)
    assert "2 stories come in." in run(file)
    assert "Here already, and left as they are: 2." in run(file)
    old = OldStory.objects.get(reference="a-1")
    assert (old.email, old.text, old.relation, old.year) == ("ana@example.org", "It rained.\n\nمطر 🌧", "parent", 2015)
    assert (old.asked_at, old.digest, Mail.objects.count()) == (None, "", 0)
    assert not Story.objects.exists()
    assert not StoryDraft.objects.exists()


def test_list_in_json_says_the_same(tmp_path, condition):
    told = {"reference": 7, "email": "ana@example.org", "language": "en", "condition": condition.slug, "text": "Rain."}
    said = refused(written(tmp_path, json.dumps([told, "x", told | {"reference": 8, "age": 9}]), "old.json"))
    assert OldStory.objects.get().reference == "7"
    assert "story 2: This is no story" in said
    assert "story 3: Unknown: age." in said


def test_trial_says_what_would_happen_and_does_nothing(tmp_path, condition):
    file = written(tmp_path, HEAD + GOOD)
    assert "1 story comes in." in run(file, dry_run=True)
    assert not OldStory.objects.exists()
    run(file)
    assert "1 author is written to." in run(ask=True, dry_run=True)
    assert not Mail.objects.exists()


WRONG = {
    "a-3,ana,en,gilbert-syndrome,Rain.,,,": "Enter a valid email address.",
    "a-3,a@example.org,xx,gilbert-syndrome,Rain.,,,": "The site has no language “xx”.",
    "a-3,a@example.org,en,nowhere,Rain.,,,": "There is no condition at the address “nowhere”.",
    "a-3,a@example.org,en,gilbert-syndrome,,,,": "It has no words.",
    ",a@example.org,en,gilbert-syndrome,Rain.,,,": "It has no reference",
    "a-3,a@example.org,en,gilbert-syndrome,Rain.,,aunt,": "“aunt” is no role.",
    "a-3,a@example.org,en,gilbert-syndrome,Rain.,,,20²5": "“20²5” is no year from 1990 to now.",
    "a-3,a@example.org,en": "It has another number of fields (3) than the first line.",
    f"a-3,a@example.org,en,gilbert-syndrome,{'x' * 200_000},,,": "It has 200000 characters.",
    "a-3,a@example.org,en,gilbert\0-syndrome,Rain.,,,": "cannot be kept",
    f"{'x' * 81},a@example.org,en,gilbert-syndrome,Rain.,,,": "reference: Ensure this value has at most 80",
    "a-1,ana@example.org,en,gilbert-syndrome,Other words.,,,": "It is here already with other words",
}


def test_each_bad_row_is_named_by_its_line_and_the_others_go_on(tmp_path, condition):
    said = refused(written(tmp_path, HEAD + GOOD + "\n".join(WRONG) + "\n\n" + OTHER))
    for number, sentence in enumerate(WRONG.values(), start=5):  # the first row takes three lines
        (line,) = [each for each in said.splitlines() if each.startswith(f"line {number}:")]
        assert sentence in line
    assert set(OldStory.objects.values_list("reference", flat=True)) == {"a-1", "a-2"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"\xff\xfe", "cannot be read as UTF-8"),
        ("reference,email,age\n", "Missing: language, condition, text. Unknown: age."),
        (f'{HEAD}a-1,"ana', "cannot be read after line 2"),
    ],
)
def test_what_is_no_such_file_changes_nothing(tmp_path, condition, text, said):
    with pytest.raises(CommandError, match=said):
        run(written(tmp_path, text))
    assert not OldStory.objects.exists()


def test_question_is_one_that_the_condition_is_asked(tmp_path, condition):
    factories.question("daily-life", "What helps?")
    told = {"email": "ana@example.org", "language": "en", "condition": condition.slug, "text": "Rain."}
    rows = [told | {"reference": each, "question": each} for each in ("daily-life", "nothing")]
    assert "not asked the question “nothing”" in refused(written(tmp_path, json.dumps(rows), "old.json"))
    assert OldStory.objects.get().question.slug == "daily-life"


def test_year_that_is_not_over_is_taken(tmp_path, condition):
    year = datetime.date.today().year
    run(written(tmp_path, HEAD + GOOD.replace("2015", str(year))))
    assert OldStory.objects.get().year == year
