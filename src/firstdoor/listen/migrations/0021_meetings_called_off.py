"""A meeting that was announced can be called off; minutes corrected after they were published bear the date of that."""

from django.db import migrations, models

import firstdoor.core.texts


class Migration(migrations.Migration):
    dependencies = [("listen", "0020_statement_waits_unread")]

    operations = [
        migrations.AddField("meeting", "called_off_at", models.DateTimeField(null=True)),
        migrations.AddField("meeting", "called_off_because", firstdoor.core.texts.TextsField()),
        migrations.AddField("meeting", "corrected_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "meeting",
            models.CheckConstraint(
                condition=models.Q(called_off_at=None) | ~models.Q(called_off_because={}),
                name="called_off_with_a_reason",
            ),
        ),
    ]
