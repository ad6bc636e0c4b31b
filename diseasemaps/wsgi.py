"""The web process, for any WSGI server."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diseasemaps.settings")
django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Forms and addresses are UTF-8, whatever a request claims.

    Django decodes by the name that a stranger gives, and fails outside every error page where that is no
    encoding of text (“charset=rot13”, “q*=nothing''%41”).
    """
    if kind := environ.get("CONTENT_TYPE"):
        environ["CONTENT_TYPE"] = without_charset(kind)
    if "*=" in environ.get("HTTP_ACCEPT", ""):
        del environ["HTTP_ACCEPT"]
    return django(environ, start_response)


def without_charset(kind: str) -> str:
    """The type and where its parts end, which is all that a form needs to be read."""
    name, *parameters = kind.split(";")
    ends = [parameter for parameter in parameters if parameter.strip().lower().startswith("boundary=")]
    return ";".join([name, *ends])
