"""The sheet on which an answer is written, as a browser would send it."""

import re
from html import unescape

from django.urls import reverse

from conditions.models import Draft

SHORT = "It is a lack of a protein that protects the lungs.[^ers-2017]"
BODY = "The liver makes the protein.\n\nToo little of it reaches the lungs.[^ers-2017]"
SCRIPT = {"HTTP_ACCEPT": "application/json"}


def sheet(answer):
    return reverse("desk:write", args=[answer.pk])


def filled_in(response):
    """The form of the page with what its reader sees in it, ready to be sent."""
    page = response.content.decode()
    start = page.index('<form class="writing"')
    form = page[start : page.index("</form>", start)]
    boxes = re.findall(r'<textarea [^>]*?name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', form)
    inputs = re.findall(r'<input type="(?:hidden|text|date)" name="([^"]+)"(?: value="([^"]*)")?', form)
    return {name: unescape(value) for name, value in [*boxes, *inputs] if name != "csrfmiddlewaretoken"}


def press(client, answer, do="draft", **typed):
    """Opens the page, types, and presses a button."""
    return client.post(sheet(answer), filled_in(client.get(sheet(answer))) | typed | {"do": do})


def draft_of(person, answer):
    return Draft.objects.get(answer=answer, editor=person)
