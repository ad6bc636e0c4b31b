"""What the logs say, through the handler that really writes them: enough to mend by, nothing about anybody (O5)."""

import io
import json
import logging

import pytest
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from conditions.models import User
from diseasemaps import urls
from diseasemaps.logs import Lines

SECRET = "wolfram-syndrome"
ADDRESS = "reader@example.org"

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def twice(request: HttpRequest, word: str) -> HttpResponse:
    """The database refuses the second, and quotes the address."""
    for _ in range(2):
        User.objects.bulk_create([User(email=ADDRESS, name=word)])
    return HttpResponse()


def suspicious(request: HttpRequest, word: str) -> HttpResponse:
    raise SuspiciousOperation(f"{word} from {ADDRESS}")


def talks(request: HttpRequest, word: str) -> HttpResponse:
    logging.getLogger("conditions.talks").warning("I said %s", "so")
    return HttpResponse()


urlpatterns = [
    path("twice/<slug:word>/", twice),
    path("suspicious/<slug:word>/", suspicious),
    path("talks/<slug:word>/", talks),
    *urls.urlpatterns,
]
handler500 = "conditions.views.problems.broken"


@pytest.fixture
def log():
    """What the site's one handler writes."""
    (handler,) = (each for each in logging.getLogger().handlers if isinstance(each.formatter, Lines))
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


@pytest.fixture
def get(log):
    """Asks for a page; its answer, and every line that was logged meanwhile."""

    def ask(address, **headers):
        began = log.tell()
        response = Client(raise_request_exception=False).get(address, REMOTE_ADDR="203.0.113.77", headers=headers)
        return response, [json.loads(line) for line in log.getvalue()[began:].splitlines()]

    return ask


@pytest.mark.promise("O5")
@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/no-such/{SECRET}/?q={SECRET}+{ADDRESS}", 404),
        (f"/twice/{SECRET}/?q={SECRET}", 500),
        (f"/suspicious/{SECRET}/?q={SECRET}", 400),
    ],
)
def test_line_says_nothing_of_what_was_asked_or_by_whom(get, address, status):
    response, lines = get(address, user_agent="Mozilla of a reader", referer=f"https://example.net/{SECRET}")
    assert response.status_code == status
    assert len(lines) >= 1
    for private in (SECRET, ADDRESS, "203.0.113.77", "Mozilla", "example.net"):
        assert private not in json.dumps(lines)


@pytest.mark.promise("O5")
@pytest.mark.parametrize("address", [f"/no-such/{SECRET}/", f"/twice/{SECRET}/", f"/talks/{SECRET}/"])
def test_every_line_carries_the_id_that_the_answer_names(get, address):
    response, lines = get(address)
    assert len(response["X-Request-ID"]) == 16
    assert {line["request_id"] for line in lines} == {response["X-Request-ID"]}


def test_two_requests_have_two_ids(get):
    one, two = (get(f"/talks/{SECRET}/")[0]["X-Request-ID"] for _ in range(2))
    assert one != two


def test_line_outside_a_request_has_no_id(get, log):
    get(f"/talks/{SECRET}/")
    logging.getLogger("conditions.talks").warning("Alone")
    assert "request_id" not in json.loads(log.getvalue().splitlines()[-1])


def test_line_about_a_failure_tells_route_status_kind_and_place(get):
    _, [line] = get(f"/twice/{SECRET}/")
    assert (line["message"], line["status_code"]) == ("Internal Server Error", 500)
    assert (line["method"], line["route"]) == ("GET", "twice/<slug:word>/")
    assert "IntegrityError" in line["exc_info"]
    assert "in twice" in line["exc_info"]


def test_line_about_a_page_that_is_not_there_tells_no_path(get):
    _, [line] = get(f"/no-such/{SECRET}/")
    assert (line["message"], line["route"], line["levelname"]) == ("Not Found", "", "WARNING")


def test_statement_of_the_database_is_not_logged(log):
    told = {"sql": f"SELECT '{ADDRESS}'", "params": (ADDRESS,)}
    logging.getLogger("django.db.backends").warning("(0.1) statement", extra=told)
    assert "statement" in log.getvalue()
    assert ADDRESS not in log.getvalue()


def test_development_server_names_no_request(log):
    logging.getLogger("django.server").warning('"GET /search/?q=%s" 404', SECRET)
    assert log.getvalue() == ""
