"""The URL configuration of the staff area and the public site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", include("spms_site.sign_in.urls")),  # before the catch-all of the admin
    path("admin/", admin.site.urls),
    path("", include("guidance.urls")),
]

handler400 = "guidance.views.errors.bad_request"
handler403 = "guidance.views.errors.permission_denied"
handler404 = "guidance.views.errors.not_found"
handler500 = "guidance.views.errors.server_error"
