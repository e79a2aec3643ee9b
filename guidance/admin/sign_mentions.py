"""What staff are shown about a sign whose level changes: the pages and sentences about it."""

from dataclasses import dataclass

from guidance.admin.page_urls import draft_address
from guidance.content import export
from guidance.editorial.current import NoEdition, current_guide
from guidance.editorial.drafts import rows_behind
from guidance.pages.claims import Claim
from guidance.pages.kinds import KINDS, WHOLE_TABLE_KEYS
from guidance.pages.site_pages import Sign
from guidance.pages.structures import Page
from guidance.pages.text import plain
from guidance.quality.sign_mentions import levels_changed, mentions, pages_that_name

MOST_MENTIONS = 40
"""The number of sentences that are shown for one sign; those of another level come first."""


@dataclass(frozen=True)
class Sentence:
    """A sentence about a sign: its page, its claim, the address of its draft."""

    page: Page
    claim: Claim
    other_level: bool
    address: str


@dataclass(frozen=True)
class AboutSign:
    """A sign with its words, its levels before and after, and what the public pages say of it.

    ``named_by`` are the pages that show it, and ``sentences`` those of texts that mention it.
    """

    words: str
    before: str
    after: str
    named_by: list[Page]
    sentences: list[Sentence]
    more: int


def about(sign: Sign, *, before="", after=""):
    """Return the ``AboutSign`` of ``sign`` in the public pages."""
    words = plain(sign.at_once.source)
    try:
        guide = current_guide()
    except NoEdition:
        return AboutSign(words, before, after, [], [], 0)
    rows, found = rows_behind(), mentions(sign, guide)
    sentences = [
        Sentence(one.page, one.claim, one.other_level, _address(one, rows))
        for one in found[:MOST_MENTIONS]
    ]
    more = max(len(found) - MOST_MENTIONS, 0)
    return AboutSign(words, before, after, pages_that_name(sign, guide), sentences, more)


def changed_signs(before, after):
    """Return an ``AboutSign`` for each sign whose level differs between two tables of signs."""
    return [about(sign, before=old, after=new) for sign, old, new in levels_changed(before, after)]


def _address(mention, rows):
    """Return the address of the field of the draft with a sentence, or an empty text."""
    key = mention.page.key
    if not KINDS[mention.page.kind].model:
        return ""
    if key in WHOLE_TABLE_KEYS:
        return draft_address(key)
    if key not in rows:
        return ""
    field = export.form_field_id(mention.page, mention.claim.part.id)
    return f"{draft_address(key, rows[key])}#{field}"
