"""What changed in the answers of one language, in those about one condition or in one of them, for readers of feeds.

It tells that an answer is new, was corrected, taken down or put back, when and why; never the words, which a reader of
feeds keeps for ever, and never that something is reviewed, which holds for a time (R2).
"""

import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from conditions import names, record
from conditions.addresses import public
from conditions.models import Condition, Notice, Publication
from conditions.record import Event

if TYPE_CHECKING:
    Told = Feed[Event, None]
else:
    Told = Feed

MOST = 50


class Changes(Told):
    feed_type = Atom1Feed

    def __init__(self, about: Condition | None = None, asked: Any = None) -> None:
        """`about` has its name in the language of the page, and `asked` its wording."""
        self.about, self.asked = about, asked

    def title(self) -> str:
        if self.about and self.asked:
            told = {"site": settings.DISEASEMAPS["name"], "question": names.asked(self.asked.text, str(self.about))}
            return _("%(site)s: what changed in the answer to “%(question)s”") % told
        if self.about:
            told = {"site": settings.DISEASEMAPS["name"], "condition": self.about}
            return _("%(site)s: what changed about %(condition)s") % told
        return _("%(site)s: what changed in our answers") % {"site": settings.DISEASEMAPS["name"]}

    def subtitle(self) -> str:
        if settings.DEMONSTRATION:
            return _("This is a demonstration. People in it are invented.")
        return _("Answers that are new, were corrected, taken down or put back.")

    def link(self) -> str:
        about = self.about
        if about and self.asked:
            return public(reverse("conditions:answer", args=[about.slug, self.asked.slug]))
        return public(about.get_absolute_url() if about else reverse("conditions:corrections"))

    def feed_url(self) -> str:
        about = self.about
        if about and self.asked:
            return public(reverse("conditions:feed_of_question", args=[about.slug, self.asked.slug]))
        return public(reverse("conditions:feed_of", args=[about.slug]) if about else reverse("conditions:feed"))

    def author_name(self) -> str:
        return str(settings.DISEASEMAPS["publisher"])

    def items(self) -> list[Event]:
        """The newest, in the language of the page. What was sealed has no question left to tell."""
        here: dict[str, object] = {"answer__language": get_language(), "revision__is_sealed": False}
        if self.about:
            here["answer__condition"] = self.about.pk
        if self.asked:
            here["answer__question"] = self.asked.pk
        begun = Publication.objects.filter(**here, kind__in=[Publication.Kind.NEW, Publication.Kind.RESTORED])
        ended = Notice.objects.filter(
            kind=Notice.Kind.WITHDRAWAL, **{f"publication__{name}": value for name, value in here.items()}
        )
        told = (begun.values_list("pk", flat=True), ended.values_list("publication", flat=True))
        newest = {key for keys in told for key in keys.order_by("-pk")[:MOST]}
        found = record.versions().filter(pk__in=newest).order_by("pk")
        found = found.select_related("answer__condition", "answer__question")
        return [event for event in record.events(found) if event.happened in record.TOLD][:MOST]

    def item_title(self, item: Event) -> str:
        return f"{item.happened.label}: {names.of_condition(item.version.question, item.version.condition_name)}"

    def item_description(self, item: Event) -> str:
        """In HTML, because that is what Atom says a summary of Django's is."""
        why = format_html("<p>{}</p>", item.reason) if item.reason else ""
        advice = format_html("<p>{} {}</p>", _("If you have acted on it:"), item.advice) if item.advice else ""
        return f"{why}{advice}" or format_html("<p>{}</p>", item.happened.label)

    def item_link(self, item: Event) -> str:
        answer = item.version.answer
        return public(reverse("conditions:answer", args=[answer.condition.slug, answer.question.slug]))

    def item_guid(self, item: Event) -> str:
        """The address of the version, which is for ever, and what happened to it; alike in every language."""
        with override(settings.LANGUAGE_CODE):
            return f"{public(reverse('conditions:version', args=[item.version.code]))}#{item.happened.value}"

    def item_pubdate(self, item: Event) -> datetime.datetime:
        return item.at

    def item_updateddate(self, item: Event) -> datetime.datetime:
        return item.at
