"""Lays out sheets of the example guide, for tests of what stands on them."""

from datetime import date

from guidance.handout import build, layout
from tests import make_pages as make
from tests.handout.example_guide import BOTH, GUIDE, SIPONIMOD

SITE = "https://clinic.example"
CHECK = f"{SITE}/handout/check/"
ADDRESSES = layout.Addresses(
    check=CHECK, get_help=f"{SITE}/get-help/", treatments=f"{SITE}/treatments/"
)


OTHERS = [page for page in GUIDE.pages.values() if page is not SIPONIMOD]


def lay_out(choices=BOTH, guide=GUIDE):
    return layout.lay_out(build.build(guide, choices), date(2026, 11, 4), ADDRESSES)


def headings(laid_out):
    return [section.heading for section in laid_out.sections]


def blocks(laid_out, kind):
    return [
        block for section in laid_out.sections for block in section.blocks if block.kind == kind
    ]


def with_clinic(**fields):
    others = [page for page in GUIDE.pages.values() if page.kind != "clinic"]
    return make.guide(make.clinic(title="The clinic", **fields), *others)
