from django.db import migrations

import guidance.models.cited


class Migration(migrations.Migration):
    dependencies = [("guidance", "0023_unsaved_copies")]

    operations = [
        migrations.AddField(
            model_name="infosection",
            name="short",
            field=guidance.models.cited.ShortAnswer(
                blank=True,
                db_default="",
                default="",
                help_text="Shown while the part is closed: a few words, cited.",
                verbose_name="short answer",
            ),
        ),
    ]
