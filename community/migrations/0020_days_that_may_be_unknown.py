# Way back: always. A country of which no day is known gets the day of joining, as the former rule asks.

from django.db import migrations
from django.db.models import F


def known(apps, schema_editor):
    """What the former rule asks for: a day with every country, and none without."""
    memberships = apps.get_model("community", "Membership").objects
    memberships.filter(country="").update(placed_on=None)
    memberships.exclude(country="").filter(placed_on=None).update(placed_on=F("joined_on"))


class Migration(migrations.Migration):
    """While the site is brought up to date, the code before goes on writing rows without such a day (O6)."""

    dependencies = [
        ('community', '0019_reasons_that_go'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='membership',
            name='membership_placed_on_a_day',
        ),
        migrations.RunPython(migrations.RunPython.noop, known),
    ]
