"""The URLs of sign-in. They are below /admin/, so that they get the headers of staff pages."""

from django.urls import path

from spms_site.sign_in import views

urlpatterns = [
    path("sign-in/code/", views.code, name="sign_in_code"),
    path("sign-in/link/<str:secret>/", views.link, name="sign_in_link"),
    path("sign-in/password/", views.password, name="sign_in_password"),
    path("sign-in/set-up/", views.set_up, name="sign_in_set_up"),
    path("account/", views.account, name="sign_in_account"),
]
