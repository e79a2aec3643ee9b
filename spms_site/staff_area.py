"""The app config of Django's admin, with the staff home page of this site."""

from django.contrib.admin.apps import AdminConfig


class StaffArea(AdminConfig):
    default_site = "guidance.editorial.worklist.StaffHome"
