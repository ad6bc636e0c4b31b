"""Whether readers find what the site exists for."""

import datetime
from collections.abc import Iterator

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from conditions.countries import country_name
from conditions.editorial.withdrawals import confirmers
from conditions.health.finding import Finding, admin_page
from conditions.models import Condition, Country, Grant, HelpLine, Notice, Question
from conditions.models.countries import CHECK_LASTS


def catalogue_loaded(at: datetime.datetime) -> Iterator[Finding]:
    if not Condition.objects.exists():
        yield Finding(_("There are no conditions, so search finds nothing."), _("Run: manage.py load_catalogue"))


def questions_loaded(at: datetime.datetime) -> Iterator[Finding]:
    if not Question.objects.asked().exists():
        yield Finding(_("No question is asked, so no condition can be answered."), _("Run: manage.py load_catalogue"))


def emergency_numbers(at: datetime.datetime) -> Iterator[Finding]:
    """Each country served needs a number, and somebody who read it in its source within a year."""
    today = timezone.localdate(at)
    known = Country.objects.in_bulk(settings.DISEASEMAPS["countries"])
    for code in settings.DISEASEMAPS["countries"]:
        if code not in known:
            problem = _("%(country)s is served, but has no emergency number.") % {"country": country_name(code)}
            yield Finding(
                problem,
                _("Run: manage.py load_catalogue. If the number is not shipped, add the country."),
                admin_page(Country),
            )
        elif not known[code].emergency_numbers:
            problem = _("%(country)s: the emergency numbers were taken down. Readers see none.")
            remedy = _("Read them in a source and propose them; another editor accepts them.")
            yield Finding(problem % {"country": country_name(code)}, remedy, admin_page(Country, code))
        elif known[code].checked_on < today - CHECK_LASTS:
            day = formats.date_format(known[code].checked_on, "DATE_FORMAT")
            problem = _("%(country)s: the emergency number was last checked on %(day)s. Readers no longer see it.")
            remedy = _("Read it in its source and propose the new day; another editor accepts it.")
            address = admin_page(Country, code)
            yield Finding(problem % {"country": country_name(code), "day": day}, remedy, address)


def help_lines(at: datetime.datetime) -> Iterator[Finding]:
    """Each country served needs a line on which somebody listens, and somebody who checked it within a year (M11)."""
    today, served = timezone.localdate(at), settings.DISEASEMAPS["countries"]
    lines = list(HelpLine.objects.filter(country__in=served).exclude(number=""))
    for code in served:
        if not any(line.country_id == code for line in lines):
            problem = _(
                "%(country)s is served, but has no help line. Members in despair read the emergency number alone."
            )
            remedy = _("Read one in a source and propose it; another editor accepts it.")
            yield Finding(problem % {"country": country_name(code)}, remedy, admin_page(HelpLine))
    for line in lines:
        if line.checked_on < today - CHECK_LASTS:
            told = {"line": line.name, "country": country_name(line.country_id)}
            told["day"] = formats.date_format(line.checked_on, "DATE_FORMAT")
            problem = _("%(line)s (%(country)s): last checked on %(day)s. Readers no longer see this help line.")
            remedy = _("Call it or read it in its source, and propose the new day; another editor accepts it.")
            yield Finding(problem % told, remedy, admin_page(HelpLine, line.pk))


def withdrawals_confirmed(at: datetime.datetime) -> Iterator[Finding]:
    """What one person took away waits for a second one, and stays away meanwhile (E7)."""
    waiting = Notice.objects.to_confirm().select_related("publication__answer__condition").order_by("pk")
    if any(not confirmers(notice, on=timezone.localdate(at)).exists() for notice in waiting):
        problem = _("Nobody can confirm a withdrawal: only one person holds the role there.")
        yield Finding(problem, _("Give a second person the role of editor there."), admin_page(Grant))
    if number := Notice.objects.unconfirmed(at).count():
        problem = ngettext(
            "%(number)d withdrawal has waited for a second person for more than a day. The text stays withdrawn.",
            "%(number)d withdrawals have waited for a second person for more than a day. The texts stay withdrawn.",
            number,
        )
        remedy = _("Ask another editor or administrator to look, and to confirm or put back.")
        yield Finding(problem % {"number": number}, remedy, admin_page(Notice))


def languages_read(at: datetime.datetime) -> Iterator[Finding]:
    for code in settings.LANGUAGES_NO_NATIVE_READER_CHECKED:
        language = get_language_info(code)["name_translated"]
        yield Finding(
            _("No native reader has checked the interface in this language: %(language)s.") % {"language": language},
            _("Ask one to read every page, then take it off LANGUAGES_NO_NATIVE_READER_CHECKED in settings.py."),
        )
