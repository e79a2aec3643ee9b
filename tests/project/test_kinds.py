"""The registry of page kinds: what a declared kind lacks is named by a system check."""

import dataclasses

import pytest

from guidance import checks
from guidance.pages import kinds, sections, structures


class ExamPage(structures.Page, frozen=True, tag="exam"):
    """A kind of page that only these tests declare."""

    kind = "exam"


EXAM = kinds.PageKind(
    structure=ExamPage,
    name="Exam",
    model="Exam",
    folder="exams",
    template="guidance/exam.html",
    route="exam",
    list_route="exams",
    form_field="exam",
    printed_as="exams",
)


@pytest.fixture
def declare(monkeypatch):
    """Return a function that declares a kind, or declares one in another way, for one test."""

    def declare(kind):
        monkeypatch.setitem(kinds.KINDS, kind.id, kind)

    return declare


def messages():
    return [error.msg for error in checks.check_declarations()]


def test_the_declared_kinds_lack_nothing():
    assert messages() == []


def test_a_new_kind_is_refused_with_a_sentence_for_each_thing_that_it_lacks(declare):
    declare(EXAM)
    assert messages() == [
        "The kind of page “exam” has no model: add Exam to guidance/models/.",
        "The kind of page “exam” has no shape of content file: add one for ExamPage to "
        "content/shapes.py.",
        "No function exports ExamPage: add one to content/export.py.",
        "The kind of page “exam” has no template: add templates/guidance/exam.html.",
        "The kind of page “exam” is not scored: add a page of it to "
        "quality/scorecard/checklists.toml.",
        "The scorecard does not judge the kind of page “exam” in U6, U8, U9, U12, A20, A21, 5, 6, "
        "9, 12, 13, 14, 18: add these cells to quality/scorecard/checklists.toml.",
        "The kind of page “exam” has no address: give it a path in pages/kinds.py, or add exam to "
        "guidance/urls.py.",
        "The kind of page “exam” has no list: add exams to guidance/urls.py.",
        "The kind of page “exam” cannot be chosen for a handout: add the field exam to "
        "HandoutForm in handout/forms.py.",
        "The kind of page “exam” cannot be chosen for a handout: give it a form_heading in "
        "pages/kinds.py.",
        "The kind of page “exam” cannot be chosen for a handout: add exams to Choices in "
        "handout/build.py.",
    ]


def test_a_kind_whose_pages_have_no_heading_on_a_handout_is_refused(declare):
    declare(dataclasses.replace(kinds.KINDS["symptom"], printed_as="detail"))
    assert messages() == [
        "A handout has no heading for the kind of page “symptom”: add detail in en to "
        "handout/words.py."
    ]
    declare(dataclasses.replace(kinds.KINDS["symptom"], printed_as=""))
    assert messages() == [
        "The kind of page “symptom” cannot be chosen for a handout: add printed_as in "
        "pages/kinds.py, and that field to Choices in handout/build.py."
    ]


def test_a_kind_that_names_fields_and_kinds_that_are_not_there_is_refused(declare):
    link = kinds.Link(field="scans", to="scan", what="scan", heading="Scans")
    declare(dataclasses.replace(kinds.KINDS["info"], other_names=("short_name",), links=(link,)))
    assert messages() == [
        "The kind of page “info” names the field short_name: add it to InfoPage in "
        "pages/structures.py.",
        "The kind of page “info” names the field scans: add it to InfoPage in pages/structures.py.",
        "The field scans of “info” names pages of the kind “scan”: declare it in pages/kinds.py.",
    ]


def test_a_kind_whose_model_has_no_function_and_other_fields_is_refused(declare):
    declare(dataclasses.replace(EXAM, model="PreviewLink"))
    assert messages()[:4] == [
        "The kind of page “exam” cannot be frozen: register a function for PreviewLink in "
        "editorial/freeze.py.",
        "Staff cannot edit pages of the kind “exam”: register an admin for PreviewLink in "
        "guidance/admin/.",
        "The title of “exam” has no field: add name to PreviewLink, and migrate.",
        "The summary of “exam” has no field: add summary to PreviewLink, and migrate.",
    ]


def test_a_whole_table_without_a_content_file_is_refused(declare):
    declare(dataclasses.replace(EXAM, model="Source", whole_table=True))
    assert messages()[:2] == [
        "The kind of page “exam” has no shape of content file: add one for ExamPage to "
        "content/shapes.py.",
        "No function exports ExamPage: add one to content/export.py.",
    ]


def test_a_kind_without_a_folder_is_refused(declare):
    declare(dataclasses.replace(kinds.KINDS["info"], folder=""))
    assert messages() == [
        "The kind of page “info” has no folder of content files in pages/kinds.py."
    ]


def test_sections_must_be_unique(declare):
    cost = sections.find(sections.THERAPY, "cost")
    declare(dataclasses.replace(kinds.KINDS["therapy"], sections=(cost, *sections.THERAPY)))
    assert messages() == [
        "The section “cost” of “therapy” is declared twice in pages/sections.py.",
    ]
