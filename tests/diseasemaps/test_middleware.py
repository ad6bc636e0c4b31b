"""What is dropped of a request before any page reads it."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", ['"\\000\\000\\000\\000\\000\\000\\000\\000"', "é" * 32, "' OR 1=1 --" * 3, "\t" * 32])
@pytest.mark.parametrize("path", ["/account/login/", "/me/", "/desk/", "/health/"])
def test_session_cookie_that_is_none_of_ours_is_as_good_as_none(path, key):
    stranger = factories.browser(HTTP_COOKIE=f"sessionid={key}")
    assert stranger.get(path).status_code == factories.browser().get(path).status_code
