"""The worker process that compiles documents to PDF files, one after the other.

``render`` starts it as a separate program and communicates through pipes. Each request is one line
of JSON with ``seconds`` and ``inputs``. Each answer is one line, with the size of the PDF or the
class of an exception, and then the PDF. The text of a patient appears only in the PDF: no error
and no log contains it.

The kernel ends the process if a document takes longer than ``seconds``, because typst has no time
limit and a call into it cannot be interrupted.

typst cannot mark a cell as the header of its row. ``finished`` marks these cells in the PDF that
typst made, and compresses the file.
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
"""The folder of the template and the fonts. Documents can read every file in it."""
STANDARDS = ["a-2a", "ua-1"]


def compiler():
    """Return the compiler of the template, with the fonts of the folder and those of typst."""
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(ROOT / "fonts")],
    )
    return typst.Compiler(str(ROOT / "handout.typ"), root=str(ROOT), font_paths=fonts)


def finished(compiled):
    """Return the PDF ``compiled`` in fewer bytes, with the first cell of each table row as header.

    Both are bytes.
    """
    saved = io.BytesIO()
    with pikepdf.open(io.BytesIO(compiled)) as pdf:
        tree = pdf.Root.StructTreeRoot
        if "/IDTree" in tree:
            cells = dict(pikepdf.NameTree(tree.IDTree))
            tables = {cell.P.P.P.objgen: cell.P.P.P for cell in cells.values() if cell.S == Name.TH}
            for table in tables.values():
                cells |= add_row_headers(table, f"R{len(cells)}")
            pairs = sorted((name.encode(), cell) for name, cell in cells.items())
            tree.IDTree = Dictionary(Names=Array([value for pair in pairs for value in pair]))
        pdf.save(
            saved,
            object_stream_mode=ObjectStreamMode.generate,
            deterministic_id=True,
            fix_metadata_version=False,
        )
    return saved.getvalue()


def add_row_headers(table, prefix):
    """Make the first cell of each row of ``table`` a header; return the new headers by name.

    A header as wide as the table applies to the rows below it, up to the next one. The names are
    ``prefix`` with a number.
    """
    headers, columns, above = {}, [], []
    for row in (row for part in table.K for row in part.K):
        first, *others = row.K
        if first.S == Name.TH and others:
            columns = [cell.ID for cell in row.K]
        elif first.S == Name.TH:
            above = [first.ID]
            table_attributes(first).Headers = Array([])
        else:
            name = String(f"{prefix}-{len(headers)}")
            first.S, first.ID = Name.TH, name
            table_attributes(first).Scope = Name.Row
            table_attributes(first).Headers = Array([columns[0], *above])
            for cell, column in zip(others, columns[1:], strict=True):
                table_attributes(cell).Headers = Array([column, *above, name])
            headers[str(name)] = first
    return headers


def table_attributes(cell):
    """Return the attribute object of ``cell`` whose owner is "Table"."""
    return next(attributes for attributes in cell.A if Name.Table == attributes.O)


def serve(requests, answers):
    """Answer each line of ``requests`` on ``answers``, until the end of the input."""
    typst_compiler = compiler()
    for line in requests:
        request = json.loads(line)
        signal.setitimer(signal.ITIMER_REAL, request["seconds"])
        try:
            compiled = typst_compiler.compile(
                format="pdf", pdf_standards=STANDARDS, sys_inputs=request["inputs"]
            )
            pdf = finished(compiled)
            head = str(len(pdf))
        except Exception as error:
            pdf, head = b"", type(error).__name__
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.write(head.encode() + b"\n" + pdf)
        answers.flush()


NICE = 5
"""The niceness of the worker, so that it yields to the processes that answer requests."""


if __name__ == "__main__":
    os.nice(NICE)
    serve(sys.stdin.buffer, sys.stdout.buffer)
