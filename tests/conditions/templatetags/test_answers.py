"""How words of answers are shown, without another letter in them."""

import pytest
from django.utils.safestring import mark_safe

from conditions.templatetags.answers import unbroken


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Alpha-1 deficiency", '<span class="unbroken">Alpha-1</span> deficiency'),
        ("Déficit de alfa-1", 'Déficit de <span class="unbroken">alfa-1</span>'),
        ("<i> & TA-965", '&lt;i&gt; &amp; <span class="unbroken">TA-965</span>'),
        (mark_safe('<a href="/alpha-1/">x</a>'), '<a href="/alpha-1/">x</a>'),
        (mark_safe("ages 3-12, T-cell, one-and-a-half"), "ages 3-12, T-cell, one-and-a-half"),
    ],
)
def test_number_stays_on_the_line_of_its_word(text, shown):
    assert unbroken(text) == shown
