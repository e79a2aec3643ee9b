"""The A to Z lists side effects and symptoms under every name that people use."""

from guidance.pages import a_to_z
from tests import make_pages as make


def listed(**fields):
    """Return (name, whether it is the title) of each line for one page with ``fields``."""
    page = make.side_effect(**fields)
    return [(entry.name, entry.own) for entry in a_to_z.entries((page,))]


def test_a_page_stands_under_its_medical_name_its_short_form_and_its_first_search_words():
    assert listed(
        title="Rare brain infection",
        medical_name="progressive multifocal leukoencephalopathy (PML)",
        search_words=("brain infection", "JC virus infection", "worst brain virus"),
    ) == [
        ("Brain infection", False),
        ("JC virus infection", False),
        ("PML", False),
        ("Rare brain infection", True),
    ]


def test_each_of_several_medical_names_has_its_line_but_once_under_a_letter():
    assert listed(
        title="Fast heartbeat",
        medical_name="tachycardia, palpitations, flutter",
        search_words=("thumping", "a heart that beats too fast"),
    ) == [("Fast heartbeat", True), ("Palpitations", False), ("Tachycardia", False)]
    assert listed(title="Pain", medical_name="nerve, face or joint pain", search_words=()) == [
        ("Nerve, face or joint pain", False),
        ("Pain", True),
    ]


def test_a_title_is_followed_by_the_names_that_it_does_not_say():
    page = make.side_effect(
        title="Urine infection",
        medical_name="urinary tract infection",
        search_words=("UTI", "bladder infection"),
    )
    bladder, title = a_to_z.entries((page,))
    assert (bladder.name, bladder.short, bladder.page) == ("Bladder infection", False, page)
    assert title.medical == "urinary tract infection, UTI"
    [same] = a_to_z.entries((make.side_effect(title="Stroke", medical_name="stroke"),))
    assert same.medical == ""
    short = a_to_z.entries((make.side_effect(title="Acne", medical_name="pustules (PUS)"),))
    assert [(entry.name, entry.short) for entry in short] == [("Acne", False), ("PUS", True)]


def test_lines_of_several_pages_are_in_order():
    pages = (make.symptom("b", title="Shaking", medical_name="tremor"), make.symptom("a"))
    names = [entry.name for entry in a_to_z.entries(pages)]
    assert names == sorted(names, key=str.casefold)
    assert {"Shaking", "Tremor"} <= set(names)
