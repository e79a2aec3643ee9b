"""The app config of Django's admin with our own home page."""

from django.contrib.admin.apps import AdminConfig


class StaffArea(AdminConfig):
    default_site = "guidance.editorial.worklist.StaffHome"
