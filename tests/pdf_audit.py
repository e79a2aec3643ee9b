"""Our own audit of a tagged PDF: what a screen reader and PDF/UA-1 need. An empty list is good.

It stands in for a validator that cannot be installed here; ``test_pdf_audit`` plants faults in it.
"""

import io
import re
from dataclasses import dataclass, field

import pikepdf

ROLES = re.findall(
    r"\w+",
    """Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3
    H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code
    Link Annot Figure Formula Form""",
)
HEADINGS = {f"H{level}": level for level in range(1, 7)}
INSIDE = {
    "L": {"LI", "Caption", "L"},
    "LI": {"Lbl", "LBody"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TR": {"TH", "TD"},
}
"""What may stand right inside these."""
ONLY_IN = {"LI": "L", "LBody": "LI", "TR": {"Table", "THead", "TBody", "TFoot"}, "TD": "TR"}
SAFE = ("https://", "http://", "tel:")
PAINTS = {"Tj", "TJ", "'", '"', "Do", "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh"}


@dataclass
class Node:
    """One element of the structure: its standard role, its own dictionary, and what is in it."""

    role: str
    element: pikepdf.Dictionary
    kids: list = field(default_factory=list)
    objects: list = field(default_factory=list)

    def walk(self):
        yield self
        for kid in self.kids:
            yield from kid.walk()


def audit(data):
    """Return what is wrong with a PDF, given as bytes, one line each."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = structure(pdf)
        return [
            *_document(pdf),
            *_headings([HEADINGS[node.role] for node in root.walk() if node.role in HEADINGS]),
            *(fault for node in root.walk() for fault in _node(node)),
            *_names(root),
            *(fault for number, page in enumerate(pdf.pages, 1) for fault in _page(page, number)),
            *_links(pdf, root),
        ]


def structure(pdf):
    """Return the structure tree as nodes, in the order of reading."""
    tree = pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary())
    roles = {name: str(role)[1:] for name, role in tree.get("/RoleMap", {}).items()}
    return _node_of(tree, "", roles)


def _node_of(element, role, roles):
    node = Node(role, element)
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if not isinstance(kid, pikepdf.Dictionary):
            continue
        if "/S" in kid:
            node.kids.append(_node_of(kid, roles.get(str(kid.S), str(kid.S)[1:]), roles))
        elif kid.get("/Type") == "/OBJR":
            node.objects.append(kid.Obj)
    return node


def _document(pdf):
    root = pdf.Root
    if not str(root.get("/Lang", "")):
        yield "no language"
    if not bool(root.get("/MarkInfo", {}).get("/Marked", False)):
        yield "not marked as tagged"
    if not bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)):
        yield "the title is not displayed"
    with pdf.open_metadata() as about:
        if not str(about.get("dc:title", "")).strip():
            yield "no title"
        if str(about.get("pdfuaid:part", "")) != "1":
            yield "does not say that it is PDF/UA-1"
        if (about.get("pdfaid:part"), about.get("pdfaid:conformance")) != ("2", "A"):
            yield "does not say that it is PDF/A-2a"
    if "/Outlines" not in root or "/First" not in root.Outlines:
        yield "no bookmarks"


def _headings(levels):
    if levels.count(1) != 1:
        yield f"{levels.count(1)} main headings"
    for before, after in zip([0, *levels], levels, strict=False):
        if after > before + 1:
            yield f"a heading of level {after} follows one of level {before}"


def _node(node):
    roles = [kid.role for kid in node.kids]
    if node.role and node.role not in ROLES:
        yield f"unknown role {node.role}"
    if strange := set(roles) - set(INSIDE.get(node.role, ROLES)):
        yield f"{sorted(strange)} inside {node.role}"
    for role in roles:
        if role in ONLY_IN and node.role not in ONLY_IN[role]:
            yield f"{role} inside {node.role or 'the root'}"
    if node.role == "LI" and "LBody" not in roles:
        yield "a list item without a body"
    if node.role == "Figure" and not str(node.element.get("/Alt", "")).strip():
        yield "a figure without words"
    if node.role == "Table":
        yield from _table(node)


def _table(table):
    cells = [node for node in table.walk() if node.role in ("TH", "TD")]
    heads = [node for node in cells if node.role == "TH"]
    if not heads:
        yield "a table without header cells"
    for cell in heads:
        if not _attribute(cell, "/Scope"):
            yield "a header cell that says not what it heads"
    names = {str(cell.element.get("/ID", "")) for cell in heads}
    for cell in cells:
        given = _attribute(cell, "/Headers")
        if cell.role == "TD" and not (given and {str(one) for one in given} <= names):
            yield "a cell without its headers"
    for row in (node for node in table.walk() if node.role == "TR"):
        yield from _row([kid for kid in row.kids if kid.role in ("TH", "TD")])


def _row(cells):
    """Yield what is wrong with a row below the headings: its first cell heads all others."""
    first, *others = cells
    if not any(cell.role == "TD" for cell in cells):
        return
    if first.role != "TH" or _attribute(first, "/Scope") != "/Row":
        yield "a row without a header"
    name = str(first.element.get("/ID", ""))
    for cell in others:
        given = [str(one) for one in _attribute(cell, "/Headers") or []]
        if name not in given:
            yield "a cell that does not name the header of its row"
        if len(given) < 2:
            yield "a cell that does not name the header of its column"


def _names(root):
    """Yield what is wrong with the tree of names: each is there, once and in order."""
    named = [str(node.element.ID) for node in root.walk() if node.role and "/ID" in node.element]
    tree = list(root.element.get("/IDTree", {}).get("/Names", []))[::2]
    if sorted(named) != [str(one) for one in tree]:
        yield "the names of elements are not all listed in order"


def _attribute(node, name):
    found = node.element.get("/A", [])
    for one in found if isinstance(found, pikepdf.Array) else [found]:
        if isinstance(one, pikepdf.Dictionary) and name in one:
            return one[name]
    return None


def _page(page, number):
    if "/Annots" in page and page.get("/Tabs") != "/S":
        yield f"page {number}: the tab order is not that of the text"
    if bare := _unmarked(page):
        yield f"page {number}: {bare} marks that are neither text nor decoration"
    for name, font in page.get("/Resources", {}).get("/Font", {}).items():
        if "/ToUnicode" not in font:
            yield f"page {number}: the font {name} does not tell its letters"
        below = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        described = below.get("/FontDescriptor", {})
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(described.keys()):
            yield f"page {number}: the font {name} is not embedded"


def _unmarked(page):
    """Count what is painted outside of marked content."""
    depth = bare = 0
    for operands_and_operator in pikepdf.parse_content_stream(page):
        name = str(operands_and_operator.operator)
        depth += {"BMC": 1, "BDC": 1, "EMC": -1}.get(name, 0)
        bare += depth == 0 and name in PAINTS
    return bare


def _links(pdf, root):
    owned = [one.objgen for node in root.walk() if node.role == "Link" for one in node.objects]
    for page in pdf.pages:
        for annotation in page.get("/Annots", []):
            if not str(annotation.get("/Contents", "")).strip():
                yield "a link without words"
            if annotation.objgen not in owned:
                yield "a link that is not in the text"
            address = str(annotation.get("/A", {}).get("/URI", SAFE[0]))
            if not address.startswith(SAFE):
                yield "a link that is not safe to open"
