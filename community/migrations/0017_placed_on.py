# Way back: always. The days go with their column; when it comes again, they are the days of joining.

from django.db import migrations, models
from django.db.models import F


def placed(apps, schema_editor):
    """Since when they say their country nobody wrote down: the day on which they joined is the last that is known."""
    said = apps.get_model("community", "Membership").objects.exclude(country="")
    said.update(placed_on=F("joined_on"))


class Migration(migrations.Migration):

    dependencies = [
        ('community', '0016_plainer_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='membership',
            name='placed_on',
            field=models.DateField(blank=True, null=True, verbose_name='says that country since'),
        ),
        migrations.RunPython(placed, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('country', ''), ('placed_on__isnull', True)), models.Q(models.Q(('country', ''), _negated=True), ('placed_on__isnull', False)), _connector='OR'), name='membership_placed_on_a_day'),
        ),
    ]
