"""The type of a content rule, and the registry with which a module declares its rules."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from guidance.pages.claims import Part
from guidance.quality.rules.context import PageUnderReview

Severity = Literal["error", "warning"]

Problems = Iterator[tuple[Part, str]]
"""The (part of the page, what to do) pairs that a rule yields."""

WHOLE_PAGE = Part("", "Whole page")

Rule = Callable[[PageUnderReview], Problems]


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule: the page (its key and title), the part, and what to do."""

    page: str
    title: str
    part: Part
    rule: str
    what_to_do: str
    severity: Severity

    @property
    def section(self) -> str:
        """What people call the part of the page, empty if the page does not exist."""
        return self.part.label

    def __str__(self) -> str:
        place = f"{self.page}: {self.section}" if self.section else self.page
        return f"{place}: {self.rule}: {self.what_to_do}"


class RuleSet(list[tuple[Severity, str, Rule]]):
    """The rules of one module, in order: severity, name, and the function."""

    def error(self, name: str) -> Callable[[Rule], Rule]:
        """Register a function as a rule that no page may break."""
        return self._register("error", name)

    def warning(self, name: str) -> Callable[[Rule], Rule]:
        """Register a function as a rule that asks a writer to look again."""
        return self._register("warning", name)

    def _register(self, severity: Severity, name: str) -> Callable[[Rule], Rule]:
        def register(rule: Rule) -> Rule:
            self.append((severity, name, rule))
            return rule

        return register
