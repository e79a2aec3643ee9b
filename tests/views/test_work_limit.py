"""Expensive work is limited; a refused request is told when to ask again."""

import html
import logging
import re
import threading

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from guidance.handout.pdf import render
from guidance.views import handout
from spms_site import work_limit
from spms_site.sign_in import hashers, links
from tests.html import Reader, words_of
from tests.make import make_user

PASSWORD = "a-long-test-password"
LOGIN = reverse("admin:login")


def limit(**more):
    numbers = {"at_once": 1, "waiting": 0, "seconds": 60, "retry_after": 7}
    return work_limit.WorkLimit("Test", **{**numbers, **more})


def wait_until(is_so):
    while not is_so():
        threading.Event().wait(0.005)


# The limit itself


def test_as_many_go_on_as_may_and_the_next_is_told_when_to_come_back():
    two = limit(at_once=2)
    with two.slot(), two.slot():
        with pytest.raises(work_limit.Busy) as caught, two.slot():
            pass
        assert caught.value.retry_after == 7
    with two.slot(), two.slot():
        pass


def test_work_that_fails_gives_its_place_back():
    one = limit()
    with pytest.raises(ZeroDivisionError), one.slot():
        raise ZeroDivisionError
    with one.slot():
        pass


def test_who_waits_is_let_in_in_turn_and_who_comes_after_them_is_refused():
    one, done = limit(waiting=2), []

    def work(name):
        with one.slot():
            done.append(name)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("first", "second")]
    with one.slot():
        for number, thread in enumerate(threads, start=1):
            thread.start()
            wait_until(lambda number=number: len(one.queue) == number)
        with pytest.raises(work_limit.Busy), one.slot():
            pass
        assert done == []
    for thread in threads:
        thread.join()
    assert done == ["first", "second"]
    assert (one.running, one.queue) == (0, [])


def test_a_request_does_not_pass_those_that_wait():
    one = limit(waiting=1)
    one.queue.append(object())  # has a place in the queue and was not woken yet
    with pytest.raises(work_limit.Busy), one.slot():
        pass


def test_who_waited_too_long_is_refused_and_leaves_the_queue():
    one = limit(waiting=1, seconds=0)
    with one.slot():
        with pytest.raises(work_limit.Busy), one.slot():
            pass
        assert (one.running, one.queue) == (1, [])


def test_many_refusals_are_one_line_in_the_log(caplog):
    one = limit()
    with caplog.at_level(logging.WARNING), one.slot():
        for _ in range(20):
            with pytest.raises(work_limit.Busy), one.slot():
                pass
    assert [record.getMessage() for record in caplog.records] == [
        "Test: more asked for at once than can be done; some are refused."
    ]


# PDFs


@pytest.fixture
def pdfs(monkeypatch):
    """The limit of PDFs, with nobody waiting."""
    monkeypatch.setattr(handout, "PDFS", limit())
    return handout.PDFS


SENT = {
    "treatment": ["siponimod", "ocrelizumab"],
    "size": "18",
    "own": 'Is "5 < 6" & so on?\nSecond line',
    "notes": "Quokka",
    "contact": "my MS nurse",
}


def fields_of(page):
    """Return {name: [values]} of the hidden fields of a page."""
    found = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page):
        found.setdefault(name, []).append(html.unescape(value))
    return found


@pytest.mark.django_db
def test_one_pdf_too_many_is_asked_to_wait_or_to_print_and_no_word_is_lost(client, pdfs, caplog):
    with pdfs.slot():
        for _ in range(3):
            response = client.post("/handout/pdf/", SENT)
    page = response.content.decode()
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "7"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "Too many PDF files at once" in words_of(page)
    assert Reader(page).faults == []
    assert 'formaction="/handout/print/"' in page
    kept = fields_of(page)
    assert kept == {one: [sent] if isinstance(sent, str) else sent for one, sent in SENT.items()}
    assert "Quokka" not in caplog.text
    assert [one.name for one in caplog.records] == ["spms_site.work_limit"]
    sheet = client.post("/handout/print/", kept)
    assert sheet.status_code == 200
    assert "Second line" in sheet.content.decode()
    again = client.post("/handout/pdf/", kept)
    assert again.content.startswith(b"%PDF")


@pytest.mark.django_db
def test_the_page_for_the_refused_carries_only_what_the_reader_sent(client, pdfs):
    with pdfs.slot():
        for name in ("Quokka", "Wombat"):
            page = client.post("/handout/pdf/", {**SENT, "notes": name}).content.decode()
            assert fields_of(page)["notes"] == [name]
        assert fields_of(client.post("/handout/pdf/").content.decode()) == {}


@pytest.mark.django_db
def test_readers_and_the_print_page_go_on_while_pdfs_are_refused(client, pdfs):
    with pdfs.slot():
        assert client.post("/handout/pdf/", SENT).status_code == 503
        assert client.get("/treatments/siponimod/").status_code == 200
        assert client.post("/handout/print/", SENT).status_code == 200


@pytest.mark.django_db
def test_the_place_is_free_again_after_a_pdf_that_failed(client, pdfs, monkeypatch):
    def fail(*args):
        raise render.NotMade("TypstError")

    with monkeypatch.context() as patched:
        patched.setattr(render, "render", fail)
        assert client.post("/handout/pdf/", SENT).status_code == 503
    assert client.post("/handout/pdf/", {"size": "14"}).status_code == 422
    assert client.post("/handout/pdf/", SENT).status_code == 200


def test_those_who_wait_leave_a_process_threads_for_readers():
    held = [one.at_once + one.waiting for one in (handout.PDFS, hashers.PASSWORDS)]
    assert sum(held) <= 12


# Passwords


@pytest.fixture
def passwords(monkeypatch, settings):
    """The limit of passwords, with nobody waiting, and the hash of the real site made quick."""
    settings.PASSWORD_HASHERS = ["spms_site.sign_in.hashers.LimitedPBKDF2PasswordHasher"]
    monkeypatch.setattr(hashers.LimitedPBKDF2PasswordHasher, "iterations", 10)
    monkeypatch.setattr(hashers, "PASSWORDS", limit())
    return hashers.PASSWORDS


def test_the_password_hasher_is_the_one_with_the_limit():
    from spms_site import settings as real  # noqa: TID251 - tests replace the hash by a quick one

    assert real.PASSWORD_HASHERS == ["spms_site.sign_in.hashers.LimitedPBKDF2PasswordHasher"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["editor", "nobody-of-this-name"])
def test_one_sign_in_too_many_keeps_the_name_and_counts_as_no_wrong_password(passwords, name):
    make_user("editor")
    client = Client()
    with passwords.slot():
        sent = {"username": name, "password": PASSWORD, "next": "/admin/guidance/"}
        response = client.post(LOGIN, sent)
    page = response.content.decode()
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "7"
    assert "no-store" in response.headers["Cache-Control"]
    assert f'value="{name}"' in page
    assert '<input type="hidden" name="next" value="/admin/guidance/">' in page
    assert PASSWORD not in page
    assert "Your password was not looked at." in page
    assert Reader(page).faults == []
    assert AccessAttempt.objects.count() == 0
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_the_next_sign_in_works(passwords):
    make_user("editor")
    client = Client()
    with passwords.slot():
        client.post(LOGIN, {"username": "editor", "password": PASSWORD})
    response = client.post(LOGIN, {"username": "editor", "password": PASSWORD})
    assert response.status_code == 302
    assert "_auth_user_id" in client.session


@pytest.mark.django_db
def test_a_password_that_is_set_while_many_sign_in_is_refused_and_not_shown(passwords):
    user = make_user("editor")
    before = User.objects.get(pk=user.pk).password
    client = Client()
    client.get(reverse("sign_in_link", args=[links.make(user, None)]))
    secret = "correct horse battery staple"
    typed = {"new_password1": secret, "new_password2": secret}
    with passwords.slot():
        response = client.post(reverse("sign_in_password"), typed)
    page = response.content.decode()
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "7"
    assert "Nothing was saved." in page
    assert secret not in page
    assert User.objects.get(pk=user.pk).password == before
    assert links.waiting(user)  # it was not used up
