"""A web server's worker that makes PDFs, as small as can be: for ``test_pdf_server``.

The document stands in the file that the environment names. With ``PDF_FIRST`` a PDF is made while
the program loads: under ``--preload`` that is before the workers are forked, the worst case.
"""

import json
import os
from pathlib import Path

from guidance.handout.pdf import render

INPUTS = json.loads(Path(os.environ["PDF_INPUTS"]).read_text())
if os.environ.get("PDF_FIRST"):
    assert render._typesetter.set(INPUTS, 300)


def application(environ, start_response):
    made = render._typesetter.set(INPUTS, 300)
    start_response("200 OK", [("Content-Type", "application/pdf"), ("X-Pid", str(os.getpid()))])
    return [made]
