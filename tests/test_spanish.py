"""A second language, as its readers meet it: words, dates, numbers, plurals, countries and mail follow it (A7)."""

import datetime
import re
from html import unescape
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils.translation import ngettext, override

from conditions.health import content
from conditions.models import Mail, Wording
from tests import factories, pseudo
from tests.pages import reading_pages
from tests.test_translations import catalogue, said

pytestmark = [pytest.mark.django_db, pytest.mark.promise("A7")]
AT = datetime.datetime(2027, 5, 1, 12, tzinfo=datetime.UTC)

# Roles are named by what is done, so that they fit everybody; a story is a “testimonio” (docs/translating.md).
REFUSED = re.compile(
    r"[«»]|\bautor(?:a|es|as)?\b|\bmoderador|\blector(?!(?:es)? de pantalla)|\bhistorias?\b(?! clínica)", re.IGNORECASE
)


def words(page: str) -> str:
    """What a page says, in one line."""
    return " ".join(unescape("".join(pseudo.Text(page).said)).split())


def english() -> list[str]:
    """Texts of three words or more, so that none stands in a page by chance."""
    found = [(key[1], forms[0]) for key, forms in said(catalogue("es")).items()]
    return [text for text, spanish in found if len(text.split()) > 2 and "%" not in text and text != spanish]


def test_words_that_the_glossary_refuses_stand_nowhere() -> None:
    forms = [form for forms in said(catalogue("es")).values() for form in forms]
    assert REFUSED.search("El autor la contó a un moderador")
    assert [form for form in forms if REFUSED.search(form)] == []


def test_reading_page_in_spanish_says_nothing_in_english(client: Client) -> None:
    library = factories.library()
    with override("es"):
        addresses = reading_pages(library)
    left, home = english(), words(client.get("/").content.decode())
    assert any(text in home for text in left)
    for address in addresses:
        page = client.get(address).content.decode()
        assert '<html lang="es"' in page
        read = words(page)
        assert [text for text in left if text in read] == [], address


def test_answer_and_the_desk_behind_it_say_nothing_in_english(client: Client) -> None:
    with override("es"):
        people = factories.desk()
        live = factories.published(people, factories.started(people, language="es"))
        place = [live.answer.condition.slug, live.answer.question.slug]
        read = [reverse(f"conditions:{name}", args=place) for name in ("answer", "answer_print", "answer_history")]
        read += [reverse("conditions:reviewer", args=[people.reviewer.slug]), reverse("conditions:report")]
        written = [reverse(f"desk:{name}", args=[live.answer_id]) for name in ("answer", "write", "withdraw")]
        written += [reverse(f"desk:{name}", args=[live.revision_id]) for name in ("preview", "seal")]
    editor = factories.browser(people.author, second_factor=True)
    pages = [client.get(address) for address in read] + [editor.get(address) for address in written]
    said = " ".join(words(page.content.decode()) for page in pages)
    assert {page.status_code for page in pages} == {200}
    assert "Con revisión médica del" in said
    assert [text for text in english() if text in said] == []


def test_condition_asks_its_questions_in_spanish(client: Client) -> None:
    library = factories.library()
    asked = Wording.objects.get(text="What is {condition}?").question
    Wording.objects.create(question=asked, language="es", text="¿Qué es {condition}?")
    page = client.get(f"/es{library.get_absolute_url()}").content.decode()
    assert "¿Qué es alpha 1-antitrypsin deficiency?" in words(page)
    assert "What is alpha" not in words(page)
    assert "112 o 999 (Irlanda), 911 (Estados Unidos), 112 (España)." in words(page)


def test_day_and_country_are_written_in_spanish(settings) -> None:
    settings.DISEASEMAPS = settings.DISEASEMAPS | {"countries": ["GB"]}
    factories.country("GB", checked_on=datetime.date(2026, 4, 7))
    with override("es"):
        (finding,) = content.emergency_numbers(AT)
    assert finding.problem.startswith("Reino Unido: ")
    assert "7 de abril de 2026" in finding.problem


@pytest.mark.parametrize(
    ("count", "heading"),
    [
        (1, "1 enfermedad de este grupo"),
        (1234, "1 234 enfermedades de este grupo"),
        (2_000_000, "2 000 000 de enfermedades de este grupo"),
    ],
)
def test_number_is_grouped_and_its_plural_fits(count: int, heading: str) -> None:
    family = SimpleNamespace(members=[{"slug": "gout", "name": "gota"}], member_count=count, is_grouping=True)
    with override("es"):
        assert heading in words(render_to_string("components/members.html", {"condition": family, "page": 1}))


def test_spanish_counts_in_three_forms() -> None:
    one, many = "%(number)d migration has not been applied.", "%(number)d migrations have not been applied."
    with override("es"):
        counted = [ngettext(one, many, number) % {"number": number} for number in (1, 0, 1_000_000)]
    assert counted == [
        "Falta aplicar 1 migración.",
        "Falta aplicar 0 migraciones.",
        "Falta aplicar 1000000 de migraciones.",
    ]


def test_mail_to_a_spanish_reader_is_spanish_throughout(client: Client) -> None:
    client.post("/es/account/password/reset/", {"email": "nobody@example.org"})
    mail = Mail.objects.get()
    assert mail.subject == f"Su cuenta en {settings.DISEASEMAPS['name']}"
    assert mail.text.startswith("Hola:")
    assert '<html lang="es">' in mail.html
    assert [text for text in english() if text in mail.text + mail.html] == []
