"""What machines are told of answers and conditions, in the words of schema.org: nothing that a reader does not see.

R24.
"""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from conditions.addresses import public
from conditions.contents import Contents
from conditions.models import Citation, Code
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


def of_condition(condition: Any, also_called: Sequence[dict[str, str]], held: Contents | None) -> SafeString:
    """The page as a block of data, once something is answered there."""
    if held is None or not held.is_answered:
        return mark_safe("")
    return _block(known_as(condition, also_called, held))


def known_as(condition: Any, also_called: Sequence[dict[str, str]], held: Contents) -> dict[str, Any]:
    """The same before it is written. What it is, is said in reviewed words alone, while nothing casts doubt on them."""
    codes = [code for code in condition.listed_codes if code["relation"] == Code.Relation.EXACT]
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalCondition",
        "url": public(condition.get_absolute_url()),
        "name": condition.name,
        "alternateName": [name["text"] for name in also_called],
        "code": [_coded(code) for code in codes],
    }
    if held.what_it_is and held.what_it_is.answer.is_sure:
        told["description"] = held.what_it_is.answer.words.short_answer
    return told


def _coded(code: dict[str, str]) -> dict[str, Any]:
    return {
        "@type": "MedicalCode",
        "codingSystem": str(Code.System(code["system"]).label),
        "codeValue": code["value"],
    }


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
