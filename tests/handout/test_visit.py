"""Ready-made handouts: from the draft to the sheet that a reader prints."""

import re
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import URLPattern, reverse

from guidance import urls
from guidance.editorial import current, new_edition, publishing, refusals, withdrawal, workflow
from guidance.handout import blocks
from guidance.models import HandoutTemplate, SideEffect, Subtype, Symptom, Therapy
from guidance.models.handout_template import RESERVED_SLUGS
from tests.handout.pdfs import assert_in_order, words_on_paper
from tests.html import Reader
from tests.make import REVIEW, make_side_effect, make_therapy, make_user

pytestmark = pytest.mark.django_db

KEY = "visit/test-visit"
PLACE = "/handout/test-visit/"
NOTE = "Bring your list.\n\n- Siponimod is a tablet. [@lbl_siponimod]"


def make_template(slug="test-visit", **fields):
    defaults = {
        "name": "Test visit",
        "audience": "Choose this before a visit.",
        "note": NOTE,
        "questions": "What now?\nWhat then?",
        **REVIEW,
    }
    template = HandoutTemplate.objects.create(slug=slug, **{**defaults, **fields})
    template.therapies.set(Therapy.objects.filter(slug__in=["siponimod", "ocrelizumab"]))
    template.symptoms.set(Symptom.objects.filter(slug="fatigue"))
    template.side_effects.set(SideEffect.objects.filter(slug="pml"))
    return template


@pytest.fixture
def staff():
    """An editor, a reviewer and a publisher."""
    found = []
    for role in ("Editor", "Clinical reviewer", "Publisher"):
        user = make_user(role.lower().replace(" ", "-"))
        user.groups.add(Group.objects.get(name=role))
        found.append(user)
    return found


def make_public(staff, *keys):
    editor, reviewer, publisher = staff
    submission = workflow.submit(editor, [KEY, *keys], "For the visit.")
    workflow.approve(reviewer, submission)
    new_edition.publish(publisher, [submission])
    current.forget_guide()


@pytest.fixture
def public():
    """A ready-made handout that readers can open."""
    template = make_template(subtype=Subtype.objects.get(slug="active"))
    publishing.publish(None, "A ready-made handout.")
    return template


def sent_by(page, action):
    """Return what the button of a ready-made handout's page that leads to ``action`` sends."""
    [form] = re.findall(r'<form class="long-form".*?</form>', page, re.DOTALL)
    assert f'action="{action}"' in form
    fields = {"size": ["14"], "paper": ["letter"]}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form):
        fields.setdefault(name, []).append(value)
    return fields


# The draft


def test_an_address_that_is_something_else_is_refused():
    fixed = [
        str(one.pattern).removeprefix("handout/").rstrip("/")
        for one in urls.urlpatterns
        if isinstance(one, URLPattern) and re.fullmatch(r"handout/[\w-]+/", str(one.pattern))
    ]
    assert set(fixed) == RESERVED_SLUGS
    for slug in RESERVED_SLUGS:
        with pytest.raises(ValidationError, match="This address is taken"):
            HandoutTemplate(
                slug=slug, name=slug, audience="Now.", note="Bring it.", **REVIEW
            ).full_clean()


def test_a_note_that_cites_what_is_not_there_is_refused():
    with pytest.raises(ValidationError, match="lbl_siponimot"):
        make_template(note="It is a tablet. [@lbl_siponimot]").full_clean()


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("Editor", {"add", "change", "delete", "view"}),
        ("Clinical reviewer", {"view"}),
        ("Publisher", {"view"}),
        ("Manager", {"view"}),
    ],
)
@pytest.mark.parametrize(
    ("model", "made_in"),
    [("handouttemplate", "0005_handout_templates"), ("therapycheck", "0006_therapy_checks")],
)
def test_the_roles_have_their_rights_also_where_they_were_made_before(role, may, model, made_in):
    group = Group.objects.get(name=role)
    rights = group.permissions.filter(content_type__model=model)
    everything = group.permissions.count()
    group.permissions.remove(*rights)
    migration = import_module(f"guidance.migrations.{made_in}")
    migration.give_rights(apps, connection.SchemaEditorClass(connection))
    assert {right.codename.partition("_")[0] for right in rights.all()} == may
    assert group.permissions.count() == everything


# To the public and back


def test_a_ready_made_handout_is_public_only_after_review_and_can_be_withdrawn(client, staff):
    make_template()
    assert client.get(PLACE).status_code == 404
    make_public(staff)
    assert client.get(PLACE).status_code == 200
    assert PLACE in client.get("/sitemap.xml").content.decode()
    withdrawal.withdraw(staff[2], KEY, "mistake", instead="visit/starting-siponimod")
    current.forget_guide()
    response = client.get(PLACE)
    assert response.status_code == 410
    assert 'href="/handout/starting-siponimod/"' in response.content.decode()
    assert PLACE not in client.get("/handout/").content.decode()


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("starting-siponimod", "It is one leaf of paper, printed on both sides."),
        ("walking-and-balance", "It takes more than one leaf of paper."),
    ],
)
def test_a_ready_made_handout_says_before_printing_how_much_paper_it_takes(client, slug, said):
    assert said in client.get(f"/handout/{slug}/").content.decode()


def test_a_ready_made_handout_with_a_page_that_is_not_public_is_not_submitted(staff):
    template = make_template()
    template.side_effects.add(make_side_effect("new-harm", summary="Choose this now."))
    template.symptoms.add(
        Symptom.objects.create(slug="new-symptom", name="New", summary="Choose this now.", **REVIEW)
    )
    template.therapies.add(make_therapy("new-pill"))
    Subtype.objects.filter(slug="active").update(slug="new-type")
    template.subtype = Subtype.objects.get(slug="new-type")
    template.save()
    keys = [KEY]
    for what, key in [
        ("side effect", "side-effect/new-harm"),
        ("treatment", "therapy/new-pill"),
        ("symptom", "symptom/new-symptom"),
        ("type", "subtype/new-type"),
    ]:
        slug = key.partition("/")[2]
        with pytest.raises(
            refusals.Refused,
            match=f"“Test visit” lists the {what} “{slug}”, whose page is not public. Submit the",
        ):
            workflow.submit(staff[0], keys, "For the visit.")
        keys.append(key)


def test_a_ready_made_handout_with_too_much_on_it_is_not_submitted(staff):
    make_template().therapies.set(Therapy.objects.all()[:7])
    with pytest.raises(refusals.BreaksRules) as refused:
        workflow.submit(staff[0], [KEY], "Too much.")
    assert [(one.section, one.rule) for one in refused.value.findings] == [
        ("Treatments", "handout")
    ]


@pytest.mark.parametrize("key", ["therapy/siponimod", "symptom/fatigue", "side-effect/pml"])
def test_a_template_goes_with_a_page_that_it_names(staff, key):
    HandoutTemplate.objects.all().delete()
    SideEffect.objects.get(slug="pml").symptoms.clear()
    for therapy in Therapy.objects.all():
        therapy.side_effects.filter(side_effect__slug="pml").delete()
    make_template()
    publishing.publish(None, "One ready-made handout.")
    edition = withdrawal.withdraw(staff[2], key, "checking")
    assert {change["key"] for change in edition.changes} == {key, KEY}


# The public page


def test_a_ready_made_handout_shows_for_whom_it_is_its_content_and_its_review(client, public):
    response = client.get(PLACE)
    page = response.content.decode()
    links = Reader(page).links
    for words in ("Choose this before a visit.", "Bring your list.", "What now?", "Test visit"):
        assert words in page
    for link in ("types/active", "treatments/siponimod", "symptoms/fatigue", "side-effects/pml"):
        assert f"/{link}/" in links
    assert "The main points of each" in page
    assert "Next review against its sources due" in page
    assert response.headers["Cache-Control"].startswith("public")
    assert "Set-Cookie" not in response.headers


def test_a_ready_made_handout_with_a_note_alone_shows_no_empty_list(client):
    HandoutTemplate.objects.create(
        slug="test-visit", name="Test visit", audience="Choose this.", note=NOTE, **REVIEW
    )
    publishing.publish(None, "A note.")
    page = client.get(PLACE).content.decode()
    assert re.findall(r"<h3>([^<]*)", page) == []
    fields = sent_by(page, "/handout/print/")
    assert "treatment" not in fields
    laid = client.post("/handout/print/", fields).context["sheet"]
    assert laid.title == "Test visit"


def test_the_list_of_ready_made_handouts_is_shown_only_if_it_is_not_empty(client, public):
    response = client.get("/handout/")
    page = response.content.decode()
    assert f'<a href="{PLACE}">Test visit</a>' in page
    HandoutTemplate.objects.all().delete()
    publishing.publish(None, "None.")
    assert "Ready-made sheets" not in client.get("/handout/").content.decode()


def test_the_shipped_ready_made_handouts_print_as_they_are(client):
    visits = current.current_guide().visits()
    assert len(visits) >= 6
    for visit in visits:
        page = client.get(f"/handout/{visit.slug}/").content.decode()
        response = client.post("/handout/print/", sent_by(page, "/handout/print/"))
        assert response.status_code == 200, visit.slug
        laid = response.context["sheet"]
        assert laid.title == visit.title
        assert Reader(response.content.decode()).faults == []


# The sheet


def test_the_print_page_and_the_pdf_carry_the_note_with_its_source(client, public):
    fields = sent_by(client.get(PLACE).content.decode(), "/handout/print/")
    response = client.post("/handout/print/", fields)
    laid = response.context["sheet"]
    [section] = [one for one in laid.sections if one.heading == "From your clinic"]
    assert "<p>Bring your list.</p>" in section.blocks[0].text.html
    assert "<ul>" in section.blocks[0].text.html
    [asked] = [block for one in laid.sections for block in one.blocks if block.kind == "questions"]
    assert asked.questions == ("What now?", "What then?")
    page = response.content.decode()
    for words in ("Active", "Siponimod", "Ocrelizumab", "Tiredness", "Rare brain infection"):
        assert words in page
    assert "<p><p>" not in page
    texts = list(blocks.strings(laid))
    made = client.post("/handout/pdf/", fields).content
    assert_in_order(texts, words_on_paper(made, laid))


def test_a_ready_made_handout_can_be_changed_and_keeps_its_note_until_that_is_removed(
    client, public
):
    fields = sent_by(client.get(PLACE).content.decode(), "/handout/print/")
    response = client.post("/handout/change/", fields)
    form = response.context["form"]
    assert sorted(form["treatment"].value()) == ["ocrelizumab", "siponimod"]
    assert form["type"].value() == ["active"]
    assert (form["symptom"].value(), form["effect"].value()) == (["fatigue"], ["pml"])
    assert form["question"].value() == ["visit/test-visit.1", "visit/test-visit.2"]
    assert form["template"].value() == "test-visit"
    assert [value for value, _ in form.fields["template"].widget.choices] == ["test-visit", ""]
    page = response.content.decode()
    assert "What now?" in page
    assert Reader(page).faults == []
    laid = client.post("/handout/print/", {**fields, "template": ""}).context["sheet"]
    assert "Test visit" not in [section.heading for section in laid.sections]


def test_the_form_shows_no_choice_of_notes_where_none_was_chosen(client, public):
    page = client.get("/handout/").content.decode()
    assert 'name="template"' not in page
    response = client.get("/handout/?template=test-visit")
    assert response.context["form"]["template"].value() == "test-visit"
    assert 'name="template"' in response.content.decode()
    assert client.get("/handout/?template=gone").context["form"]["template"].value() == ""


@pytest.mark.parametrize("action", ["print", "pdf"])
def test_an_unknown_ready_made_handout_gets_a_message_and_nothing_is_lost(client, public, action):
    fields = {
        **sent_by(client.get(PLACE).content.decode(), "/handout/print/"),
        "template": "gone",
        "own": "Keep me",
    }
    response = client.post(f"/handout/{action}/", fields)
    page = Reader(response.content.decode())
    form = response.context["form"]
    assert response.status_code == 422
    assert "This ready-made handout is not in this guide." in response.content.decode()
    assert set(form.errors) == {"template"}
    assert form["own"].value() == "Keep me"
    assert sorted(form["treatment"].value()) == ["ocrelizumab", "siponimod"]
    assert not {link[1:] for link in page.links if link.startswith("#")} - set(page.ids)
    assert page.faults == []


def test_an_unknown_ready_made_handout_makes_no_sheet(client):
    response = client.post("/handout/print/", {"template": "gone", "size": "14"})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"template"}


def test_a_change_of_the_note_is_told_to_who_checks_the_code(client, public):
    fields = sent_by(client.get(PLACE).content.decode(), "/handout/print/")
    here = {"code": client.post("/handout/print/", fields).context["sheet"].code}
    assert "Test visit" in client.post("/handout/check/", here).content.decode()
    public.note = "Bring your tablets."
    public.save()
    publishing.publish(None, "Another note.")
    page = client.post("/handout/check/", here).content.decode()
    assert "<ins>Bring your tablets.</ins>" in page
    client.force_login(make_user())
    page = client.post("/handout/check/", here).content.decode()
    [button] = re.findall(r'action="/handout/change/">(.*?)</form>', page, re.DOTALL)
    again = dict(re.findall(r'name="(\w+)" value="([^"]*)"', button))
    form = client.post("/handout/change/", again).context["form"]
    assert form["template"].value() == "test-visit"


# Staff


def test_staff_see_a_draft_without_a_form_that_could_not_work(admin_client):
    template = make_template()
    preview = reverse("preview", args=["handouttemplate", template.pk])
    page = admin_client.get(preview).content.decode()
    assert "Bring your list." in page
    assert 'class="long-form"' not in page


def test_a_reviewer_sees_the_version_as_it_will_print(client, staff):
    make_template()
    submission = workflow.submit(staff[0], [KEY], "For the visit.")
    client.force_login(staff[1])
    version = submission.pages.get().version
    place = reverse("preview_version_handout", args=[version.pk])
    review = client.get(reverse("admin:guidance_submission_change", args=[submission.pk]))
    assert place in review.content.decode()
    page = client.get(place).content.decode()
    for words in ("Test visit", "Bring your list.", "What now?", "Siponimod"):
        assert words in page
