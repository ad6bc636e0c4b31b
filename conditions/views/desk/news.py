"""When the desk writes to somebody: about each thing at once, or once a week."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from conditions.accounts.door import signed_in
from conditions.editorial import news as moves
from conditions.forms.news import AT_ONCE, News


@require_http_methods(["GET", "POST"])
@never_cache
def news(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    chosen = AT_ONCE if person.news_on is None else str(person.news_on)
    form = News(request.POST if request.method == "POST" else None, initial={"when": chosen})
    if form.is_valid():
        moves.choose(person, form.weekday, at=timezone.now())
        messages.success(request, _("Saved. It counts from now on, and for what already waits for you."))
        return redirect("desk:start")
    return render(request, "desk/news.html", {"form": form})
