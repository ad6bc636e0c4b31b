"""What is dropped of a request before any page reads it."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", ['"\\000\\000\\000\\000\\000\\000\\000\\000"', "é" * 32, "' OR 1=1 --" * 3, "\t" * 32])
@pytest.mark.parametrize("path", ["/account/login/", "/me/", "/desk/", "/health/"])
def test_session_cookie_that_is_none_of_ours_is_as_good_as_none(path, key):
    stranger = factories.browser(HTTP_COOKIE=f"sessionid={key}")
    assert stranger.get(path).status_code == factories.browser().get(path).status_code


HALF = "+2AA-"  # half a sign in UTF-7, which a request may claim to be written in


@pytest.mark.parametrize("path", ["/search/?q=%2B2AA-", "/me/stories/new/?condition=%2B2AA-"])
def test_address_in_another_encoding_breaks_no_page(path):
    reader = factories.browser(factories.member())
    assert reader.get(path, CONTENT_TYPE="text/plain; charset=utf-7").status_code == 200


def test_form_in_another_encoding_breaks_no_page():
    said = f'--B\r\nContent-Disposition: form-data; name="text"\r\n\r\n{HALF}\r\n--B--\r\n'
    sent = {"data": said, "content_type": "multipart/form-data; boundary=B; charset=utf-7"}
    answer = factories.browser(factories.member()).generic("POST", "/me/stories/draft/1/story/", **sent)
    assert (answer.status_code, HALF in answer.content.decode()) == (404, True)
