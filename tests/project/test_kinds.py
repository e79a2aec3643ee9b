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
    form_field="exam",
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
        "The kind of page “exam” has no address: add exam to guidance/urls.py.",
        "The kind of page “exam” cannot be chosen for a handout: add the field exam to "
        "HandoutForm in handout/forms.py.",
    ]


def test_a_kind_whose_model_has_no_function_and_other_fields_is_refused(declare):
    declare(dataclasses.replace(EXAM, model="Submission", template="", route="", form_field=""))
    assert messages()[:3] == [
        "The kind of page “exam” cannot be frozen: register a function for Submission in "
        "editorial/freeze.py.",
        "The title of “exam” has no field: add name to Submission, and migrate.",
        "The summary of “exam” has no field: add summary to Submission, and migrate.",
    ]


def test_a_kind_without_a_folder_is_refused(declare):
    declare(dataclasses.replace(kinds.KINDS["info"], folder=""))
    assert messages() == [
        "The kind of page “info” has no folder of content files in pages/kinds.py."
    ]


def test_sections_must_be_unique_and_in_the_order_of_the_page(declare):
    cost = sections.find(sections.THERAPY, "cost")
    declare(dataclasses.replace(kinds.KINDS["therapy"], sections=(cost, *sections.THERAPY)))
    assert messages() == [
        "The section “cost” of “therapy” is declared twice in pages/sections.py.",
        "The section “cost” of “therapy” stands below the next one on the page. Move it down in "
        "pages/sections.py, so that source numbers rise down the page.",
    ]


def test_a_section_of_a_later_release_is_shown_last_on_the_page_of_a_treatment():
    last = sections.find(sections.THERAPY, "cost")
    later = sections.find(sections.THERAPY, "of-a-later-release")
    assert later is None
    assert sections.place_of(later) == sections.place_of(last) == sections.PLACES[-1]
    first = sections.find(sections.THERAPY, sections.WHO_IT_IS_FOR)
    assert sections.place_of(first) == sections.PLACES[0]
