"""Accounts in the admin: one form, and a page about how each account signs in (ADR 0046)."""

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Exists, OuterRef, ProtectedError
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from guidance.editorial.audit import name_of
from spms_site.sign_in import devices, links, resets
from spms_site.sign_in.account_form import AccountForm, credentials_of, set_credentials

for secret in (TOTPDevice, StaticDevice):
    admin.site.unregister(secret)  # nobody may see the keys of other users
admin.site.unregister(User)
admin.site.unregister(Group)

PERSON = ["first_name", "last_name"]
"""The fields that, with the credentials, say who signs a page."""


@admin.register(User)
class AccountAdmin(admin.ModelAdmin):
    """The admin of accounts, without passwords and permissions.

    Nobody gives the own account a role, and no Manager the own name or credentials: a second
    Manager does. With ``SECOND_REVIEWER=no`` they may, and the log says so. Only superusers may
    change superusers, and nobody gives that status here.
    """

    form = AccountForm
    list_display = ["username", "name", "roles", "may_sign_in", "has_app", "last_login"]
    search_fields = ["username", "first_name", "last_name", "email"]
    ordering = ["username"]
    actions = ["reset_second_factor", "release_lock"]

    def get_queryset(self, request):
        apps = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        found = super().get_queryset(request).annotate(app=Exists(apps))
        return found.prefetch_related("groups")

    def get_fieldsets(self, request, obj=None):
        changes = obj and self.has_change_permission(request, obj)
        about = ["may_sign_in", "roles"]
        about += ["everything"] if obj and obj.is_superuser else []
        return [
            ("The person", {"fields": ["username", *PERSON, "email", "credentials"]}),
            ("What the account may do", {"fields": about}),
            *([("How the person signs in", {"fields": ["sign_in"]})] if changes else []),
        ]

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return []
        return ["everything", "sign_in", *self._locked(request.user, obj)]

    @staticmethod
    def _locked(user, obj):
        """Return the fields of the own account that somebody else changes."""
        if obj.pk != user.pk:
            return []
        if not settings.SECOND_REVIEWER:
            return ["may_sign_in"]
        return ["may_sign_in", "roles", *([] if user.is_superuser else [*PERSON, "credentials"])]

    # What lists and locked fields show

    @admin.display(description="name")
    def name(self, user):
        return user.get_full_name()

    @admin.display(description="roles")
    def roles(self, user):
        return ", ".join(sorted(role.name for role in user.groups.all()))

    @admin.display(description="credentials for sign-offs")
    def credentials(self, user):
        return credentials_of(user)

    @admin.display(description="may sign in", boolean=True)
    def may_sign_in(self, user):
        return user.is_active and user.is_staff

    @admin.display(description="app set up", boolean=True)
    def has_app(self, user):
        return user.app

    @admin.display(description="beside the roles")
    def everything(self, user):
        return "Whoever runs the server made this account. It may do everything."

    @admin.display(description="password and phone")
    def sign_in(self, user):
        address = reverse("admin:auth_user_sign_in", args=[user.pk])
        return format_html('<a href="{}">Set-up link, new phone, release of a lock</a>', address)

    # Who may do what

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and _may_change(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and _may_change(request.user, obj)

    def get_deleted_objects(self, objs, request):
        """Refuse to delete an account that the log refers to, and say what to do instead."""
        to_delete, counts, permissions, protected = super().get_deleted_objects(objs, request)
        protected += [why for user in objs if (why := why_kept(user))]
        return to_delete, counts, permissions, protected

    # Save

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        if "may_sign_in" in form.cleaned_data:
            obj.is_active = form.cleaned_data["may_sign_in"]
            obj.is_staff = obj.is_staff or obj.is_active
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            devices.end_sessions(obj)  # they would be valid again if the account is reactivated
            links.withdraw(obj)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if "roles" in form.cleaned_data:
            form.instance.groups.set(form.cleaned_data["roles"])
        if "credentials" in form.cleaned_data:
            set_credentials(form.instance, form.cleaned_data["credentials"])

    def construct_change_message(self, request, form, formsets, add=False):
        """Say in the log what the fields of the account are now, and if they are the user's own."""
        said = [f"{form[name].label}: {_said(form, name)}." for name in form.changed_data]
        if form.instance.pk == request.user.pk and {*PERSON, "roles", "credentials"} & {
            *form.changed_data
        }:
            said.append("On their own account, without a second person.")
        return " ".join(said)

    def response_add(self, request, obj, post_url_continue=None):
        """Go on to the page on which the set-up link of the new account is made."""
        messages.success(request, f"The account of {name_of(obj)} is there. Make a set-up link.")
        return HttpResponseRedirect(reverse("admin:auth_user_sign_in", args=[obj.pk]))

    # How an account signs in

    def get_urls(self):
        view = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.sign_in_view))
        mine = [path("<int:pk>/sign-in/", view, name="auth_user_sign_in")]
        return [*mine, *super().get_urls()]

    def sign_in_view(self, request, pk):
        """Show how an account signs in (GET), or take a step for somebody else's (POST)."""
        user = get_object_or_404(User, pk=pk)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        if user.pk == request.user.pk:
            return HttpResponseRedirect(reverse("sign_in_account"))
        address = ""
        if request.method == "POST":
            address = self._take_step(request, user)
        held = resets.holding(user)
        context = {
            **self.admin_site.each_context(request),
            "title": f"How {name_of(user)} signs in",
            "opts": self.opts,
            "account": user,
            "usable": self.may_sign_in(user),
            "address": address,
            "days": links.DAYS,
            "hours": resets.HOURS,
            "waiting": links.waiting(user),
            "has_app": devices.has_app(user),
            "held": held,
            "may_confirm": bool(held) and resets.may_confirm(request.user, held),
        }
        return TemplateResponse(request, "sign_in/of_account.html", context)

    def _take_step(self, request, user):
        """Take the step of the form for ``user``; return the address of a link if one was made."""
        step = request.POST.get("step")
        if step == "make" and self.may_sign_in(user):
            secret = links.make(user, request.user)
            self.log_change(request, user, "Made a set-up link.")
            return settings.SITE_ADDRESS + reverse("sign_in_link", args=[secret])
        if step == "withdraw":
            if links.withdraw(user):
                self.log_change(request, user, "Withdrew the set-up link.")
            messages.success(request, "The set-up link does not work any more.")
        elif step == "reset":
            self._reset(request, user)
        elif step == "confirm":
            self._confirm(request, user)
        elif step == "release":
            self._release(request, user)
        else:
            raise BadRequest("There is no such step.")
        return ""

    def _reset(self, request, user):
        if user.pk == request.user.pk:
            messages.error(request, "Set up your own new phone under “Your sign-in”.")
            return
        resets.reset(user, request.user)
        self.log_change(request, user, "Reset the second factor.")
        messages.success(
            request,
            f"{user} sets up a new phone at the next sign-in. It works after {resets.HOURS} hours, "
            "or when a second Manager confirms it.",
        )

    def _confirm(self, request, user):
        if not resets.confirm(user, request.user):
            messages.error(request, "A second Manager confirms a new phone.")
            return
        self.log_change(request, user, "Confirmed the new phone.")
        messages.success(request, f"The new phone of {user} works now.")

    def _release(self, request, user):
        AxesProxyHandler.reset_attempts(username=user.get_username())
        self.log_change(request, user, "Released the lock after wrong passwords.")
        messages.success(request, f"{user} can try again.")

    @admin.action(
        description="Reset second factor: sign out, set up a new phone at the next sign-in",
        permissions=["change"],
    )
    def reset_second_factor(self, request, queryset):
        for user in self._changeable(request, queryset):
            self._reset(request, user)

    @admin.action(description="Release the lock after wrong passwords", permissions=["change"])
    def release_lock(self, request, queryset):
        for user in self._changeable(request, queryset):
            self._release(request, user)

    def _changeable(self, request, queryset):
        """Yield the accounts that the user may change, and report the others."""
        for user in queryset:
            if self.has_change_permission(request, user):
                yield user
            else:
                messages.error(request, f"Only a superuser may change {user}.")


def _said(form, name):
    value = form.cleaned_data.get(name)
    if name == "roles":
        return ", ".join(sorted(role.name for role in value)) or "none"
    return {True: "yes", False: "no", "": "none"}.get(value, value)


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
        "Open the account and switch “May sign in” off instead."
    )


@receiver(pre_delete, sender=User)
def keep_authors(instance, **signal):
    """Receive ``pre_delete``; refuse to delete an account that the log refers to."""
    if why := why_kept(instance):
        raise ProtectedError(why, {instance})
