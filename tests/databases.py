"""A database in a state that tests bring it into."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def read_only() -> Iterator[None]:
    """As on a standby, or where somebody lets transactions only read. Only in tests that commit."""
    setting = "PRAGMA query_only = {}" if connection.vendor == "sqlite" else "SET default_transaction_read_only = {}"
    with connection.cursor() as cursor:
        cursor.execute(setting.format("on"))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(setting.format("off"))
