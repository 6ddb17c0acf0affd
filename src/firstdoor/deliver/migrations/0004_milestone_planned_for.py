from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("deliver", "0003_spending_reason"),
    ]

    operations = [
        migrations.AddField(
            model_name="milestone",
            name="planned_for",
            field=models.DateField(null=True),
        ),
    ]
