from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("community", "0003_search_stories")]

    operations = [
        migrations.AddField(
            "death",
            "basis",
            models.CharField(
                "who told us, and why we believe it",
                default="Noted before the basis was asked for.",
                help_text="Like “their daughter, who wrote from the address of the member”. Leave out what is not needed.",
                max_length=300,
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "death",
            models.CheckConstraint(
                condition=models.Q(("basis", ""), _negated=True),
                name="death_has_a_basis",
                violation_error_message="Say who told us, and why we believe it.",
            ),
        ),
    ]
