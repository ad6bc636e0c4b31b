"""What moderators did in each year, for everybody (M20)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from community import figures
from conditions.views.reading import reading_page


@reading_page
def figures_of_years(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    years = figures.of_years(today)
    shown = {"years": years, "explained": figures.explained(years), "today": today}
    return render(request, "community/figures.html", shown)
