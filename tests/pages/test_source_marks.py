"""Which sentences of a part of a page rest on which sources."""

from guidance.pages.source_marks import first_words, sourced, sources_of
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


def test_a_long_sentence_is_told_by_its_first_seven_words():
    assert first_words("It **really** helps. [@label]") == "It really helps."
    assert first_words("One two three four five six, seven, eight nine.") == (
        "One two three four five six, seven…"
    )
