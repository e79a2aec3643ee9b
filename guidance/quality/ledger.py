"""The claim ledger: every claim of a guide with its sources, as filtered rows or as a table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from guidance.pages.choices import HowChecked, SourceTier
from guidance.pages.cited_text import Source
from guidance.pages.claims import Claim, all_claims
from guidance.pages.guide import Guide
from guidance.pages.kinds import KINDS

PAGE_KINDS = {kind.id: kind.name for kind in KINDS.values()}
"""The name of each kind of page in the staff area, by its id."""
TIERS = SourceTier.in_words()
HOW_CHECKED = HowChecked.in_words()
COLUMNS = (
    *("page", "page kind", "title", "section", "claim", "source keys", "organizations"),
    *("source kinds", "source tiers", "published", "checked on", "how checked", "addresses"),
    *("newer versions", "why they still stand"),
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim with the sources that it cites, in order."""

    claim: Claim
    sources: tuple[Source, ...]

    @property
    def page_kind(self) -> str:
        """The kind of the page that makes the claim, for example ``therapy``."""
        return self.claim.page.partition("/")[0]

    @property
    def only_secondary(self) -> bool:
        """Whether the claim cites sources, but no primary one."""
        return bool(self.sources) and all(source.tier != "primary" for source in self.sources)


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of the ledger; an empty value matches any.

    The filters about sources must all match the same source of a claim.
    """

    page_kind: str = ""
    source: str = ""
    source_kind: str = ""
    tier: str = ""
    how_checked: str = ""
    checked_before: date | None = None
    only_secondary: bool = False
    uncited: bool = False
    words: str = ""


def entries(guide: Guide) -> tuple[Entry, ...]:
    """Return every claim of ``guide`` with its sources, by page, in the order of the page."""
    return tuple(
        Entry(claim, tuple(guide.sources[key] for key in claim.keys)) for claim in all_claims(guide)
    )


def matching(entries: Iterable[Entry], filters: Filters) -> list[Entry]:
    """Return the entries that match all ``filters``."""
    return [entry for entry in entries if _fits(entry, filters)]


def _fits(entry: Entry, filters: Filters) -> bool:
    return (
        filters.page_kind in ("", entry.page_kind)
        and filters.words.casefold() in entry.claim.words.casefold()
        and (not filters.uncited or not entry.sources)
        and (not filters.only_secondary or entry.only_secondary)
        and (
            not _about_sources(filters)
            or any(_source_fits(source, filters) for source in entry.sources)
        )
    )


def _about_sources(filters: Filters) -> bool:
    return bool(
        filters.source
        or filters.source_kind
        or filters.tier
        or filters.how_checked
        or filters.checked_before
    )


def _source_fits(source: Source, filters: Filters) -> bool:
    return (
        filters.source in ("", source.key)
        and filters.source_kind in ("", source.kind)
        and filters.tier in ("", source.tier)
        and filters.how_checked in ("", source.how_checked)
        and (filters.checked_before is None or source.checked_on < filters.checked_before)
    )


def table(entries: Iterable[Entry]) -> Iterator[list[str]]:
    """Yield the rows of a spreadsheet: the header, then one row for each of ``entries``.

    If a claim has several sources, the cells about sources have a part for each, in the same order.
    """
    yield list(COLUMNS)
    for entry in entries:
        claim, sources = entry.claim, entry.sources
        row = [
            *(claim.page, PAGE_KINDS[entry.page_kind], claim.title, claim.section, claim.words),
            _joined(source.key for source in sources),
            _joined(source.organization for source in sources),
            _joined(source.kind for source in sources),
            _joined(TIERS[source.tier] for source in sources),
            _joined(source.published or "no date" for source in sources),
            _joined(source.checked_on.isoformat() for source in sources),
            _joined(HOW_CHECKED[source.how_checked] for source in sources),
            _joined(source.address for source in sources),
            _joined(source.newer_version or "none known" for source in sources),
            _joined(_judgement(source) for source in sources),
        ]
        yield [harmless(cell) for cell in row]


def _judgement(source: Source) -> str:
    if not source.still_current:
        return "nobody said"
    return f"{source.still_current} ({source.still_current_on})"


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(parts)


def harmless(cell: str) -> str:
    """Return ``cell``, escaped so that a spreadsheet does not run it as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
