"""Each count of a side effect says in whom. Rows that are there stay as they are, without it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("guidance", "0001_content_and_editions")]

    operations = [
        migrations.AddField(
            model_name="therapysideeffect",
            name="group",
            field=models.CharField(
                blank=True,
                help_text="Which people and which trial, for example “people with SPMS in one "
                "trial”.",
                max_length=200,
                verbose_name="in whom",
            ),
        )
    ]
