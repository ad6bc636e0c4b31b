"""Tokens are written as HTML, ours among them: numbers of sources, and folded figures."""

from collections.abc import MutableMapping, Sequence
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from conditions.rendering.sanitising import sanitised
from conditions.rendering.text import tidy_between_tags

OPTIONS = MarkdownIt("commonmark").options


def written(tokens: list[Token]) -> str:
    """The tokens as HTML. What entities hid in the source is tidied here, and what is not allowed is taken out last."""
    return sanitised(tidy_between_tags(_Writer().render(tokens, OPTIONS, {}))).strip()


class _Writer(RendererHTML):
    """Writes tokens as HTML, ours among them."""

    def citations(
        self, tokens: Sequence[Token], place: int, options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        links = [
            f'<a href="#source-{number}" id="cited-{number}-{mention}" aria-label="{_label(number)}">{number}</a>'
            for number, mention in tokens[place].meta.values()
        ]
        return f'<sup class="citation">{", ".join(links)}</sup>'

    def container_figures_open(
        self, tokens: Sequence[Token], place: int, options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        named = escape(tokens[place].attrs["id"])
        shown = _("Show the figures")
        averages = _("These are averages from groups of people. They cannot say what will happen to you or your child.")
        return (
            f'<details class="figures" id="{named}"><summary>{escape(shown)}</summary>\n'
            f'<p class="averages">{escape(averages)}</p>\n'
        )

    def container_figures_close(
        self, tokens: Sequence[Token], place: int, options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        return "</details>\n"


def _label(number: int) -> str:
    """Said in the place of the number, which alone says nothing."""
    return escape(_("Source %(number)d") % {"number": number})
