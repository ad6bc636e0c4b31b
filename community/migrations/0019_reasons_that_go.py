# Way back: none once somebody left a story without a name of which a moderator changed the words: their reason is gone
# then, and the former rule would ask for it.

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('community', '0018_closed_without_decision'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='storytext',
            name='storytext_change_has_a_reason',
        ),
        migrations.AddConstraint(
            model_name='storytext',
            constraint=models.CheckConstraint(condition=models.Q(('proposed_by__isnull', True), ('is_sealed', True), ('accepted_at__isnull', False), models.Q(('because', ''), _negated=True), _connector='OR'), name='storytext_change_has_a_reason', violation_error_message='Say why you propose the change. The author reads it.'),
        ),
    ]
