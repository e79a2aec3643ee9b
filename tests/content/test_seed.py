"""Content files become drafts, whole or not at all, and never undo an editor's work."""

import shutil

import pytest
from django.apps import apps
from django.forms.models import model_to_dict, modelform_factory

from guidance import models
from guidance.content import load
from guidance.editorial import publishing, snapshots
from tests.make import draft_tables

pytestmark = pytest.mark.django_db

SOURCE = """
[[sources]]
key = "{key}"
organization = "Test maker"
title = "Test label"
address = "https://example.org/label"
kind = "label"
tier = "{tier}"
checked_on = 2026-11-23
how_checked = "official"
"""
THERAPY = """
name = "Test therapy"
group = "disease-modifying"
label_status = "spms"
label_line = "The label names it."
summary = "It is a tablet."
by_mouth = true
at_home = true
checked_on = 2026-11-23
review_due = 2027-11-23
"""
EFFECT = """
[[side_effects]]
side_effect = "nausea"
seriousness = "common"
detail = "You feel sick."
"""
VISIT = """
name = "Test visit"
audience = "Choose this before a visit."
note = "Bring your list."
subtype = "nowhere"
checked_on = 2026-11-23
review_due = 2027-11-23
"""
SYMPTOM = """
name = "Test symptom"
summary = "It is there."
side_effects = ["nausea", "nowhere"]
checked_on = 2026-11-23
review_due = 2027-11-23
"""


PAGES = (
    "side_effects/nausea.toml",
    "symptoms/fatigue.toml",
    "therapies/siponimod.toml",
    "therapies/physical-therapy.toml",
    "subtypes/active.toml",
    "visits/yearly-check-when-stable.toml",
    "info/about.toml",
)
"""The shipped pages in the small folder: one of each kind, and a treatment without numbers."""


@pytest.fixture
def folder(tmp_path):
    """A small content folder: ``PAGES``, the clinic, help levels, signs, one source that is new."""
    folder = tmp_path / "content"
    for name in (*PAGES, "help.toml", "clinic.toml", "signs.toml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(load.CONTENT / name, folder / name)
    (folder / "glossary.toml").write_text("terms = []\n")
    (folder / "sources.toml").write_text(SOURCE.format(key="one-more", tier="primary"))
    return folder


def rows():
    """Return every row of every table of the site, links included."""
    tables = apps.get_app_config("guidance").get_models(include_auto_created=True)
    return {table: list(table.objects.order_by("pk").values()) for table in tables}


# What is wrong in a file


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("therapies/a.toml", THERAPY + 'colour = "red"', "unknown field `colour`"),
        (
            "therapies/a.toml",
            THERAPY.replace('name = "Test therapy"', ""),
            "missing required field `name`",
        ),
        (
            "therapies/a.toml",
            THERAPY.replace("by_mouth = true", 'by_mouth = "yes"'),
            "Expected `bool`, got `str` - at `$.by_mouth`",
        ),
        (
            "therapies/a.toml",
            THERAPY.replace("review_due = 2027-11-23", 'review_due = "soon"'),
            "- at `$.review_due`",
        ),
        ("therapies/a.toml", THERAPY + EFFECT + "out_of = 7000", "at `$.side_effects[0].out_of`"),
        ("therapies/a.toml", THERAPY + "cost =", "not valid TOML: Invalid value (at "),
        ("therapies/a.toml", THERAPY + 'cost = "50 \udce9"', "not in UTF-8"),
        (
            "therapies/a.toml",
            THERAPY + 'stopping = "Ask first. [@one-mroe]"',
            "therapy a: stopping: There is no source with the key “one-mroe”. Did you mean one-mo",
        ),
        (
            "therapies/a.toml",
            THERAPY + EFFECT + EFFECT.replace("nausea", "headache").replace("sick.", "sick. [@no]"),
            "therapy a: side_effects[1]: detail: There is no source with the key “no”",
        ),
        (
            "therapies/a.toml",
            THERAPY + EFFECT + EFFECT,
            "therapy a: side_effects[1]: This therapy has that side effect already",
        ),
        (
            "therapies/a.toml",
            THERAPY + EFFECT.replace("nausea", "nowhere"),
            "side_effects: there is no side effect “nowhere”",
        ),
        (
            "therapies/a.toml",
            THERAPY.replace("by_mouth = true", ""),
            "therapy a: Tick at least one way in which it is taken",
        ),
        ("visits/a.toml", VISIT, "subtype: there is no subtype “nowhere”"),
        ("visits/print.toml", VISIT.replace("nowhere", "stable"), "This address is taken"),
        ("symptoms/a.toml", SYMPTOM, "side_effects: there is no side effect “nowhere”"),
        (
            "sources.toml",
            SOURCE.format(key="one", tier="primary") + SOURCE.format(key="two", tier="forum"),
            "source two: tier: Value 'forum' is not a valid choice",
        ),
    ],
)
def test_a_wrong_file_is_named_with_place_and_reason_and_changes_nothing(
    folder, name, text, reason
):
    before = rows()
    (folder / name).write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(load.ContentError) as caught:
        load.load(folder, overwrite=True)
    assert str(caught.value).startswith(f"{name}: ")
    assert reason in str(caught.value)
    assert rows() == before


@pytest.mark.parametrize("name", ["sources.toml", "glossary.toml", "help.toml", "clinic.toml"])
def test_a_missing_file_is_named_and_nothing_is_changed(folder, name):
    before = rows()
    (folder / name).unlink()
    with pytest.raises(load.ContentError, match=f"^{name}: the file is missing"):
        load.load(folder)
    assert rows() == before


@pytest.mark.parametrize(
    "name", ["side_effects", "symptoms", "therapies", "subtypes", "visits", "info"]
)
def test_a_missing_folder_is_named_and_nothing_is_changed(folder, name):
    before = rows()
    shutil.rmtree(folder / name)
    with pytest.raises(load.ContentError, match=f"^{name}: the folder is missing"):
        load.load(folder)
    assert rows() == before


# Files and editors


def test_a_new_file_makes_its_page_with_all_that_hangs_on_it(folder):
    (folder / "therapies" / "a.toml").write_text(THERAPY + EFFECT)
    assert load.load(folder).created == ["source one-more", "therapy a"]
    effect = models.Therapy.objects.get(slug="a").side_effects.get()
    assert (effect.side_effect.slug, effect.detail) == ("nausea", "You feel sick.")


@pytest.mark.slow
def test_loading_again_changes_and_reports_nothing():
    before = rows()
    assert load.load(overwrite=True) == load.Report()
    assert rows() == before


@pytest.mark.slow
def test_loading_again_asks_for_the_rows_of_a_table_all_at_once(django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        load.load()


def test_a_database_without_content_is_told_apart():
    assert not load.is_empty()
    for model in (models.Subtype, models.Symptom, models.Therapy, models.Source):
        model.objects.all().delete()
    assert load.is_empty()


def _therapy():
    return models.Therapy.objects.get(slug="siponimod")


def _change_text():
    therapy = _therapy()
    therapy.summary = "An editor wrote this."
    therapy.save()
    return f"therapy {therapy.slug}", "summary"


def _change_two_fields():
    therapy = _therapy()
    therapy.pronunciation, therapy.brands = "test-er-a-py", "Testmab, Testkin"
    therapy.save()
    return f"therapy {therapy.slug}", "brands, pronunciation"


def _change_a_part():
    effect = _therapy().side_effects.first()
    effect.detail = "An editor wrote this."
    effect.save()
    return f"therapy {effect.therapy.slug}", "side_effects"


def _remove_a_part():
    effect = _therapy().side_effects.last()
    effect.delete()
    return f"therapy {effect.therapy.slug}", "side_effects"


def _swap_parts():
    first, second = _therapy().side_effects.all()[:2]
    first.order, second.order = second.order, first.order
    first.save()
    second.save()
    return f"therapy {first.therapy.slug}", "side_effects"


def _add_parts():
    therapy = models.Therapy.objects.get(slug="physical-therapy")
    therapy.evidence.create(
        trial="TEST",
        group="Adults",
        happened="got worse",
        not_happened="did not get worse",
        time_span="2 years",
        with_treatment=1,
        without_treatment=2,
        comparator="placebo",
        finding="Words.",
    )
    return f"therapy {therapy.slug}", "evidence"


def _remove_a_link():
    subtype = models.Subtype.objects.get(slug="active")
    subtype.therapies.remove(subtype.therapies.first())
    return f"subtype {subtype.slug}", "therapies"


def _add_a_link():
    symptom = models.Symptom.objects.get(slug="fatigue")
    others = models.SideEffect.objects.exclude(pk__in=symptom.side_effects.all())
    symptom.side_effects.add(others.first())
    return f"symptom {symptom.slug}", "side_effects"


def _change_a_visit():
    visit = models.HandoutTemplate.objects.get(slug="yearly-check-when-stable")
    visit.subtype = None
    visit.save()
    visit.side_effects.add(models.SideEffect.objects.first())
    return f"handout template {visit.slug}", "side_effects, subtype"


def _change_a_sign():
    sign = models.Sign.objects.first()
    sign.text = "An editor wrote this."
    sign.save()
    return f"sign {sign.slug}", "text"


def _change_a_section():
    section = models.InfoSection.objects.filter(info__slug="about").first()
    section.heading = "An editor wrote this"
    section.save()
    return f"info page {section.info.slug}", "sections"


def _change_the_clinic():
    models.Clinic.objects.update(phone="+1 555 0100")
    return "clinic True", "phone"


@pytest.mark.parametrize(
    "edit",
    [
        _change_text,
        _change_two_fields,
        _change_a_part,
        _remove_a_part,
        _swap_parts,
        _add_parts,
        _remove_a_link,
        _add_a_link,
        _change_a_visit,
        _change_a_sign,
        _change_a_section,
        _change_the_clinic,
    ],
)
def test_an_edit_is_left_and_reported_until_the_loader_is_told_to_overwrite(folder, edit):
    (folder / "sources.toml").write_text("sources = []\n")
    shipped = snapshots.freeze_all()
    what, where = edit()
    edited = rows()
    report = load.load(folder)
    assert report == load.Report(differing=[f"{what}: {where}"])
    assert rows() == edited
    assert load.load(folder, overwrite=True) == load.Report(overwritten=[what])
    assert snapshots.freeze_all() == shipped


@pytest.mark.slow
def test_a_form_saved_as_it_was_makes_no_difference():
    """Browsers send other line ends, and forms take away the space around a text."""
    for model in draft_tables():
        form_class = modelform_factory(model, fields="__all__")
        for row in model.objects.all():
            sent = {
                name: value.replace("\n", "\r\n") if isinstance(value, str) else value
                for name, value in model_to_dict(row).items()
            }
            form_class(sent, instance=row).save()
    assert load.load() == load.Report()
    assert publishing.changes() == []
