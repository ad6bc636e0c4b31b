"""What a reader sees when something is not there or went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def forgery(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)
