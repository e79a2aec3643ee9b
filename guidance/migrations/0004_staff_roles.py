"""The four roles of staff. A clinic may change them afterwards; nothing here runs again."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

DRAFTS = [
    *("clinic", "evidence", "glossaryterm", "helplevel", "info", "infosection", "sideeffect"),
    *("source", "subtype", "symptom", "therapy", "therapysideeffect", "warningsign"),
]
FROZEN = ["submission", "pageversion", "edition"]
LOOK = [f"view_{model}" for model in [*DRAFTS, *FROZEN]]
WRITE = [f"{what}_{model}" for model in DRAFTS for what in ("add", "change", "delete")]
ROLES = {
    "Editor": [*LOOK, *WRITE, "submit"],
    "Clinical reviewer": [*LOOK, "approve"],
    "Publisher": [*LOOK, "publish"],
    "Manager": [*LOOK, "view_user", "add_user", "change_user", "view_group"],
}


def make_roles(apps, schema_editor):
    """Make each role with its rights; one of that name that is there already keeps its own."""
    for label in ("auth", "guidance"):  # rights are made after migrating, and are needed now
        config = installed.get_app_config(label)
        create_permissions(config, verbosity=0, using=schema_editor.connection.alias)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, rights in ROLES.items():
        group, made = Group.objects.get_or_create(name=name)
        if made:
            group.permissions.set(
                Permission.objects.filter(
                    codename__in=rights, content_type__app_label__in=["auth", "guidance"]
                )
            )


class Migration(migrations.Migration):
    dependencies = [
        ("guidance", "0003_review_workflow"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop, elidable=False)]
