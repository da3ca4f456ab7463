from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("letters", "0003_reminders")]

    operations = [
        migrations.AddField(
            model_name="reader",
            name="soft_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
