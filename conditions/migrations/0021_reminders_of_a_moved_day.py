# Way back: none once a reviewer was reminded again because the day moved. Both reminders stay on record (E1), and the
# version before takes them for one.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('conditions', '0020_credentials_anew'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='reviewreminder',
            name='reviewreminder_once',
        ),
        migrations.AddConstraint(
            model_name='reviewreminder',
            constraint=models.UniqueConstraint(models.F('assignment'), models.F('step'), models.F('at'), name='reviewreminder_once'),
        ),
    ]
