"""The pages that say who we are and how we work, reachable from every other page (R20)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from conditions.views.reading import reading_page


@reading_page
def how_we_review(request: HttpRequest) -> HttpResponse:
    return render(request, "conditions/how_we_review.html")


@reading_page
def moderation_rules(request: HttpRequest) -> HttpResponse:
    return render(request, "conditions/moderation_rules.html")


@reading_page
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "conditions/privacy.html")


@reading_page
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "conditions/accessibility.html")


@reading_page
def contact(request: HttpRequest) -> HttpResponse:
    return render(request, "conditions/contact.html")
