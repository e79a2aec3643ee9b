"""Make PDFs of laid-out handouts and read their words."""

import io
import re

import pikepdf
import pypdfium2

from guidance.handout.pdf import render as pdf_render
from tests.make_sheets import SITE


def render(laid, **more):
    """Return the bytes of the PDF of a laid-out handout; ``more`` goes to ``pdf.render``."""
    return pdf_render.render(laid, SITE, **more)


def opened(made):
    """Return the PDF with the bytes ``made`` as a pikepdf document."""
    return pikepdf.open(io.BytesIO(made))


def words_on_paper(made, laid):
    """Return all text of a PDF without spaces, and without what stands on each page."""
    foot = " · ".join(filter(None, (laid.clinic, laid.phone, f"{laid.foot}Page")))
    foot = "".join(foot.split())
    document = pypdfium2.PdfDocument(made)
    found = []
    for page in document:
        text = "".join(page.get_textpage().get_text_bounded().split())
        text = re.sub("[\x02\ufffe]", "-", text)
        found.append(re.sub(re.escape(foot) + r"\d+of\d+", "", text))
    document.close()
    return "".join(found)


def assert_in_order(texts, whole):
    """Fail with the first text that is not in ``whole`` after the one before it."""
    at = 0
    for words in texts:
        squeezed = "".join(words.split())
        found = whole.find(squeezed, at)
        assert found >= 0, f"{words!r} is not after {whole[max(0, at - 80) : at]!r}"
        at = found + len(squeezed)


def boxes_off_the_page(made):
    """Return the characters of a PDF whose box is not inside its page."""
    document, found = pypdfium2.PdfDocument(made), []
    for page in document:
        wide, high = page.get_size()
        text = page.get_textpage()
        for at in range(text.count_chars()):
            left, low, right, top = text.get_charbox(at)
            if left < 10 or low < 10 or right > wide - 10 or top > high - 10:
                found.append(text.get_text_range(at, 1))
    document.close()
    return found
