"""Accounts in the admin, with actions for users who are locked out or lost their phone."""

from axes.handlers.proxy import AxesProxyHandler
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, ProtectedError
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from guidance.models import Credentials
from spms_site.sign_in import devices

for secret in (TOTPDevice, StaticDevice):
    admin.site.unregister(secret)  # nobody may see the keys of other users
admin.site.unregister(User)


class CredentialsInline(admin.StackedInline):
    """The credentials that pages show when this account signs."""

    model = Credentials
    extra = 1


@admin.register(User)
class AccountAdmin(UserAdmin):
    """The admin of accounts. Only superusers may change superusers or give that status."""

    list_display = ["username", "is_active", "is_staff", "is_superuser", "has_app", "last_login"]
    actions = ["reset_second_factor", "release_lock"]
    inlines = [CredentialsInline]

    def get_inlines(self, request, obj):
        """Leave out the credentials of the own account: a second person sets them."""
        if obj is None or (obj.pk == request.user.pk and not request.user.is_superuser):
            return []
        return super().get_inlines(request, obj)

    def get_queryset(self, request):
        apps = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        return super().get_queryset(request).annotate(app=Exists(apps))

    @admin.display(description="app set up", boolean=True)
    def has_app(self, user):
        return user.app

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and _may_change(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and _may_change(request.user, obj)

    def get_deleted_objects(self, objs, request):
        """Refuse to delete an account that the log refers to, and say what to do instead."""
        to_delete, counts, permissions, protected = super().get_deleted_objects(objs, request)
        protected += [why for user in objs if (why := why_kept(user))]
        return to_delete, counts, permissions, protected

    def get_readonly_fields(self, request, obj=None):
        fixed = [] if request.user.is_superuser else ["is_superuser", "user_permissions"]
        written_by_the_site = ["last_login", "date_joined"]
        return [*super().get_readonly_fields(request, obj), *written_by_the_site, *fixed]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            devices.end_sessions(obj)  # they would be valid again if the account is reactivated

    @admin.action(
        description="Reset second factor: sign out, set up a new phone at the next sign-in",
        permissions=["change"],
    )
    def reset_second_factor(self, request, queryset):
        for user in self._changeable(request, queryset):
            devices.forget(user)
            devices.end_sessions(user)
            self.log_change(request, user, "Reset the second factor.")
            messages.success(request, f"{user} sets up a new phone at the next sign-in.")

    @admin.action(description="Release the lock after wrong passwords", permissions=["change"])
    def release_lock(self, request, queryset):
        for user in self._changeable(request, queryset):
            AxesProxyHandler.reset_attempts(username=user.get_username())
            self.log_change(request, user, "Released the lock after wrong passwords.")
            messages.success(request, f"{user} can try again.")

    def _changeable(self, request, queryset):
        """Yield the accounts that the user may change, and report the others."""
        for user in queryset:
            if self.has_change_permission(request, user):
                yield user
            else:
                messages.error(request, f"Only a superuser may change {user}.")


def _may_change(user, obj):
    return obj is None or user.is_superuser or not obj.is_superuser


def why_kept(user):
    """Return why an account cannot be deleted, or an empty text if it can.

    Deleting it would delete its log entries, from which the authors of drafts are found.
    """
    if not LogEntry.objects.filter(user=user).exists():
        return ""
    return (
        f"The log says what {user} did, and must go on saying so. "
        "Open the account and switch “Active” off instead."
    )


@receiver(pre_delete, sender=User)
def keep_authors(instance, **signal):
    """Receive ``pre_delete``; refuse to delete an account that the log refers to."""
    if why := why_kept(instance):
        raise ProtectedError(why, {instance})
