"""Words that were kept have a mark of their own, beside that of their month, and say how many connections were enough.

Way back: the lasting mark takes the place of the other (see `unmark`); how many connections were enough is lost.
"""

from django.db import migrations, models
from django.db.models import F


def mark(apps, schema_editor):
    """Until now a row changed its mark when its words were kept; five was what the setting could be at least."""
    kept = apps.get_model("conditions", "FailedSearch").objects.filter(kept_on__isnull=False)
    kept.update(lasting=F("mark"), connections=5)


def unmark(apps, schema_editor):
    apps.get_model("conditions", "FailedSearch").objects.filter(kept_on__isnull=False).update(mark=F("lasting"))


class Migration(migrations.Migration):
    dependencies = [("conditions", "0027_what_lay_readers_take_back")]

    operations = [
        migrations.AddField(
            model_name='failedsearch',
            name='connections',
            field=models.PositiveSmallIntegerField(blank=True, help_text='How many were enough to keep the words. No more are counted.', null=True, verbose_name='connections'),
        ),
        migrations.AddField(
            model_name='failedsearch',
            name='lasting',
            field=models.CharField(default='', blank=True, db_index=True, help_text='Keyed hash of words that were kept, by which they are known in other months.', max_length=64, verbose_name='lasting mark'),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='failedsearch',
            name='mark',
            field=models.CharField(help_text='Keyed hash of the words, of use in one month.', max_length=64, unique=True, verbose_name='mark'),
        ),
        migrations.AlterField(
            model_name='failedsearch',
            name='outcome',
            field=models.CharField(blank=True, choices=[('found', 'The search finds it by now'), ('name', 'It is another name of a condition that is here'), ('condition', 'It is a condition that is not here yet'), ('not-ours', 'It is nothing that we write about')], max_length=10, verbose_name='outcome'),
        ),
        migrations.RunPython(mark, unmark),
        migrations.AddConstraint(
            model_name='failedsearch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('connections__isnull', True), ('kept_on__isnull', True), ('lasting', '')), models.Q(('connections__isnull', False), ('kept_on__isnull', False), ('lasting__gt', ''), ('sources', '')), _connector='OR'), name='failedsearch_counted_or_kept'),
        ),
        migrations.AddConstraint(
            model_name='failedsearch',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'found', 'name', 'condition', 'not-ours'])), name='failedsearch_outcome_known'),
        ),
    ]
