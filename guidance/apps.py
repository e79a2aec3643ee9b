"""The app of the guide."""

from django.apps import AppConfig
from django.db.models.signals import pre_delete


class GuidanceConfig(AppConfig):
    name = "guidance"
    verbose_name = "The guide"

    def ready(self):
        """Refuse deletion of drafts whose pages are in review."""
        from guidance.editorial import deletion, snapshots

        for kind in snapshots.KINDS.values():
            pre_delete.connect(deletion.refuse_deletion, sender=kind.model)
