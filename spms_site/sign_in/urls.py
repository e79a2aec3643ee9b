"""The addresses of sign-in, below /admin/ so that they get what every staff page gets."""

from django.urls import path

from spms_site.sign_in import views

urlpatterns = [
    path("sign-in/code/", views.code, name="sign_in_code"),
    path("sign-in/set-up/", views.set_up, name="sign_in_set_up"),
    path("account/", views.account, name="sign_in_account"),
]
