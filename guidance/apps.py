"""The one app of this project."""

from django.apps import AppConfig
from django.db.models.signals import pre_delete


class GuidanceConfig(AppConfig):
    name = "guidance"
    verbose_name = "The guide"

    def ready(self):
        """Let no door delete the draft of a page that is in review."""
        from guidance.editorial import deletion, snapshots

        for kind in snapshots.KINDS.values():
            pre_delete.connect(deletion.refuse_deletion, sender=kind.model)
