"""A new source no longer says by itself that nobody opened it: whoever adds it chooses.

The column stays as it is. The last release, which fills in its own default, runs on it.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("guidance", "0007_frozen_at_and_draft_faults")]

    operations = [
        migrations.AlterField(
            model_name="source",
            name="how_checked",
            field=models.CharField(
                choices=[
                    ("official", "Read on the official page"),
                    ("copy", "Read in a copy; the official page still wants opening"),
                    ("not-yet", "Not opened yet; read in another document that quotes it"),
                ],
                help_text="Readers are told, unless it was read on the official page.",
                max_length=20,
            ),
        ),
    ]
