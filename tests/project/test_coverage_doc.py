"""``docs/coverage.md`` is true: it has every statement, and the site says what each row says."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings

from guidance.editorial import current
from guidance.pages.choices import LabelStatus
from guidance.pages.harms import harm_answers

DOC = settings.BASE_DIR / "docs" / "coverage.md"
COLUMNS = ["id", "statement", "verdict", "where"]
LINK = re.compile(r"\[([^\]]+)\]\((/[a-z0-9/-]*)#([a-z0-9-]+)\)")
NOT_A_MEDICINE = LabelStatus.NOT_A_MEDICINE
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Section(HTMLParser):
    """Collects the words in the element with one id; ``text`` is None until that element ends."""

    def __init__(self, fragment):
        super().__init__()
        self.fragment = fragment
        self.depth = 0
        self.words = []
        self.text = None

    def handle_starttag(self, tag, attributes):
        if self.depth:
            self.depth += tag not in VOID
        elif dict(attributes).get("id") == self.fragment:
            self.depth = 1

    def handle_startendtag(self, tag, attributes):
        """Pass over ``<circle/>`` and the like: nothing is inside."""

    def handle_endtag(self, tag):
        if self.depth:
            self.depth -= 1
            if not self.depth:
                self.text = " ".join("".join(self.words).split())

    def handle_data(self, data):
        if self.depth:
            self.words.append(data)


def section(html, fragment):
    """Return the words of the element with that id, or None where there is no such element."""
    parser = Section(fragment)
    parser.feed(html)
    return parser.text


def rows():
    """Return the cells of every row of the table, header first, without the line below it."""
    lines = [line for line in DOC.read_text("utf-8").splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line[1:].removesuffix("|").split("|")] for line in lines]
    return cells[:1] + cells[2:]


def promises():
    """Return (id, words, path, fragment) for every link of the table."""
    return [(row[0], *link.groups()) for row in rows()[1:] for link in LINK.finditer(row[-1])]


def test_each_of_the_45_statements_has_one_row_with_every_cell_filled():
    header, *body = rows()
    assert header == COLUMNS
    assert [row[0] for row in body] == [f"s{number:02}" for number in range(1, 46)]
    for row in body:
        assert len(row) == len(COLUMNS) and all(row), f"{row[0]}: a cell is empty or missing"
        assert LINK.sub("", row[-1]).replace("; ", "") == "", f"{row[0]}: links only, apart by “; ”"
        assert LINK.search(row[-1]), f"{row[0]}: no link"


@pytest.mark.django_db
@pytest.mark.parametrize(("row", "words", "path", "fragment"), promises())
def test_the_section_says_what_the_table_promises(client, row, words, path, fragment):
    response = client.get(path)
    assert response.status_code == 200, f"{row}: {path} is not there"
    text = section(response.content.decode(), fragment)
    assert text is not None, f"{row}: {path} has no #{fragment}"
    assert words in text, f"{row}: {path}#{fragment} does not say “{words}” but: {text}"


@pytest.mark.django_db
def test_it_says_how_many_harms_of_medicines_nobody_has_checked_yet():
    guide = current.current_guide()
    medicines = [page for page in guide.therapies() if page.label_status != NOT_A_MEDICINE]
    answers = [harm_answers(page, medicines) for page in guide.side_effects()]
    listed = sum(len(one.listed) for one in answers)
    not_named = sum(len(one.not_named) for one in answers)
    not_checked = sum(len(one.not_checked) for one in answers)
    said = (
        f"Of {listed + not_named + not_checked:,} answers, {listed:,} list the harm, "
        f"{not_named:,} say that a label which was read whole does not name it, "
        f"and {not_checked:,} say “not checked yet”."
    )
    assert said in DOC.read_text("utf-8"), f"write: {said}"
