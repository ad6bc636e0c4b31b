"""The pages that readers see: no cookie, no script needed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from conditions.models import Condition


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "conditions/home.html")


def condition(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Condition.objects.named(request.LANGUAGE_CODE), slug=slug)
    return render(request, "conditions/condition.html", {"condition": found})
