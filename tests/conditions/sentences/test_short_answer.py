"""What makes a good short answer (R25)."""

import pytest

from conditions.sentences import ends_whole, repeats

pytestmark = pytest.mark.one_engine

SHORT = (
    "Alpha-1 antitrypsin deficiency is passed on in families.[^a] The liver makes too little of a protein that guards "
    "the lungs. Smoking does the most harm."
)


@pytest.mark.promise("R25")
@pytest.mark.parametrize(
    ("text", "is_whole"),
    [
        ("It is rare.", True),
        ("It is **rare**.[^a] [^b]", True),
        ("Nobody knows yet. {no-source: searched in March}", True),
        ("It affects {fact:europe}.", True),
        ("It is called hepatitis B.", True),
        ("It is rare (in Europe).", True),
        ("People call it “the shield”.", True),
        ("¿Es rara? ¡Sí!", True),
        ("هو نادر جدا؟", True),
        ("这很罕见。", True),
        ("", False),
        ("   ", False),
        ("It is rare", False),
        ("It is rare. It affects the", False),
        ("It affects {fact:europe}", False),
        ("It includes:", False),
        ("It is rare, e.g.", False),
        ("And so on...", False),
        ("And so on…", False),
        ("It is rare (in Europe.", False),
        ("People call it “the shield.", False),
    ],
)
def test_short_answer_ends_in_a_full_sentence(text, is_whole):
    assert ends_whole(text) == is_whole


@pytest.mark.promise("R25")
@pytest.mark.parametrize(
    ("paragraph", "is_repeated"),
    [
        (SHORT, True),
        (SHORT.upper().replace("[^A]", "[^b]"), True),
        (f"**In short:** {SHORT} There is more to say about each of these, and it follows below.", True),
        (SHORT.partition(" Smoking")[0], True),
        (SHORT.replace("too little", "not enough").replace("the most harm", "most of the harm"), True),
        ("The liver makes a protein that guards the lungs. In some families a changed gene keeps it inside.", False),
        ("Alpha-1 antitrypsin deficiency is a condition that begins with a change in one gene, SERPINA1.", False),
        ("", False),
    ],
)
def test_first_paragraph_repeats_the_short_answer(paragraph, is_repeated):
    assert repeats(SHORT, paragraph) == is_repeated
    assert repeats(paragraph, SHORT) == is_repeated


def test_texts_of_two_words_repeat_only_when_equal():
    assert repeats("Nobody knows.", "nobody KNOWS")
    assert not repeats("Nobody knows.", "Somebody knows.")
