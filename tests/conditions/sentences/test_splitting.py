"""Where one sentence ends and the next begins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conditions.sentences import ends_whole, first_paragraph, opening, repeats, sentences, unsourced
from tests import attacks, markdown_attacks

pytestmark = pytest.mark.one_engine


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It is rare. It runs in families! Does it? Yes.", ["It is rare.", "It runs in families!", "Does it?", "Yes."]),
        ("About 2.71 in 100,000 have it.[^a] More.", ["About 2.71 in 100,000 have it.[^a]", "More."]),
        (
            "One. [^a] [^b] Two[^c]. {no-source: it is known} Three.",
            ["One. [^a] [^b]", "Two[^c]. {no-source: it is known}", "Three."],
        ),
        ("Rare. {fact:europe} have it.", ["Rare.", "{fact:europe} have it."]),
        (
            "Dr. Ng, approx. 5 mg, vs. Prof. J. K. Low, e.g. in Fig. 2.",
            ["Dr. Ng, approx. 5 mg, vs. Prof. J. K. Low, e.g. in Fig. 2."],
        ),
        ("Wait... and see. And then… Nothing.", ["Wait... and see.", "And then…", "Nothing."]),
        ("This is hepatitis B. It is not MS. The end.", ["This is hepatitis B.", "It is not MS.", "The end."]),
        (
            "In the U.S. The rate is high. In the U.S. Food safety is law.",
            ["In the U.S.", "The rate is high.", "In the U.S. Food safety is law."],
        ),
        ("See no. 5. No. It is not.", ["See no. 5.", "No.", "It is not."]),
        ("He said “It is.” (So it was.) Then more.", ["He said “It is.”", "(So it was.)", "Then more."]),
        (
            "El Sr. Gil, p. ej., vive en EE. UU. La tasa es alta. ¿Es raro? Sí.",
            ["El Sr. Gil, p. ej., vive en EE. UU.", "La tasa es alta.", "¿Es raro?", "Sí."],
        ),
        ("这很罕见。它会遗传。", ["这很罕见。", "它会遗传。"]),
        ("هل هو نادر؟ نعم.", ["هل هو نادر؟", "نعم."]),
        ("*It is* **rare. Very** so, see [our list](/x/2.html).", ["It is rare.", "Very so, see our list."]),
    ],
)
def test_text_is_split_where_a_reader_would_stop(text, found):
    assert sentences(text) == found


def test_headings_items_and_rows_stand_by_themselves():
    text = (
        "# Who has it\nA line\ngoes on. B.\n\n1. One\n2. Two. Three\n   - four\n\n| a | b |\n|---|---|\n| 5 | 6[^x] |"
    )
    assert sentences(text) == [
        "Who has it", "A line goes on.", "B.", "One", "Two.", "Three", "four", "a | b", "5 | 6[^x]",
    ]  # fmt: skip


def test_first_paragraph_is_found_below_headings():
    assert first_paragraph("# Heading\n\n- item\n\nFirst *one*.[^a]\n\nSecond.") == "First one.[^a]"
    assert first_paragraph("# Heading") == first_paragraph("") == ""


WORDS = st.sampled_from(
    ["Rare", "e.g.", "2.71", "U.S.", ".", "?", "…", "”", "(", "[^a]", "{no-source: x}", "\n\n", "- ", "|"]
)


@given(st.lists(WORDS, max_size=20).map(" ".join) | st.text() | st.sampled_from([*attacks.ALL, *markdown_attacks.ALL]))
def test_any_text_can_be_asked_what_it_says(text):
    assert all(sentence.strip() == sentence != "" for sentence in sentences(text))
    assert all(found.sentence in sentences(text) for found in unsourced({"body": text}, "en"))
    assert isinstance(ends_whole(text), bool)
    assert isinstance(repeats(text, text), bool)


@given(st.lists(WORDS, max_size=20).map(" ".join))
def test_splitting_loses_no_word(text):
    joined = " ".join(sentences(text.replace("\n\n", " "), "short_answer"))
    assert joined.split() == text.split()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("No. You cannot catch it. It is in the genes.", "No. You cannot catch it."),
        ("Gilbert syndrome is harmless. It needs nothing.", "Gilbert syndrome is harmless."),
        ("Very common. Most never know. It is mild.", "Very common. Most never know."),
        ("No.", "No."),
        ("", ""),
        (
            "这种病不会传染，也不会影响寿命，更不需要任何治疗或用药。无需治疗。",
            "这种病不会传染，也不会影响寿命，更不需要任何治疗或用药。",
        ),
    ],
)
def test_line_of_a_list_says_enough_to_be_of_use(text, said):
    assert opening(text) == said
