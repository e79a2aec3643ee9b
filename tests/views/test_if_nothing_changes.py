"""What happens if nothing changes, on the page of a type of SPMS and in the comparison."""

import msgspec
import pytest
from django.contrib.auth.models import Permission

from guidance import models
from guidance.editorial import publishing
from guidance.editorial.current import current_guide
from guidance.views import page_sections
from tests.html import form_data, words_of
from tests.staff import place

pytestmark = pytest.mark.django_db

NUMBERS = {
    "active-progressing": (
        "350 of 1,000",
        "650 did not",
        "EXPAND, 2018: 263 people",
        "up to 3 years",
    ),
    "non-active-progressing": (
        "307 of 1,000",
        "693 did not",
        "HERCULES, 2025: 377 people",
        "2.5 years",
    ),
}


def part_of(html):
    """Return the HTML of the open part about what happens if nothing changes; empty if none."""
    start = html.find('<section class="part" id="if-nothing-changes"')
    return html[start : html.index("</section>", start)] if start >= 0 else ""


@pytest.mark.parametrize("slug", NUMBERS)
def test_the_picture_says_who_was_counted_over_what_time_by_whom_in_both_framings(client, slug):
    part = part_of(client.get(f"/types/{slug}/").content.decode())
    words = " ".join(words_of(part).split())
    for said in NUMBERS[slug]:
        assert said in words, said
    assert "placebo (a dummy treatment)" in words
    assert "Sources for the text above" in words
    width = f"{int(NUMBERS[slug][0][:3]) / 10:.1f}%"
    assert part.count("<svg") == part.count('aria-hidden="true"') > 0
    assert f'class="bar__hit" width="{width}"' in part


@pytest.mark.parametrize("slug", ["active", "stable"])
def test_a_type_that_no_trial_counted_has_words_and_no_picture(client, slug):
    html = client.get(f"/types/{slug}/").content.decode()
    assert part_of(html) == ""
    assert 'id="if-nothing-changes"' in html
    assert "If nothing changes, or you stop" in html


def test_a_page_of_an_earlier_release_keeps_its_part_and_short_answer():
    page = current_guide().subtype("active-progressing")
    earlier = msgspec.structs.replace(page, placebo_groups=())
    [part] = [one for one in page_sections.of_subtype(earlier, []) if "350" in str(one.short)]
    assert (part.id, part.heading) == ("if-nothing-changes", "If nothing changes, or you stop")


def test_the_comparison_draws_the_same_bar_beside_at_most_15_words(client):
    chosen = {"treatment": ["none", "siponimod"], "type": "active-progressing"}
    html = client.post("/treatments/compare/", chosen).content.decode()
    cell = html[html.index("350 of 1,000 with active SPMS") - 600 :]
    assert 'class="bar__hit" width="35.0%"' in cell[:600]


def test_staff_add_a_placebo_group_and_see_it_before_it_is_public(admin_client):
    stable = models.Subtype.objects.get(slug="stable")
    change = place(models.Subtype, "change", stable.pk)
    data = form_data(admin_client.get(change)) | {
        "placebo_groups-TOTAL_FORMS": "1",
        "placebo_groups-0-subtype": str(stable.pk),
        "placebo_groups-0-order": "10",
        "placebo_groups-0-trial": "TEST",
        "placebo_groups-0-group": "90 people with stable SPMS",
        "placebo_groups-0-happened": "got worse",
        "placebo_groups-0-not_happened": "did not",
        "placebo_groups-0-time_span": "2 years",
        "placebo_groups-0-out_of": "1000",
        "placebo_groups-0-people": "1001",
        "placebo_groups-0-finding": "On it, 90 did. [@expand]",
        "placebo_groups-0-limits": "",
    }
    refused = admin_client.post(change, data)
    assert refused.status_code == 200
    assert "There cannot be more people than" in refused.content.decode()
    assert "90 people with stable SPMS" in refused.content.decode()
    saved = admin_client.post(change, {**data, "placebo_groups-0-people": "101"})
    assert saved.status_code == 302, saved.context["errors"]
    preview = admin_client.get(f"/preview/subtype/{stable.pk}/").content.decode()
    assert "101 of 1,000" in part_of(preview)
    assert part_of(admin_client.get("/types/stable/").content.decode()) == ""
    [found] = publishing.changes()
    assert found.key == "subtype/stable"


def test_every_role_has_its_rights_on_placebo_groups(db):
    rights = {
        group: set(
            Permission.objects.filter(
                group__name=group, codename__endswith="_placebogroup"
            ).values_list("codename", flat=True)
        )
        for group in ("Editor", "Publisher")
    }
    assert rights["Publisher"] == {"view_placebogroup"}
    assert len(rights["Editor"]) == 4
