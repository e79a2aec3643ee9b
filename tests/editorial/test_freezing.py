"""What a frozen page contains, who cites a source, and previews of drafts."""

import re
from datetime import date, timedelta

import pytest
from django.db import models as fields
from django.test import Client

from guidance.editorial.current import current_guide, preview_guide
from guidance.editorial.naming import named_by
from guidance.editorial.publishing import publish
from guidance.editorial.snapshots import CannotFreeze, freeze_row
from guidance.models import (
    Clinic,
    Evidence,
    GlossaryTerm,
    HandoutTemplate,
    HelpLevel,
    Info,
    Sign,
    Source,
    Subtype,
    Symptom,
    Therapy,
    TherapySideEffect,
)
from guidance.models.cited import CitedText, ShortAnswer
from guidance.walk import wording
from tests.editorial.steps import EVIDENCE, edit
from tests.make import (
    REVIEW,
    make_side_effect,
    make_source,
    make_therapy,
    make_warning_sign,
    unpublish,
)

pytestmark = pytest.mark.django_db


# What is frozen


def _whole_therapy():
    therapy = make_therapy(by_shot=True, at_clinic=True)
    for slug, order in [("effect-a", 10), ("effect-b", 20)]:
        therapy.side_effects.create(
            side_effect=make_side_effect(slug),
            seriousness="common",
            detail="It hurts.",
            order=order,
            out_of=100,
            with_treatment=15,
            without_treatment=14,
            comparator="placebo",
            time_span="2 years",
            group="Adults with SPMS",
        )
        therapy.evidence.create(**{**EVIDENCE, "trial": f"TEST {slug}"}, order=order)
        therapy.monitoring.create(
            name=slug,
            text="Blood.",
            moment="during",
            every_from=6,
            every_to=12,
            order=order,
        )
    return therapy


def _whole_info():
    info = Info.objects.create(slug="test-page", title="Test page", summary="Words.", **REVIEW)
    info.sections.create(anchor="a", heading="A", text="Words.", order=10)
    info.sections.create(anchor="b", heading="B", text="Words.", order=20)
    return info


def _whole_subtype():
    Subtype.objects.exclude(pk=Subtype.objects.first().pk).delete()  # free to have any two facts
    return Subtype.objects.get()


def _whole_help():
    first = HelpLevel.objects.first()
    HelpLevel.objects.exclude(pk__in=[first.pk, HelpLevel.objects.last().pk]).delete()
    make_warning_sign()
    make_warning_sign("You notice something else.")
    return first


def _whole_sign():
    first = Sign.objects.first()
    Sign.objects.exclude(pk__in=[first.pk, Sign.objects.last().pk]).delete()
    return first


def _other_value(field, value):
    """Return a value that ``field`` may have, and that is not ``value``."""
    if field.name in ("moment", "months"):
        return {"moment": "after", "months": "1, 3"}[field.name]
    if field.choices:
        return next(choice for choice, _ in field.choices if choice != value)
    if isinstance(field, fields.BooleanField):
        return not value
    if isinstance(field, fields.DateField):
        return (value or date(2026, 11, 23)) + timedelta(days=1)
    if field.name == "order":
        return 9000
    if isinstance(field, fields.IntegerField):
        return (value or 0) + 1
    if isinstance(field, fields.SlugField):
        return "another-slug"
    if isinstance(field, fields.ForeignKey):
        return field.related_model.objects.exclude(pk=value).first().pk
    return "https://example.org/another"


def _sign_off(row):
    edit(
        row,
        signed_off_by="Dr. Test",
        signed_off_credentials="MD, neurologist",
        signed_off_on=row.checked_on,
    )


def _whole_clinic():
    clinic = Clinic.objects.get()
    clinic.phones.create(label="After hours", number="555-0199", order=10)
    clinic.phones.create(label="Infusion center", number="555-0177", order=15)
    return clinic


ALONG = {
    "months": {"moment": "months"},
    "offers": {"offers": {"siponimod": "here"}},
    "portal_name": {"portal_address": "https://portal.example/"},
    "portal_address": {"portal_name": "A portal"},
    "uncompared": {"with_treatment": None, "without_treatment": None, "comparator": ""},
}
"""What has to change along with a field, or the database refuses it."""
SHOWN_ELSEWHERE = {"id", "only", "revision", "therapy", "info", "level", "clinic"}
"""What only holds rows together."""


@pytest.mark.parametrize(
    ("find", "part", "for_staff_only"),
    [
        (_whole_subtype, None, {"staff_note"}),
        (_whole_therapy, None, {"staff_note"}),
        (_whole_therapy, "side_effects", set()),
        (_whole_therapy, "evidence", set()),
        (_whole_therapy, "monitoring", set()),
        (lambda: make_side_effect(), None, {"staff_note"}),
        (lambda: Symptom.objects.first(), None, {"staff_note"}),
        (lambda: HandoutTemplate.objects.first(), None, {"staff_note"}),
        (_whole_info, None, {"order"}),  # the order of the list in the staff area
        (_whole_info, "sections", set()),
        (lambda: GlossaryTerm.objects.first(), None, {"link_first_use"}),  # of other pages
        (_whole_help, None, set()),
        (_whole_help, "signs", set()),
        (_whole_sign, None, {"staff_note"}),
        (lambda: make_source(), None, {"note"}),
        (lambda: Clinic.objects.get(), None, set()),
        (_whole_clinic, "phones", set()),
    ],
)
def test_every_field_of_a_draft_but_staff_notes_is_on_its_page(find, part, for_staff_only):
    """Whoever adds a field must show it, or name it here as for staff only."""
    page_row = find()
    row = getattr(page_row, part).first() if part else page_row
    if hasattr(row, "signed_off_on"):
        _sign_off(row)
    table = type(row).objects.filter(pk=row.pk)
    # A short answer stands for its section, which has to be there.
    table.update(
        **{
            field.name.removesuffix("_short"): "A text."
            for field in row._meta.concrete_fields
            if isinstance(field, ShortAnswer)
        }
    )
    row.refresh_from_db()
    unseen = set()
    for field in row._meta.concrete_fields:
        if field.name in SHOWN_ELSEWHERE:
            continue
        before = freeze_row(type(page_row).objects.get(pk=page_row.pk))
        was = getattr(row, field.attname)
        changed = {field.attname: _other_value(field, was), **ALONG.get(field.name, {})}
        table.update(**changed)
        if freeze_row(type(page_row).objects.get(pk=page_row.pk)) == before:
            unseen.add(field.name)
        table.update(**{name: getattr(row, name) for name in changed})
    assert unseen == for_staff_only


def test_the_links_of_a_draft_are_on_its_public_page():
    subtype, symptom = Subtype.objects.first(), Symptom.objects.first()
    subtype.therapies.set([make_therapy()])
    subtype.symptoms.set([symptom])
    symptom.side_effects.set([make_side_effect()])
    page = freeze_row(subtype)
    assert (page.therapies, page.symptoms) == (("test-therapy",), (symptom.slug,))
    assert freeze_row(symptom).side_effects == ("test-effect",)
    template = HandoutTemplate.objects.first()
    template.therapies.set(subtype.therapies.all())
    template.symptoms.set([symptom])
    template.side_effects.set(symptom.side_effects.all())
    page = freeze_row(template)
    assert page.therapies == ("test-therapy",)
    assert (page.symptoms, page.side_effects) == ((symptom.slug,), ("test-effect",))


def test_explained_words_are_linked_unless_their_term_forbids_it():
    term = GlossaryTerm.objects.create(slug="testword", term="Testword", definition="For tests.")
    therapy = make_therapy(how_it_works="It is a testword.")
    link = f'href="{term.get_absolute_url()}"'
    assert link in freeze_row(therapy).section("how-it-works").text.html
    edit(term, link_first_use=False)
    assert link not in freeze_row(therapy).section("how-it-works").text.html


def test_the_help_page_has_the_earliest_review_date_of_its_levels():
    level = HelpLevel.objects.last()
    edit(level, review_due=level.checked_on + timedelta(days=1))
    assert freeze_row(HelpLevel.objects.first()).review.review_due == level.review_due


def test_every_source_that_a_treatment_cites_has_a_number_of_its_own():
    therapy = make_therapy()
    count = 0

    def cited(row):
        nonlocal count
        for field in row._meta.concrete_fields:
            if isinstance(field, CitedText):
                count += 1
                make_source(f"source-{count}", title=f"Source {count}")
                setattr(row, field.name, f"About {field.name}. [@source-{count}]")
        row.save()

    cited(therapy)
    for seriousness in ("boxed", "common", "serious"):
        effect = make_side_effect(seriousness)
        cited(TherapySideEffect(therapy=therapy, side_effect=effect, seriousness=seriousness))
    cited(Evidence(therapy=therapy, **EVIDENCE))
    publish(None, "A therapy that cites much.")

    page = Client().get(therapy.get_absolute_url()).content.decode()
    listed = re.findall(r'<li id="source-(\d+)">', page)
    assert listed == [str(number + 1) for number in range(count)]
    references = current_guide().therapy(therapy.slug).references
    assert len({reference.source.key for reference in references}) == count


def test_a_source_cited_twice_has_one_number_and_two_back_links():
    make_source("a")
    make_source("b")
    page = freeze_row(
        make_therapy(label_line="One. [@a]", summary="Two. [@b]", stopping="Three. [@b][@a]")
    )
    found = [(one.source.key, one.number, one.anchors) for one in page.references]
    assert found == [("b", 1, ["cite-1-1", "cite-1-2"]), ("a", 2, ["cite-2-1", "cite-2-2"])]
    html = page.summary.html + page.at_a_glance("label").html + page.section("stopping").text.html
    assert re.findall(r'id="([^"]+)"', html) == ["cite-1-1", "cite-2-1", "cite-1-2", "cite-2-2"]


# Who cites a source


def pages_citing(key):
    """Return the names of everything that cites the source ``key``."""
    source = Source.objects.get(key=key)
    return [naming.words for naming in named_by([source]).get(source, [])]


def test_every_page_that_cites_a_source_is_listed():
    make_source("lone")
    make_therapy("a", summary="Words. [@lone]")
    make_therapy("b").evidence.create(**EVIDENCE, limits="Words. [@lone]")
    make_therapy("c").side_effects.create(
        side_effect=make_side_effect(), seriousness="common", detail="Words. [@lone]"
    )
    _whole_info().sections.create(anchor="c", heading="C", text="Words. [@lone]")
    term, sign = GlossaryTerm.objects.first(), make_warning_sign()
    edit(term, definition="Words. [@lone]")
    edit(sign, text="Words. [@lone]")
    drafts = {
        "therapy: Test therapy a",
        "therapy: Test therapy b",
        "therapy: Test therapy c",
        "info page: Test page",
        f"glossary term: {term}",
        f"get-help level: {sign.level}",
    }
    assert set(pages_citing("lone")) == drafts
    number = publish(None, "Cited.").number
    public = {
        f"edition {number}: {title}"
        for title in (
            "Test therapy a",
            "Test therapy b",
            "Test therapy c",
            "Test page",
            current_guide().glossary.title,
            current_guide().help.title,
        )
    }
    assert set(pages_citing("lone")) == drafts | public
    Therapy.objects.get(slug="a").delete()
    assert set(pages_citing("lone")) == drafts - {"therapy: Test therapy a"} | public


def test_the_walk_is_listed_if_it_cites_a_source():
    make_source("lone")
    assert "the walk’s own words" in pages_citing(min(wording.source_keys()))
    assert pages_citing("lone") == []


# Preview


def test_a_preview_shows_the_draft_and_changes_nothing():
    make_source("lone")
    therapy = Therapy.objects.get(slug="siponimod")
    edit(therapy, stopping="Ask first. [@lone]")
    edit(Therapy.objects.get(slug="fingolimod"), stopping="Not to be seen here.")
    before = current_guide()
    guide, page = preview_guide(therapy)
    assert guide.therapy("siponimod") is page
    assert page.section("stopping").text.source == "Ask first. [@lone]"
    assert "lone" in guide.sources
    assert guide.therapy("fingolimod") is before.therapy("fingolimod")
    assert current_guide() is before
    assert "lone" not in before.sources
    assert before.therapy("siponimod") != page


def test_before_the_first_edition_a_preview_shows_every_draft():
    unpublish()
    guide, page = preview_guide(Therapy.objects.get(slug="siponimod"))
    assert guide.therapy("siponimod") == page
    assert len(guide.therapies()) == Therapy.objects.count()


def test_a_preview_of_a_source_shows_the_list_of_sources():
    guide, page = preview_guide(make_source("lone"))
    assert page.kind == "sources"
    assert "lone" in guide.sources


@pytest.mark.parametrize(
    ("rows", "page"),
    [
        (lambda: Info.objects.filter(slug="home"), "info/home"),
        (lambda: Info.objects.filter(slug="treatments"), "info/treatments"),
        (lambda: HelpLevel.objects.all(), "help/help"),
    ],
)
def test_a_required_page_cannot_be_removed_by_publishing(rows, page):
    rows().delete()
    with pytest.raises(CannotFreeze, match=page):
        publish(None, "It is gone.")
