"""What machines are told of an answer, in the words of schema.org: nothing that a reader does not see (R24)."""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from conditions.accounts.mail import public
from conditions.models import Citation
from conditions.standing import Signer, Standing

ESCAPED = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


def of_answer(publication: Any, standing: Standing, citations: Sequence[Citation]) -> SafeString:
    """The page as a block of data, while its review is in date."""
    if standing.is_overdue:
        return mark_safe("")
    return _block(page(publication, standing, citations))


def page(publication: Any, standing: Standing, citations: Sequence[Citation]) -> dict[str, Any]:
    """The same before it is written. Reviewers are named only while they stand behind the words, and never invented
    ones; what is sensitive has no preview.
    """
    words, about = publication.revision, publication.answer
    address = public(reverse("conditions:answer", args=[about.condition.slug, about.question.slug]))
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "url": address,
        "name": words.question,
        "inLanguage": about.language,
        "about": {"@type": "MedicalCondition", "name": words.condition_name},
        "dateModified": standing.edited_on.isoformat(),
        "version": publication.code,
        "citation": [_cited(citation) for citation in citations],
        "publisher": {"@type": "Organization", "name": str(settings.DISEASEMAPS["publisher"])},
    }
    if not about.question.is_sensitive:
        told["abstract"] = words.short_answer
    if standing.is_reviewed and not settings.DEMONSTRATION:
        told["lastReviewed"] = standing.reviewed_on.isoformat()
        told["reviewedBy"] = [_person(signer) for signer in standing.reviewers]
    return told


def _cited(citation: Citation) -> dict[str, Any]:
    told = {
        "@type": "CreativeWork",
        "name": citation.title,
        "publisher": {"@type": "Organization", "name": citation.publisher},
        "datePublished": citation.published,
    }
    if citation.link:
        told["url"] = citation.link
    if citation.source.retracted_on:
        told["creativeWorkStatus"] = "Retracted"
    return told


def _person(signer: Signer) -> dict[str, Any]:
    return {
        "@type": "Person",
        "name": signer.name,
        "honorificSuffix": signer.credential,
        "knowsAbout": signer.discipline,
    }


def _block(told: dict[str, Any]) -> SafeString:
    """Data, which no browser runs; what could end the element early is written as its code."""
    written = json.dumps(told, ensure_ascii=False).translate(ESCAPED)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(written))  # noqa: S308 (escaped)
