"""One JSON object a line, with the request's id and without what a person typed or read (O5).

Only the class and the place of an exception are written: its message can hold an address or a story,
for a database quotes the value that it refuses. Of a request only the method and the route are: the path
says which condition somebody read about, and can hold the key of a link that opens an account.
"""

import logging
import traceback
from contextvars import ContextVar
from http.client import responses
from types import TracebackType
from typing import Any

from django.http import HttpRequest
from pythonjsonlogger.json import JsonFormatter

IDENTITY = "diseasemaps.request_id"  # where a request carries its id, for lines that are written after its answer

request_id: ContextVar[str] = ContextVar("request_id", default="")

ExceptionInfo = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]


class Lines(JsonFormatter):
    """Time, level, logger, message and request id."""

    def __init__(self) -> None:
        super().__init__("{asctime}{levelname}{name}{message}", style="{", rename_fields={"asctime": "at"})

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        super().add_fields(log_data, record, message_dict)
        for private in ("request", "args", "server_time", "sql", "params"):
            log_data.pop(private, None)
        request = getattr(record, "request", None)
        identity = request_id.get()
        if isinstance(request, HttpRequest):
            log_data |= _without_the_path(request, record)
            identity = request.META.get(IDENTITY, identity)
        if identity:
            log_data["request_id"] = identity

    def formatException(self, ei: Any) -> str:  # noqa: N802 (the standard library names it so)
        kind, _, trace = ei
        frames = "".join(traceback.format_tb(trace))
        return f"{frames}{getattr(kind, '__name__', 'Exception')} (its message is left out: it can hold personal text)"


def _without_the_path(request: HttpRequest, record: logging.LogRecord) -> dict[str, str]:
    """What may be said of a request. Django's own message names the path, or repeats what was sent."""
    match = getattr(request, "resolver_match", None)
    return {
        "message": responses.get(getattr(record, "status_code", 0), record.name),
        "method": request.method or "",
        "route": match.route if match else "",
    }
