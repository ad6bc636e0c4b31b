"""How many belong to a community, as pages say it: in bands, never exactly (R26)."""

from typing import Any

from django import template

from community import bands

register = template.Library()


@register.simple_tag
def community_size(found: Any) -> str:
    """The band of what the query of the page counted: “11 to 20”, or “ten or fewer”."""
    return str(bands.shown(found.belonging or 0, {}))
