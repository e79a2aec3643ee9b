"""The rights of the roles on a table, given when the table is made."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions

OF_DRAFTS = {
    "Editor": ["add", "change", "delete", "view"],
    "Clinical reviewer": ["view"],
    "Publisher": ["view"],
    "Manager": ["view"],
}


def rights_on(model, rights=OF_DRAFTS):
    """Return what gives the roles that are there their ``rights`` on ``model``; others stay.

    ``rights`` maps the name of a role to what it may do.
    """

    def give_rights(apps, schema_editor):
        config = installed.get_app_config("guidance")
        create_permissions(config, verbosity=0, using=schema_editor.connection.alias)
        Group = apps.get_model("auth", "Group")
        Permission = apps.get_model("auth", "Permission")
        for group in Group.objects.filter(name__in=rights):
            wanted = [f"{what}_{model}" for what in rights[group.name]]
            group.permissions.add(
                *Permission.objects.filter(codename__in=wanted, content_type__app_label="guidance")
            )

    return give_rights
