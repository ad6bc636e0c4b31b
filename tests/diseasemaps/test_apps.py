"""What the porch adds to a migration."""

import pytest
from django.core.cache import cache
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection


@pytest.mark.django_db
def test_whoever_migrates_gets_the_table_of_the_cache():
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE diseasemaps_cache")
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    cache.set("said", "kept")
    assert cache.get("said") == "kept"
