"""Alters a guarded table, and then fails."""

from django.db import migrations, models

from tests import ahead


def fail(apps, schema_editor):
    raise ZeroDivisionError("This migration fails on purpose.")


class Migration(migrations.Migration):
    dependencies = [("conditions", ahead.NAMES[-1])]
    operations = [
        migrations.AlterField("event", "action", models.CharField(max_length=61)),
        migrations.RunPython(fail, migrations.RunPython.noop),
    ]
