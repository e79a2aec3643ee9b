"""What a guide takes from the page of its clinic: whom to call, and which treatments it offers."""

from collections.abc import Mapping
from functools import cached_property

from guidance.pages.choices import Offered
from guidance.pages.help_numbers import HelpNumbers
from guidance.pages.site_pages import ClinicPage
from guidance.pages.structures import Page, TherapyPage


class OfClinic:
    """The base of ``Guide``, with ``pages`` by their keys."""

    pages: dict[str, Page]

    @cached_property
    def _clinic(self) -> ClinicPage | None:
        """The page of the clinic, or None if it cannot be shown."""
        return next((page for page in self.pages.values() if isinstance(page, ClinicPage)), None)

    @property
    def numbers(self) -> HelpNumbers:
        """The emergency and crisis numbers of the clinic."""
        return self._clinic.numbers if self._clinic else HelpNumbers()

    def offered(self, therapy: TherapyPage) -> Offered | None:
        """Return whether the clinic offers ``therapy``, or None where nothing is said."""
        return self._offers.get(therapy.slug)

    @cached_property
    def _offers(self) -> Mapping[str, Offered]:
        """{slug of a treatment: whether the clinic offers it}.

        The page of a clinic of an earlier release does not say it; pages of treatments do.
        """
        if self._clinic and self._clinic.offers is not None:
            said = {offer.therapy: offer.offered for offer in self._clinic.offers}
        else:
            pages = self.pages.values()
            said = {page.slug: page.offered for page in pages if isinstance(page, TherapyPage)}
        known = Offered.values()
        return {slug: Offered(offered) for slug, offered in said.items() if offered in known}
