"""Lists that editors work through, as a page and as a file."""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from conditions import spreadsheet
from conditions.accounts.door import signed_in
from conditions.editorial.listings import LISTINGS, Listing
from conditions.models import User
from conditions.permissions import may
from conditions.views.reading import page_number

PART, PORTION = 50, 500


@require_GET
@never_cache
def listing(request: HttpRequest, name: str) -> HttpResponse:
    found, person, page = _asked(request, name), signed_in(request), page_number(request)
    today, choice = timezone.localdate(), found.chosen(request.GET.get("part", ""))
    rows = found.found(person, today, choice)
    part = list(rows[(page - 1) * PART : page * PART + 1])
    if page > 1 and not part:
        raise Http404
    shown = {
        "listing": found,
        "choice": choice,
        "number": rows.count(),
        "rows": [list(zip(found.columns, told, strict=True)) for told in found.told(part[:PART], today)],
        "page": page,
        "has_more": len(part) > PART,
    }
    return render(request, "desk/listing.html", shown)


@require_GET
@never_cache
def as_file(request: HttpRequest, name: str) -> StreamingHttpResponse:
    """All of the list, for a spreadsheet."""
    found, person = _asked(request, name), signed_in(request)
    choice = found.chosen(request.GET.get("part", ""))
    return filed(spreadsheet.lines(_rows(found, person, choice)), name)


def filed(lines: Iterator[str], name: str) -> StreamingHttpResponse:
    """The lines as a file that is kept under the name and the day."""
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.csv"'
    return answer


def _rows(found: Listing, person: User, choice: str) -> Iterator[list[object]]:
    """What stands on the page, a portion at a time."""
    today = timezone.localdate()
    yield [str(column) for column in found.columns]
    rows, start = found.found(person, today, choice), 0
    while part := list(rows[start : start + PORTION]):
        yield from ([cell.value for cell in told] for told in found.told(part, today))
        start += PORTION


def _asked(request: HttpRequest, name: str) -> Listing:
    """The list of that name, for whoever may see it. Raises: PermissionDenied; Http404."""
    found = next((each for each in LISTINGS if each.name == name), None)
    if found is None:
        raise Http404
    if not may(request.user, found.needs, on=timezone.localdate()):
        raise PermissionDenied
    return found
