"""A revoked credential can be entered anew. Once one was, there is no way back: two rows are equal but for that."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('conditions', '0019_experts'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='credential',
            name='credential_once',
        ),
    ]
