"""A section that is declared in ``pages/sections.py`` appears wherever sections are used.

The test adds a section to a copy of the project, as ``docs/tasks/add-a-section.md`` says.
"""

import json

import pytest

from tests.scratch_copy import ScratchCopy

DECLARATION = """
    Section(
        id="driving-and-machines",
        field="driving",
        heading="Driving and machines",
        group=BEFORE_YOU_DECIDE,
        warning=True,
        handout=OnHandout("checks"),
        compare=InComparison("driving", "Driving?"),
    ),
"""
FIELD = '    driving = CitedText("driving and machines")\n'
SHORT = '    driving_short = ShortAnswer("driving and machines: short answer")\n'
TEXT = "It can make you dizzy. [@{source}] You may crash your car."
LOOK = """
import json

import django

django.setup()

from datetime import date

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.test import Client

from guidance import models
from guidance.content import export
from guidance.editorial import publishing
from guidance.editorial.current import current_guide
from guidance.handout import build, changes
from guidance.pages import diff, side_by_side
from guidance.quality import rules

publishing.publish(None, "One more section.")
guide = current_guide()
page = guide.therapy("siponimod")
html = Client().get("/treatments/siponimod/").content.decode()
chosen = build.Choices(treatments=("siponimod",), detail=build.ALL)
handout = build.build(guide, chosen)
compared = side_by_side.build(guide, ["siponimod", "ozanimod"]).line("driving")
[finding] = [
    found
    for found in rules.check_page(page, guide, today=date(2026, 11, 28))
    if found.rule == "citation"
]
form = flatten_fieldsets(admin.site._registry[models.Therapy].fieldsets)
print(json.dumps({
    "heading": '>Driving and machines</h3>' in html,
    "page": 'id="driving-and-machines"' in html and "crash your car" in html,
    "staff form": form[form.index("driving") - 1 : form.index("driving") + 2],
    "export": export.content_of(guide)["therapies/siponimod.toml"].driving,
    "diff": [one.after for one in diff.diff_pages(None, page) if "Driving" in one.where],
    "handout": [part.label for part in handout.items[0].parts if "Driving" in part.label],
    "comparison": ["crash" in cell.source for cell in compared.cells],
    "warnings": [
        one.words for one in changes.statements(page, guide) if one.warning and "crash" in one.words
    ],
    "rule": finding.section,
    "link of the rule": export.form_field_id(page, finding.part.id),
}))
"""


@pytest.fixture
def copy(tmp_path):
    return ScratchCopy(tmp_path)


@pytest.mark.slow
def test_a_new_section_is_refused_without_its_field_and_then_shown_everywhere(copy):
    copy.insert("guidance/pages/sections.py", "    Section(\n        id=COST,", DECLARATION)
    for field, line in (("driving", FIELD), ("driving_short", SHORT)):
        refused = copy.run("manage.py", "check")
        assert refused.returncode == 1
        assert (
            "The section “driving-and-machines” of “therapy” has no field: "
            f"add {field} to Therapy, and migrate." in refused.stderr
        )
        copy.insert("guidance/models/therapy.py", "    cost = CitedText(", line)
    copy.manage("makemigrations", "guidance", "--name", "therapy_driving")
    copy.manage("migrate", "--verbosity", "0")
    path = copy.root / "guidance/content/files/therapies/siponimod.toml"
    source = path.read_text().partition("[@")[2].partition("]")[0]
    path.write_text(f'driving = "{TEXT.format(source=source)}"\n{path.read_text()}')
    copy.manage("load_content", "--overwrite")
    process = copy.run("-c", LOOK)
    assert process.returncode == 0, process.stderr
    assert json.loads(process.stdout) == {
        "heading": True,
        "page": True,
        "staff form": ["stopping_short", "driving", "driving_short"],
        "export": TEXT.format(source=source),
        "diff": ["Driving and machines", TEXT.format(source=source)],
        "handout": ["Driving and machines"],
        "comparison": [True, False],
        "warnings": ["You may crash your car."],
        "rule": "Driving and machines",
        "link of the rule": "id_driving",
    }
