# Way back: each former version of a policy becomes a policy of its own. Under which version a text stood is lost.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_former_versions_apart(apps, schema_editor):
    """Going back: a policy has one row again, so each former version becomes a policy of its own, like “urgent-v1”."""
    policies = apps.get_model("conditions", "ReviewPolicy").objects.using(schema_editor.connection.alias)
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    if on_postgresql:
        schema_editor.execute("ALTER TABLE conditions_reviewpolicy DISABLE TRIGGER USER")
    newest = {each.slug: each.number for each in policies.order_by("number")}
    for each in policies.all():
        if each.number < newest[each.slug]:
            policies.filter(pk=each.pk).update(slug=f"{each.slug[:40]}-v{each.number}")
    if on_postgresql:
        schema_editor.execute("ALTER TABLE conditions_reviewpolicy ENABLE TRIGGER USER")


class Migration(migrations.Migration):

    dependencies = [
        ('conditions', '0016_schedules'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='reviewpolicy',
            options={'ordering': ['days', 'slug', '-number'], 'verbose_name': 'review policy', 'verbose_name_plural': 'review policies'},
        ),
        migrations.AddField(
            model_name='reviewpolicy',
            name='at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='at'),
        ),
        migrations.AddField(
            model_name='reviewpolicy',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='reviewpolicy',
            name='number',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='version'),
        ),
        migrations.AddField(
            model_name='reviewpolicy',
            name='overdue',
            field=models.CharField(choices=[('said', 'Readers keep the text, and read that its review is overdue'), ('unlisted', 'The text also leaves the search, and lists show nothing of its words')], default='said', max_length=10, verbose_name='when the review is overdue'),
        ),
        migrations.AddField(
            model_name='reviewpolicy',
            name='reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='why'),
        ),
        migrations.AddField(
            model_name='reviewpolicy',
            name='second_clinician',
            field=models.CharField(choices=[('never', 'Never: one clinician is enough'), ('asked', 'Where the editor asks for one'), ('always', 'Always')], default='never', max_length=10, verbose_name='second clinician'),
        ),
        migrations.AddField(
            model_name='round',
            name='second_clinician',
            field=models.BooleanField(default=False, verbose_name='a second clinician signs too'),
        ),
        migrations.AlterField(
            model_name='question',
            name='policy',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='conditions.reviewpolicy', verbose_name='review policy'),
        ),
        migrations.AlterField(
            model_name='reviewpolicy',
            name='slug',
            field=models.SlugField(verbose_name='short name'),
        ),
        migrations.RunPython(migrations.RunPython.noop, keep_former_versions_apart),
        migrations.AddField(
            model_name='publication',
            name='policy',
            field=models.ForeignKey(blank=True, help_text='The version under which the medical review was given.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='conditions.reviewpolicy', verbose_name='review policy'),
        ),
        migrations.AddField(
            model_name='round',
            name='policy',
            field=models.ForeignKey(blank=True, help_text='The version that ruled when the review began; none for wording alone.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='conditions.reviewpolicy', verbose_name='review policy'),
        ),
        migrations.AddConstraint(
            model_name='reviewpolicy',
            constraint=models.UniqueConstraint(models.F('slug'), models.F('number'), name='policy_one_per_number', violation_error_message='Another policy has this short name. Choose another one.'),
        ),
        migrations.AddConstraint(
            model_name='reviewpolicy',
            constraint=models.CheckConstraint(condition=models.Q(('overdue__in', ['said', 'unlisted']), ('second_clinician__in', ['never', 'asked', 'always'])), name='policy_choices_known'),
        ),
        migrations.AddConstraint(
            model_name='reviewpolicy',
            constraint=models.CheckConstraint(condition=models.Q(('number', 1), models.Q(models.Q(('reason', ''), _negated=True), ('at__isnull', False), ('by__isnull', False)), _connector='OR'), name='policy_changed_for_a_reason', violation_error_message='Say why the policy changes: colleagues read it beside the version.'),
        ),
    ]
