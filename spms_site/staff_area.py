"""The app configs of Django's admin and of accounts, as the staff area of this site has them."""

from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.apps import AuthConfig


class StaffArea(AdminConfig):
    default_site = "guidance.editorial.worklist.StaffHome"


class Accounts(AuthConfig):
    """Django's accounts, in the words of the staff area.

    The names of the model are changed after it is made, so that no migration contains them.
    """

    verbose_name = "Staff"

    def ready(self):
        super().ready()
        options = self.get_model("User")._meta
        options.verbose_name, options.verbose_name_plural = "account", "accounts"
