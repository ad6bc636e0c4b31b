"""Which word somebody may have meant: near by letters or by sound, and never a guess at a number."""

import pytest

from conditions.models import SearchWord
from conditions.search.sounds import sound
from conditions.search.vocabulary import Vocabulary, american, load, stem
from tests.factories import findable

pytestmark = pytest.mark.one_engine


def known(**counts):
    spelt = list(counts)
    return Vocabulary(1, counts, sorted(counts), spelt, [sound(word) for word in spelt])


def near(word, **counts):
    return [found for found, _ in known(**counts).near(word)]


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("sirosis", "cirrhosis"),
        ("soriasis", "psoriasis"),
        ("exzema", "eczema"),
        ("rumatoid", "rheumatoid"),
        ("asma", "asthma"),
        ("glocoma", "glaucoma"),
        ("newmonia", "pneumonia"),
        ("skitzofrenia", "schizophrenia"),
    ],
)
def test_word_is_known_by_its_sound(heard, meant):
    assert near(heard, **{meant: 5, "something": 5}) == [meant]


@pytest.mark.parametrize(
    ("typed", "meant"), [("lime", ["lyme"]), ("lxxe", []), ("fybrosys", ["fibrosis"]), ("fybroxxs", []), ("hd1", [])]
)
def test_one_letter_of_a_short_word_and_two_of_a_long_one_may_be_wrong(typed, meant):
    assert near(typed, lyme=5, fibrosis=5, hd2=5) == meant


def test_words_that_merely_sound_a_little_alike_are_not_meant():
    assert near("zzzxqqq", ccsk=5) == []


def test_wrong_first_letter_is_less_likely():
    assert near("cimb", limb=5, comb=5) == ["comb", "limb"]


def test_word_of_many_names_is_likelier():
    assert near("diabetis", diabetic=100, diabetes=400) == ["diabetes", "diabetic"]


def test_stem_is_marked_and_shared_by_british_and_american_spelling():
    assert stem("tumours", "en") == stem("tumor", "en") == "en·tumor"
    assert stem("coeliac", "en") == stem("celiac", "en")
    assert stem("tumours", "xx") == ""
    assert american("toe") == "toe"


@pytest.mark.django_db
def test_vocabulary_knows_the_version_that_it_was_read_at():
    assert load().version == 0
    findable("Lyme disease")
    assert load().version == SearchWord.objects.latest("pk").pk
    assert load().has("lyme")
    assert load().has_start("dis")
