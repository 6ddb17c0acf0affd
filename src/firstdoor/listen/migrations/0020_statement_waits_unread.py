from django.db import migrations, models


def wait_again(apps, schema_editor):
    """What was translated before somebody read it stood in none of the desk's lists: it waits again."""
    statements = apps.get_model("listen", "Statement").objects.using(schema_editor.connection.alias)
    statements.filter(state="waiting", looked_at__isnull=False).update(looked_at=None)


class Migration(migrations.Migration):
    dependencies = [
        ("listen", "0019_case_counts"),
        ("places", "0002_coordinator"),
    ]

    operations = [
        migrations.RunPython(wait_again, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("state", "waiting"), _negated=True), ("looked_at", None), _connector="OR"),
                name="statement_waits_unread",
            ),
        ),
    ]
