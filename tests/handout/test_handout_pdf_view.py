"""The view that sends the PDF of a handout."""

import pytest

from guidance.handout.pdf import render
from tests.handout.handout_form import NOTHING, choose, save

pytestmark = pytest.mark.django_db


def test_a_pdf_is_sent_under_a_name_that_says_nothing_and_is_not_kept(client):
    response = save(client, own="Quokka")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'attachment; filename="visit-handout.pdf"'
    assert "no-store" in response.headers["Cache-Control"]
    assert not response.cookies
    assert response.content.startswith(b"%PDF")


@pytest.mark.parametrize("field", ["own", "notes", "contact"])
def test_a_character_the_pdf_cannot_show_is_named_and_nothing_is_lost(client, field):
    response = save(client, **{field: "so 🙂"})
    text = response.content.decode()
    assert response.status_code == 422
    assert "The PDF cannot show “🙂” (code 1F642)." in text
    assert response.context["form"][field].value() == "so 🙂"
    assert choose(client, **{field: "so 🙂"}).status_code == 200


@pytest.mark.parametrize("typed", ["1\ufe0f\u20e3 question", "caf\u0065\u0301 at 5 o\u2019clock"])
def test_a_keycap_or_an_accent_typed_apart_is_set(client, typed):
    response = save(client, own=typed)
    assert response.status_code == 200
    assert response.content.startswith(b"%PDF")


def test_a_letter_with_a_mark_that_no_font_has_on_it_is_named(client):
    response = save(client, own="so \u2610\u0342 is")
    assert response.status_code == 422
    assert "The PDF cannot show “\u2610\u0342” (code 2610 0342)." in response.content.decode()
    assert response.context["form"]["own"].value() == "so \u2610\u0342 is"


def test_a_pdf_of_nothing_leads_back_to_the_form(client):
    response = save(client, treatment=[])
    assert response.status_code == 422
    assert NOTHING in response.content.decode()


@pytest.mark.parametrize("fault", [render.NotMade("TypstError"), render.TookTooLong("TookTooLong")])
def test_a_pdf_that_cannot_be_made_leads_to_the_print_page_and_logs_no_word(
    client, monkeypatch, caplog, fault
):
    def fail(*args):
        raise fault

    monkeypatch.setattr(render, "render", fail)
    response = save(client, own="Quokka")
    page = response.content.decode()
    assert response.status_code == 503
    assert 'formaction="/handout/print/"' in page
    assert '<input type="hidden" name="own" value="Quokka">' in page
    assert response.headers["Cache-Control"] == "private, no-cache"
    messages = [record.getMessage() for record in caplog.records if "guidance" in record.name]
    assert messages == [f"No PDF: {fault}"]
    assert "Quokka" not in caplog.text
