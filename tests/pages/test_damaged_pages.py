"""What readers and staff see of a public edition with pages that cannot be read."""

import msgspec
import pytest
from django.core.management import CommandError, call_command
from django.db.models import QuerySet
from django.test import Client

from guidance.editorial import current, publishing, refusals, workflow
from guidance.editorial.withdrawal import WHY_WITHDRAWN
from guidance.models import Edition, PageVersion, Therapy
from tests.pages.later_release import with_later_fields
from tests.staff import signed_in
from tests.walk.answering import ACTIVE_PROGRESSING, walk

pytestmark = pytest.mark.django_db


def damage(key, **fields):
    """Write ``fields`` into the payload of the public version of ``key``; None takes one away."""
    version = current.public_versions([key])[key]
    payload = {**version.payload, **fields}
    for name in [name for name, value in fields.items() if value is None]:
        del payload[name]
    QuerySet(PageVersion).filter(pk=version.pk).update(payload=payload)
    current.forget_guide()
    return version


def publish_again(key, **fields):
    """Cut a new edition in which only the page ``key`` is another version, and return it."""
    last = Edition.objects.current()
    page = current.pages_of({key: last.manifest[key]})[key]
    version = publishing.store_version(
        msgspec.structs.replace(page, **fields), None, last.published_at
    )
    return Edition.objects.create(
        number=last.number + 1,
        manifest={**last.manifest, key: version.pk},
        note="Again.",
        published_at=last.published_at,
    )


OTHERS = (
    "/",
    "/types/",
    "/treatments/",
    "/treatments/ocrelizumab/",
    "/treatments/compare/?treatment=ocrelizumab&treatment=fingolimod",
    "/side-effects/",
    "/side-effects/headache/",
    "/symptoms/",
    "/get-help/",
    "/glossary/",
    "/sources/",
    "/handout/",
    "/what-matters/",
    "/search/?q=fingolimod",
    "/find-your-type/",
    "/find-your-type/safety/",
    "/about/changes/",
    "/about/changes/feed.xml",
    "/sitemap.xml",
)


@pytest.mark.parametrize("fields", [{"summary": None}, {"brands": 7}, {"slug": "other"}])
def test_a_treatment_that_cannot_be_read_costs_its_own_page_alone(client, caplog, fields):
    title = current.current_guide().therapy("siponimod").title
    damage("therapy/siponimod", **fields)
    response = client.get("/treatments/siponimod/")
    assert response.status_code == 503
    assert "Retry-After" in response.headers
    page = response.content.decode()
    assert title in page
    assert 'href="tel:' in page or "Call 911" in page
    for level in current.current_guide().help.levels:
        assert (level.title in page) == (level.slug != "next-visit")
    for path in OTHERS:
        response = client.get(path)
        assert response.status_code == 200, path
    for path in ("/treatments/", "/handout/", "/treatments/compare/", "/what-matters/"):
        text = client.get(path).content.decode()
        assert "Some pages cannot be shown right now." in text, path
        assert title in text, path
    sheet = client.post("/handout/print/", {"treatment": "ocrelizumab", "size": "14"})
    assert sheet.status_code == 200
    assert client.get("/healthz").status_code == 200
    assert any("therapy/siponimod cannot be read" in line for line in caplog.messages)


def test_a_side_effect_that_cannot_be_read_stays_in_the_list_of_the_treatment(client):
    guide = current.current_guide()
    therapy = guide.therapy("siponimod")
    effect, page = guide.effects_of(therapy)[0]
    damage(page.key, review=None)
    text = client.get("/treatments/siponimod/").content.decode()
    assert text.count(page.title) >= 2  # the notice above, and the list
    assert [one.side_effect for one, _ in current.current_guide().effects_of(therapy)] == [
        one.side_effect for one in therapy.effects
    ]
    assert client.get(f"/side-effects/{effect.side_effect}/").status_code == 503


def test_a_type_that_cannot_be_read_leaves_its_cell_of_the_map_empty(client):
    guide = current.current_guide()
    gone, *others = guide.subtypes()
    assert gone.active and gone.progressing
    damage(gone.key, active=None)
    page = client.get("/types/").content.decode()
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    first = table.split("</tr>")[0]
    beside = next(page for page in others if page.progressing)
    assert first.index("cannot be shown right now") < first.index(beside.title)
    assert first.count("<td") == 2


def test_the_walk_ends_at_its_result_when_the_page_of_that_type_cannot_be_read(client):
    damage("subtype/active-progressing", review=None)
    walk(client, ACTIVE_PROGRESSING)
    response = client.get("/find-your-type/result/")
    assert response.status_code == 200
    text = response.content.decode()
    assert "Your answers fit active and progressing SPMS" in text
    assert "The page of this type cannot be shown right now." in text
    assert 'href="/types/active-progressing/"' not in text


def test_get_help_is_shown_as_an_earlier_edition_had_it(client, admin_client, caplog):
    was = client.get("/get-help/").content.decode()
    level = current.current_guide().help.levels[0]
    publish_again("help/help", title="Get help now")
    damage("help/help", levels=None)
    page = client.get("/get-help/").content.decode()
    assert level.title in page and was.count("<li>") == page.count("<li>")
    assert client.get("/").status_code == client.get("/find-your-type/safety/").status_code == 200
    home = admin_client.get("/admin/").content.decode()
    assert "Public pages that cannot be read" in home
    assert "as it was in edition 1" in home


@pytest.mark.parametrize(
    "key", ["clinic/clinic", "help/help", "sources/sources", "glossary/glossary", "info/home"]
)
def test_without_an_earlier_version_the_rest_of_the_site_goes_on(client, key):
    damage(key, title=None)
    assert client.get("/treatments/siponimod/").status_code == 200
    statuses = {path: client.get(path).status_code for path in (*OTHERS, "/privacy/")}
    own = {
        "clinic/clinic": set(),
        "sources/sources": set(),
        "info/home": {"/"},
        "glossary/glossary": {"/glossary/"},
        "help/help": {"/get-help/", "/find-your-type/safety/"},
    }
    assert {path for path, status in statuses.items() if status != 200} == own[key]
    assert {status for status in statuses.values() if status != 200} <= {503}
    if key == "help/help":
        for path in ("/", "/get-help/", "/find-your-type/safety/"):
            assert "911" in client.get(path).content.decode()


def test_a_later_releases_edition_is_shown_as_far_as_this_one_knows_it(client):
    versions = current.public_versions()
    for key, version in versions.items():
        payload = with_later_fields(version.payload)
        if key == "therapy/siponimod":
            payload |= {"group": "later-group", "where_taken": ["moon"], "how_taken": ["laser"]}
            payload["effects"] = [
                {**effect, "seriousness": "later"} for effect in payload["effects"]
            ]
            payload["monitoring"] = [
                {**check, "moment": "later"} for check in payload["monitoring"]
            ]
            payload["evidence"] = [{**one, "certainty": "later"} for one in payload["evidence"]]
        QuerySet(PageVersion).filter(pk=version.pk).update(payload=payload, schema=99)
    last = Edition.objects.current()
    unknown = PageVersion.objects.create(
        key="video/first",
        number=1,
        schema=99,
        payload={"kind": "video", "slug": "first", "title": "A film"},
        sha256="",
        created_at=last.published_at,
    )
    Edition.objects.create(
        number=last.number + 1,
        manifest={**last.manifest, "video/first": unknown.pk},
        note="Of a later release.",
        changes=[{"key": "video/first", "title": "A film", "what": "filmed", "why": "So."}],
        published_at=last.published_at,
    )
    current.forget_guide()
    for path in (*OTHERS, "/treatments/siponimod/"):
        assert client.get(path).status_code == 200, path
    listed = client.get("/treatments/").content.decode()
    assert "/treatments/siponimod/" in listed
    assert "Some pages cannot be shown" not in listed
    shown = client.get("/treatments/siponimod/").content.decode()
    assert all(
        page.title in shown
        for _, page in current.current_guide().effects_of(
            current.current_guide().therapy("siponimod")
        )
    )
    data = {"treatment": "siponimod", "size": "14", "detail": "all"}
    assert client.post("/handout/print/", data).status_code == 200


# Old sheets

TITLE = "Siponimod"


def code_of(client, **data):
    sheet = client.post("/handout/print/", {"size": "14", **data})
    return sheet.context_data["sheet"].code


def test_codes_name_the_same_pages_when_a_page_cannot_be_read(client):
    before = code_of(client, treatment="siponimod")
    damage("therapy/alemtuzumab", title=None)
    assert code_of(client, treatment="siponimod") == before
    found = client.get("/handout/check/", {"code": before}).context_data["found"]
    assert {one.title: one.what for one in found}[TITLE] == "same"


@pytest.mark.parametrize(("old", "what"), [(True, "old-unreadable"), (False, "now-unreadable")])
def test_a_sheet_whose_page_cannot_be_read_is_told_so_and_to_call(client, old, what):
    code = code_of(client, treatment="siponimod")
    if old:
        version = current.public_versions(["therapy/siponimod"])["therapy/siponimod"]
        publish_again("therapy/siponimod", pronunciation="other")
        payload = {**version.payload, "review": None}
        QuerySet(PageVersion).filter(pk=version.pk).update(payload=payload)
        current.forget_guide()
    else:
        damage("therapy/siponimod", review=None)
    response = client.get("/handout/check/", {"code": code})
    assert response.status_code == 200
    found = {one.title: one for one in response.context_data["found"]}
    assert found[TITLE].what == what
    assert found[TITLE].call
    assert "Call your clinic about this." in response.content.decode()


# Staff


def test_staff_see_a_damaged_page_and_can_withdraw_or_restore_it(client, admin_user):
    boss = signed_in(Client(), admin_user)
    good = current.public_versions(["therapy/siponimod"])["therapy/siponimod"]
    publish_again("therapy/siponimod", pronunciation="other")
    bad = damage("therapy/siponimod", review=None)
    home = boss.get("/admin/").content.decode()
    assert "Public pages that cannot be read" in home
    history = f"/admin/guidance/pageversion/of/?page={bad.key}"
    assert history.replace("/", "%2F") in home or bad.key in home
    assert boss.get(history).status_code == 200
    assert boss.get(f"/admin/guidance/pageversion/{bad.pk}/change/").status_code == 200
    edition = Edition.objects.current()
    assert boss.get(f"/admin/guidance/edition/{edition.pk}/change/").status_code == 200
    restore = f"/admin/guidance/pageversion/{good.pk}/restore/"
    assert boss.post(restore, {"note": "Damaged."}).status_code == 302
    assert client.get("/treatments/siponimod/").status_code == 200
    damage("therapy/siponimod", review=None)
    withdraw = f"/admin/guidance/pageversion/withdraw/?page={bad.key}"
    assert boss.get(withdraw).status_code == 200
    data = {"why": "checking", "instead": "", "note": "Damaged."}
    response = boss.post(withdraw, {**data, "why": next(iter(WHY_WITHDRAWN))})
    assert response.status_code == 302
    assert client.get("/treatments/siponimod/").status_code == 410


def test_another_page_can_be_withdrawn_while_one_cannot_be_read(client, admin_user):
    damage("therapy/siponimod", review=None)
    boss = signed_in(Client(), admin_user)
    path = "/admin/guidance/pageversion/withdraw/?page=therapy/ocrelizumab"
    assert boss.post(path, {"why": next(iter(WHY_WITHDRAWN)), "note": "Now."}).status_code == 302
    assert client.get("/treatments/ocrelizumab/").status_code == 410
    assert client.get("/treatments/siponimod/").status_code == 503


def test_a_submission_that_cannot_be_read_is_sent_back_and_never_approved(people):
    Therapy.objects.filter(slug="siponimod").update(brands="Other")
    submission = workflow.submit(people["Editor"], ["therapy/siponimod"], "Said better.")
    version = submission.pages.get().version
    payload = {**version.payload, "summary": 7}
    QuerySet(PageVersion).filter(pk=version.pk).update(payload=payload)
    reviewer = signed_in(Client(), people["Clinical reviewer"])
    place = submission.get_absolute_url()
    assert "cannot read: Siponimod" in reviewer.get(place).content.decode()
    with pytest.raises(refusals.Refused, match="Send it back"):
        workflow.approve(people["Clinical reviewer"], submission)
    workflow.request_changes(people["Clinical reviewer"], submission, "Submit it again.")
    assert reviewer.get(place).status_code == 200


# The command


def test_check_editions_reads_the_current_edition_and_with_all_the_old_ones(capsys):
    call_command("check_editions")
    assert "can be shown" in capsys.readouterr().out
    publish_again("therapy/siponimod", pronunciation="other")
    old = Edition.objects.get(number=1).manifest["therapy/siponimod"]
    QuerySet(PageVersion).filter(pk=old).update(payload={"kind": "therapy"})
    call_command("check_editions")
    with pytest.raises(CommandError):
        call_command("check_editions", all=True)
    assert "Edition 1, therapy/siponimod: " in capsys.readouterr().err
    damage("symptom/sleep", title=None)
    with pytest.raises(CommandError):
        call_command("check_editions")
    assert "symptom/sleep" in capsys.readouterr().err


def test_check_editions_names_what_this_release_does_not_show_and_passes(capsys):
    version = current.public_versions(["symptom/sleep"])["symptom/sleep"]
    payload = {**version.payload, "later": 1}
    QuerySet(PageVersion).filter(pk=version.pk).update(payload=payload, schema=2)
    call_command("check_editions")
    assert "symptom/sleep: This release does not show its .later." in capsys.readouterr().out
