"""A revoked credential can be entered anew.

Way back: none once one was. Both rows stay on record (E1), and the version before takes them for one.
"""

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
