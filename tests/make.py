"""Rows for tests: plain functions with defaults. Each returns a saved row."""

import re
from datetime import date

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from guidance import models
from guidance.editorial import current, draft_status, workflow
from guidance.models.publication import AppendOnly

CHECKED = date(2026, 11, 23)
DUE = date(2027, 11, 23)
REVIEW = {"checked_on": CHECKED, "review_due": DUE}
SIGN_OFF = workflow.SignOff("Dr. Test Person", "MD, neurologist", date(2027, 11, 24))
KEY = "therapy/siponimod"
"""The page of which tests of review change one sentence: see ``change_a_sentence``."""
NEW = "A sentence that was changed. [@lbl_siponimod]"
"""That sentence."""


def draft_tables():
    """Return every table of the guide but those that only the steps of publishing write."""
    written_by_steps = {
        models.Offer,
        models.PageState,
        models.PreviewLink,
        models.ReceivedRow,
        models.Submission,
        models.SubmittedPage,
    }
    no_content = {
        models.Credentials,
        models.FactorReset,
        models.JobRun,
        models.SetUpLink,
        models.UnsavedCopy,
    }
    return {
        model
        for model in apps.get_app_config("guidance").get_models()
        if not issubclass(model, AppendOnly) and model not in written_by_steps | no_content
    }


def make_source(key="test-label", **fields):
    defaults = {
        "organization": "Test maker",
        "title": "Test label",
        "address": "https://example.org/label",
        "kind": "label",
        "tier": "primary",
        "published": "June 2024",
        "checked_on": CHECKED,
        "how_checked": "official",
    }
    return models.Source.objects.create(key=key, **{**defaults, **fields})


def make_side_effect(slug="test-effect", **fields):
    defaults = {"name": f"Test effect {slug}", "summary": "It hurts.", **REVIEW}
    return models.SideEffect.objects.create(slug=slug, **{**defaults, **fields})


def make_therapy(slug="test-therapy", **fields):
    defaults = {
        "name": f"Test therapy {slug}",
        "group": "disease-modifying",
        "label_status": "active-spms",
        "label_line": "The label names it.",
        "summary": "It is a tablet.",
        "by_mouth": True,
        "at_home": True,
        **REVIEW,
    }
    return models.Therapy.objects.create(slug=slug, **{**defaults, **fields})


def make_topic(slug="test-topic", **fields):
    defaults = {
        "name": f"Test topic {slug}",
        "summary": "Ask early. Help takes time.",
        "key_points": "- Ask your MS team.",
        "next_step": "Bring a list.",
        **REVIEW,
    }
    return models.Topic.objects.create(slug=slug, **{**defaults, **fields})


def make_warning_sign(text="You notice what an old release warned of."):
    """Return a sign of a get-help level, as releases without a table of signs had them."""
    level = models.HelpLevel.objects.first()
    return models.WarningSign.objects.create(level=level, text=text)


def make_user(username="editor", *permissions, **fields):
    """Return a staff user with those permissions, each named like ``view_therapy``."""
    user = get_user_model().objects.create_user(
        username, password="a-long-test-password", is_staff=True, **fields
    )
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


def may_sign(user, name=SIGN_OFF.by, words=SIGN_OFF.credentials):
    """Give the account of ``user`` the name and the credentials of a sign-off; return it."""
    user.first_name, _, user.last_name = name.partition(" ")
    user.save()
    models.Credentials.objects.update_or_create(user=user, defaults={"words": words})
    return user


def set_open(is_open):
    """Make every edition open to readers or not. Rows of editions cannot change otherwise."""
    QuerySet.update(models.Edition.objects.all(), is_open=is_open)
    current.forget_guide()


def change_a_sentence(text=NEW, slug="siponimod"):
    """Change one section of the draft of a treatment, as an editor would."""
    models.Therapy.objects.filter(slug=slug).update(how_it_works=text)
    draft_status.update_status([f"therapy/{slug}"])


def submitted(editor, text=NEW):
    """Change a sentence of ``KEY`` and return the submission of ``editor`` with it."""
    change_a_sentence(text)
    return workflow.submit(editor, [KEY], "Clearer words.")


def unpublish():
    """Take every edition away, which nobody can do in the site itself."""
    QuerySet(models.Edition).delete()
    current.forget_guide()


def public_pages():
    """Return {path: bytes} of every public page, made anew."""
    current.forget_guide()
    client = Client()
    sitemap = client.get(reverse("sitemap")).content.decode()
    paths = re.findall(rf"<loc>{re.escape(settings.SITE_ADDRESS)}([^<]*)</loc>", sitemap)
    assert len(paths) > 100
    return {path: client.get(path).content for path in paths}
