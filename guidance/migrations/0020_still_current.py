"""A source says which newer version of it is known, and why it still stands.

The last release runs on the new columns: it does not read them, and the database fills them in.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("guidance", "0019_if_nothing_changes")]

    operations = [
        migrations.AddField(
            model_name="source",
            name="newer_version",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="The date of a newer version that is known, for example May 2026.",
                max_length=60,
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="still_current",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="For a source that is old, or of which a newer version is known: what "
                "you looked at or compared, and why our sentences stand. For staff only.",
                verbose_name="why it still stands",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="still_current_on",
            field=models.DateField(
                blank=True,
                help_text="It counts for three years.",
                null=True,
                verbose_name="looked at on",
            ),
        ),
    ]
