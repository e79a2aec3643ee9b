"""The process that sets the type: documents come in, PDF files go out, one after the other.

``pdf`` starts it as a program of its own and talks to it through pipes. Each request is one line
of JSON: ``seconds`` and ``inputs``. Each answer is one line, the size of the PDF or the class of
what went wrong, and then the PDF. What a patient typed is in no answer but the PDF, and in no log.

The kernel ends the process where a document takes longer than ``seconds``: typst itself knows no
limit, and a call into it cannot be interrupted.
"""

import json
import signal
import sys
from pathlib import Path

import typst

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


def serve(requests, answers):
    """Answer each line of ``requests``, until there is none."""
    setting = compiler()
    for line in requests:
        asked = json.loads(line)
        signal.setitimer(signal.ITIMER_REAL, asked["seconds"])
        try:
            made = setting.compile(
                format="pdf", pdf_standards=STANDARDS, sys_inputs=asked["inputs"]
            )
            head = str(len(made))
        except Exception as error:
            made, head = b"", type(error).__name__
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.write(head.encode() + b"\n" + made)
        answers.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
