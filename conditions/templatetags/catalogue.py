"""How a condition's questions and codes are said to readers."""

from typing import Any

from django import template

from conditions.models import Code, Question

register = template.Library()


@register.filter
def asked_of(text: str, name: str) -> str:
    """The question with the condition's name in it."""
    return text.replace("{condition}", name)


@register.filter
def by_topic(questions: list[Question]) -> list[tuple[str, list[Question]]]:
    """The questions under the label of their topic, topics in the order in which a reader meets them."""
    found = [(topic.label, [asked for asked in questions if asked.group == topic]) for topic in Question.Group]
    return [(str(label), asked) for label, asked in found if asked]


@register.filter
def said(code: dict[str, Any]) -> dict[str, str]:
    """The names of a code's system and meaning, in the reader's language."""
    return {
        "system": str(Code.System(code["system"]).label),
        "value": code["value"],
        "meaning": str(Code.Relation(code["relation"]).label),
    }
