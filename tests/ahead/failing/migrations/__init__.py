"""The real migrations, and one more."""

from conditions import migrations

__path__ = [*migrations.__path__, *__path__]
