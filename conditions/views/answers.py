"""One question about one condition, as readers find it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from conditions import standing
from conditions.models import Citation
from conditions.views.former import redirect_to_now
from conditions.views.reading import reading_page


@reading_page
def answer(request: HttpRequest, slug: str, question: str) -> HttpResponse:
    today, here = timezone.localdate(), {"condition__slug": slug, "question__slug": question}
    asked = {f"answer__{name}": value for name, value in here.items()} | {"answer__language": request.LANGUAGE_CODE}
    live = standing.told(today).filter(**asked).first()
    if live is None:
        return redirect_to_now(request, slug)
    shown = {
        "slug": slug,
        "publication": live,
        "words": live.revision,
        "standing": standing.of(live, today),
        "citations": Citation.objects.filter(revision=live.revision_id).select_related("source__replaced_by"),
    }
    return render(request, "conditions/answer.html", shown)
