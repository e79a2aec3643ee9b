"""Django's admin with a first page of our own."""

from django.contrib.admin.apps import AdminConfig


class StaffArea(AdminConfig):
    default_site = "guidance.editorial.worklist.StaffHome"
