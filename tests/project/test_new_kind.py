"""A kind of page that is added to a copy of the project is refused until it has all it needs.

The steps are those of ``docs/tasks/add-a-page-kind.md``. Then its pages appear wherever pages do.
"""

import json
import re

import pytest

from tests.scratch_copy import ScratchCopy

CONTENT = """
name = "MRI scan"
summary = "It takes pictures of your brain. [@{source}]"
how_it_is_done = "You lie in a tube."
take_care = "Say if you have metal in your body. [@{source}]"
questions = ["Can I hear music?"]
checked_on = 2026-11-23
review_due = 2027-11-23
"""
DECLARED = (
    (
        "guidance/pages/sections.py",
        "GLANCE = (",
        """EXAM = (
    Section(
        id="how-it-is-done", field="how_it_is_done", heading="How it is done", layer="essential"
    ),
    Section(
        id="take-care",
        field="take_care",
        heading="Take care if",
        warning=True,
        layer="essential",
    ),
)

""",
    ),
    (
        "guidance/pages/structures.py",
        "class InfoPage(",
        """class ExamPage(Page, frozen=True, tag="exam"):
    kind = "exam"
    questions: tuple[str, ...]
    review: Review


""",
    ),
    (
        "guidance/pages/kinds.py",
        "    PageKind(\n        structure=site_pages.HelpPage,",
        """    PageKind(
        structure=structures.ExamPage,
        name="Exam",
        sections=sections.EXAM,
        model="Exam",
        folder="exams",
        template="pages/exam.html",
        route="exam",
        path="exams/",
        named=True,
        list_route="exams",
        form_field="exam",
        printed_as="exams",
        replacement=True,
        medical=True,
    ),
""",
    ),
    (
        "guidance/pages/kinds.py",
        "from guidance.pages import site_pages, structures",
        "from guidance.pages import sections\n",
    ),
)
"""What declares the kind: file, what the text is inserted before, and the text."""

MODEL = '''"""Exams."""

from django.db import models
from django.urls import reverse

from guidance.models.cited import Addressed, Cited, CitedText, Edited, Questions, Reviewed


class Exam(Addressed, Cited, Reviewed, Edited):
    name = models.CharField(max_length=80)
    summary = CitedText("summary")
    how_it_is_done = CitedText("how it is done")
    take_care = CitedText("take care if")
    questions = Questions("questions to ask")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("exam", args=[self.slug])
'''
FREEZE = """

@freeze.register
def freeze_exam(row: models.Exam, shared):
    freezer = Freezer(shared, row.name)
    return structures.ExamPage(
        slug=row.slug,
        title=row.name,
        summary=freezer.inline(row.summary),
        sections=freezer.sections(sections.EXAM, row),
        questions=split_lines(row.questions),
        review=freeze_review(row),
        references=freezer.references(),
    )
"""
ADMIN = '''"""Exams in the admin."""

from django.contrib import admin

from guidance import models
from guidance.admin.base import REVIEW, DraftAdmin
from guidance.admin.sections import fieldset
from guidance.pages.sections import EXAM, THE_PAGE


@admin.register(models.Exam)
class ExamAdmin(DraftAdmin):
    fieldsets = [
        ("Name", {"fields": ["name", "slug", "summary"]}),
        fieldset(THE_PAGE, EXAM, after=["questions"]),
        REVIEW,
    ]
'''
SHAPE = """

class ExamShape(with_sections("ExamSections", sections.EXAM), kw_only=True):
    structure: ClassVar[type[structures.Page]] = structures.ExamPage

    name: str
    summary: str
    questions: list[str] = []
"""
LOAD = """

@row_of.register
def _exam(shape: shapes.ExamShape, slug):
    values, _ = _split(shape)
    return ContentRow(models.Exam, "slug", slug, values)
"""
EXPORT = """

@content_of_page.register
def _exam(page: structures.ExamPage):
    return shapes.ExamShape(
        name=page.title,
        summary=page.summary.source,
        questions=list(page.questions),
        **_sections(page),
        **_review(page),
    )
"""
TEMPLATE = """{% extends "base.html" %}
{% block name %}{{ page.title }}{% endblock %}
{% block main %}
<h1>{{ page.title }}</h1>
<p class="lead">{{ page.summary.html|safe }}</p>
{% for section in page.sections %}{% include "parts/_text_section.html" %}{% endfor %}
{% endblock main %}
"""
LIST_VIEW = """

@require_safe
def exams(request):
    listing = Listing(request, "symptoms")
    rows = listing.summarized(listing.guide.all_of(ExamPage))
    return listing.render("pages/listed_pages.html", rows=rows)
"""
SCORED = """
[[scored]]
kind = "exam"
name = "Exam"
page = "/exams/mri/"
"""
FORM_FIELD = '    exam = several("Which exams do you want to talk about?", 6)\n'
CHECKLISTS = "guidance/quality/scorecard/checklists.toml"


def add_model(copy):
    copy.append("guidance/models/exam.py", MODEL)
    copy.append("guidance/models/__init__.py", "from guidance.models.exam import Exam as Exam\n")


def add_admin(copy):
    copy.append("guidance/admin/exam.py", ADMIN)
    copy.append("guidance/admin/__init__.py", "from guidance.admin import exam as exam\n")


def add_freezing(copy):
    copy.append("guidance/editorial/freeze.py", "\n\nfrom guidance import models\n" + FREEZE)


def add_loading(copy):
    copy.append("guidance/content/rows.py", LOAD)


def add_list(copy):
    pages = "guidance/views/pages.py"
    copy.append(pages, "\n\nfrom guidance.pages.structures import ExamPage\n" + LIST_VIEW)
    route = '    path("exams/", pages.exams, name="exams"),\n'
    copy.insert("guidance/urls.py", '    path("symptoms/",', route)


def add_scores(copy):
    file = copy.root / CHECKLISTS
    file.write_text(re.sub(r"(?<=\.cells\]\n)", 'exam = "#main"\n', file.read_text()))


STEPS = (
    ("has no model: add Exam to guidance/models/.", add_model),
    (
        "cannot be frozen: register a function for Exam in editorial/freeze.py.",
        add_freezing,
    ),
    (
        "Staff cannot edit pages of the kind “exam”: register an admin for Exam in guidance/admin/",
        add_admin,
    ),
    (
        "has no shape of content file: add one for ExamPage to content/shapes.py.",
        lambda copy: copy.append("guidance/content/shapes.py", SHAPE),
    ),
    ("No function reads ExamShape: add one to content/rows.py.", add_loading),
    (
        "No function exports ExamPage: add one to content/export.py.",
        lambda copy: copy.append("guidance/content/export.py", EXPORT),
    ),
    (
        "has no template: add templates/pages/exam.html.",
        lambda copy: copy.append("templates/pages/exam.html", TEMPLATE),
    ),
    ("has no list: add exams to guidance/urls.py.", add_list),
    (
        "is not scored: add a page of it to quality/scorecard/checklists.toml.",
        lambda copy: copy.insert(CHECKLISTS, '[[scored]]\nkind = "symptom"', SCORED),
    ),
    ("The scorecard does not judge the kind of page “exam” in U6, U8,", add_scores),
    (
        "add the field exam to HandoutForm in handout/forms.py.",
        lambda copy: copy.insert("guidance/handout/forms.py", "    question = forms.", FORM_FIELD),
    ),
    (
        "cannot be chosen for a handout: give it a form_heading in pages/kinds.py.",
        lambda copy: copy.insert(
            "guidance/pages/kinds.py",
            '        form_field="exam",',
            '        form_heading="Exams",\n',
        ),
    ),
    (
        "add exams to Choices in handout/build.py.",
        lambda copy: copy.insert(
            "guidance/handout/build.py",
            '    own: str = ""\n    notes',
            "    exams: tuple[str, ...] = ()\n",
        ),
    ),
    (
        "has no heading for the kind of page “exam”: add exams in en to handout/words.py.",
        lambda copy: copy.insert(
            "guidance/handout/words.py", '    "ask":', '    "exams": "Exams to talk about",\n'
        ),
    ),
)
"""What the check says, some of it only after other steps, and what each sentence asks for."""

RIGHTS = """
from guidance.migrations._roles import rights_on


"""
LOOK = """
import json

import django

django.setup()

from datetime import date

from django.contrib.auth.models import Permission, User
from django.test import Client

from guidance import models
from guidance.content import export
from guidance.editorial import publishing, withdrawal
from guidance.editorial.current import current_guide
from guidance.handout import build, changes, layout
from guidance.pages import diff, payloads
from guidance.quality import ledger, rules

publishing.publish(None, "One more kind of page.")
guide = current_guide()
page = guide.page("exam/mri")
reader = Client()


def shows(path, *texts):
    html = reader.get(path).content.decode()
    return [text in html for text in texts]


[finding] = [
    finding
    for finding in rules.check_page(page, guide, today=date(2026, 11, 28))
    if finding.rule == "citation"
]
handout = build.build(guide, build.Choices(exams=("mri",), detail="all"))
addresses = layout.Addresses(*["https://example.org/"] * 3)
printed = layout.lay_out(handout, date(2026, 11, 28), addresses)
shown = {
    "page": shows("/exams/mri/", "MRI scan", "You lie in a tube."),
    "another name": reader.get("/exams/MRI-Scan/").headers["Location"],
    "list": shows("/exams/", "MRI scan"),
    "site map": shows("/sitemap.xml", "/exams/mri/"),
    "form": shows("/handout/?exam=mri", 'name="exam" value="mri"', "Exams</summary>"),
    "question": shows("/handout/?exam=mri", "MRI scan: Can I hear music?"),
    "handout": [section.heading for section in printed.sections if "xam" in section.heading],
    "parts": [part.label for part in handout.groups["exams"][0].parts],
    "payload": payloads.load(payloads.dump(page)) == page,
    "export": export.content_of(guide)["exams/mri.toml"].how_it_is_done,
    "draft": export.restore_to_draft(page) == models.Exam.objects.get(),
    "diff": [text.after for text in diff.diff_pages(None, page) if "done" in text.where],
    "ledger": {
        ledger.PAGE_KINDS[entry.page_kind]
        for entry in ledger.entries(guide)
        if entry.claim.page == page.key
    }.pop(),
    "warnings": [
        statement.words for statement in changes.statements(page, guide) if statement.warning
    ],
    "rule": [finding.section, export.form_field_id(page, finding.part.id)],
    "editors": Permission.objects.filter(group__name="Editor", codename="change_exam").exists(),
}
withdrawal.withdraw(User.objects.create_superuser("manager"), "exam/mri", "checking")
shown["withdrawn"] = reader.get("/exams/mri/").status_code
print(json.dumps(shown))
"""


@pytest.mark.slow
def test_a_new_kind_is_refused_step_by_step_and_then_shown_everywhere(tmp_path):
    copy = ScratchCopy(tmp_path)
    for path, before, text in DECLARED:
        copy.insert(path, before, text)
    steps = dict(STEPS)
    checked = copy.run("manage.py", "check")
    while steps:
        asked = [sentence for sentence in steps if sentence in checked.stderr]
        assert checked.returncode == 1 and asked, checked.stderr
        for sentence in asked:
            steps.pop(sentence)(copy)
        checked = copy.run("manage.py", "check")
        assert [sentence for sentence in asked if sentence in checked.stderr] == []
    assert checked.returncode == 0, checked.stderr

    copy.manage("makemigrations", "guidance", "--name", "exam")
    [migration] = copy.root.glob("guidance/migrations/*_exam.py")
    path = migration.relative_to(copy.root)
    copy.insert(path, "class Migration(", RIGHTS)
    migration.write_text(
        migration.read_text().rstrip().removesuffix("]")
        + '    migrations.RunPython(rights_on("exam"), migrations.RunPython.noop),\n    ]\n'
    )
    copy.manage("migrate", "--verbosity", "0")
    refused = copy.run("manage.py", "load_content")
    assert "exams: the folder is missing." in refused.stderr
    files = copy.root / "guidance/content/files"
    source = (files / "therapies/siponimod.toml").read_text().partition("[@")[2].partition("]")[0]
    copy.append("guidance/content/files/exams/mri.toml", CONTENT.format(source=source))
    copy.manage("load_content")
    copy.manage("scorecard", "--file", str(tmp_path / "scorecard.md"))
    process = copy.run("-c", LOOK)
    assert process.returncode == 0, process.stderr
    assert json.loads(process.stdout) == {
        "page": [True, True],
        "another name": "/exams/mri/",
        "list": [True],
        "site map": [True],
        "form": [True, True],
        "question": [True],
        "handout": ["Exams to talk about"],
        "parts": ["In short", "How it is done", "Take care if"],
        "payload": True,
        "export": "You lie in a tube.",
        "draft": True,
        "diff": ["How it is done", "You lie in a tube."],
        "ledger": "Exam",
        "warnings": ["Say if you have metal in your body."],
        "rule": ["How it is done", "id_how_it_is_done"],
        "editors": True,
        "withdrawn": 410,
    }
