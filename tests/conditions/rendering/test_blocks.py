"""Rendered HTML, block by block."""

import pytest

from conditions.rendering import blocks, render

pytestmark = pytest.mark.one_engine

TEXT = """First.

- one
- two
  - inner

## Then

Second\\
line & more.

::: figures
Hidden.

- 7 of 100
:::

Last."""


def test_each_block_comes_whole_and_in_its_order():
    html = render({"body": TEXT}, sources=(), facts={}).html["body"]
    found = blocks(html)
    assert [block.tag for block in found] == ["p", "ul", "h2", "p", "details", "p"]
    assert "\n".join(block.html for block in found) == html
    assert found[4].html.endswith("</details>")


def test_text_without_a_block_has_none():
    assert blocks("") == []
