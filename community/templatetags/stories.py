"""How stories stand on pages: who wrote them, from how many, what is to be kept in mind."""

import datetime
from collections.abc import Iterable
from typing import Any

from babel.lists import format_list
from django import template
from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, gettext_lazy, ngettext, ngettext_lazy
from django.utils.translation import gettext as _

from community import letters
from community.letters import Letter, Letters
from community.models import Relation, Rule, Since
from conditions.countries import country_name, reader_locale
from conditions.search import Found

register = template.Library()

NAMED = {
    Relation.PERSON: gettext_lazy("person with the condition"),
    Relation.RISK: gettext_lazy("carrier or at risk"),
    Relation.WAITING: gettext_lazy("waiting for a diagnosis"),
    Relation.BEFORE: gettext_lazy("had it before"),
    Relation.UNSAID: "",
    Relation.PARENT: gettext_lazy("parent"),
    Relation.CARER: gettext_lazy("carer"),
    Relation.PARTNER: gettext_lazy("partner"),
    Relation.RELATIVE: gettext_lazy("relative"),
    Relation.BEREAVED: gettext_lazy("bereaved"),
}
NAMELESS = {
    Relation.PERSON: gettext_lazy("A person with the condition"),
    Relation.RISK: gettext_lazy("Somebody who is a carrier or at risk"),
    Relation.WAITING: gettext_lazy("Somebody waiting for a diagnosis"),
    Relation.BEFORE: gettext_lazy("Somebody who had it before"),
    Relation.UNSAID: gettext_lazy("Somebody who did not say more"),
    Relation.PARENT: gettext_lazy("A parent"),
    Relation.CARER: gettext_lazy("A carer"),
    Relation.PARTNER: gettext_lazy("A partner"),
    Relation.RELATIVE: gettext_lazy("A relative"),
    Relation.BEREAVED: gettext_lazy("Somebody who lost a person to it"),
}
FROM = {
    Relation.PERSON: ngettext_lazy(
        "%(n)d from a person with %(condition)s", "%(n)d from people with %(condition)s", "n"
    ),
    Relation.RISK: ngettext_lazy(
        "%(n)d from a carrier or a person at risk", "%(n)d from carriers or people at risk", "n"
    ),
    Relation.WAITING: ngettext_lazy(
        "%(n)d from a person waiting for a diagnosis", "%(n)d from people waiting for a diagnosis", "n"
    ),
    Relation.BEFORE: ngettext_lazy("%(n)d from a person who had it before", "%(n)d from people who had it before", "n"),
    Relation.UNSAID: ngettext_lazy(
        "%(n)d from somebody who did not say how they are concerned",
        "%(n)d from people who did not say how they are concerned",
        "n",
    ),
    Relation.PARENT: ngettext_lazy("%(n)d from a parent", "%(n)d from parents", "n"),
    Relation.CARER: ngettext_lazy("%(n)d from a carer", "%(n)d from carers", "n"),
    Relation.PARTNER: ngettext_lazy("%(n)d from a partner", "%(n)d from partners", "n"),
    Relation.RELATIVE: ngettext_lazy("%(n)d from a relative", "%(n)d from relatives", "n"),
    Relation.BEREAVED: ngettext_lazy("%(n)d from a bereaved person", "%(n)d from bereaved people", "n"),
}
NOTES: dict[str, str | Promise] = {
    "stopping": gettext_lazy("This mentions stopping a medicine. Never stop without talking to your clinician."),
    "dose": gettext_lazy("This mentions an amount of a medicine. Never change yours without your clinician."),
    "cure": gettext_lazy("This speaks of a cure. What helped one person may not help another: ask your clinician."),
    "profession": gettext_lazy("The author says that they work in health care. Nobody has checked that."),
    "brand": gettext_lazy("This praises a product. Nobody has checked what it says: ask your clinician."),
}


@register.simple_tag
def letters_beside(found: Any, on: datetime.date) -> Letters:
    """What the query of the page brought of stories: in a row, or in what was passed on of one."""
    told = found if isinstance(found, dict) else vars(found)
    return letters.beside(told, on)


@register.simple_tag
def stories_found(found: Found, on: datetime.date) -> list[Letter]:
    """Those that search found beside conditions and answers."""
    return [letters.letter(row, on) for row in found.beside]


@register.simple_tag
def letter_of_the_day(listed: Iterable[Any], on: datetime.date) -> Letter | None:
    """The one that came with the answers of the home page; each of them brings the same."""
    rows: list[dict[str, Any]] = next((each.publication.letters for each in listed), [])
    return letters.letter(rows[0], on) if rows else None


@register.filter
def signed(letter: Letter) -> str:
    """Who wrote it, as far as they wish to be known."""
    role = Relation(letter.relation)
    who = [letter.name, NAMED[role]] if letter.name else [NAMELESS[role]]
    where = country_name(letter.country) if letter.country else ""
    return _(", ").join(str(part) for part in (*who, where) if part)


SINCE = {
    Since.FIRST_YEAR: gettext_lazy("Diagnosed less than a year before."),
    Since.FEW: gettext_lazy("Diagnosed 1 to 5 years before."),
    Since.MORE: gettext_lazy("Diagnosed 6 to 10 years before."),
    Since.MANY: gettext_lazy("Diagnosed more than 10 years before."),
}


@register.filter
def diagnosed(letter: Letter) -> str:
    """How long before it was written, as roughly as its author said."""
    return str(SINCE[Since(letter.since)])


@register.filter
def month(on: datetime.date) -> SafeString:
    """The month as people write it and as machines read it."""
    return format_html('<time datetime="{}">{}</time>', f"{on:%Y-%m}", date_format(on, "YEAR_MONTH_FORMAT"))


@register.filter
def notes(letter: Letter) -> list[str]:
    """What a reader has to keep in mind (M13)."""
    found = [str(NOTES[rule]) for rule in letter.rules if rule in NOTES]
    if letter.is_old:
        found.append(_("Written in {year}. Treatment may have changed.").format(year=letter.written.year))
    return found


@register.simple_tag
def from_whom(beside: Letters, condition: str) -> str:
    """From how many in which role, the most first: “4 from people with it, 2 from parents”."""
    counts = sorted(beside.counts, key=lambda each: -each[1])
    said = [str(FROM[Relation(role)] % {"n": n, "condition": condition}) for role, n in counts]
    return format_list(said, style="unit", locale=reader_locale())


@register.simple_tag
def story_count(beside: Letters, condition: str, question: str = "") -> str:
    """The count line (M19, R26)."""
    if question:
        said = ngettext(
            "{n} first-person story on this question: {whom}.",
            "{n} first-person stories on this question: {whom}.",
            beside.total,
        )
    else:
        said = ngettext("{n} first-person story: {whom}.", "{n} first-person stories: {whom}.", beside.total)
    return said.format(n=beside.total, whom=from_whom(beside, condition))


@register.simple_tag
def stories_elsewhere(groups: list[dict[str, Any]], path: str) -> list[dict[str, str]]:
    """The same list in each other language of the site in which somebody told of it: “3 stories in Spanish”."""
    spoken = dict(settings.LANGUAGES)
    return [
        {
            "code": each["language"],
            "address": translate_url(path, each["language"]),
            "said": ngettext("{n} story in {language}", "{n} stories in {language}", each["n"]).format(
                n=each["n"], language=get_language_info(each["language"])["name_translated"]
            ),
        }
        for each in groups
        if each["language"] in spoken
    ]


@register.simple_tag
def where_to_write(condition: str, question: str = "") -> str:
    """The form of members, filled in with what the page is about."""
    about = {"condition": condition, "question": question}
    return f"{reverse('community:story_new')}?{urlencode({name: slug for name, slug in about.items() if slug})}"


@register.simple_tag
def rules_of_stories() -> list[str]:
    """The rules of which a refusal or a removal names one (M2, M6)."""
    return [str(label) for value, label in Rule.choices if value]
