"""Templates that all say the same: for tests that ask who may open a page, where others look at what it says."""

from typing import Any

from django.template.backends.base import BaseEngine

TEMPLATES = [{"BACKEND": "tests.blank.Blank", "NAME": "django", "DIRS": [], "APP_DIRS": False, "OPTIONS": {}}]


class Template:
    origin = None

    def render(self, context: Any = None, request: Any = None) -> str:
        return "Blank"


class Blank(BaseEngine):
    def __init__(self, params: dict[str, Any]) -> None:
        params.pop("OPTIONS")
        super().__init__(params)

    def from_string(self, template_code: str) -> Template:
        return Template()

    def get_template(self, template_name: str) -> Template:
        return Template()
