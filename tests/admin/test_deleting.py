"""What a page names cannot be deleted, one by one or in one go, and staff are told where it is."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from guidance import models
from guidance.editorial import draft_status, named_in_code, workflow
from guidance.editorial.drafts import model_of, page_key
from guidance.editorial.naming import slug_of
from guidance.pages.guide import SIGNS
from guidance.pages.kinds import BESIDE_THERAPIES, INFO_ROUTES, KINDS, LINKED_INFOS
from tests.html import words_of
from tests.make import (
    REVIEW,
    make_side_effect,
    make_source,
    make_therapy,
    make_topic,
    unpublish,
)
from tests.staff import place

pytestmark = pytest.mark.django_db


def make_sign(slug="burnt-toast", **fields):
    defaults = {"text": "You smell burnt toast.", "level": "same-day", "part": "head", **REVIEW}
    return models.Sign.objects.create(slug=slug, **{**defaults, **fields})


def make_symptom(slug="test-symptom", **fields):
    defaults = {"name": f"Test symptom {slug}", "summary": "It hurts.", **REVIEW}
    return models.Symptom.objects.create(slug=slug, **{**defaults, **fields})


def make_visit(**fields):
    defaults = {"name": "Test visit", "audience": "Choose this.", "note": "Ask.", **REVIEW}
    return models.HandoutTemplate.objects.create(slug="test-visit", **{**defaults, **fields})


def make_term():
    fields = {"slug": "test-term", "term": "Quokka", "definition": "A word."}
    return models.GlossaryTerm.objects.create(**fields)


def make_info():
    fields = {"title": "Test page", "summary": "Words.", **REVIEW}
    return models.Info.objects.create(slug="test-page", **fields)


def subtype():
    return models.Subtype.objects.first()


def own_subtype():
    """Return a type that no edition has: its page key is another one than that of a public one."""
    row = subtype()
    models.Subtype.objects.filter(pk=row.pk).update(slug="test-type", name="Test type")
    return models.Subtype.objects.get(pk=row.pk)


def chosen(make_page, field):
    """Return a step that names a row in the field of many rows of a page, and returns the page."""

    def step(row):
        page = make_page()
        getattr(page, field).add(row)
        return page

    return step


def as_a_harm(row):
    page = make_therapy()
    page.side_effects.create(side_effect=row, seriousness="common", detail="It can happen.")
    return page


def of_a_visit(row):
    return make_visit(subtype=row)


def offered(row):
    clinic = models.Clinic.objects.get()
    clinic.offers = {row.slug: "yes"}
    clinic.save()
    return clinic


def linked(row):
    return make_topic("linking", summary=f"Read [about it]({row.get_absolute_url()}).")


def linked_at_a_part(row):
    return make_topic("linking", what_helps=f"Read [it]({row.get_absolute_url()}#pregnancy).")


def cited(row):
    return make_topic("citing", summary=f"Ask early. [@{row.key}]")


def cited_in_a_row(row):
    page = make_therapy()
    page.monitoring.create(name="Eye exam", text=f"An exam. [@{row.key}]", moment="before")
    return page


def next_visit_level():
    return models.HelpLevel.objects.get(urgency="next-visit")


def with_its_level(row):
    return make_sign(level=row.urgency)


def other_topic():
    return make_topic("naming")


CASES = {
    "a sign of a treatment": (make_sign, chosen(make_therapy, "signs")),
    "a sign of a symptom": (make_sign, chosen(make_symptom, "signs")),
    "a sign of a side effect": (make_sign, chosen(make_side_effect, "signs")),
    "a sign of a topic": (make_sign, chosen(make_topic, "signs")),
    "a listed side effect": (make_side_effect, as_a_harm),
    "a side effect not named": (make_side_effect, chosen(make_therapy, "not_named")),
    "a side effect of a symptom": (make_side_effect, chosen(make_symptom, "side_effects")),
    "a side effect of a topic": (make_side_effect, chosen(make_topic, "side_effects")),
    "a side effect of a visit": (make_side_effect, chosen(make_visit, "side_effects")),
    "a symptom of a type": (make_symptom, chosen(subtype, "symptoms")),
    "a symptom of a topic": (make_symptom, chosen(make_topic, "symptoms")),
    "a symptom of a visit": (make_symptom, chosen(make_visit, "symptoms")),
    "a treatment of a type": (make_therapy, chosen(subtype, "therapies")),
    "a treatment of a topic": (make_therapy, chosen(make_topic, "therapies")),
    "a treatment of a visit": (make_therapy, chosen(make_visit, "therapies")),
    "a treatment of the clinic": (make_therapy, offered),
    "a type of a topic": (own_subtype, chosen(make_topic, "subtypes")),
    "a type of a visit": (own_subtype, of_a_visit),
    "a topic of a topic": (make_topic, chosen(other_topic, "topics")),
    "a level of a sign": (next_visit_level, with_its_level),
    "a source of a text": (make_source, cited),
    "a source of a row": (make_source, cited_in_a_row),
    "a linked treatment": (make_therapy, linked),
    "a linked part": (make_therapy, linked_at_a_part),
    "a linked symptom": (make_symptom, linked),
    "a linked word": (make_term, linked),
    "a linked info page": (make_info, linked),
}
"""Each way in which a page can name a row: a function that makes the row, and one that names it."""


def state_of(page):
    draft_status.update_status([page_key(page)])
    return models.PageState.objects.get(key=page_key(page))


@pytest.mark.parametrize(("make", "name"), CASES.values(), ids=CASES)
def test_what_a_page_names_stays_and_the_page_is_named_with_a_link(admin_client, make, name):
    row = make()
    page = name(row)
    model, before = type(row), state_of(page)
    form, delete = place(type(page), "change", page.pk), place(model, "delete", row.pk)
    action = {"action": "delete_selected", "_selected_action": [row.pk]}
    table = place(model, "changelist")
    for said in (admin_client.get(delete), admin_client.post(table, action)):
        html = said.content.decode()
        assert "Nothing is deleted yet" in html
        assert f'<a href="{form}">' in html
        assert f"{page._meta.verbose_name}: {page}" in words_of(html)
        assert 'name="post"' not in html  # nothing to confirm
    admin_client.post(delete, {"post": "yes"})
    admin_client.post(table, {**action, "post": "yes"})
    assert model.objects.filter(pk=row.pk).exists()
    after = state_of(page)
    assert (after.differs, after.fault) == (before.differs, before.fault)


def test_the_table_above_has_every_field_by_which_a_page_names_another():
    kinds = [kind for kind in KINDS.values() if kind.model]
    of_pages = [model_of(kind)._meta.get_field(part).field for kind in kinds for part in kind.parts]
    tables = {model_of(kind) for kind in kinds}
    fields = {
        (table, field.name)
        for table in {*tables, *(field.model for field in of_pages)}
        for field in (*table._meta.fields, *table._meta.many_to_many)
        if field.is_relation and field.remote_field.model in tables and field not in of_pages
    }
    by_other_means = [name for name in CASES if "link" in name or "source" in name]
    by_other_means += ["a treatment of the clinic", "a level of a sign"]
    assert len(fields) == len(CASES) - len(by_other_means)


@pytest.mark.parametrize(
    "make",
    [
        make_sign,
        make_side_effect,
        make_symptom,
        make_therapy,
        make_topic,
        make_source,
        make_term,
        make_info,
    ],
)
def test_what_nothing_names_is_deleted_and_its_status_goes_with_it(admin_client, make):
    row = make()
    draft_status.update_status([page_key(row)])
    answer = admin_client.post(place(type(row), "delete", row.pk), {"post": "yes"})
    assert answer.status_code == 302
    assert not type(row).objects.filter(pk=row.pk).exists()
    own = models.PageState.objects.filter(key=page_key(row)).first()
    assert own is None or not own.differs


def test_topics_that_name_only_each_other_are_deleted_together(admin_client):
    one, other = make_topic("one"), make_topic("other")
    one.topics.add(other)
    other.topics.add(one)
    delete = place(models.Topic, "delete", one.pk)
    assert (
        "topic of living with SPMS: Test topic other" in admin_client.get(delete).content.decode()
    )
    action = {"action": "delete_selected", "_selected_action": [one.pk, other.pk], "post": "yes"}
    admin_client.post(place(models.Topic, "changelist"), action)
    assert not models.Topic.objects.filter(slug__in=["one", "other"]).exists()


def test_a_sign_stays_as_long_as_a_public_page_names_it(admin_client):
    in_code = {slug for _, slugs in named_in_code.of_table(models.Sign) for slug in slugs}
    signs = models.Sign.objects.filter(therapies__slug="siponimod")
    sign = signs.exclude(slug__in=in_code).first()
    for table in (sign.therapies, sign.symptoms, sign.side_effects, sign.topics):
        table.clear()
    delete = place(models.Sign, "delete", sign.pk)
    assert "edition 1: Siponimod" in words_of(admin_client.get(delete).content.decode())
    admin_client.post(delete, {"post": "yes"})
    assert models.Sign.objects.filter(pk=sign.pk).exists()
    unpublish()
    admin_client.post(delete, {"post": "yes"})
    assert not models.Sign.objects.filter(pk=sign.pk).exists()
    assert models.PageState.objects.filter(key=SIGNS).exists()


def test_what_a_page_in_review_names_stays_and_the_submission_is_linked(admin_client, waiting):
    sign = models.Sign.objects.filter(therapies__slug="siponimod").first()
    sign.therapies.clear()
    html = admin_client.get(place(models.Sign, "delete", sign.pk)).content.decode()
    assert f'<a href="{waiting.get_absolute_url()}">{waiting}: Siponimod</a>' in html


NAMED_BY_THE_SITE = {
    "a sign of a care card": (models.Sign, "vomiting-blood-or-bloody-stool", "the care cards"),
    "a sign of the walk": (models.Sign, "trouble-swallowing", "the walk’s own words"),
    "a sign of a rule of the search": (models.Sign, "medicine-run-out", "the rules of the search"),
    "a sign that a search shows": (models.Sign, "too-much-medicine", "the rules of the search"),
    "a level of a care card": (models.HelpLevel, "soon", "the care cards"),
    "a level of every handout": (models.HelpLevel, "crisis", "every handout"),
    "a type": (models.Subtype, "stable", "the results of the walk"),
    "the topic of costs": (models.Topic, "money-insurance", "the comparison of costs"),
    "a common harm": (models.SideEffect, "slow-heartbeat", "“What matters to me”"),
    "the harm to a baby": (models.SideEffect, "fetal-harm", "“What matters to me”"),
    "a ready-made handout": (
        models.HandoutTemplate,
        "thinking-about-stopping",
        "the form of the handout",
    ),
    "an info page in the footer": (models.Info, "how-we-write", "the links of other pages"),
    "an info page of a list": (models.Info, "not-approved", "the links of other pages"),
    "an info page of a route": (models.Info, "privacy", "the links of other pages"),
}
"""For each place where the code names a row by its slug: the table, the slug, the place."""


@pytest.mark.parametrize(
    ("model", "slug", "place_of_it"), NAMED_BY_THE_SITE.values(), ids=NAMED_BY_THE_SITE
)
def test_what_the_code_names_stays_even_if_no_page_does(admin_client, model, slug, place_of_it):
    unpublish()
    field = "urgency" if model is models.HelpLevel else "slug"
    row = model.objects.get(**{field: slug})
    delete = place(model, "delete", row.pk)
    html = admin_client.get(delete).content.decode()
    assert 'name="post"' not in html
    lines = [line for line in html.split("<li>") if place_of_it in words_of(line)]
    assert any(" is named by " in words_of(line) for line in lines)
    admin_client.post(delete, {"post": "yes"})
    assert model.objects.filter(pk=row.pk).exists()


def test_each_slug_that_the_code_names_is_one_of_a_row():
    for table in {*map(model_of, (kind for kind in KINDS.values() if kind.model)), models.Sign}:
        if table is not models.Clinic:
            rows = {slug_of(row) for row in table.objects.all()}
            for words, slugs in named_in_code.of_table(table):
                assert slugs <= rows, words


def test_each_info_page_that_a_template_links_to_is_kept():
    linked = re.compile(r"""\{% (?:link|url) "info"[^%]*?(?:slug=)?"([a-z-]+)" ?%\}""")
    found = {
        slug
        for file in (settings.BASE_DIR / "templates").rglob("*.html")
        for slug in linked.findall(file.read_text())
    }
    assert "how-we-write" in found
    assert found <= {*INFO_ROUTES, *BESIDE_THERAPIES, *LINKED_INFOS}


def test_the_account_of_who_signed_a_page_is_kept(admin_client, people, waiting):
    person = people["Clinical reviewer"]
    workflow.approve(person, waiting)
    delete = reverse("admin:auth_user_delete", args=[person.pk])
    assert 'name="post"' not in admin_client.get(delete).content.decode()
    admin_client.post(delete, {"post": "yes"})
    person.refresh_from_db()
    waiting.refresh_from_db()
    assert waiting.decided_by == person
