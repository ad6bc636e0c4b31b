"""Somebody with a role, before the pages of the desk."""

from django.urls import reverse

from tests import factories


class Sitting:
    """One person's browser; `decide` sends what its page carries, with what they typed."""

    def __init__(self, person):
        self.person = person
        self.browser = factories.browser(person, second_factor=True)

    def get(self, name, row, **query):
        return self.browser.get(address(name, row), query)

    def told(self, name, row):
        return self.get(name, row).content.decode()

    def seen(self, name, row):
        """What the page says was on screen."""
        return self.get(name, row).context["form"]["seen"].value()

    def decide(self, name, row, seen=None, **typed):
        typed["seen"] = self.seen(name, row) if seen is None else seen
        return self.browser.post(address(name, row), typed)


def address(name, row):
    return reverse(f"desk:{name}", args=[row.slug if name == "caution_condition" else row.pk])


def errors(page):
    return " ".join(sentence for sentences in page.context["form"].errors.values() for sentence in sentences)
