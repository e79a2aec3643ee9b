"""A clinic comes along with a new release: its drafts, its edits, and what readers see."""

import shutil

import pytest
from django.apps import apps

from guidance import models
from guidance.content import load, update
from guidance.content.record import Record
from guidance.editorial import draft_status
from tests.content.releases import Release, made_by_an_earlier_release

pytestmark = pytest.mark.django_db

SIPONIMOD = "therapies/siponimod.toml"
NEW = "New words of the release. [@lbl_siponimod]"
OURS = "Call our nurse first. [@lbl_siponimod]"


@pytest.fixture
def release(tmp_path):
    return Release(tmp_path)


@pytest.fixture(params=["noted", "made by an earlier release"])
def site(request):
    """The site has noted what it was given, or an earlier release made it."""
    if request.param != "noted":
        made_by_an_earlier_release()


def siponimod():
    return models.Therapy.objects.get(slug="siponimod")


def offered():
    """Return {(relation, first field): values} of the open offers."""
    return {(offer.relation, offer.field): offer.values for offer in models.Offer.objects.all()}


def rows():
    """Return every row of every table of the site, links included."""
    tables = apps.get_app_config("guidance").get_models(include_auto_created=True)
    return {table: list(table.objects.order_by("pk").values()) for table in tables}


def test_the_record_has_every_text_that_is_shipped():
    """When this fails, run: python manage.py record_content RELEASE."""
    assert Record.read().lacks(row for _, row in load.Reader(load.CONTENT).rows()) == []


def test_a_clinic_with_edits_upgrades(site, release, client, monkeypatch):
    address = siponimod().get_absolute_url()
    before = client.get(address).content
    _edit_as_a_clinic()
    _ship_new_words(release)
    said = release.upgrade(monkeypatch)
    assert "New as drafts: 1. Drafts that took new words: 3." in said

    therapy = siponimod()
    assert therapy.cost_short == NEW, "Not edited: it takes the new words."
    assert therapy.stopping_short == OURS, "Edited: it stays."
    first = therapy.evidence.get(trial="EXPAND")
    assert (first.with_treatment, first.without_treatment) == (261, 320), "Edited: as it was."
    effects = therapy.side_effects.all()
    assert effects.get(side_effect__slug="high-blood-pressure").detail == NEW
    assert not effects.filter(side_effect__slug="headache"), "What the clinic deleted stays so."
    assert effects.get(side_effect__slug="nausea").detail == NEW, "A new row is added."
    assert not therapy.monitoring.filter(name="Gene test"), "A row that the release took away."
    assert therapy.monitoring.get(name="Our own check"), "The clinic's own row stays."
    assert models.Symptom.objects.get(slug="new-symptom").summary == NEW
    assert not models.Symptom.objects.filter(slug="sleep"), "A deleted page stays deleted."
    assert models.Info.objects.get(slug="about").sections.first().heading == "Who runs this"
    assert models.Sign.objects.get(slug="stroke-after-alemtuzumab").text.startswith("New sign")

    assert offered() == {
        ("", "stopping_short"): {"stopping_short": NEW},
        ("evidence", "finding"): {
            "finding": "Other numbers. [@expand]",
            "with_treatment": 250,
            "without_treatment": 330,
        },
    }
    upgraded = models.PageState.objects.filter(upgraded=True).values_list("key", flat=True)
    assert set(upgraded) == {
        *("therapy/siponimod", "symptom/new-symptom", "info/about", "signs/signs"),
    }
    assert models.Edition.objects.count() == 1
    assert client.get(address).content == before, "Nothing became public."

    after = rows()
    assert "The drafts have the words of this release." in release.upgrade(monkeypatch)
    assert rows() == after, "A second run changes nothing."


def test_words_of_the_walk_are_taken_or_offered_one_by_one(site, release):
    key, edited = "question/spots/heading", "question/mri/heading"
    models.WalkText.objects.filter(key=edited).update(text="Our own question?")
    for line in ("Did it show new, bigger", "When was your last MRI"):
        release.change("walk/find-your-type.toml", f'text = "{line}[^\n]*"', 'text = "New words?"')
    release.bring()
    words = dict(models.WalkText.objects.values_list("key", "text"))
    assert (words[key], words[edited]) == ("New words?", "Our own question?")
    assert [values["text"] for (_, _), values in offered().items()] == ["New words?"]


def _edit_as_a_clinic():
    therapy = siponimod()
    therapy.stopping_short = OURS
    therapy.save()
    therapy.evidence.filter(trial="EXPAND").update(with_treatment=261)
    therapy.side_effects.filter(side_effect__slug="headache").delete()
    therapy.monitoring.create(
        name="Our own check", text="We look. [@lbl_siponimod]", moment="before", order=1
    )
    models.Symptom.objects.get(slug="sleep").delete()
    models.Clinic.objects.update(phone="+1 555 0100")
    draft_status.update_all()


def _ship_new_words(release):
    release.set(SIPONIMOD, "cost_short", NEW)
    release.set(SIPONIMOD, "stopping_short", NEW)
    release.change(SIPONIMOD, "with_treatment = 260", "with_treatment = 250")
    release.change(SIPONIMOD, "without_treatment = 320", "without_treatment = 330")
    release.set(SIPONIMOD, "finding", "Other numbers. [@expand]")
    headache = r'("headache"\nseriousness = "common"\ndetail = )"[^\n]*"'
    release.change(SIPONIMOD, headache, rf'\1"{NEW}"')
    blood_pressure = r'("high-blood-pressure"\nseriousness = "serious"\ndetail = )"[^\n]*"'
    release.change(SIPONIMOD, blood_pressure, rf'\1"{NEW}"')
    new_effect = (
        f'\n[[side_effects]]\nside_effect = "nausea"\nseriousness = "common"\ndetail = "{NEW}"\n'
    )
    release.change(SIPONIMOD, r"\Z", new_effect)
    gene_test = (
        r'\[\[monitoring\]\]\nname = "Gene test"[^\[]*\[@lbl_siponimod_2026\]"\nmoment = "before"\n'
    )
    release.change(SIPONIMOD, gene_test, "")
    release.change("info/about.toml", "Who runs this site", "Who runs this")
    release.change("signs.toml", "Within 3 days of alemtuzumab:", "New sign:")
    shutil.copyfile(
        release.folder / "symptoms/fatigue.toml", release.folder / "symptoms/new-symptom.toml"
    )
    release.change("symptoms/new-symptom.toml", r'name = "[^\n]*"', 'name = "New symptom"')
    release.change("symptoms/new-symptom.toml", r'summary = "[^\n]*"', f'summary = "{NEW}"')
    release.set("symptoms/sleep.toml", "name", "Sleep, in other words")


def test_a_row_that_cannot_be_created_is_named_and_comes_when_it_can(release):
    """The clinic has a page of its own with that name."""
    shutil.copyfile(
        release.folder / "symptoms/fatigue.toml", release.folder / "symptoms/new-symptom.toml"
    )
    release.set("symptoms/new-symptom.toml", "name", "Our page")
    ours = models.Symptom.objects.get(slug="bladder")
    models.Symptom.objects.filter(pk=ours.pk).update(name="Our page")
    release.set(SIPONIMOD, "cost_short", NEW)
    report = release.bring()
    assert len(report.not_created) == 1
    assert report.not_created[0].startswith("symptoms/new-symptom.toml: symptom new-symptom: name:")
    assert siponimod().cost_short == NEW, "All else comes."
    models.Symptom.objects.filter(pk=ours.pk).update(name="Our page on the bladder")
    assert release.bring().created == ["symptom new-symptom"]


def test_words_that_cite_a_source_that_is_not_here_are_offered(release):
    release.set(SIPONIMOD, "cost_short", "Ask about the price. [@ours]")
    release.set(SIPONIMOD, "stopping_short", NEW)
    release.change(SIPONIMOD, "checked_on = 2026-11-28", "checked_on = 2026-12-01")
    before = siponimod().cost_short
    assert release.bring().offered == ["therapy/siponimod: cost_short"]
    assert (siponimod().cost_short, siponimod().stopping_short) == (before, NEW)
    assert str(siponimod().checked_on) == "2026-11-28", "Not all words are those of the release."


def test_dates_follow_only_where_all_words_are_those_of_the_release(release):
    checked = {
        SIPONIMOD: "checked_on = 2026-11-28",
        "symptoms/fatigue.toml": "checked_on = 2026-11-23",
    }
    for name, day in checked.items():
        release.change(name, day, "checked_on = 2026-12-01")
        release.change(name, "review_due = 2027-11-23", "review_due = 2027-12-01")
    models.Therapy.objects.filter(slug="siponimod").update(stopping_short=OURS)
    release.bring()
    assert str(models.Symptom.objects.get(slug="fatigue").checked_on) == "2026-12-01"
    assert (str(siponimod().checked_on), str(siponimod().review_due)) == (
        *("2026-11-28", "2027-11-23"),
    )
    assert offered() == {}


def test_a_row_that_a_release_takes_away_may_come_back_with_a_later_one(release):
    shipped = (release.folder / SIPONIMOD).read_text()
    release.change(SIPONIMOD, r'\[\[monitoring\]\]\nname = "Gene test".*?moment = "before"\n', "")
    release.bring()
    assert not siponimod().monitoring.filter(name="Gene test")
    (release.folder / SIPONIMOD).write_text(shipped)
    release.bring()
    assert siponimod().monitoring.get(name="Gene test")


def test_an_offer_to_remove_a_row_is_void_when_a_later_release_has_the_row(release):
    shipped = (release.folder / SIPONIMOD).read_text()
    gene_test = r'\[\[monitoring\]\]\nname = "Gene test".*?moment = "before"\n'
    siponimod().monitoring.filter(name="Gene test").update(text=OURS)
    release.change(SIPONIMOD, gene_test, "")
    release.bring()
    assert offered() == {("monitoring", ""): {}}
    (release.folder / SIPONIMOD).write_text(shipped)
    release.bring()
    assert ("monitoring", "") not in offered()
    release.change(SIPONIMOD, gene_test, "")
    release.bring()
    assert offered() == {("monitoring", ""): {}}


def test_no_text_about_when_to_call_goes_where_a_sign_of_the_release_is_not_here(release):
    """One release has a text, the next has signs, of which staff deleted one."""
    shipped = (release.folder / SIPONIMOD).read_text()
    deleted = siponimod().signs.first()
    release.change(SIPONIMOD, r"\nsigns = \[.*?\]\n", f'\nsigns = []\ncall_911 = "{OURS}"\n')
    known = release.record()
    update.update(release.folder, known)
    assert (siponimod().call_911, siponimod().signs.count()) == (OURS, 0)
    (release.folder / SIPONIMOD).write_text(shipped)
    deleted.delete()
    update.update(release.folder, known)
    assert (siponimod().call_911, siponimod().signs.count()) == (OURS, 0)
    offer = offered()["", "signs"]
    assert (offer["call_911"], deleted.slug in offer["signs"]) == ("", True)


def test_a_link_to_a_page_that_staff_deleted_is_left_out(release):
    models.Symptom.objects.get(slug="sleep").delete()
    before = set(models.Subtype.objects.get(slug="active").symptoms.all())
    release.set("subtypes/active.toml", "meaning_short", "It is active. [@lbl_siponimod]")
    release.bring()
    active = models.Subtype.objects.get(slug="active")
    assert active.meaning_short == "It is active. [@lbl_siponimod]"
    assert set(active.symptoms.all()) == before
    assert offered() == {}


def test_a_row_with_the_key_of_a_new_one_does_not_keep_the_other_new_rows_away(release):
    """The clinic has made a page with the address of one that the release brings."""
    made_by_an_earlier_release()
    for slug in ("new-symptom", "other-symptom"):
        shutil.copyfile(
            release.folder / "symptoms/fatigue.toml", release.folder / f"symptoms/{slug}.toml"
        )
        release.set(f"symptoms/{slug}.toml", "name", slug)
    models.Symptom.objects.filter(slug="bladder").update(slug="new-symptom")
    assert release.bring().created == ["symptom other-symptom"]
