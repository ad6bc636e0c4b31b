"""Alters three guarded tables, each of which other tables' guards mention."""

from django.db import migrations, models

from conditions import guards
from tests import ahead


def look(apps, schema_editor):
    ahead.MISSING_MEANWHILE.append(guards.missing(schema_editor.connection))


class Migration(migrations.Migration):
    dependencies = [("conditions", ahead.NAMES[-1])]
    operations = [
        migrations.AlterField("event", "action", models.CharField(max_length=61)),
        migrations.AlterField("condition", "slug", models.SlugField(max_length=201, unique=True)),
        migrations.AlterField("stream", "name", models.CharField(max_length=81, unique=True)),
        migrations.RunPython(look, migrations.RunPython.noop),
    ]
