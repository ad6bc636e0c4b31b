"""How a condition's questions and codes are said to readers."""

import re
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info, override

from conditions.addresses import public
from conditions.contents import Asked
from conditions.models import Code, Condition

register = template.Library()
TAG = re.compile(r"<[^<>]*>")
NAMED = re.compile(r' id="[^"]*"')


@register.filter
def asked_of(text: str, name: str) -> str:
    """The question with the condition's name in it."""
    return text.replace("{condition}", name)


@register.filter
def elsewhere(html: str, address: str) -> SafeString:
    """Words of an answer on another page: numbers of sources lead back to its own, and nothing is named twice.

    What a revision holds was sanitised, so every such place in it is ours.
    """
    there = f'href="{escape(address)}#'
    return mark_safe(TAG.sub(lambda tag: NAMED.sub("", tag[0]).replace('href="#', there), html))  # noqa: S308


@register.simple_tag
def condition_address(condition: Condition) -> str:
    """Where the condition stands in the language of the page, at the address that the operator gave."""
    return public(condition.get_absolute_url())


@register.simple_tag
def spoken(slug: str, asked: Asked) -> dict[str, Any]:
    """The answer in the first language that has one: how it is called there, its code and its address."""
    known = [code for code, _name in settings.LANGUAGES]
    first = min(asked.elsewhere, key=lambda code: known.index(code) if code in known else len(known))
    with override(first):
        return {**get_language_info(first), "address": reverse("conditions:answer", args=[slug, asked.slug])}


@register.filter
def said(code: dict[str, Any]) -> dict[str, str]:
    """The names of a code's system and meaning, in the reader's language."""
    return {
        "system": str(Code.System(code["system"]).label),
        "value": code["value"],
        "meaning": str(Code.Relation(code["relation"]).label),
    }
