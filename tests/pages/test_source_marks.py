"""Which sentences of a part of a page rest on which sources."""

import msgspec
import pytest

from guidance.pages.source_marks import each_alone, first_words, shared, sourced, sources_of
from guidance.pages.texts import each_prose, prose_in
from guidance.views.source_lines import source_mark
from tests import make_pages as make

LABEL, STUDY = make.reference("label"), make.reference("study", number=2)


def test_sentences_are_grouped_by_their_sources_in_order_of_appearance():
    texts = (
        make.prose("It helps. [@study] [@label]\n\nIt is a tablet. [@label]"),
        make.effect(detail="It hurts. [@label] [@study] Ask about it. It is rare. [@gone]"),
    )
    both, label = sourced(texts, [LABEL, STUDY])
    assert (both.references, both.sentences) == ((LABEL, STUDY), ("It helps.", "It hurts."))
    assert (label.references, label.sentences) == ((LABEL,), ("It is a tablet.",))
    assert sources_of([label, both]) == (LABEL, STUDY)
    assert sourced(texts, []) == sources_of([]) == ()


def test_the_texts_of_a_part_are_found_with_and_without_the_way_to_them():
    effect = make.effect(detail="It hurts. [@label]")
    part = ({"first": effect, "second": make.prose("")}, make.prose("It helps. [@study]"))
    found = list(each_prose(part, skip={"side_effect"}))
    assert [prose.source for prose in found] == ["It hurts. [@label]", "It helps. [@study]"]
    assert found == [prose for _path, prose in prose_in(part, skip={"side_effect"})]
    assert list(each_prose(part, skip={"detail"})) == found[1:]


def test_a_long_sentence_is_told_by_its_first_seven_words():
    assert first_words("It **really** helps. [@label]") == "It really helps."
    assert first_words("One two three four five six, seven, eight nine.") == (
        "One two three four five six, seven…"
    )


def test_sentences_of_different_sources_are_told_apart_by_more_words():
    texts = (
        make.prose("A new rash on a medicine. [@label] A new rash on the face. [@study]"),
        make.prose("A new rash on a medicine that is old. [@label] A cough. [@label] [@study]"),
        make.prose("A cough. [@study] It goes on…. [@study] It goes on…. [@label]"),
    )
    label, study, both = sourced(texts, [LABEL, STUDY], most_words=3)
    assert label.sentences == ("A new rash on a…", "It goes on….")
    assert study.sentences == ("A new rash on the…", "A cough.", "It goes on….")
    assert both.sentences == ("A cough.",)


def test_a_source_stands_once_with_what_rests_on_it_alone():
    texts = make.prose("It is a tablet. [@label] It helps. [@study] [@label] It hurts. [@label]")
    groups = sourced(texts, [LABEL, STUDY])
    label, study = each_alone(groups)
    assert (label.reference, label.sentences) == (LABEL, ("It is a tablet.", "It hurts."))
    assert (study.reference, study.sentences) == (STUDY, ())
    [both] = shared(groups)
    assert (both.references, both.sentences) == ((LABEL, STUDY), ("It helps.",))
    assert each_alone(()) == shared(()) == ()


@pytest.mark.parametrize(
    ("title", "published", "kind", "mark"),
    [
        (
            "BRIUMVI (ublituximab-xiiy) prescribing information",
            "August 2025 (sections 2.1 and 2.2 of a copy)",
            "US label",
            "US label of Briumvi, August 2025",
        ),
        (
            "LEMTRADA (alemtuzumab) prescribing information and REMS",
            "after 2022 (copy without a day)",
            "US label",
            "US label of Lemtrada, after 2022",
        ),
        (
            "OCREVUS ZUNOVO (ocrelizumab and more) prescribing information",
            "date not found",
            "US label",
            "US label of Ocrevus Zunovo",
        ),
        (
            "MAVENCLAD (cladribine) tablets prescribing information, 2026",
            "May 2026",
            "US label",
            "US label of Mavenclad, May 2026",
        ),
        (
            "TYSABRI (natalizumab): boxed warning in the FDA label record",
            "March 2025",
            "US label",
            "TYSABRI (natalizumab): boxed warning in the FDA label record, March 2025",
        ),
        ("BRIUMVI (x) prescribing information", "2025", "Maker", None),
    ],
)
def test_a_part_names_a_label_by_its_brand_and_its_date(title, published, kind, mark):
    source = make.source(title=title, published=published, kind=kind)
    named = source_mark(msgspec.structs.replace(LABEL, source=source))
    assert named == (mark or f"{title}, {published}")
