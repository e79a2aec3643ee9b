"""A sheet names, or counts, each harm that can kill or harm for life."""

from guidance.handout import leaf
from guidance.handout.blocks import Paragraph
from guidance.handout.build import Choices
from guidance.handout.grave_harms import besides_the_worst
from guidance.pages.cited_text import Composer
from tests import make_pages as make
from tests.handout.example_guide import GUIDE
from tests.handout.laying_out import lay_out

OTHERS = [page for page in GUIDE.pages.values() if page.slug not in ("siponimod", "ocrelizumab")]
GRAVE = [
    make.side_effect("gut", title="Bowel inflammation", gravity="life"),
    make.side_effect("eye", title="Swelling in the eye", gravity="life"),
    make.side_effect("liver", title="Liver injury", gravity="life"),
    make.side_effect("pml", title="PML", gravity="life"),
    make.side_effect("itch", title="Itching", gravity="nuisance"),
]
EFFECTS = tuple(make.effect(page.slug, seriousness="serious") for page in GRAVE[:3]) + (
    make.effect("pml", seriousness="boxed"),
    make.effect("itch", seriousness="serious"),
)
FIELDS = {"effects": EFFECTS, "worst": make.prose("- Liver injury.")}


def guide_of(*therapies):
    return make.guide(*therapies, *OTHERS, *GRAVE)


def test_what_the_worst_does_not_name_is_named_with_a_harm_that_can_kill():
    page = make.therapy("one", **FIELDS)
    assert besides_the_worst(guide_of(page), page) == ("bowel inflammation", "swelling in the eye")


def test_a_page_of_an_earlier_release_tells_its_harms_as_a_whole():
    page = make.therapy("one", effects=EFFECTS)
    assert besides_the_worst(guide_of(page), page) == ()


def test_the_sheet_of_one_treatment_names_them_below_the_worst():
    guide = guide_of(make.therapy("one", **FIELDS))
    found = {part.slug: part for part in lay_out(Choices(treatments=("one",)), guide).sections}
    assert Paragraph("Also: bowel inflammation, swelling in the eye.") in found["watch-1"].blocks


def test_a_leaf_that_is_too_long_counts_them():
    guide = guide_of(make.therapy("one", **FIELDS))
    compose = Composer(guide.sources).block
    closest = leaf._leaf(guide, compose, [guide.therapy("one")], (), leaf.CUTS[-1])
    assert (closest.treatments[0].also, closest.treatments[0].more) == ((), 2)


def test_a_sheet_that_counts_them_says_where_they_are(monkeypatch):
    monkeypatch.setattr(leaf, "MOST_WORDS", 1)
    guide = guide_of(make.therapy("one", **FIELDS), make.therapy("two", **FIELDS))
    choices = Choices(treatments=("one", "two"))
    found = {part.slug: part for part in lay_out(choices, guide).sections}
    assert Paragraph("2 more: see its page.") in found["watch-2"].blocks
