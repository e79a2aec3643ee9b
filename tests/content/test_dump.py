"""An edition written to content files comes back as the same edition."""

import io
import os
import tomllib
from datetime import date

import msgspec
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import ProtectedError
from django.urls import reverse

from guidance import models
from guidance.content import export, load
from guidance.editorial import current, drafts, publishing, snapshots
from guidance.models.publication import AppendOnly
from guidance.pages.claims import claims
from guidance.pages.kinds import WHOLE_TABLE_KEYS
from tests.make import make_source, make_therapy, unpublish

pytestmark = pytest.mark.django_db


def dumped(folder):
    out = io.StringIO()
    call_command("dump_content", str(folder), stdout=out)
    return out.getvalue()


def digests():
    """Return {page key: digest} of the current edition."""
    versions = models.PageVersion.objects.of(models.Edition.objects.current())
    return dict(versions.values_list("key", "sha256"))


def empty_the_drafts():
    """Delete every draft row, those that others rest on last."""
    left = [
        model
        for model in apps.get_app_config("guidance").get_models()
        if not issubclass(model, AppendOnly)
    ]
    for model in [*left, *left]:
        try:
            model.objects.all().delete()
        except ProtectedError:
            continue
    assert not any(model.objects.exists() for model in left)


def come_back(folder):
    """Publish from the files of ``folder`` alone, and return the digests of that edition."""
    unpublish()
    empty_the_drafts()
    call_command("load_content", "--from", str(folder), "--publish", stdout=io.StringIO())
    return digests()


def test_the_shipped_content_comes_back_as_the_same_edition(tmp_path):
    before = digests()
    said = dumped(tmp_path / "content")
    assert come_back(tmp_path / "content") == before
    assert f"Wrote edition 1 as {len(before)} files" in said


def edit_everything():
    """Change each kind of page in ways that shipped content does not show, and publish."""
    make_source(
        "new-source",
        title='A "quoted" title, with \\ in it',
        published="",
        newer_version="May 2026",
        still_current="We looked for a newer one,\nand found none.",
        still_current_on=date(2026, 11, 23),
    )
    text = '* One = 1. [@new-source]\n* Two "" and """three""". [@new-source]\n\n\\* not a list'
    therapy = models.Therapy.objects.get(slug="siponimod")
    therapy.summary, therapy.brands, therapy.stopping = "Short. [@new-source]", "", text
    therapy.questions, therapy.cost = "One?\nTwo: é, “quoted” and …?", ""
    therapy.signed_off_by, therapy.signed_off_credentials = "Dr. Test", "MD"
    therapy.signed_off_on = therapy.checked_on
    therapy.save()
    for effect, order in zip(therapy.side_effects.all(), (30, 10, 20), strict=False):
        effect.order = order
        effect.save()
    evidence = therapy.evidence.first()
    evidence.out_of, evidence.certainty = 1000, "low"
    evidence.save()
    for moment, months, every in [
        ("months", "2, 14", (6, 12)),
        ("after", "", (1, 1)),
        ("dose", "", (None, None)),
    ]:
        therapy.monitoring.create(
            name="New check",
            text="It is new. [@new-source]",
            moment=moment,
            months=months,
            every_from=every[0],
            every_to=every[1],
        )
    make_therapy("by-a-shot", by_mouth=False, by_shot=True, at_home=False, at_clinic=True)
    models.GlossaryTerm.objects.filter(slug="relapse").update(link_first_use=False)
    models.GlossaryTerm.objects.create(slug="unused", term="Xyzzy", definition="A word.")
    models.Info.objects.get(slug="about").sections.create(
        anchor="more", heading="More", text="More.", order=5
    )
    visit = models.HandoutTemplate.objects.get(slug="yearly-check-when-stable")
    visit.subtype, visit.pictures, visit.detail, visit.questions = None, False, "all", ""
    visit.save()
    models.Subtype.objects.first().symptoms.clear()
    models.Subtype.objects.get(slug="stable").placebo_groups.create(
        trial="TEST",
        group="People",
        happened="got worse",
        not_happened="did not",
        time_span="a year",
        out_of=100,
        people=1,
        finding="A test. [@new-source]",
    )
    models.Symptom.objects.get(slug="sleep").delete()
    models.HelpLevel.objects.filter(urgency="soon").update(order=1)
    edit_the_clinic()
    publishing.publish(None, "Everything.")


def edit_the_clinic():
    models.Clinic.objects.update(
        name="A clinic",
        phone="+1 555 0100",
        hours="9 to 5",
        site_name="Our MS guide",
        emergency_number="112",
        emergency_wording="Call 112.",
        crisis_name="Listening line",
        crisis_number="116 123",
        crisis_text="",
        portal_name="MyClinic",
        portal_address="https://portal.example/",
        accent="green",
        offers={"siponimod": "here", "natalizumab": "not-here"},
    )
    phones = models.Clinic.objects.get().phones
    phones.create(label="Infusion center", number="555-0177", hours="9 to 5", order=20)
    phones.create(label="After hours", number="555-0199", after_hours=True, order=10)


def test_edited_content_comes_back_as_the_same_edition(tmp_path):
    shipped = digests()
    edit_everything()
    before = digests()
    assert len({key for key in before if before[key] != shipped.get(key)}) > 20
    dumped(tmp_path / "content")
    assert come_back(tmp_path / "content") == before


def test_the_dump_has_what_is_public_and_not_the_drafts(tmp_path):
    models.Therapy.objects.filter(slug="siponimod").update(summary="Only a draft.")
    dumped(tmp_path / "content")
    text = (tmp_path / "content" / "therapies" / "siponimod.toml").read_text()
    assert "Only a draft." not in text


def test_the_files_are_those_that_are_shipped(tmp_path):
    dumped(tmp_path / "content")

    def names(folder):
        return {path.relative_to(folder).as_posix() for path in folder.rglob("*.toml")}

    assert names(tmp_path / "content") == names(load.CONTENT)


def test_what_an_edition_does_not_hold_is_told_and_is_the_only_thing_lost(tmp_path):
    said = dumped(tmp_path / "content")
    assert "staff notes, notes on sources, order of info pages" in said
    lost = set()
    for path in (tmp_path / "content").rglob("*.toml"):
        written = tomllib.loads(path.read_text())
        shipped = tomllib.loads((load.CONTENT / path.relative_to(tmp_path / "content")).read_text())
        for mine, theirs in pairs(written, shipped):
            lost |= {name for name in theirs if theirs[name] not in ("", []) and name not in mine}
    defaults = {"in_sessions", "certainty", "out_of", "at_clinic", "by_infusion"}
    assert lost - defaults <= {"staff_note", "note", "order", "link_first_use"}
    assert {"staff_note", "note"} <= lost


def pairs(written, shipped):
    """Yield (row, row) for a file and for the rows of its first list of tables."""
    yield written, shipped
    for name in ("sources", "terms"):
        yield from zip(
            sorted(written.get(name, []), key=str),
            sorted(shipped.get(name, []), key=str),
            strict=True,
        )


def test_a_folder_in_use_is_left_as_it_is(tmp_path):
    (tmp_path / "old.toml").write_text("mine")
    with pytest.raises(CommandError, match="Nothing was written. .* is not empty"):
        dumped(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["old.toml"]


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "content").mkdir()
    dumped(tmp_path / "content")
    assert (tmp_path / "content" / "help.toml").exists()


def test_a_dump_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    def fail(*_, **__):
        raise OSError("No space left on device")

    monkeypatch.setattr(export.tomli_w, "dumps", fail)
    with pytest.raises(CommandError, match="Nothing was written. No space left"):
        dumped(tmp_path / "content")
    assert os.listdir(tmp_path) == []


def test_a_site_without_an_edition_has_nothing_to_write(tmp_path):
    unpublish()
    with pytest.raises(CommandError, match="Nothing was written. Nothing has been published"):
        dumped(tmp_path / "content")


def test_a_choice_of_a_later_release_is_written_unchanged(tmp_path):
    guide = current.current_guide()
    visit = msgspec.structs.replace(guide.visits()[0], detail="middle")
    sources = guide.page("sources/sources")
    first = msgspec.structs.replace(sources.sources[0], kind="Podcast")
    sources = msgspec.structs.replace(sources, sources=(first, *sources.sources[1:]))
    export.write(current.guide_overlaid_with([visit, sources]), tmp_path / "content")
    file = tmp_path / "content" / "visits" / f"{visit.slug}.toml"
    assert tomllib.loads(file.read_text())["detail"] == "middle"
    written = tomllib.loads((tmp_path / "content" / "sources.toml").read_text())
    assert {"Podcast"} < {source["kind"] for source in written["sources"]}
    with pytest.raises(load.ContentError, match="detail"):
        export.restore_to_draft(visit)


def test_every_field_of_a_content_file_is_filled_or_known_to_be_lost():
    """A field added to ``seed`` later must be written too."""
    filled = {}
    for shape in export.content_of(current.current_guide()).values():
        named = msgspec.structs.asdict(shape)
        names = {name for name, value in named.items() if value not in ("", [], None, False)}
        filled[type(shape)] = filled.get(type(shape), set()) | names
    for kind, names in filled.items():
        expected = {field.name for field in msgspec.structs.fields(kind)}
        unseen = {"staff_note", "signed_off_by", "signed_off_credentials", "signed_off_on"}
        unseen |= {"portal_name", "portal_address"}
        unseen |= {"phone", "phones", "hours", "address", "offers"}
        unseen |= {"call_911", "call_clinic"}  # what clinics wrote before there were signs
        unseen |= {"not_named", "label_read"}  # no label was read whole
        unseen |= {"offered"}  # a clinic's own answer
        assert expected - names <= unseen, kind


def test_what_a_label_does_not_name_comes_back_with_its_date():
    page = current.current_guide().therapy("siponimod")
    page = msgspec.structs.replace(page, not_named=("acne", "bleeding"), label_read="June 2026")
    row = export.restore_to_draft(page)
    assert {effect.slug for effect in row.not_named.all()} == {"acne", "bleeding"}
    assert row.label_read == "June 2026"


def test_every_part_of_a_page_leads_back_to_a_field_or_to_rows_of_its_form(client, admin_user):
    client.force_login(admin_user)
    seen = {}
    for key, page in snapshots.freeze_all().items():
        if key not in WHOLE_TABLE_KEYS:
            model, row = drafts.table_behind(key), drafts.drafts_behind(key).get()
            places = {export.form_field_id(page, claim.part.id) for claim in claims(page)}
            places |= {export.form_field_id(page, part) for part in ("title", "", "review")}
            seen.setdefault(model, {}).setdefault(row.pk, set()).update(places)
    for model, rows in seen.items():
        all_places = set().union(*rows.values())
        pk = max(rows, key=lambda pk: len(rows[pk]))
        form = client.get(reverse(f"admin:guidance_{model._meta.model_name}_change", args=[pk]))
        text = form.content.decode()
        missing = {place for place in all_places if f'id="{place}"' not in text}
        assert missing == set(), model
