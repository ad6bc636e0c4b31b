"""How long something took, as people say it."""

import datetime

from django import template
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def span(took: datetime.timedelta) -> str:
    """In whole seconds, minutes or hours: the largest of which there are two."""
    seconds = int(took.total_seconds())
    if seconds < 120:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    minutes = seconds // 60
    if minutes < 120:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
