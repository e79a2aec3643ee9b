"""The process that sets the type: documents come in, PDF files go out, one after the other.

``pdf`` starts it as a program of its own and talks to it through pipes. Each request is one line
of JSON: ``seconds`` and ``inputs``. Each answer is one line, the size of the PDF or the class of
what went wrong, and then the PDF. What a patient typed is in no answer but the PDF, and in no log.

The kernel ends the process where a document takes longer than ``seconds``: typst itself knows no
limit, and a call into it cannot be interrupted.

typst cannot say that a cell heads its row. So ``finished`` says it in the file that typst made, and
writes that file smaller.
"""

import io
import json
import os
import signal
import sys
from pathlib import Path

import pikepdf
import typst
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, String

ROOT = Path(__file__).parent / "typst"
"""The template and the fonts, and nothing else: a document can read whatever is in here."""
STANDARDS = ["a-2a", "ua-1"]


def compiler():
    """Return the compiler of the template, with our fonts and those that typst carries."""
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(ROOT / "fonts")],
    )
    return typst.Compiler(str(ROOT / "handout.typ"), root=str(ROOT), font_paths=fonts)


def finished(made):
    """Return a PDF in fewer bytes, in which the first cell of each row of a table heads its row."""
    saved = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as pdf:
        tree = pdf.Root.StructTreeRoot
        if "/IDTree" in tree:
            named = dict(pikepdf.NameTree(tree.IDTree))
            tables = {cell.P.P.P.objgen: cell.P.P.P for cell in named.values() if cell.S == Name.TH}
            for table in tables.values():
                named |= head_rows(table, f"R{len(named)}")
            pairs = sorted((name.encode(), element) for name, element in named.items())
            tree.IDTree = Dictionary(Names=Array([one for pair in pairs for one in pair]))
        pdf.save(
            saved,
            object_stream_mode=ObjectStreamMode.generate,
            deterministic_id=True,
            fix_metadata_version=False,
        )
    return saved.getvalue()


def head_rows(table, prefix):
    """Make the first cell of each row of ``table`` its head, and return the new heads by name.

    A heading as wide as the table heads the rows below it, up to the next one.
    """
    heads, columns, above = {}, [], []
    for row in (row for part in table.K for row in part.K):
        first, *others = row.K
        if first.S == Name.TH and others:
            columns = [cell.ID for cell in row.K]
        elif first.S == Name.TH:
            above = [first.ID]
            of_tables(first).Headers = Array([])
        else:
            name = String(f"{prefix}-{len(heads)}")
            first.S, first.ID = Name.TH, name
            of_tables(first).Scope = Name.Row
            of_tables(first).Headers = Array([columns[0], *above])
            for cell, column in zip(others, columns[1:], strict=True):
                of_tables(cell).Headers = Array([column, *above, name])
            heads[str(name)] = first
    return heads


def of_tables(cell):
    """Return those attributes of a cell that tell how it belongs to its table."""
    return next(one for one in cell.A if Name.Table == one.O)


def serve(requests, answers):
    """Answer each line of ``requests``, until there is none."""
    setting = compiler()
    for line in requests:
        asked = json.loads(line)
        signal.setitimer(signal.ITIMER_REAL, asked["seconds"])
        try:
            made = finished(
                setting.compile(format="pdf", pdf_standards=STANDARDS, sys_inputs=asked["inputs"])
            )
            head = str(len(made))
        except Exception as error:
            made, head = b"", type(error).__name__
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.write(head.encode() + b"\n" + made)
        answers.flush()


NICE = 5
"""How far the process stands back for those that answer readers: see ``os.nice``."""


if __name__ == "__main__":
    os.nice(NICE)
    serve(sys.stdin.buffer, sys.stdout.buffer)
