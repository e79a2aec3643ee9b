"""``check_content``: what an engineer sees, and when it stops the build."""

import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from guidance import models
from tests.make import make_source

pytestmark = pytest.mark.django_db
SUMMARY = re.compile(
    r"^\d+ pages: (\d+) errors?, (\d+) warnings?\. Median reading grade of a page [\d.]+ "
    r"\(raw [\d.]+\), of a summary [\d.]+ \(raw [\d.]+\)\.$"
)


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    """Stand on the day of the content: reviews fall due and sources grow old."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2026, 11, 29))


def check(*flags):
    """Return (lines, what it failed with or "") of ``manage.py check_content``."""
    out, failure = StringIO(), ""
    try:
        call_command("check_content", *flags, stdout=out)
    except CommandError as error:
        failure = str(error)
    return out.getvalue().splitlines(), failure


def spoil(**texts):
    models.Therapy.objects.filter(slug="siponimod").update(**texts)


def test_the_shipped_content_passes_and_its_warnings_and_grades_are_told():
    lines, failure = check()
    assert failure == ""
    errors, warnings = SUMMARY.match(lines[-1]).groups()
    assert errors == "0"
    assert lines[1] == "Warnings"
    assert len(lines) == int(warnings) + 3
    assert any(re.fullmatch(r"[a-z-]+/[a-z0-9-]+: .+: .+: .+", line) for line in lines)


def test_an_error_comes_first_with_its_place_and_fails_the_command():
    spoil(how_it_works="It harms the liver.")
    lines, failure = check()
    assert lines[0] == (
        "therapy/siponimod: How it works: citation: "
        "Cite a source for “It harms the liver.”, or take it out."
    )
    assert SUMMARY.match(lines[-1])[1] == "1"
    assert "Mend the errors" in failure


def test_warnings_can_be_left_out():
    spoil(how_it_works="It harms the liver.")
    lines, failure = check("--errors-only")
    assert len(lines) == 2
    assert failure
    assert SUMMARY.match(lines[-1])[2] != "0"


def test_a_text_that_cites_what_is_not_there_is_told_and_fails():
    spoil(how_it_works="It acts. [@nobody]")
    lines, failure = check()
    assert lines == []
    assert "Siponimod" in failure
    assert "nobody" in failure


def test_without_content_nothing_can_be_read():
    kinds = [models.Therapy, models.Subtype, models.Symptom, models.Topic, models.Info]
    for kind in [*kinds, models.SideEffect, models.HandoutTemplate]:
        kind.objects.all().delete()
    models.GlossaryTerm.objects.all().delete()
    models.HelpLevel.objects.all().delete()
    lines, failure = check("--errors-only")
    assert lines[-1].endswith("Nothing to read.")
    assert failure


# In the admin


def form_of(client, row):
    place = reverse(f"admin:guidance_{row._meta.model_name}_change", args=[row.pk])
    return client.get(place).content.decode()


@pytest.mark.parametrize(
    "model", [models.Therapy, models.SideEffect, models.Symptom, models.Subtype, models.Info]
)
def test_the_form_of_a_page_shows_what_the_rules_say(admin_client, model):
    row = model.objects.order_by("pk").first()
    model.objects.filter(pk=row.pk).update(
        summary="It harms <i>the</i> liver. It is the best. [@lbl_siponimod]"
    )
    html = form_of(admin_client, row)
    assert "<strong>Error</strong> Summary: “best”" in html
    assert "Summary: Cite a source for “It harms &lt;i&gt;the&lt;/i&gt; liver.”" in html


def test_a_page_without_a_finding_says_so_and_a_new_page_asks_to_be_saved(admin_client):
    source = make_source()
    effect = models.SideEffect.objects.get(slug="acne")
    models.SideEffect.objects.filter(pk=effect.pk).update(
        summary=f"You get spots. [@{source.key}]", call_911="", call_clinic="", what_to_do=""
    )
    assert "Nothing." in form_of(admin_client, effect)
    assert (
        "Save it first."
        in admin_client.get(reverse("admin:guidance_sideeffect_add")).content.decode()
    )


def test_a_page_that_cites_what_is_not_there_says_so(admin_client):
    spoil(how_it_works="It acts. [@nobody]")
    html = form_of(admin_client, models.Therapy.objects.get(slug="siponimod"))
    assert "cites nobody" in html


def test_findings_cost_the_form_the_same_however_much_content_there_is(
    admin_client, django_assert_max_num_queries
):
    effect = models.SideEffect.objects.get(slug="acne")
    form_of(admin_client, effect)
    with django_assert_max_num_queries(15):
        form_of(admin_client, effect)
