"""Write ``claims_before.txt`` anew: ``python -m tests.content.claims_before``.

The file has each cited claim of the release of November 24, 2026, and each count of that release
as a sentence. The code of that release loads its content and splits it: see ``earlier_release``.

A page starts with ``# kind/slug``, a section with ``## heading``; each other line is one claim
with the keys of its sources, such as ``Once a day. [lbl_siponimod]``.
"""

import json
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from tests.earlier_release import earlier_release

FILE = Path(__file__).with_name("claims_before.txt")
READ_THERE = """
import django, json
django.setup()
from guidance.citations import keys_in
from guidance.claims import all_claims
from guidance.publishing import current_guide

guide = current_guide()
found = [[c.page, c.section, c.words, c.keys] for c in all_claims(guide) if c.keys]
names = {page.slug: page.title for page in guide.side_effects()}
for page in guide.therapies():
    counted = [(row.side_effect, names[row.side_effect], row.detail, row) for row in page.effects]
    counted += [(row.trial, row.happened, row.finding, row) for row in page.evidence]
    for section, what, cited, row in counted:
        if row.out_of:
            words = f"{what}: {row.with_treatment} out of {row.out_of} people"
            words += f", {row.comparator}: {row.without_treatment} out of {row.out_of}."
            found.append([page.key, section, words, keys_in(cited.source)])
print(json.dumps(found))
"""


@dataclass(frozen=True)
class Before:
    """A claim of the earlier release: its page, section and words, and the keys that it cites."""

    page: str
    section: str
    words: str
    keys: tuple[str, ...]


def read_from_git():
    """Return each cited claim of the earlier release, by page and section."""
    with earlier_release() as release:
        found = json.loads(release.run("-c", READ_THERE))
    claims = (Before(page, section, words, tuple(keys)) for page, section, words, keys in found)
    return sorted(claims, key=lambda claim: claim.page)


def write(claims):
    """Write ``claims``, which are sorted by page, to the file."""
    lines = []
    for page, of_page in groupby(claims, lambda claim: claim.page):
        lines.append(f"# {page}")
        for section, of_section in groupby(of_page, lambda claim: claim.section):
            lines.append(f"## {section}")
            lines += [f"{claim.words} [{' '.join(claim.keys)}]" for claim in of_section]
    FILE.write_text("\n".join(lines) + "\n")


def read():
    """Return the claims of the file, each once."""
    found, page, section = {}, "", ""
    for line in FILE.read_text().splitlines():
        if line.startswith("# "):
            page = line[2:]
        elif line.startswith("## "):
            section = line[3:]
        else:
            words, _, keys = line.removesuffix("]").rpartition(" [")
            found.setdefault((page, words), Before(page, section, words, tuple(keys.split())))
    return tuple(found.values())


if __name__ == "__main__":
    write(read_from_git())
