"""What is invented, where it must not be served."""

import pytest
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connection

from conditions.demonstration.people import address
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _production(settings):
    settings.PRODUCTION = True


@pytest.mark.parametrize("start", [get_wsgi_application, get_asgi_application])
def test_web_process_of_a_real_site_refuses_a_database_of_the_demonstration(start):
    start()
    factories.user(email=address("editor"))
    with pytest.raises(SystemExit, match="holds invented people and reviews"):
        start()


def test_operator_may_show_a_demonstration_which_then_says_so(settings, client):
    factories.user(email=address("editor"))
    settings.DEMONSTRATION = True
    get_wsgi_application()
    page = client.get("/")
    assert page["X-Robots-Tag"] == "noindex"
    assert "This is a demonstration." in page.content.decode()


def away(*_arguments):
    raise OperationalError


def test_database_that_does_not_answer_yet_stops_no_start():
    factories.user(email=address("editor"))
    with connection.execute_wrapper(away):
        assert get_wsgi_application()


def test_real_site_is_listed(client):
    assert "X-Robots-Tag" not in client.get("/")
