"""Several rows inside one: what a page needs of a thing's relations, brought by the query for the thing itself."""

from typing import Any

from django.db import connection as default
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

LISTED = {
    "sqlite": '(SELECT json_group_array(json("row")) FROM (%(subquery)s) listed)',
    "postgresql": """(SELECT coalesce(jsonb_agg("row"), '[]') FROM (%(subquery)s) listed)""",
}


class Rows(models.Subquery):
    """The rows of a subquery as one JSON list, in the subquery's order.

    The subquery has one value called `row`, made by `JSONObject`.
    """

    output_field = models.JSONField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template=LISTED["sqlite"], **extra)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template=LISTED["postgresql"], **extra)


class Nested(models.Func):
    """A JSON column inside a row of `Rows`; SQLite would take it for a text."""

    arity = 1

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="json", **extra)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="%(expressions)s", **extra)


def listed(rows: models.QuerySet[Any, Any]) -> tuple[str, tuple[Any, ...]]:
    """The same for a statement of our own: its SQL and its parameters."""
    sql, parameters = rows.query.sql_with_params()
    return LISTED[default.vendor] % {"subquery": sql}, parameters
