"""Old addresses lead to where a condition is now, for ever (E18)."""

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect

from conditions.models import FormerSlug


def redirect_to_now(request: HttpRequest, slug: str) -> HttpResponsePermanentRedirect:
    """To the same page under the address of today, in the same language. Raises: Http404 if nobody had the slug."""
    former = FormerSlug.objects.select_related("condition").filter(slug=slug).first()
    if former is None:
        raise Http404
    return same_page(request, slug, former.condition.slug)


def same_page(request: HttpRequest, slug: str, now: str) -> HttpResponsePermanentRedirect:
    """To the address that begins with `now` instead of `slug`."""
    there = request.get_full_path().replace(f"/conditions/{slug}/", f"/conditions/{now}/", 1)
    return HttpResponsePermanentRedirect(there)
