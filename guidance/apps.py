"""The app of the guide."""

from django.apps import AppConfig
from django.db.models.signals import pre_delete


class GuidanceConfig(AppConfig):
    name = "guidance"
    verbose_name = "The guide"

    def ready(self):
        """Register the system checks, and refuse to delete drafts of pages in review."""
        from guidance import checks  # noqa: F401  registers the system checks
        from guidance.editorial import deletion
        from guidance.pages.kinds import drafted

        for kind in drafted():
            pre_delete.connect(deletion.refuse_deletion, sender=f"{self.name}.{kind.model}")
