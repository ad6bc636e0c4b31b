"""One JSON object a line, with the request's id and without what a person typed (O5).

Only the class and the place of an exception are written: its message can hold an address or a story,
for a database quotes the value that it refuses.
"""

import logging
import traceback
from contextvars import ContextVar
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

request_id: ContextVar[str] = ContextVar("request_id", default="")

ExceptionInfo = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]


class Lines(JsonFormatter):
    """Time, level, logger, message and request id."""

    def __init__(self) -> None:
        super().__init__("{asctime}{levelname}{name}{message}", style="{", rename_fields={"asctime": "at"})

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        super().add_fields(log_data, record, message_dict)
        # Django attaches the whole request, whose text would show what was asked for.
        for private in ("request", "args", "server_time"):
            log_data.pop(private, None)
        if identity := request_id.get():
            log_data["request_id"] = identity

    def formatException(self, ei: Any) -> str:  # noqa: N802 (the standard library names it so)
        kind, _, trace = ei
        frames = "".join(traceback.format_tb(trace))
        return f"{frames}{getattr(kind, '__name__', 'Exception')} (its message is left out: it can hold personal text)"
