"""The structures of published pages: their JSON and their properties."""

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec
import pytest

from guidance.pages import cited_text, payloads, structures
from guidance.pages.kinds import KINDS
from tests import make_pages as make

OLD = Path(__file__).with_name("published_pages.json")
EVERY_KIND = [
    make.subtype(therapies=("siponimod",), sections=make.sections(aims="Aim.")),
    make.therapy(
        brands=("Mayzent",),
        glance=(structures.Glance(id="checks", label="Checks", text=make.prose("Blood.")),),
        effects=(make.effect(out_of=1000, with_treatment=1, without_treatment=0),),
        evidence=(make.evidence(),),
        references=(make.reference("label"),),
    ),
    make.side_effect(),
    make.symptom(),
    make.topic(
        table=(make.table_row(),),
        table_heading="Medicare",
        table_columns=("Part", "What it pays", "What you pay"),
        therapies=("siponimod",),
        topics=("work-benefits",),
    ),
    make.visit(therapies=("siponimod",), note=make.prose("Bring your list."), questions=("Why?",)),
    make.info(),
    make.glossary("relapse"),
    make.help_page(("emergency", "Call 911.", ["Chest pain"])),
    make.signs_page(make.sign()),
    make.walk(),
    make.clinic(),
    make.sources_page("label"),
    make.withdrawn("therapy/siponimod"),
]


# Sources


def test_a_page_stores_its_sources_without_what_is_for_staff():
    """Else a judgement about a source would change every page that cites it."""
    judged = make.source(
        "label",
        newer_version="May 2026",
        still_current="We compared the two.",
        still_current_on=date(2026, 11, 23),
    )
    composer = cited_text.Composer({"label": judged})
    composer.inline("It is a tablet. [@label]")
    (reference,) = composer.references()
    assert reference.source == make.source("label")


# JSON and back


def test_the_examples_cover_every_kind_of_page():
    assert {type(page) for page in EVERY_KIND} == {kind.structure for kind in KINDS.values()}


@pytest.mark.parametrize("page", EVERY_KIND, ids=lambda page: page.kind)
def test_a_page_comes_back_from_json_as_it_went_in(page):
    assert payloads.load(json.loads(json.dumps(payloads.dump(page)))) == page


def test_a_page_that_was_published_long_ago_can_still_be_read():
    """Rows are never rewritten: a new field needs a default, a kind keeps its name.

    Do not write the file anew; add a payload when ``SCHEMA`` is raised.
    """
    old = json.loads(OLD.read_text())
    assert [payloads.load(payload).key for payload in old] == [page.key for page in EVERY_KIND]


def test_a_value_of_another_type_is_refused_with_its_place():
    payload = payloads.dump(make.therapy(evidence=(make.evidence(),)))
    payload["evidence"][0]["out_of"] = "many"
    with pytest.raises(msgspec.ValidationError, match=r"\$\.evidence\[0\]\.out_of"):
        payloads.load(payload)


def test_a_check_in_set_months_has_months():
    payload = payloads.dump(make.therapy(monitoring=(make.check(moment="months", months=(1,)),)))
    payload["monitoring"][0]["months"] = []
    with pytest.raises(msgspec.ValidationError, match="no month"):
        payloads.load(payload)


def test_a_payload_with_a_field_too_few_is_refused():
    payload = payloads.dump(make.therapy())
    del payload["boxed_warning"]
    with pytest.raises(msgspec.ValidationError, match="boxed_warning"):
        payloads.load(payload)


def test_a_published_page_cannot_change():
    with pytest.raises(AttributeError):
        make.therapy().title = "Another"


# Composing


def compose(*texts):
    composer = cited_text.Composer({key: make.source(key) for key in "abc"})
    return [composer.block(text) for text in texts], composer


def test_references_are_numbered_in_the_order_in_which_the_texts_come():
    _, composer = compose("One.[@c] Two.[@a]", "Three.[@c]")
    found = [(one.number, one.source.key, one.mentions) for one in composer.references()]
    assert found == [(1, "c", 2), (2, "a", 1)]


def test_every_way_back_from_a_reference_leads_to_a_mention_in_the_text():
    texts, composer = compose("One.[@b] Two.[@a][@b]", "Three.[@b]")
    ids = re.findall(r'id="([^"]+)"', "".join(text.html for text in texts))
    anchors = [anchor for one in composer.references() for anchor in one.anchors]
    assert sorted(anchors) == sorted(ids)
    assert len(set(ids)) == 4


def test_a_composed_text_keeps_what_its_writer_typed():
    composer = cited_text.Composer({})
    assert composer.block("**Now**") == cited_text.Prose(
        source="**Now**", html="<p><strong>Now</strong></p>"
    )
    assert composer.inline("**Now**").html == "<strong>Now</strong>"


@pytest.mark.parametrize("write", ["block", "inline"])
def test_a_text_that_cites_an_unknown_source_is_refused_by_its_key(write):
    with pytest.raises(cited_text.UnknownSource, match="gone"):
        getattr(cited_text.Composer({}), write)("One.[@gone]")


def test_a_text_without_words_counts_as_none():
    assert not make.prose("")
    assert make.prose("Yes.")


# What a page can say about itself


def test_a_review_is_overdue_from_the_day_after_it_was_due():
    review = structures.Review(checked_on=date(2026, 1, 1), review_due=date(2027, 1, 1))
    assert not review.overdue(date(2027, 1, 1))
    assert review.overdue(date(2027, 1, 2))


@dataclass
class Framing:
    with_treatment: int
    without_treatment: int
    difference: int
    spared: tuple[int, int]


@pytest.mark.parametrize(
    "expected",
    [Framing(26, 32, 6, (74, 68)), Framing(12, 9, -3, (88, 91)), Framing(0, 0, 0, (100, 100))],
)
def test_both_framings_come_from_the_same_numbers(expected):
    found = make.evidence(
        with_treatment=expected.with_treatment, without_treatment=expected.without_treatment
    )
    assert found.difference == expected.difference
    assert (found.with_spared, found.without_spared) == expected.spared


def test_a_count_of_zero_people_is_a_count():
    counted = make.effect(out_of=100, with_treatment=0, without_treatment=2)
    assert counted.counted
    assert (counted.with_spared, counted.without_spared) == (100, 98)
    assert not make.effect().counted
    alone = make.effect(out_of=100, uncompared=0)
    assert (alone.counted, alone.compared, alone.with_spared) == (True, False, 100)


def test_a_treatment_is_named_with_its_brands_where_it_has_any():
    assert make.therapy(title="Siponimod", brands=("Mayzent",)).full_name == "Siponimod (Mayzent)"
    two = make.therapy(title="Ocrelizumab", brands=("Ocrevus", "Ocrevus Zunovo"))
    assert two.full_name == "Ocrelizumab (Ocrevus, Ocrevus Zunovo)"
    assert make.therapy(title="Physical therapy").full_name == "Physical therapy"


def test_the_phone_link_holds_only_what_can_be_dialed():
    assert make.clinic(phone="+1 (555) 010-2030").phone_link == "tel:+15550102030"


def test_a_page_is_known_by_its_kind_and_slug():
    assert make.side_effect("fatigue").key == "side-effect/fatigue"
    assert make.symptom("fatigue").key == "symptom/fatigue"


def test_parts_are_found_by_their_ids_and_their_absence_is_none():
    page = make.therapy(
        sections=make.sections(stopping="Do not stop."),
        glance=(structures.Glance(id="checks", label="Checks", text=make.prose("Blood.")),),
    )
    assert page.section("stopping").text.source == "Do not stop."
    assert page.section("cost") is None
    assert page.at_a_glance("checks").source == "Blood."
    assert page.at_a_glance("how") is None


def test_results_are_comparable_only_over_the_same_time():
    two_years, one_year = make.evidence(), make.evidence(time_span="over 1 year")
    assert make.therapy(evidence=(two_years, make.evidence(trial="Another"))).evidence_comparable
    assert not make.therapy(evidence=(two_years, one_year)).evidence_comparable
