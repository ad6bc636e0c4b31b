
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('conditions', '0013_owners'),
    ]

    operations = [
        migrations.AddField(
            model_name='verification',
            name='link',
            field=models.URLField(blank=True, help_text='Where the register can be searched, for whoever looks next time.', max_length=300, verbose_name='page of the register'),
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='away from')),
                ('until_on', models.DateField(help_text='The last day away.', verbose_name='away until')),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to='conditions.reviewer', verbose_name='reviewer')),
            ],
            options={
                'verbose_name': 'absence',
                'verbose_name_plural': 'absences',
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='absence_ends_after_it_starts', violation_error_message='The last day away must not be before the first.')],
            },
        ),
        migrations.CreateModel(
            name='Renewal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('early', 'Two months before'), ('soon', 'Two weeks before'), ('lapsed', 'It has run out')], max_length=10, verbose_name='step')),
                ('at', models.DateTimeField(verbose_name='told at')),
                ('verification', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renewals', to='conditions.verification', verbose_name='verification')),
            ],
            options={
                'verbose_name': 'reminder of a recheck',
                'verbose_name_plural': 'reminders of rechecks',
                'constraints': [models.UniqueConstraint(models.F('verification'), models.F('step'), name='renewal_once')],
            },
        ),
        migrations.CreateModel(
            name='Specialty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('condition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='conditions.condition', verbose_name='condition')),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='specialties', to='conditions.reviewer', verbose_name='reviewer')),
            ],
            options={
                'verbose_name': 'specialty',
                'verbose_name_plural': 'specialties',
                'constraints': [models.UniqueConstraint(models.F('reviewer'), models.F('condition'), name='specialty_once')],
            },
        ),
        migrations.CreateModel(
            name='SpokenLanguage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='languages', to='conditions.reviewer', verbose_name='reviewer')),
            ],
            options={
                'verbose_name': 'language of a reviewer',
                'verbose_name_plural': 'languages of reviewers',
                'ordering': ['language'],
                'constraints': [models.UniqueConstraint(models.F('reviewer'), models.F('language'), name='spoken_language_once')],
            },
        ),
    ]
