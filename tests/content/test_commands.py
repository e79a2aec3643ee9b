"""The commands that set a site up: its content and its first account."""

import io
import shutil

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.urls import reverse

from guidance.content import load
from guidance.management.commands import create_staff
from guidance.models import Edition, Source, Therapy
from tests.make import make_user, unpublish

pytestmark = pytest.mark.django_db

STRONG = "correct horse battery staple"


def say(*arguments, **options):
    """Run a command and return what it says."""
    out = io.StringIO()
    call_command(*arguments, stdout=out, stderr=out, **options)
    return out.getvalue()


@pytest.fixture
def edited():
    Therapy.objects.filter(slug="siponimod").update(summary="An editor wrote this.")
    return lambda: Therapy.objects.get(slug="siponimod").summary == "An editor wrote this."


# load_content


def test_loading_leaves_an_edit_and_names_it(edited):
    assert "Left as edited: therapy siponimod: summary" in say("load_content")
    assert edited()


def test_loading_overwrites_when_told_to(edited):
    said = say("load_content", "--overwrite")
    assert "Created 0, overwrote 1." in said
    assert "Left as edited" not in said
    assert not edited()


def test_loading_if_empty_leaves_a_site_with_content_alone(edited):
    assert say("load_content", "--if-empty", "--overwrite") == ""
    assert edited()


@pytest.mark.slow
def test_the_first_start_loads_and_publishes_and_the_next_does_neither():
    unpublish()
    for model in (Therapy, Source):
        model.objects.all().delete()
    said = say("load_content", "--if-empty", "--publish")
    assert f"Created {Therapy.objects.count() + Source.objects.count()}," in said
    assert "Published Edition 1." in said
    assert say("load_content", "--if-empty", "--publish") == ""
    assert Edition.objects.count() == 1


def test_loading_never_publishes_what_an_editor_has_not(edited):
    say("load_content", "--publish")
    assert Edition.objects.count() == 1


def test_another_folder_may_be_loaded(tmp_path, edited):
    shutil.copytree(load.CONTENT, tmp_path / "content")
    (tmp_path / "content" / "therapies" / "siponimod.toml").unlink()
    for path in (tmp_path / "content" / "subtypes").iterdir():
        path.write_text(path.read_text().replace('"siponimod", ', ""))
    assert "siponimod" not in say("load_content", "--folder", str(tmp_path / "content"))


def test_a_wrong_file_is_said_in_one_sentence_and_nothing_is_loaded(tmp_path):
    with pytest.raises(CommandError, match=r"^Nothing was loaded. sources.toml: .* is missing"):
        say("load_content", "--folder", str(tmp_path))


def test_content_that_cannot_be_published_is_said_in_one_sentence():
    unpublish()
    Therapy.objects.filter(slug="siponimod").update(summary="Words. [@lost]")
    with pytest.raises(CommandError, match="^Nothing was published. “Siponimod” cites lost"):
        say("load_content", "--publish")


# create_staff


@pytest.fixture
def typed(monkeypatch):
    """Let a person type these lines; the terminal is closed when they run out."""

    def type_in(*lines):
        lines = iter(lines)

        def read(question):
            try:
                return next(lines)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("builtins.input", read)
        monkeypatch.setattr(create_staff, "getpass", read)

    return type_in


def users():
    return set(get_user_model().objects.values_list("username", flat=True))


def test_a_new_account_can_sign_in_and_sets_up_its_phone_first(client, typed):
    typed("editor", STRONG, STRONG)
    assert "Made the account editor" in say("create_staff")
    response = client.post(
        "/admin/login/?next=/admin/", {"username": "editor", "password": STRONG}, follow=True
    )
    assert (response.status_code, response.request["PATH_INFO"]) == (200, reverse("sign_in_set_up"))


def test_a_name_may_be_given_with_the_command(typed):
    typed(STRONG, STRONG)
    say("create_staff", "--name", "editor")
    assert users() == {"editor"}


@pytest.mark.parametrize(
    ("weak", "why"),
    [
        ("short", "too short"),
        ("password123456", "too common"),
        ("73910465829135", "entirely numeric"),
        ("edith-the-editor", "too similar to the username"),
    ],
)
def test_a_weak_password_is_asked_for_again_with_the_reason(typed, weak, why):
    typed("edith-the-editor", weak, STRONG, STRONG)
    assert why in say("create_staff")
    assert get_user_model().objects.get().check_password(STRONG)


def test_a_mistyped_password_is_asked_for_again(typed):
    typed("editor", STRONG, STRONG + "x", STRONG, STRONG)
    assert "differ" in say("create_staff")
    assert get_user_model().objects.get().check_password(STRONG)


def test_after_three_bad_passwords_there_is_no_account(typed):
    typed("editor", "short", "short", "short", STRONG, STRONG)
    with pytest.raises(CommandError, match="No account was made"):
        say("create_staff")
    assert users() == set()


def test_a_taken_name_is_refused_before_a_password_is_asked_for(typed):
    make_user("editor")
    typed("editor")
    with pytest.raises(CommandError, match="already exists"):
        say("create_staff")


@pytest.mark.parametrize("name", ["", "   ", "two words"])
def test_a_name_that_cannot_be_typed_at_sign_in_is_refused(typed, name):
    typed(name)
    with pytest.raises(CommandError):
        say("create_staff")
    assert users() == set()


@pytest.mark.parametrize("lines", [[], ["editor"], ["editor", STRONG]])
def test_without_answers_no_account_is_created(typed, lines):
    typed(*lines)
    with pytest.raises(CommandError, match="Nobody answered"):
        say("create_staff")
    assert users() == set()
