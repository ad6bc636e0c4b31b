"""What reaches the site through the web server itself, before any page of ours."""

import io

import pytest
from django.test import RequestFactory

from diseasemaps.wsgi import application, without_charset

pytestmark = pytest.mark.django_db(transaction=True)  # the server ends each answer by letting go of the database


def status(path, **headers):
    told = []
    environ = RequestFactory().get(path).environ | {"wsgi.input": io.BytesIO(), **headers}
    answer = application(environ, lambda line, fields: told.append(line))
    answer.close()
    return told[0]


@pytest.mark.parametrize("charset", ["=rot13", "=unicode_escape", "*=nothing''%41"])
def test_request_in_no_encoding_of_text_is_read_as_utf_8(charset):
    assert status("/search/?q=%5Cud800", CONTENT_TYPE=f"text/plain; charset{charset}") == "200 OK"


def test_wish_in_no_encoding_of_text_is_as_good_as_none():
    assert status("/health/", HTTP_ACCEPT="application/json; q*=nothing''%41")[:3] in {"200", "503"}


def test_form_keeps_where_its_parts_end():
    assert without_charset("multipart/form-data; charset=rot13; boundary=x") == "multipart/form-data; boundary=x"
