"""The bytes that were signed: a change here changes what every stored digest was made of, so it needs a decision."""

import pytest

from conditions.digest import sha256
from conditions.rendering import Quoted, render

pytestmark = pytest.mark.one_engine

SOURCES = ["ers-2017", "nice-ng20", "sveger-1976"]
FACTS = {"prevalence-europe": Quoted("1 in 2,000 to 1 in 5,000", ("orphanet-60", "ers-2017"))}
PARTS = {
    "short_answer": "It is *inherited* and affects {fact:prevalence-europe} people.[^nice-ng20]",
    "urgent_help": "# Call 999\n- blue lips & short breath < 1 hour\n- *any* doubt\n\n1. Sit up\n2. Wait",
    "body": """# How it begins

The liver makes a protein that guards the lungs.[^ers-2017] [^sveger-1976] {no-source: known to every clinician}
It is a *shield*, **not** a cure\\
— see [our list](/conditions/) or <https://www.nhs.uk/>.

### In children

> Of 120 babies 14 were yellow.[^sveger-1976]

| Who | How many |
|:----|---------:|
| Z | 2.71&nbsp;% |

::: figures
#### Length of life
- Half of them live longer.[^sveger-1976]
:::
""",
    "sources_differ": "Sjo\u0308gren\u202e & <script>fire()</script> “quotes” \u200f(عربي)",
    "unknowns": "",
}
SHORT = (
    'It is <em>inherited</em> and affects 1 in 2,000 to 1 in 5,000<sup class="citation"><a href="#source-1" '
    'id="cited-1-1" aria-label="Source 1">1</a>, <a href="#source-2" id="cited-2-1" aria-label="Source 2">2</a></sup> '
    'people.<sup class="citation"><a href="#source-3" id="cited-3-1" aria-label="Source 3">3</a></sup>'
)
BODY = """<h2 id="body-1">How it begins</h2>
<p id="body-2">The liver makes a protein that guards the lungs.<sup class="citation"><a href="#source-2"\
 id="cited-2-2" aria-label="Source 2">2</a>, <a href="#source-4" id="cited-4-1" aria-label="Source 4">4</a></sup>
It is a <em>shield</em>, <strong>not</strong> a cure<br>
— see <a href="/conditions/">our list</a> or <a href="https://www.nhs.uk/">https://www.nhs.uk/</a>.</p>
<h3 id="body-3">In children</h3>
<blockquote id="body-4">
<p>Of 120 babies 14 were yellow.<sup class="citation"><a href="#source-4" id="cited-4-2" aria-label="Source 4">4</a>\
</sup></p>
</blockquote>
<table id="body-5">
<thead>
<tr>
<th scope="col">Who</th>
<th scope="col">How many</th>
</tr>
</thead>
<tbody>
<tr>
<td>Z</td>
<td>2.71&nbsp;%</td>
</tr>
</tbody>
</table>
<details class="figures" id="body-6"><summary>Show the figures</summary>
<p class="averages">These are averages from groups of people. They cannot say what will happen to you or your child.</p>
<h4 id="body-7">Length of life</h4>
<ul id="body-8">
<li>Half of them live longer.<sup class="citation"><a href="#source-4" id="cited-4-3" aria-label="Source 4">4</a></sup>\
</li>
</ul>
</details>"""
DIGESTS = {
    "short_answer": "fa93212db4cb7ebaae65e21d14502b57158528a38c0c5acc5324b3b70ea178b6",
    "urgent_help": "cff3be01103d11ddcc903b1f07a9a5f3f02cb31961fd2c8a4df6e4051d7ee875",
    "body": "90aa87bf96837468177c1e7e8f5d25a783fb5a452ac0683156f6c5449e378a90",
    "sources_differ": "f2cd8b7db9a0b7d3363a55fa62eb0a82b8c0209f2b549d952c7aaa189a5b9f99",
    "unknowns": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
}


def test_golden_answer_never_changes():
    rendered = render(PARTS, sources=SOURCES, facts=FACTS)
    assert rendered.html["short_answer"] == SHORT
    assert rendered.html["body"] == BODY
    assert {part: sha256(html) for part, html in rendered.html.items()} == DIGESTS


def test_golden_answer_names_its_sources_and_facts():
    rendered = render(PARTS, sources=SOURCES, facts=FACTS)
    assert rendered.short_answer == "It is inherited and affects 1 in 2,000 to 1 in 5,000 people."
    assert rendered.citations == ("orphanet-60", "ers-2017", "nice-ng20", "sveger-1976")
    assert rendered.facts == ("prevalence-europe",)
