"""The exceptions of editorial steps. Their messages are shown to the user."""


class Refused(Exception):
    """A step cannot be taken. The message says why, and what to do."""


class TooLate(Refused):
    """Somebody else acted first. The message says who did what, and when."""


class OwnWork(Refused):
    """The user tried to approve what they wrote or submitted."""


class BreaksRules(Refused):
    """Pages break content rules.

    ``findings`` are the errors, and ``pages`` is {page key: page}.
    """

    def __init__(self, findings, pages):
        super().__init__("The drafts break content rules. Mend what is listed, then submit again.")
        self.findings = findings
        self.pages = pages

    def of(self, key):
        """Return the errors on the page ``key``."""
        return [finding for finding in self.findings if finding.page == key]
