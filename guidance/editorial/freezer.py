"""Renders the texts of drafts, with citations and links to the glossary."""

from dataclasses import dataclass

from guidance.pages import cited_text, structures, trials
from guidance.pages.citations import keys_in


@dataclass(frozen=True)
class Shared:
    """The rows that all pages use: {key: source}, and {glossary term in lower case: address}."""

    sources: dict
    explained: dict


class Freezer(cited_text.Composer):
    """Renders the texts of one page from its draft.

    The first use of each glossary term links to the glossary, except on a page whose title is the
    term, and except in texts about when to call for help.
    """

    def __init__(self, shared, title):
        explained = {
            term: address
            for term, address in shared.explained.items()
            if term.lower() != title.lower()
        }
        super().__init__(shared.sources, explained)
        self.plainly = cited_text.Composer(shared.sources)
        self.plainly.numbering = self.numbering

    def urgent(self, source):
        """Return ``source`` rendered as blocks, without links to the glossary."""
        return self.plainly.block(source)

    def sections(self, declared, row):
        """Return the ``declared`` sections of ``row``. Sections without text are left out."""
        return tuple(
            self.section(section, section.heading, row)
            for section in declared
            if getattr(row, section.field)
        )

    def year_of_trial(self, row):
        """Return the year of the trial of ``row``, by the articles that its finding cites."""
        cited = [self.sources[key] for key in keys_in(row.finding) if key in self.sources]
        return trials.year_of(row.trial, cited)

    def section(self, declared, heading, row):
        """Freeze the ``declared`` section of ``row``: its short answer first, as readers see it.

        A short answer holds no link: it stands in what opens the part.
        """
        short = getattr(row, declared.short_field) if declared.short_field else ""
        return structures.Section(
            id=declared.id,
            heading=heading,
            short=self.plainly.inline(short),
            text=self.block(getattr(row, declared.field)),
        )
